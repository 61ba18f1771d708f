"""Tables in the text of a document: the sheets of a spreadsheet, the rows of a CSV file, read as far as they are seen.
No Qt."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.types import Place

_RANGE = re.compile(r"!([A-Z]{1,3})(\d+):[A-Z]{1,3}\d+$")
SAMPLE = 4_000  # characters that tell how a CSV file is written


@dataclass(frozen=True, slots=True)
class Row:
    """Its cells, where it stands: `text[start:end]`, and its number in the sheet, from 1."""

    start: int
    end: int
    cells: tuple[str, ...]
    number: int


class Sheet:
    """One table. `rows` are those that were read so far, and `read` reads on; its first column is that of the file."""

    def __init__(self, name: str, rows: Iterator[Row], first_column: int = 0) -> None:
        self.name = name
        self.first_column = first_column
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
    return [_sheet(text, place, places) for place in places if place.kind == "sheet"]


def _sheet(text: str, place: Place, places: Sequence[Place]) -> Sheet:
    """With the rows and columns numbered as in the file, where its reader says which cells stand where."""
    ranges = {
        cells.start: found
        for cells in places
        if cells.kind == "cells" and place.start <= cells.start < place.end and (found := _RANGE.search(cells.label))
    }
    numbers = {start: int(found[2]) for start, found in ranges.items()}
    first_column = column_number(next(iter(ranges.values()))[1]) if ranges else 0
    rows = _tabbed(text, _first_row(text, place), place.end, numbers)
    return Sheet(place.label or str(place.number), rows, first_column)


def column_number(name: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _first_row(text: str, place: Place) -> int:
    """A sheet whose name somebody chose begins with it."""
    return place.start + len(place.label) if text.startswith(f"{place.label}\n", place.start) else place.start


def _tabbed(text: str, start: int, stop: int, numbers: Mapping[int, int]) -> Iterator[Row]:
    """`numbers` are those of the rows that stand at some offsets; the others follow them."""
    number = 1
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        if end > start:
            number = numbers.get(start, number)
            yield Row(start, end + 1, tuple(text[start:end].split("\t")), number)
            number += 1
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

    start, number = 0, 0
    try:
        for cells in csv.reader(lines(), delimiter=delimiter or _delimiter(text[:SAMPLE])):
            if cells:
                number += 1
                yield Row(start, at, tuple(cells), number)
            start = at
    except csv.Error:
        return


def _delimiter(sample: str) -> str:
    try:
        return csv.Sniffer().sniff(sample, delimiters=",;\t|").delimiter
    except csv.Error:
        return ","
