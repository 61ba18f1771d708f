"""Text → vectors of one model, whole documents at a time: after a kill at most one batch is done twice.

Passages that kept their vectors from an earlier reading (see `store/passages.py`) are not computed again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from indexer.chunk import passage_input
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.store.writer import Writer
from indexer.types import Fingerprint

_CHUNKS = 128  # passages a batch: some seconds of work, so that pausing is felt at once
_SAMPLE = 4  # passages that tell the language

Matrix = npt.NDArray[np.float32]  # (passages, dimension), rows of unit length


class Embedder(Protocol):
    """Bulk encoding somewhere else; see `indexer.models.worker`."""

    def encode(self, texts: Sequence[str]) -> Matrix: ...
    def languages(self, texts: Sequence[str]) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class _Piece:
    """`kept`: which chunks have their vector from an earlier reading, and those vectors."""

    document_id: int
    chunk_ids: tuple[int, ...]
    texts: tuple[str, ...]
    kept: tuple[npt.NDArray[np.bool_], Matrix]

    @property
    def new(self) -> list[str]:
        return [text for text, kept in zip(self.texts, self.kept[0], strict=True) if not kept]

    def completed(self, made: Matrix) -> Matrix:
        """The vectors of all chunks; `made` are those of `new`."""
        rows, vectors = self.kept
        whole = np.empty((len(rows), vectors.shape[1]), np.float32)
        whole[rows], whole[~rows] = vectors, made
        return whole


@dataclass(frozen=True, slots=True)
class Embedding:
    """Works off the list of documents that lack vectors of one model.

    Where the library holds vectors of `source`, from which these follow (shorter ones, or coarser), the model is not
    asked.
    """

    library: Library
    generations: Generations
    writer: Writer
    fingerprint: Fingerprint
    embedder: Embedder
    source: Fingerprint | None = None

    def step(self, stopping: Callable[[], bool]) -> int:
        """Makes and stores one batch; how many passages it held. 0: nothing is left, or `stopping` said so."""
        pieces = self._gather()
        vectors = {piece.document_id: (piece.chunk_ids, matrix) for piece in pieces if (matrix := self._derive(piece))
                   is not None}  # fmt: skip
        asked = [piece for piece in pieces if piece.document_id not in vectors]
        if asked:
            matrix = self._encode([text for piece in asked for text in piece.new], stopping)
            if matrix is None:
                return 0
            ends = np.cumsum([len(piece.new) for piece in asked])[:-1]
            for piece, made in zip(asked, np.split(matrix, ends), strict=True):
                vectors[piece.document_id] = (piece.chunk_ids, piece.completed(made))
            self._tell_languages(asked)
        if vectors:
            self.writer.store_vectors(self.fingerprint, vectors)
        return sum(len(piece.chunk_ids) for piece in pieces)

    def _tell_languages(self, pieces: Sequence[_Piece]) -> None:
        spoken = self.embedder.languages(["\n".join(piece.texts[:_SAMPLE]) for piece in pieces])
        self.writer.set_languages({piece.document_id: tongue for piece, tongue in zip(pieces, spoken, strict=True)})

    def _gather(self) -> list[_Piece]:
        """Whole documents that make up about one batch."""
        pieces: list[_Piece] = []
        count = 0
        for document_id in self.generations.unembedded(self.fingerprint, _CHUNKS):
            entries = list(self.library.word_entries([document_id]))
            if entries:
                texts = tuple(passage_input(entry.title, entry.text) for entry in entries)
                chunk_ids = tuple(entry.chunk_id for entry in entries)
                known, vectors = self.library.vectors_of(document_id, self.fingerprint)
                pieces.append(_Piece(document_id, chunk_ids, texts, (np.isin(chunk_ids, known), vectors)))
                count += len(entries) - len(known)
            if count >= _CHUNKS:
                break
        return pieces

    def _derive(self, piece: _Piece) -> Matrix | None:
        """What follows from the vectors of `source`; None where it has none of this text."""
        if self.source is None:
            return None
        ids, vectors = self.library.vectors_of(piece.document_id, self.source)
        if tuple(ids.tolist()) != piece.chunk_ids:
            return None
        short = vectors[:, : self.fingerprint.dimension]
        return np.asarray(short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-12), np.float32)

    def _encode(self, texts: Sequence[str], stopping: Callable[[], bool]) -> Matrix | None:
        """(n, dimension); None when work was stopped on the way through a long document."""
        parts = [np.empty((0, self.fingerprint.dimension), np.float32)]
        for at in range(0, len(texts), _CHUNKS):
            if stopping():
                return None
            parts.append(self.embedder.encode(texts[at : at + _CHUNKS]))
        return np.concatenate(parts)


def follows_from(wanted: Fingerprint, source: Fingerprint) -> bool:
    """Whether vectors of `wanted` can be made from those of `source` without the model: shorter ones of the same
    weights (Matryoshka), or the same in fewer bits."""
    same = (wanted.model, wanted.revision) == (source.model, source.revision)
    return same and wanted.dimension <= source.dimension and source.precision in ("float16", wanted.precision)
