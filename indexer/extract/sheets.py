"""Spreadsheets through calamine: ten times as fast as xberg, in a fifth of the memory."""

import datetime
import re
from collections.abc import Iterator
from contextlib import closing

import python_calamine as calamine

from indexer.extract.build import Builder, moment
from indexer.extract.package import Package
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason

EXTENSIONS = frozenset({"xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "ods", "ots"})

_MAX_CELLS = 20_000_000  # of the rectangle that a sheet spans, which calamine holds as a whole
_BLOCK = 500  # rows
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BESIDE = re.compile(r"xl/(?:comments|threadedComments/|drawings/drawing|charts/chart|diagrams/data)[^/]*\.xml")
_DEFAULT_NAME = re.compile(
    r"(?:sheet|table|tabelle|feuil|feuille|hoja|foglio|blad|ark|arkusz|planilha|лист|工作表) ?\d*", re.IGNORECASE
)


def read(source: Source) -> Extracted | None:
    """The cells row by row, then what is noted and drawn beside them. None where calamine cannot say."""
    package = Package(source) if source.head(2) == b"PK" else None
    if package and any(_spans(package.start_of(name)) > _MAX_CELLS for name in package.names if _SHEET.fullmatch(name)):
        return None
    builder = Builder(until=source.until)
    try:
        count = _add_cells(builder, source)
    except calamine.PasswordError:
        raise Refused(Reason.ENCRYPTED) from None
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - calamine panics with what is no Exception
        return None
    for name in package.names if package else ():
        if _BESIDE.match(name) and package:
            builder.add("\n".join(package.paragraphs(name)))
    about = package.properties() if package else {}
    return builder.extracted(
        title=about.get("title"), author=about.get("creator"), created=moment(about.get("created")), page_count=count
    )


def _spans(head: bytes) -> int:
    """How many cells the rectangle has that a sheet says it spans."""
    if not (match := _DIMENSION.search(head)):
        return 0
    left, top, right, bottom = match.groups()
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _add_cells(builder: Builder, source: Source) -> int:
    """Each sheet is a place; a name that nobody chose is not worth finding. Returns how many sheets there are."""
    with closing(calamine.CalamineWorkbook.from_filelike(source.file())) as book:
        for number, name in enumerate(book.sheet_names, 1):
            builder.begin("sheet", label=name, number=number)
            if not _DEFAULT_NAME.fullmatch(name.strip()):
                builder.add(name)
            gap = "\n\n"
            for block in _blocks(book.get_sheet_by_name(name)):
                builder.add(block, gap)
                gap = "\n"
                if builder.full:
                    return len(book.sheet_names)
        builder.end("sheet")
        return len(book.sheet_names)


def _blocks(sheet: calamine.CalamineSheet) -> Iterator[str]:
    """The rows that hold something, a line each, cells set apart by tabs."""
    lines: list[str] = []
    for row in sheet.iter_rows():
        if line := "\t".join(map(_written, row)).strip():
            lines.append(line)
            if len(lines) == _BLOCK:
                yield "\n".join(lines)
                lines.clear()
    yield "\n".join(lines)


def _written(cell: object) -> str:
    """A cell as a person would write it: 3 rather than 3.0, 2024-05-01 rather than with a midnight."""
    match cell:
        case str():
            return cell.replace("\n", " ").replace("\t", " ").strip()
        case bool():
            return str(cell).upper()
        case float():
            return f"{cell:.15g}"
        case datetime.datetime():
            return cell.isoformat(" ").removesuffix(" 00:00:00")
        case _:
            return str(cell)
