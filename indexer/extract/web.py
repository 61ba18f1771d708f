"""Web pages: their text, with headings as sections."""

import re

from indexer.extract import nodes
from indexer.extract.source import Source
from indexer.extract.text import READ_LIMIT, decode
from indexer.types import Extracted

LIBRARIES = (*nodes.LIBRARIES, "charset-normalizer")

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def read(source: Source) -> Extracted:
    return read_html(html_text(source.head(READ_LIMIT)))


def read_html(html: str) -> Extracted:
    return nodes.sections(nodes.parse("page.html", html.encode("utf-8", "replace"), "text/html"))


def html_text(data: bytes) -> str:
    """The markup in its declared charset, if it is valid in it, else as any text is decoded."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)
