"""Outlook's msg files."""

import re

from indexer.extract import nodes
from indexer.extract.build import Builder, moment
from indexer.extract.source import Source
from indexer.types import Extracted

_SHOWN = {"from": "From", "to": "To", "cc": "Cc", "subject": "Subject", "date": "Date"}
_DIRECTORY_NAME = re.compile(r"\s*</?[oO]=[^>]*>?")  # "</O=ARUP/OU=A-C/CN=RECIPIENTS/CN=...>" says nothing to a person


def read(source: Source) -> Extracted:
    parsed = nodes.parse(source.name, source.content)
    builder = Builder(until=source.until)
    headers: dict[str, str] = {}
    for node, _, _ in nodes.nodes_of(parsed):
        if node.node_type == "metadata_block":
            known = {entry.key.lower(): _DIRECTORY_NAME.sub("", entry.value) for entry in node.entries}
            if not headers:
                headers = known
                builder.add("\n".join(f"{label}: {known[key]}" for key, label in _SHOWN.items() if known.get(key)))
        else:
            builder.add(nodes.text_of(node))
    return builder.extracted(
        title=headers.get("subject"), author=headers.get("from"), created=moment(headers.get("date"))
    )
