"""Tables in the text of a document: the sheets of a spreadsheet, the rows of a CSV file, read as far as they are seen.
No Qt."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.types import Place

SAMPLE = 4_000  # characters that tell how a CSV file is written


@dataclass(frozen=True, slots=True)
class Row:
    """Its cells, and where it stands: `text[start:end]`."""

    start: int
    end: int
    cells: tuple[str, ...]


class Sheet:
    """One table. `rows` are those that were read so far, and `read` reads on."""

    def __init__(self, name: str, rows: Iterator[Row]) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.whole = False
        self._more = rows

    def read(self, count: int) -> int:
        """Read that many rows more; how many there were."""
        fresh = list(islice(self._more, count))
        self.whole = len(fresh) < count
        self.rows += fresh
        return len(fresh)

    def row_at(self, offset: int) -> int | None:
        """The row that stands at an offset of the text, read as far as needed."""
        while not self.whole and (not self.rows or self.rows[-1].end <= offset):
            self.read(1_000)
        return next((number for number, row in enumerate(self.rows) if row.start <= offset < row.end), None)


def sheets(name: str, text: str, places: Sequence[Place]) -> list[Sheet]:
    """The tables of a document; empty where it is not one that consists of tables."""
    if name.lower().endswith((".csv", ".tsv")):
        return [Sheet("", _separated(text, "\t" if name.lower().endswith(".tsv") else None))]
    return [
        Sheet(place.label or str(place.number), _tabbed(text, _first_row(text, place), place.end))
        for place in places
        if place.kind == "sheet"
    ]


def _first_row(text: str, place: Place) -> int:
    """A sheet whose name somebody chose begins with it."""
    return place.start + len(place.label) if text.startswith(f"{place.label}\n", place.start) else place.start


def _tabbed(text: str, start: int, stop: int) -> Iterator[Row]:
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        if end > start:
            yield Row(start, end + 1, tuple(text[start:end].split("\t")))
        start = end + 1


def _separated(text: str, delimiter: str | None) -> Iterator[Row]:
    """Rows of a CSV file, as far as there is sense in it; a quoted cell may hold line ends."""
    at = 0

    def lines() -> Iterator[str]:
        nonlocal at
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end + 1
            line, at = text[at:end], end
            yield line

    start = 0
    try:
        for cells in csv.reader(lines(), delimiter=delimiter or _delimiter(text[:SAMPLE])):
            if cells:
                yield Row(start, at, tuple(cells))
            start = at
    except csv.Error:
        return


def _delimiter(sample: str) -> str:
    try:
        return csv.Sniffer().sniff(sample, delimiters=",;\t|").delimiter
    except csv.Error:
        return ","
