"""Outlook's msg files: who wrote what to whom and when, the body, and what is attached with its text."""

import re

from indexer.extract import nodes
from indexer.extract.build import Builder, moment
from indexer.extract.source import Source
from indexer.types import Extracted

_SHOWN = {"from": "From", "to": "To", "cc": "Cc", "subject": "Subject", "date": "Date"}
_MIME_TYPE = "application/vnd.ms-outlook"  # said, for a PDF inside makes xberg take the whole for one
_STYLE = "<!--"  # Word's, at the head of a body that it wrote
_COMPOUND = b"\xd0\xcf\x11\xe0"
_DIRECTORY_NAME = re.compile(r"\s*</?[oO]=[^>]*>?")  # "</O=ARUP/OU=A-C/CN=RECIPIENTS/CN=...>" says nothing to a person


def read(source: Source) -> Extracted:
    told = _MIME_TYPE if source.head(4) == _COMPOUND else None
    parsed = nodes.parse(source.name, source.content, told, depth=nodes.depth_left(source))
    builder = Builder(until=source.until)
    headers: dict[str, str] = {}
    for node, _, _ in nodes.nodes_of(parsed):
        if node.node_type == "metadata_block":
            known = {entry.key.lower(): _DIRECTORY_NAME.sub("", entry.value) for entry in node.entries}
            if not headers:
                headers = known
                builder.add("\n".join(f"{label}: {known[key]}" for key, label in _SHOWN.items() if known.get(key)))
        elif not (text := nodes.text_of(node)).startswith(_STYLE):
            builder.add(text)
    nodes.embed_children(builder, parsed, "part")
    return builder.extracted(
        title=headers.get("subject"), author=headers.get("from"), created=moment(headers.get("date"))
    )
