"""Web pages: their text, with headings as sections."""

import re
from html.parser import HTMLParser

from indexer.extract import nodes
from indexer.extract.build import Builder
from indexer.extract.source import Refused, Source
from indexer.extract.text import READ_LIMIT, decode
from indexer.types import Extracted

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)


def read(source: Source) -> Extracted:
    return read_html(html_text(source.head(READ_LIMIT)))


def read_html(html: str) -> Extracted:
    """xberg's reading; where it gives up (markup nested 100,000 deep) or drops everything, the plain one."""
    try:
        extracted = nodes.sections(nodes.parse("page.html", html.encode("utf-8", "replace"), "text/html"))
    except Refused:
        return _plain(html, "")
    return extracted if extracted.text else _plain(html, extracted.title)


def html_text(data: bytes) -> str:
    """The markup in its declared charset, if it is valid in it, else as any text is decoded."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _plain(html: str, title: str) -> Extracted:
    reader = _PlainText()
    reader.feed(html)
    builder = Builder()
    for paragraph in "".join(reader.parts).split("\n"):
        builder.add(" ".join(paragraph.split()), gap="\n")
    return builder.extracted(title=title or reader.title)


class _PlainText(HTMLParser):
    """The words between the tags, a line a block."""

    _HIDDEN = frozenset({"script", "style", "template", "noscript"})
    _INLINE = frozenset(
        {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "samp", "small"}
        | {"span", "strong", "sub", "sup", "tt", "u"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.title = ""
        self._hidden = ""
        self._in_title = False

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        if tag in self._HIDDEN:
            self._hidden = tag
        elif tag not in self._INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag == self._hidden:
            self._hidden = ""
        elif tag not in self._INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title = self.title or data
        elif not self._hidden:
            self.parts.append(data)
