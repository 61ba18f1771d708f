"""What a file says that somebody asks about now: also what shows only in its pictures, on its first pages."""

from dataclasses import dataclass

from indexer.extract.pictures import joined, picture_pages
from indexer.extract.pool import ExtractionPool
from indexer.formats import Format, recognised
from indexer.types import Extracted, Failure

_PAGES = 3  # that are looked at: a few seconds
_ENOUGH = 1_000  # characters of its own, and its pictures may wait


@dataclass(frozen=True, slots=True)
class Glance:
    """`texts` read what is written in files, `pictures` finds text in pictures."""

    texts: ExtractionPool
    pictures: ExtractionPool

    def read(self, path: bytes, fmt: Format) -> Extracted | Failure:
        """Raises `PoolClosed`."""
        read = self.texts.extract(path, fmt)
        looking = recognised(fmt)
        if isinstance(read, Failure) or looking is None or len(read.text) >= _ENOUGH:
            return read
        pages = picture_pages(fmt, read)[:_PAGES]
        found = self.pictures.extract(path, looking, pages) if pages else Extracted("")
        if isinstance(found, Failure):
            return joined(fmt, read, {}, found)
        return joined(fmt, read, {place.number: found.text[place.start : place.end] for place in found.places})

    def written(self, path: bytes, fmt: Format) -> str | None:
        """What is written on a picture, as far as can be told; None where nobody could look. Raises `PoolClosed`."""
        looking = recognised(fmt)
        found = self.pictures.extract(path, looking, (1,)) if looking else None
        return found.text if isinstance(found, Extracted) else None
