"""What searching reads from the store: narrow protocols, so that the evaluation can search a labelled set with the same
code that searches a library."""

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.protocol import Filters
from indexer.store.records import StoredChunk, StoredDocument, StoredFile
from indexer.store.scored import ScoredChunk, ScoredFile
from indexer.types import Fingerprint

Vector = npt.NDArray[np.float32]


class Rows(Protocol):
    """The library, as `indexer.store.library.Library` offers it."""

    def chunks(self, ids: Sequence[int]) -> dict[int, StoredChunk]: ...
    def documents(self, ids: Sequence[int]) -> dict[int, StoredDocument]: ...
    def document_text(self, document_id: int) -> str: ...
    def files_of(self, document_ids: Sequence[int]) -> dict[int, list[StoredFile]]: ...
    def files(self, ids: Sequence[int]) -> dict[int, StoredFile]: ...
    def file_at(self, path: bytes) -> StoredFile | None: ...
    def matching(self, filters: Filters) -> tuple[set[int], set[int]] | None: ...
    def vectors_of(self, document_id: int, fingerprint: Fingerprint) -> tuple[npt.NDArray[np.int64], Vector]: ...


class Words(Protocol):
    def search(
        self, words: str, limit: int, allowed: Collection[int] | None = None, excluded: Collection[int] = ()
    ) -> list[ScoredChunk]: ...
    def chunks_with(self, phrase: str, limit: int = ...) -> list[ScoredChunk]: ...


class Names(Protocol):
    def search(self, words: str, limit: int, allowed: Collection[int] | None = None) -> list[ScoredFile]: ...


class Meanings(Protocol):
    def search(
        self, vector: Vector, limit: int, allowed: Collection[int] | None = None, excluded: Collection[int] = ()
    ) -> list[ScoredChunk]: ...
    def scores(self, vector: Vector, document_ids: Collection[int]) -> list[ScoredChunk]: ...
