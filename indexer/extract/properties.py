"""What an old Office document (doc, xls, ppt) says of itself: its SummaryInformation (MS-OLEPS).

The stream is found by its format's identifier rather than through the file's directory: it is short, so that it lies in
one piece, and a damaged file has it too.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace

from indexer.extract.build import clean, line, title_of
from indexer.extract.source import Source
from indexer.types import Extracted

_SUMMARY = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
_IDENTIFIER_AT, _SECTION_AT = 28, 44  # in the stream
_MOST_BYTES = 1 << 16
_CODEPAGE, _TITLE, _AUTHOR, _CREATED, _PAGES = 1, 2, 4, 12, 14
_SHORT, _INTEGER, _STRING, _WIDE_STRING, _TIME = 2, 3, 30, 31, 64
_BEFORE_1970 = 11_644_473_600  # seconds from 1601, where Windows begins to count
_TOO_LATE = 4_102_444_800  # 2100: a moment that is none


def completed(source: Source, extracted: Extracted) -> Extracted:
    """`extracted` with the title, author, date and number of pages that the document itself names."""
    said = dict(_properties(source))
    title, author, created, pages = (said.get(name) for name in (_TITLE, _AUTHOR, _CREATED, _PAGES))
    return replace(
        extracted,
        title=(isinstance(title, str) and title_of(title)) or extracted.title,
        author=(isinstance(author, str) and line(author)) or extracted.author,
        created=created if isinstance(created, float) else extracted.created,
        page_count=extracted.page_count or (pages if isinstance(pages, int) else 0),
    )


def _properties(source: Source) -> Iterator[tuple[int, str | float | int]]:
    at = source.data.find(_SUMMARY) - _IDENTIFIER_AT
    if at < 0:
        return
    stream = bytes(source.data[at : at + _MOST_BYTES])
    try:
        (section,) = struct.unpack_from("<I", stream, _SECTION_AT)
        (count,) = struct.unpack_from("<I", stream, section + 4)
        places = [struct.unpack_from("<II", stream, section + 8 + 8 * number) for number in range(min(count, 64))]
        values = {name: _value(stream, section + place) for name, place in places}
    except struct.error:
        return
    codepage = values.get(_CODEPAGE)
    for name, value in values.items():
        if isinstance(value, bytes):
            yield name, clean(_decoded(value, codepage if isinstance(codepage, int) else 1252))
        elif value is not None:
            yield name, value


def _value(stream: bytes, at: int) -> bytes | str | float | int | None:
    (kind,) = struct.unpack_from("<I", stream, at)
    if kind in (_SHORT, _INTEGER):
        return int(struct.unpack_from("<H" if kind == _SHORT else "<I", stream, at + 4)[0])
    if kind == _STRING:
        (length,) = struct.unpack_from("<I", stream, at + 4)
        return stream[at + 8 : at + 8 + length]
    if kind == _WIDE_STRING:
        (length,) = struct.unpack_from("<I", stream, at + 4)
        return stream[at + 8 : at + 8 + 2 * length].decode("utf-16-le", "ignore").rstrip("\0")
    if kind == _TIME:
        (ticks,) = struct.unpack_from("<Q", stream, at + 4)
        seconds = float(ticks / 1e7 - _BEFORE_1970)
        return seconds if 0 < seconds < _TOO_LATE else None
    return None


def _decoded(raw: bytes, codepage: int) -> str:
    charset = {1200: "utf-16-le", 65001: "utf-8", 10000: "mac_roman"}.get(codepage, f"cp{codepage}")
    text = raw if codepage == 1200 else raw.split(b"\0")[0]
    try:
        return text.decode(charset, "replace").rstrip("\0")
    except LookupError:
        return text.decode("cp1252", "replace")
