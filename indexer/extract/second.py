"""A second look at a file in which its reader found no text: is there a word anywhere in its bytes?

It uses none of the libraries that read the file first, and rather takes a program's words for a person's than the other
way round: where it finds nothing, there is nothing to read.
"""

import base64
import re
import struct
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from indexer.extract import image
from indexer.extract.build import Builder
from indexer.extract.package import Package, check_package
from indexer.extract.records import Content, loose_slides, workbook_records
from indexer.extract.source import Refused, Source
from indexer.formats import format_of
from indexer.types import Extracted, Reason

_WORD = re.compile(r"[^\W\d_]{2,}")
_TEXT_NODE = re.compile(r">([^<>]+)<")
_UNSEEN = re.compile(rb"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_WIDE = re.compile(rb"(?:[A-Za-z\xc0-\xff]\x00){2,}")
_NARROW = re.compile(rb"[A-Za-z\xc0-\xff]{2,}")

# Parts of a package in which programs speak of themselves, and what a master offers to be written over.
_MACHINERY = re.compile(
    r"(?:^|/)(?:_rels|theme|META-INF)/|styles|settings|fontTable|\[Content_Types\]|docProps/app|xl/workbook\.", re.I
)
_PROPERTIES = re.compile(r"docProps/core\.xml|meta\.xml")
_ABOUT = re.compile(r"<dc:(?:title|subject|description)[^>]*>([^<]*)<|<(?:meta:keyword|cp:keywords)[^>]*>([^<]*)<")
_PROMPT = re.compile(r"Click to (?:edit|add) |(?:First|Second|Third|Fourth|Fifth) level$")
_NO_TITLE = frozenset({"Presentation", "PowerPoint Presentation", "Slide 1"})

_RELATION = "rId"  # how one part of a package calls another
_LONGEST = 2400  # pixels of a side

_COMPOUND = b"\xd0\xcf\x11\xe0"
_WORD_HEADER, _SECTOR = b"\xec\xa5", 64  # a short stream begins at such a place
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_TEXT_FROM, _COUNTS = 0x18, 0x4C  # in that header: where the text is, how many characters the parts have
_OBJECT = "\x01CompObj".encode("utf-16-le")  # one of the document itself, one more for each that was put into it
_LABEL, _STRINGS, _STRING, _RICH, _BOX, _MORE, _HEADER, _FOOTER, _CHART = (
    *(0x204, 0xFC, 0x207, 0xD6, 0x1B6, 0x3C, 0x14, 0x15, 0x100D),
)  # records of a workbook that hold what people wrote
_SAID = frozenset({_LABEL, _STRINGS, _STRING, _RICH, _HEADER, _FOOTER, _CHART})


def read(source: Source) -> Extracted:
    """What was found, a line each; of a picture, the picture itself (`drawn`), for another program to look at. Raises
    `Refused` where it knows no way to look."""
    if format_of(source.name).kind == "image":
        return Extracted(_drawn(source))
    builder = Builder(limit=2000, until=source.until)
    for found in _looked(source):
        if _WORD.search(found):
            builder.add(found, gap="\n")
        if builder.full:
            break
    return builder.extracted()


def drawn(text: str) -> bytes:
    """The picture again, as PNG."""
    return base64.b64decode(text)


def _drawn(source: Source) -> str:
    """Grey, on white, no larger than is looked at, as PNG in base 64."""
    with image.opened(source) as picture:
        picture.draft("RGB", (_LONGEST, _LONGEST))
        picture.thumbnail((_LONGEST, _LONGEST))
        opaque = picture.convert("RGBA")
        paper = Image.new("RGBA", opaque.size, "white")
        Image.alpha_composite(paper, opaque).convert("L").save(buffer := BytesIO(), "PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _looked(source: Source) -> Iterator[str]:
    if source.head(2) == b"PK":
        return _of_package(source)
    if source.head(4) == _COMPOUND:
        return _of_compound(source)
    if b"%PDF-" in source.head(1024):
        return _of_pdf(source)
    if b"\0" in source.head(4096):
        raise Refused(Reason.NO_READER, "There is no second way to look into it.")
    return _of_markup(source)


def _of_package(source: Source) -> Iterator[str]:
    check_package(source)
    package = Package(source)
    for name in package.names:
        if _PROPERTIES.fullmatch(name):
            about = _ABOUT.findall(package.bytes_of(name).decode("utf-8", "replace"))
            yield from (said for said in map("".join, about) if said not in _NO_TITLE)
        elif _MACHINERY.search(name):
            continue
        elif name.endswith((".xml", ".xhtml", ".html", ".htm", ".apxl")):
            nodes = _TEXT_NODE.findall(package.bytes_of(name).decode("utf-8", "replace"))
            yield from (node.strip() for node in nodes if not _PROMPT.search(node.strip()))
        elif name.startswith("xl/") and name.endswith(".bin"):
            yield from _wide(package.bytes_of(name))
        elif "/embeddings/" in name or name.endswith(".iwa"):
            yield f"an object: {name}"


def _of_compound(source: Source) -> Iterator[str]:
    """Objects inside are said to be there: they are for the readers to open."""
    data = source.data
    first = data.find(_OBJECT)
    if first >= 0 and data.find(_OBJECT, first + 1) >= 0:
        yield "an object"
    yield from loose_slides(data)
    last = 0
    for kind, body in workbook_records(data):
        if kind in _SAID or (kind == _MORE and last in (_BOX, _STRINGS)):
            yield from _narrow(body)
            yield from _wide(body)
        last = kind
    if data.find(_WORD_STREAM) >= 0:
        yield from _of_word(data)


def _of_word(data: Content) -> Iterator[str]:
    """The text of the document, its notes and headers, which as a rule lies in one piece."""
    at = data.find(_WORD_HEADER)
    while at >= 0 and at % _SECTOR:
        at = data.find(_WORD_HEADER, at + 1)
    if at < 0:
        raise Refused(Reason.NO_READER, "It is older than what can be looked into.")
    stream = data[at:]
    start, end = struct.unpack_from("<II", stream, _TEXT_FROM)
    written = sum(max(0, count) for count in struct.unpack_from("<8i", stream, _COUNTS))
    text = stream[start : max(end, start + written)]
    text = text.replace(b"\xff", b"")  # where nothing was written
    if text.translate(None, bytes(range(33))):
        yield text.decode("utf-16-le" if text.count(0) > len(text) // 4 else "cp1252", "ignore")


def _of_pdf(source: Source) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(BytesIO(source.content), strict=False).pages:
        yield page.extract_text()


def _of_markup(source: Source) -> Iterator[str]:
    """Of a mail, what follows its first header, which has no words of a person."""
    data = source.content
    if source.extension in ("eml", "mht", "mhtml"):
        lines = data.partition(b"\n\n")[2].splitlines()
        data = b"\n".join(line for line in lines if not line.startswith((b"--", b"Content-")))
    yield from _UNSEEN.sub(b"\n", data).decode("utf-8", "replace").splitlines()


def _wide(data: bytes) -> Iterator[str]:
    return (run for run in map(_decoded, _WIDE.findall(data)) if run != _RELATION)


def _decoded(run: bytes) -> str:
    return run.decode("utf-16-le")


def _narrow(data: bytes) -> Iterator[str]:
    return (run.decode("latin-1") for run in _NARROW.findall(data))
