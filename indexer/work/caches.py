"""The three caches as the caching loop sees them: which keys they hold, and what they are told of each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from indexer.store.library import Library
from indexer.store.names import NameIndex
from indexer.store.vectors import VectorIndex
from indexer.store.words import WordIndex
from indexer.types import Fingerprint


class Index(Protocol):
    """What the indexes of the store have in common."""

    @property
    def sequence(self) -> int: ...
    def update(self, added: Iterable[Any], removed: Iterable[int], sequence: int) -> None: ...
    def clear(self) -> None: ...


@dataclass(frozen=True, slots=True)
class IndexCache:
    """`entries` are what the index holds of some keys, `keys` are all that there are. Without `write`, every update is
    on disk at once."""

    name: str
    index: Index
    entries: Callable[[Sequence[int]], Iterable[Any]]
    keys: Callable[[], Sequence[int]]
    write: Callable[[], None] | None = None

    @property
    def saves_itself(self) -> bool:
        return self.write is None

    @property
    def sequence(self) -> int:
        return self.index.sequence

    def update(self, add: Sequence[int], remove: Sequence[int], sequence: int) -> None:
        self.index.update(self.entries(add), remove, sequence)

    def all_keys(self) -> Sequence[int]:
        return self.keys()

    def clear(self) -> None:
        self.index.clear()

    def save(self) -> None:
        if self.write is not None:
            self.write()


def words_cache(library: Library, index: WordIndex) -> IndexCache:
    """Keys are documents; an update replaces all passages of a document."""
    return IndexCache("words", index, library.word_entries, library.document_ids)


def names_cache(library: Library, index: NameIndex) -> IndexCache:
    """Keys are files."""
    return IndexCache("names", index, library.name_entries, library.file_ids)


def vectors_cache(library: Library, index: VectorIndex, fingerprint: Fingerprint) -> IndexCache:
    """Keys are documents; holds the vectors of one fingerprint."""
    entries = partial(library.vector_entries, fingerprint=fingerprint)
    return IndexCache("vectors", index, entries, library.document_ids, index.save)
