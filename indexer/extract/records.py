"""What stands in the records of binary Office files beside what their parsers tell: text boxes, headers and footers of
an old workbook (MS-XLS), text of an old presentation (MS-PPT), words of a binary workbook (MS-XLSB).

A stream is found by the record that begins it rather than through the file's directory: it mostly lies in one piece.
"""

import mmap
import re
import struct
from collections.abc import Iterator

Content = bytes | mmap.mmap

_WORKBOOK = re.compile(rb"\x09\x08[\x04-\x20]\x00.[\x05\x06][\x05\x10\x20]\x00", re.DOTALL)  # since Excel 95
_EXCEL_97 = b"\x00\x06"
_WHOLE = b"\x05\x00"  # begins the workbook, others its sheets and charts
_LONGEST_RECORD = 8224
_BEGIN, _TEXT_BOX, _CONTINUE, _HEADER, _FOOTER, _CHART_TEXT = 0x809, 0x1B6, 0x3C, 0x14, 0x15, 0x100D
_MARKS = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-MOQ-Za-z])')  # of fonts and places
_PAGE_OF = re.compile(r"(?:[^\W\d_]+\.?\s*)?&P(?:\s*[^\W\d_]*\s*&N)?|&N")  # "Page 1 of 3" says nothing

_PRESENTATION = b"\x0f\x00\xe8\x03"  # the record of the document, the first of its stream
_MASTERS = {0x03F8, 0x0FC9}  # of slides, of handouts
_WIDE_TEXT, _NARROW_TEXT, _STRING, _FOOTERS = 0x0FA0, 0x0FA8, 0x0FBA, 0x0FD9
_PROMPT = re.compile(r"Click to edit Master|(?:Second|Third|Fourth|Fifth) level$", re.MULTILINE)
_DEEPEST = 16

_SHARED_STRING = 0x13


def beside_cells(data: Content) -> Iterator[str]:
    """Text boxes and notes, headers and footers, and texts of charts in a workbook of Excel 97 and later."""
    last, is_new = 0, False
    for kind, body in workbook_records(data):
        if kind == _BEGIN:
            is_new = body.startswith(_EXCEL_97) if body[2:4] == _WHOLE else is_new
        elif not is_new:
            pass
        elif kind in (_HEADER, _FOOTER) and len(body) > 3:
            yield plain_header(_characters(body[2:], *struct.unpack_from("<H", body)))
        elif kind == _CONTINUE and last == _TEXT_BOX and body:
            yield _characters(body, len(body))
        elif kind == _CHART_TEXT and len(body) > 4:
            yield _characters(body[3:], body[2])
        last = kind


def workbook_records(data: Content) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records of each workbook in a file, as far as it lies in one piece."""
    at = 0
    while begins := _WORKBOOK.search(data, at):
        at = begins.start()
        while (record := _record(data, at)) is not None:
            yield record
            at += 4 + len(record[1])
        at = max(at, begins.end())


def _record(data: Content, at: int) -> tuple[int, bytes] | None:
    if at + 4 > len(data):
        return None
    kind, size = struct.unpack_from("<HH", data, at)
    return (kind, data[at + 4 : at + 4 + size]) if kind and size <= _LONGEST_RECORD else None


def _characters(flagged: bytes, count: int) -> str:
    """So many characters behind the byte that says whether each takes two bytes or one."""
    wide = flagged[0] & 1
    return flagged[1 : 1 + (2 * count if wide else count)].decode("utf-16-le" if wide else "latin-1", "ignore")


def plain_header(written: str) -> str:
    """A header or footer as spreadsheets keep it, without the marks for fonts, places and page numbers."""
    said = _MARKS.sub(" ", written.replace("&&", "\0"))
    return _PAGE_OF.sub(" ", said).replace("\0", "&").strip()


def loose_slides(data: Content) -> Iterator[str]:
    """The text of an old presentation but for its masters, with its headers and footers."""
    at = data.find(_PRESENTATION)
    if at >= 0:
        yield from _texts(data, at, len(data), 0)


def _texts(data: Content, at: int, end: int, depth: int, footers: bool = False) -> Iterator[str]:
    while at + 8 <= end:
        version, kind, size = struct.unpack_from("<HHI", data, at)
        at += 8
        if kind in _MASTERS or size > end - at:
            pass
        elif version & 0xF == 0xF and depth < _DEEPEST:
            yield from _texts(data, at, at + size, depth + 1, kind == _FOOTERS)
        elif kind in (_NARROW_TEXT, _WIDE_TEXT) or (kind == _STRING and footers):
            text = data[at : at + size].decode("latin-1" if kind == _NARROW_TEXT else "utf-16-le", "ignore")
            if not _PROMPT.search(text.replace("\r", "\n")):
                yield text
        at += size


def shared_strings(data: bytes) -> Iterator[str]:
    """The words that cells of a binary workbook refer to (xl/sharedStrings.bin)."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        if kind == _SHARED_STRING and size >= 5:
            (count,) = struct.unpack_from("<I", data, at + 1)
            yield data[at + 5 : at + 5 + 2 * min(count, size)].decode("utf-16-le", "ignore")
        at += size


def _number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = 0
    for shift, byte in enumerate(data[at : at + longest]):
        value |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            return value, at + shift + 1
    return value, at + longest
