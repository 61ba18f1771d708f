"""Documents inside an Office document: a table or a letter that was put into it, a page that it takes in as a part."""

import mmap
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.extract.build import Builder
from indexer.extract.package import Package
from indexer.extract.read import is_read_inside, read_inside
from indexer.extract.sniff import name_by_content
from indexer.extract.source import Source
from indexer.types import Extracted, Reason

_INSIDE = re.compile(r"(?:word|ppt|xl)/embeddings/[^/]+|word/[^/]+\.(?:html?|mht|rtf|docx|txt)")
_COMPOUND = b"\xd0\xcf\x11\xe0"
_OBJECT = re.compile(r"(?:word|ppt|xl)/embeddings/[^/]+\.bin")
_PDF = re.compile(rb"%PDF-1\..{1,67108864}%%EOF", re.DOTALL)
_OF_CHARTS = re.compile(r"(?:word|ppt|xl)/charts/_rels/[^/]+\.rels")  # a chart's numbers are read with the chart
_TARGET = re.compile(rb'Target="[^"]*/([^"/]+)"')


def with_embedded(source: Source, extracted: Extracted) -> Extracted:
    """`extracted` with what the documents inside it say, each as a part. Raises `Refused` for a bomb among them."""
    found = [(name, inner) for name, data in _embedded(source) if (inner := read_inside(source, name, data))]
    if not found:
        return extracted
    builder = Builder(until=source.until)
    builder.add(extracted.text)
    for place in extracted.places:
        builder.mark(place.start, place.end, place.kind, place.label, place.number)
    for name, inner in found:
        builder.embed(inner, "part", name)
        if builder.full:
            break
    failure = extracted.failure if extracted.failure and extracted.failure.code is not Reason.NO_TEXT else None
    made = builder.extracted(failure=failure)
    return replace(extracted, text=made.text, places=made.places, failure=made.failure)


def _embedded(source: Source) -> Iterator[tuple[str, bytes]]:
    if source.head(4) == _COMPOUND:
        yield from _pdf_of(source, "embedded", source.data)
    if source.head(2) != b"PK":
        return
    package = Package(source)
    for name in package.names:
        if _OBJECT.fullmatch(name):
            yield from _of_object(source, posixpath.basename(name), package.bytes_of(name))
    names = [name for name in package.names if _INSIDE.fullmatch(name) and is_read_inside(name)]
    if not names:
        return
    charts = b"".join(package.bytes_of(name) for name in package.names if _OF_CHARTS.fullmatch(name))
    of_charts = {target.decode("utf-8", "replace") for target in _TARGET.findall(charts)}
    for name in names:
        if posixpath.basename(name) not in of_charts:
            data = package.bytes_of(name)
            source.budget.spend(len(data))
            yield posixpath.basename(name), data


def _of_object(source: Source, name: str, compound: bytes) -> Iterator[tuple[str, bytes]]:
    """What another program put in there: an old document of Office, which is a compound file itself, or a PDF."""
    if inside := name_by_content(Source(name, compound)):
        source.budget.spend(len(compound))
        yield inside, compound
    else:
        yield from _pdf_of(source, name, compound)


def _pdf_of(source: Source, name: str, compound: bytes | mmap.mmap) -> Iterator[tuple[str, bytes]]:
    """The PDF that an object holds as another program put it there. In a compound file it mostly lies in one piece."""
    if found := _PDF.search(compound):
        source.budget.spend(len(found[0]))
        yield f"{name}.pdf", found[0]
