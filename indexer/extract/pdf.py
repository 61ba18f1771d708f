"""PDF: text page by page through pdfium, with what was filled in, noted or attached."""

import ctypes
import mmap
import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.extract.build import Builder, line, moment
from indexer.extract.read import read_inside
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason

_NOT_NOTES = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
_MAX_NOTES = 1000  # of a page
# Five or more lines of at most three letters each, of the scripts that may be written from top to bottom.
_DOWNWARDS = re.compile(r"^(?:[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]{1,3}[ \t]*\r?\n){5,}", re.MULTILINE)
_STATES = {"Off", "Yes", "On"}  # of a box that is ticked or not


def read(source: Source) -> Extracted:
    with closing(opened(source)) as document:
        builder = Builder(until=source.until)
        for index in range(len(document)):
            builder.begin("page", number=index + 1)
            for text in _texts(document, index):
                builder.add(text)
            if builder.full:
                break
        builder.end("page")
        for name, data in _attachments(document):
            if inner := read_inside(source, name, data):
                builder.embed(inner, "part", name)
        about = document.get_metadata_dict()
        return builder.extracted(
            title=about.get("Title"),
            author=about.get("Author"),
            created=moment(about.get("CreationDate")),
            page_count=len(document),
        )


def opened(source: Source) -> Any:
    """pdfium's document, to be closed. Raises `Refused`."""
    data: Any = source.data
    if isinstance(data, mmap.mmap):
        data = (ctypes.c_char * len(data)).from_buffer(data)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Refused(Reason.ENCRYPTED) from None
        return _repaired(source)


def _repaired(source: Source) -> Any:
    """pypdf finds the objects of some files whose tables of contents are broken; what it writes, pdfium can open."""
    from pypdf import PdfReader, PdfWriter

    whole = BytesIO()
    try:
        PdfWriter(clone_from=PdfReader(BytesIO(source.content), strict=False)).write(whole)
        return pypdfium2.PdfDocument(whole.getvalue())
    except Exception:  # noqa: BLE001 - pypdf's errors on damaged files are of every kind
        raise Refused(Reason.DAMAGED, "This is not a PDF, or a damaged one.") from None


def _texts(document: Any, index: int) -> Iterator[str]:
    """The text of a page, then its notes. A page that cannot be loaded has none."""
    try:
        with closing(document[index]) as page:
            with closing(page.get_textpage()) as text_page:
                yield _across(text_page.get_text_range())
            yield from _notes(page)
    except pypdfium2.PdfiumError:
        return


def _across(text: str) -> str:
    """Text that is written downwards comes with each letter on a line of its own: those lines are put together."""
    return text if text.isascii() else _DOWNWARDS.sub(lambda letters: "".join(letters[0].split()) + "\n", text)


def _notes(page: Any) -> Iterator[str]:
    """What people wrote onto the page, and what they filled into its form."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                value = _string(pdfium.FPDFAnnot_GetStringValue, note, b"V")
                if value not in _STATES:
                    yield value
            elif kind not in _NOT_NOTES:
                yield _string(pdfium.FPDFAnnot_GetStringValue, note, b"Contents")
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _attachments(document: Any) -> Iterator[tuple[str, bytes]]:
    for index in range(min(pdfium.FPDFDoc_GetAttachmentCount(document), _MAX_NOTES)):
        attachment = pdfium.FPDFDoc_GetAttachment(document, index)
        size = ctypes.c_ulong()
        if not attachment or not pdfium.FPDFAttachment_GetFile(attachment, None, 0, size) or not size.value:
            continue
        buffer = ctypes.create_string_buffer(size.value)
        if pdfium.FPDFAttachment_GetFile(attachment, buffer, size.value, size):
            yield line(_string(pdfium.FPDFAttachment_GetName, attachment)), buffer.raw


def _string(get: Any, owner: Any, *key: bytes) -> str:
    """A string as pdfium hands them out: first its size in bytes, then UTF-16 with a NUL."""
    size = get(owner, *key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    get(owner, *key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "ignore")
