"""SVG: the words in a drawing, its title and its descriptions."""

import gzip
import zlib
from html.parser import HTMLParser

from indexer.extract.build import Builder
from indexer.extract.source import Refused, Source
from indexer.extract.text import READ_LIMIT, decode
from indexer.extract.wording import plainly
from indexer.types import Extracted, Reason

_TOLD = frozenset({"title", "desc", "text", "foreignobject"})
_HIDDEN = frozenset({"script", "style", "metadata"})
_BREAKS = frozenset({"title", "desc", "text", "p", "div", "br", "li", "tr"})


def read(source: Source) -> Extracted:
    """The markup is gone through piece by piece and never built up: entities and references lead nowhere."""
    data = source.head(READ_LIMIT)
    if source.extension == "svgz" or data.startswith(b"\x1f\x8b"):
        data = _unpacked(source)
    words = _Words()
    words.feed(decode(data))
    if not words.is_drawing:
        raise Refused(Reason.DAMAGED, "This is not a drawing.")
    builder = Builder(until=source.until)
    for text in "".join(words.parts).split("\n"):
        builder.add(" ".join(text.split()), gap="\n")
    return builder.extracted(title=" ".join(words.title.split()))


def _unpacked(source: Source) -> bytes:
    try:
        with gzip.GzipFile(fileobj=source.file()) as file:
            data = file.read(READ_LIMIT)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(Reason.DAMAGED, plainly(str(error))) from None
    source.budget.spend(len(data))
    return data


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.is_drawing = False
        self.title = ""  # the drawing's own, which comes first; others are of its parts
        self.parts: list[str] = []
        self._told: list[str] = []
        self._hidden = ""

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.is_drawing = self.is_drawing or tag.rpartition(":")[2] == "svg"
        name = tag.rpartition(":")[2]
        if name in _HIDDEN:
            self._hidden = tag
        if name in _TOLD:
            self._told.append(name)
        if name in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if tag == self._hidden:
            self._hidden = ""
        if self._told and self._told[-1] == name:
            self._told.pop()
        if name in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._hidden or not self._told:
            return
        if self._told[-1] == "title" and not self.title:
            self.title = data
        self.parts.append(data)
