"""Documents whose text only shows in pictures: which of their pages are, and the whole once those are known. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from indexer.extract.build import Builder
from indexer.formats import Format, recognised
from indexer.types import Extracted, Failure, Place, Reason


def picture_pages(fmt: Format, read: Extracted) -> tuple[int, ...]:
    """The pages, from 1, on which text may only be found by looking: those of a PDF that are empty, an image's all."""
    if recognised(fmt) is None:
        return ()
    if fmt.kind == "image":
        return tuple(range(1, max(read.page_count, 1) + 1))
    written = {place.number for place in _own_pages(read)}
    if not _is_whole(read):  # the rest was not read for want of time or room, not of text
        return tuple(page for page in range(1, max(written, default=0) + 1) if page not in written)
    return tuple(page for page in range(1, read.page_count + 1) if page not in written)


def joined(fmt: Format, read: Extracted, found: Mapping[int, str], trouble: Failure | None = None) -> Extracted:
    """`read` with what was found on its pictures, each page in its place; `trouble` is why one could not be looked at.
    A picture in which there is no text is read whole all the same."""
    builder = Builder()
    if fmt.kind == "image":
        _add_rest(builder, read, 0)
        _add_pages(builder, found, several=read.page_count > 1)
        made = builder.extracted(failure=trouble or _kept(read))
        if made.failure == Failure(Reason.NO_TEXT):
            made = replace(made, failure=None)
        return _about(read, made)
    written = {place.number: read.text[place.start : place.end] for place in _own_pages(read)}
    _add_pages(builder, {page: written.get(page) or found.get(page, "") for page in range(1, read.page_count + 1)})
    _add_rest(builder, read, max((place.end for place in _own_pages(read)), default=0))
    return _about(read, builder.extracted(failure=trouble or _kept(read)))


def _own_pages(read: Extracted) -> list[Place]:
    """The document's pages, not those of what is attached to it."""
    first = next((place.start for place in read.places if place.kind == "part"), len(read.text))
    return [place for place in read.places if place.kind == "page" and place.start < first]


def _is_whole(read: Extracted) -> bool:
    return read.failure is None or read.failure.code is not Reason.TRUNCATED


def _kept(read: Extracted) -> Failure | None:
    """A reason that more text does not take away."""
    return read.failure if read.failure and read.failure.code is not Reason.NO_TEXT else None


def _add_pages(builder: Builder, texts: Mapping[int, str], several: bool = True) -> None:
    for page, text in sorted(texts.items()):
        if several:
            builder.begin("page", number=page)
        builder.add(text)
    builder.end("page")


def _add_rest(builder: Builder, read: Extracted, after: int) -> None:
    """The text after a point, with its places."""
    rest = read.text[after:]
    text = rest.lstrip("\n ")
    shift = builder.add(text) - after - (len(rest) - len(text))
    for place in read.places:
        if place.start >= after and text:
            builder.mark(place.start + shift, place.end + shift, place.kind, place.label, place.number)


def _about(read: Extracted, made: Extracted) -> Extracted:
    """What the document says of itself stays."""
    return replace(read, text=made.text, places=made.places, failure=made.failure)
