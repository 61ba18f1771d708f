"""PDF: text page by page through pdfium."""

import ctypes
import mmap
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.extract.build import Builder, moment
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason


def read(source: Source) -> Extracted:
    document = _open(source)
    try:
        builder = Builder(until=source.until)
        for index in range(len(document)):
            builder.begin("page", number=index + 1)
            builder.add(_page_text(document, index))
            if builder.full:
                break
        about = document.get_metadata_dict()
        return builder.extracted(
            title=about.get("Title"),
            author=about.get("Author"),
            created=moment(about.get("CreationDate")),
            page_count=len(document),
        )
    finally:
        document.close()


def _open(source: Source) -> Any:
    data: Any = source.data
    if isinstance(data, mmap.mmap):
        data = (ctypes.c_char * len(data)).from_buffer(data)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Refused(Reason.ENCRYPTED) from None
        raise Refused(Reason.DAMAGED, "This is not a PDF, or a damaged one.") from None


def _page_text(document: Any, index: int) -> str:
    """The text of a page; a page that cannot be loaded has none."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return ""
    try:
        text_page = page.get_textpage()
        try:
            return str(text_page.get_text_range(errors="ignore"))
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        return ""
    finally:
        page.close()
