"""Audio and video: what their tags say."""

from collections.abc import Iterator

from tinytag import TinyTag, TinyTagException, UnsupportedFormatError

from indexer.extract.build import Builder, moment
from indexer.extract.source import Refused, Source
from indexer.extract.wording import plainly
from indexer.types import Extracted, Reason


def read(source: Source) -> Extracted:
    try:
        tag = TinyTag.get(source.name, file_obj=source.file())
    except UnsupportedFormatError:  # a film of the old kind, for example: it is known by its name
        raise Refused(Reason.NO_READER) from None
    except TinyTagException as error:
        raise Refused(Reason.DAMAGED, plainly(str(error))) from None
    builder = Builder(until=source.until)
    if any((tag.title, tag.artist, tag.album, tag.comment, tag.other)):
        for row in _lines(tag):
            builder.add(row, gap="\n")
    return builder.extracted(title=tag.title, author=tag.artist or tag.composer, created=moment(tag.year))


def _lines(tag: TinyTag) -> Iterator[str]:
    for label, value in (
        ("Title", tag.title),
        ("Artist", tag.artist),
        ("Album", tag.album),
        ("Composer", tag.composer),
        ("Genre", tag.genre),
        ("Year", tag.year),
        ("Comment", tag.comment),
    ):
        if value:
            yield f"{label}: {value}"
    if tag.duration:
        minutes, seconds = divmod(round(tag.duration), 60)
        yield f"Length: {minutes}:{seconds:02}"
    for label, values in sorted(tag.other.items()):
        yield f"{label.replace('_', ' ').capitalize()}: {', '.join(map(str, values))}"
