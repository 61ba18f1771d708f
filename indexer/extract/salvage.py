"""The last resort: text from a document that its parser refuses, or in which it finds none."""

import contextlib
import re

from indexer.extract.build import Builder
from indexer.extract.package import Package
from indexer.extract.read import read_inside
from indexer.extract.records import loose_slides, shared_strings
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Failure, Reason

_SKIPPED = re.compile(
    r"(?:^|/)(?:_rels|theme|docProps|META-INF)/|styles|settings|fontTable|\[Content_Types\]|slideMaster|slideLayout"
)
_NARROW = re.compile(rb"[\t\n\r\x20-\x7e\xa0-\xff]{16,}")
_WIDE = re.compile(rb"(?:[\t\n\r\x20-\xff][\x00-\x06]){10,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 5


def loose_text(source: Source, like: Extracted | None = None) -> Extracted | None:
    """What reads like text in the parts of a package, or in the bytes of an old document; None where nothing does.

    `like` is what a parser found that found no text: title, author and date are its own, and the bytes of an old
    document then hold none either. Without it the document counts as damaged.
    """
    builder = Builder(until=source.until)
    for text in _texts(source, damaged=like is None):
        builder.add(text)
        if builder.full:
            break
    damage = None if like else Failure(Reason.DAMAGED, "It is damaged: only loose text could be saved.")
    found = builder.extracted(
        title=like.title if like else "",
        author=like.author if like else "",
        created=like.created if like else None,
        page_count=like.page_count if like else 0,
        failure=damage,
    )
    return found if found.text else None


def _texts(source: Source, damaged: bool) -> list[str]:
    if source.head(2) == b"PK":
        return _of_package(source)
    return _of_bytes(source) if damaged else list(loose_slides(source.data))


def _of_package(source: Source) -> list[str]:
    """The text in its XML; else in the preview that Apple's programs put beside what only they can read."""
    try:
        package = Package(source)
    except Refused:
        return []
    texts = ["\n".join(shared_strings(package.bytes_of("xl/sharedStrings.bin")))]
    for name in package.names:
        if name.endswith((".xml", ".apxl")) and not _SKIPPED.search(name):
            with contextlib.suppress(Refused):
                texts.append("\n".join(package.paragraphs(name)))
    if not any(texts) and (preview := package.bytes_of("QuickLook/Preview.pdf")):
        inner = read_inside(source, "Preview.pdf", preview)
        return [inner.text] if inner else []
    return texts


def _of_bytes(source: Source) -> list[str]:
    narrow = [run.decode("cp1252", "ignore") for run in _NARROW.findall(source.data)]
    wide = [run.decode("utf-16-le", "ignore") for run in _WIDE.findall(source.data)]
    found = [run for run in (*narrow, *wide) if _reads_like_text(run)]
    return found if sum(len(_WORD.findall(run)) for run in found) >= _FEWEST_WORDS else []


def _reads_like_text(run: str) -> bool:
    """Mostly words, with spaces between them."""
    letters = sum(len(word) for word in _WORD.findall(run))
    return letters > 0.7 * len(run) and run.count(" ") > len(run) / 20
