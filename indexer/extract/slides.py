"""PowerPoint's pptx, read directly: a word that is made of several runs stays one word.

(xberg, which reads all other office documents, sets a space between two runs.)
"""

import re
from collections.abc import Iterator

from indexer.extract.build import Builder, line, moment
from indexer.extract.package import Package
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason

EXTENSIONS = frozenset({"pptx", "pptm", "ppsx", "ppsm", "potx", "potm"})

_PRESENTATION = "ppt/presentation.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BESIDE = {"chart", "diagramData", "notesSlide", "comments"}  # what belongs to a slide but lies in another part
_MASTER = re.compile(r"ppt/slideMasters/[^/]+\.xml")
_SHOWN = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SHAPE, _PLACEHOLDER = f"{_SHOWN}sp", f"{_SHOWN}ph"
_RUN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_FIELD = re.compile(r"^\W*\d*\W*$")  # a slide number alone says nothing


def read(source: Source) -> Extracted:
    package = Package(source)
    if _PRESENTATION not in package.names:
        raise Refused(Reason.DAMAGED, "There is no presentation in it.")
    slides = list(_slides(package))
    builder = Builder(until=source.until)
    for number, slide in enumerate(slides, 1):
        paragraphs = package.paragraphs(slide)
        builder.begin("slide", label=line(paragraphs[0], 80) if paragraphs else "", number=number)
        for paragraph in paragraphs:
            builder.add(paragraph)
        for _, kind, part in package.related(slide):
            if kind in _BESIDE:
                for paragraph in package.paragraphs(part):
                    if not _FIELD.match(paragraph):
                        builder.add(paragraph)
        if builder.full:
            break
    builder.end("slide")
    for text in dict.fromkeys(_on_every_slide(package)):
        builder.add(text)
    about = package.properties()
    return builder.extracted(
        title=about.get("title"),
        author=about.get("creator"),
        created=moment(about.get("created")),
        language=about.get("language"),
        page_count=len(slides),
    )


def _on_every_slide(package: Package) -> Iterator[str]:
    """What somebody wrote onto a master; not what it offers to be written over."""
    for name in package.names:
        tree = package.tree(name) if _MASTER.fullmatch(name) else None
        for shape in tree.iter(_SHAPE) if tree is not None else ():
            if shape.find(f".//{_PLACEHOLDER}") is None and (text := "".join(t.text or "" for t in shape.iter(_RUN))):
                yield text


def _slides(package: Package) -> Iterator[str]:
    """The slides' parts, in the order in which they are shown."""
    tree = package.tree(_PRESENTATION)
    parts = {key: part for key, kind, part in package.related(_PRESENTATION) if kind == "slide"}
    for element in tree.iter() if tree is not None else ():
        if element.tag.endswith("}sldId") and (part := parts.get(element.get(_RELATION, ""))):
            yield part
