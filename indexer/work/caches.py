"""The three caches as the caching loop sees them."""

from collections.abc import Sequence

from indexer.store.library import Library
from indexer.store.names import NameIndex
from indexer.store.vectors import VectorIndex
from indexer.store.words import WordIndex
from indexer.types import Fingerprint


class WordsCache:
    """Keys are documents; an update replaces all passages of a document."""

    name = "words"
    saves_itself = True

    def __init__(self, library: Library, index: WordIndex) -> None:
        self._library = library
        self.index = index

    @property
    def sequence(self) -> int:
        return self.index.sequence

    def update(self, add: Sequence[int], remove: Sequence[int], sequence: int) -> None:
        self.index.update(self._library.word_entries(add), remove, sequence)

    def all_keys(self) -> Sequence[int]:
        return self._library.document_ids()

    def clear(self) -> None:
        self.index.clear()

    def save(self) -> None:
        """Every update is on disk already."""


class NamesCache:
    """Keys are files."""

    name = "names"
    saves_itself = True

    def __init__(self, library: Library, index: NameIndex) -> None:
        self._library = library
        self.index = index

    @property
    def sequence(self) -> int:
        return self.index.sequence

    def update(self, add: Sequence[int], remove: Sequence[int], sequence: int) -> None:
        self.index.update(self._library.name_entries(add), remove, sequence)

    def all_keys(self) -> Sequence[int]:
        return self._library.file_ids()

    def clear(self) -> None:
        self.index.clear()

    def save(self) -> None:
        """Every update is on disk already."""


class VectorsCache:
    """Keys are documents; holds the vectors of one fingerprint."""

    name = "vectors"
    saves_itself = False

    def __init__(self, library: Library, index: VectorIndex, fingerprint: Fingerprint) -> None:
        self._library = library
        self._fingerprint = fingerprint
        self.index = index

    @property
    def sequence(self) -> int:
        return self.index.sequence

    def update(self, add: Sequence[int], remove: Sequence[int], sequence: int) -> None:
        self.index.update(self._library.vector_entries(add, self._fingerprint), remove, sequence)

    def all_keys(self) -> Sequence[int]:
        return self._library.document_ids()

    def clear(self) -> None:
        self.index.clear()

    def save(self) -> None:
        self.index.save()
