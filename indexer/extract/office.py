"""Office documents and books: docx, pptx, xlsx, their older and free kin, rtf, epub, fb2."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

import xberg

from indexer.extract import iwork, nodes, sheets, slides
from indexer.extract.build import Builder, line
from indexer.extract.embedded import with_embedded
from indexer.extract.package import Package, check_package, paragraphs
from indexer.extract.properties import completed
from indexer.extract.salvage import loose_text
from indexer.extract.source import Refused, Source
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason

_ALIASES = {"dot": "doc", "wiz": "doc", "potx": "pptx", "odg": "odp", "otp": "odp", "ott": "odt", "ots": "ods"}
_FLAT = frozenset({"fb2", "fodt", "fods", "fodp"})  # XML by nature
_DRAWN = {"vsdx": re.compile(r"visio/pages/page\d+\.xml"), "odg": re.compile(r"content\.xml")}
_COMPOUND = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream that holds a document under a password


def read(source: Source) -> Extracted:
    if source.head(4) == _COMPOUND:
        if _locked(source):
            raise Refused(Reason.ENCRYPTED)
        return completed(source, with_embedded(source, _read(source)))
    check_package(source)
    return with_embedded(source, _read(source))


def _read(source: Source) -> Extracted:
    if source.extension in slides.EXTENSIONS:
        return slides.read(source)
    if source.extension in sheets.EXTENSIONS and (extracted := sheets.read(source)) and extracted.text:
        return extracted
    if source.extension in iwork.EXTENSIONS and source.head(2) == b"PK":
        source = iwork.flat(source)
        if (texts := iwork.read(source)) is not None:
            return _with_tables(source, texts) if format_of(source.name).kind == "spreadsheet" else texts
    if source.extension in _DRAWN:
        return _drawing(source, _DRAWN[source.extension])
    if source.extension not in _FLAT and source.head(64).lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"<?xml"):
        return _flat(source)
    extracted = _paged(source, _shape(format_of(source.name).kind, parse(source)))
    return extracted if extracted.text else loose_text(source, like=extracted) or extracted


def _with_tables(source: Source, texts: Extracted) -> Extracted:
    """What xberg reads of the tables of Numbers, and what is written beside them."""
    try:
        tables = _sheets(parse(source))
    except Refused:
        return replace(texts, failure=Failure(Reason.DAMAGED, "Its tables could not be read."))
    builder = Builder(until=source.until)
    builder.add(tables.text)
    for place in tables.places:
        builder.mark(place.start, place.end, place.kind, place.label, place.number)
    for text in texts.text.split("\n\n"):
        if text not in tables.text:
            builder.add(text)
    return builder.extracted(page_count=tables.page_count)


def _paged(source: Source, extracted: Extracted) -> Extracted:
    """With the number of pages, which xberg does not tell of OpenDocument."""
    if extracted.page_count or not source.extension.startswith(("od", "ot")) or source.head(2) != b"PK":
        return extracted
    pages = Package(source).properties().get("pages", "")
    return replace(extracted, page_count=int(pages)) if pages.isdecimal() else extracted


def _locked(source: Source) -> bool:
    """True of a compound file that holds an encrypted package, or a Word document whose header says it is encrypted."""
    header = source.data[512:524]
    return source.data.find(_LOCKED) >= 0 or (header.startswith(b"\xec\xa5") and bool(header[11] & 1))


def _drawing(source: Source, part: re.Pattern[str]) -> Extracted:
    """Drawings are no affair of xberg's; their text is."""
    package = Package(source)
    builder = Builder(until=source.until)
    pages = [name for name in package.names if part.fullmatch(name)]
    for number, name in enumerate(pages, 1):
        builder.begin("page", number=number)
        for paragraph in package.paragraphs(name):
            builder.add(paragraph, gap="\n")
    about = package.properties()
    return builder.extracted(title=about.get("title"), author=about.get("creator"), page_count=len(pages))


def _flat(source: Source) -> Extracted:
    """Word's and Excel's XML of 2003: one file without a package, often under the old names."""
    builder = Builder(until=source.until)
    for paragraph in paragraphs(source.content):
        builder.add(paragraph, gap="\n")
    return builder.extracted()


def parse(source: Source) -> Any:
    """xberg's document. It is told what a package is, for by itself it takes some for archives; anything else it
    knows better by the content."""
    extension = _ALIASES.get(source.extension, source.extension)
    return nodes.parse(source.name, source.content, _mime_types().get(extension) if source.head(2) == b"PK" else None)


@cache
def _mime_types() -> dict[str, str]:
    return {known.extension: known.mime_type for known in xberg.list_supported_formats()}


def _shape(kind: str, parsed: Any) -> Extracted:
    match kind:
        case "presentation":
            return _slides(parsed)
        case "spreadsheet":
            return _sheets(parsed)
        case _:
            return nodes.sections(parsed)


def _slides(parsed: Any) -> Extracted:
    """A node of its own starts each slide; what stands on it follows."""
    builder = Builder()
    count = 0
    waiting = False  # for the slide's first text, which names it
    for node, _, _ in nodes.nodes_of(parsed):
        text = nodes.text_of(node)
        if node.node_type == "slide":
            count += 1
            waiting = True
        if waiting and text.strip():
            builder.begin("slide", label=line(text, 80), number=max(count, 1))
            waiting = False
        builder.add(text, gap="\n" if node.node_type == "list_item" else "\n\n")
        if builder.full:
            break
    return nodes.finish(builder, parsed, page_count=count)


def _sheets(parsed: Any) -> Extracted:
    """A heading names each sheet."""
    builder = Builder()
    count = 0
    for node, _, _ in nodes.nodes_of(parsed):
        text = nodes.text_of(node)
        if node.node_type == "heading":
            count += 1
            builder.begin("sheet", label=text, number=count)
        builder.add(text)
        if builder.full:
            break
    return nodes.finish(builder, parsed, page_count=count)
