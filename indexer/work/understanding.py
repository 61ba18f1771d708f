"""Text → vectors. Takes documents without vectors from the library, those of the newest files first, lets the model
worker embed them, and stores whole documents: after a kill at most one batch is done twice."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import structlog

from indexer.chunk import passage_input
from indexer.errors import WhereinError
from indexer.store.library import Library
from indexer.store.writer import Writer
from indexer.types import Fingerprint

log = structlog.get_logger()

_CHUNKS = 128  # passages a batch: some seconds of work, so that pausing is felt at once
_SAMPLE = 4  # passages that tell the language
_RETRY_SECONDS = 30.0


class Embedder(Protocol):
    """Bulk encoding somewhere else; see `indexer.models.worker`."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]: ...
    def languages(self, texts: Sequence[str]) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class _Piece:
    document_id: int
    chunk_ids: tuple[int, ...]
    texts: tuple[str, ...]


class UnderstandingLoop:
    """One thread. Works while `may_work()` says so: words come first. `on_stored(passages)` after each batch."""

    def __init__(
        self,
        library: Library,
        writer: Writer,
        embedder: Embedder,
        fingerprint: Fingerprint,
        *,
        may_work: Callable[[], bool],
        on_stored: Callable[[int], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._library = library
        self._writer = writer
        self._embedder = embedder
        self._fingerprint = fingerprint
        self._may_work = may_work
        self._on_stored = on_stored
        self._on_problem = on_problem
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._idle = False
        self._thread = threading.Thread(target=self._run, name="understanding", daemon=True)

    def start(self) -> None:
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        self._idle = False
        self._wake.set()

    @property
    def idle(self) -> bool:
        return self._idle

    def close(self) -> None:
        self._stopping.set()
        self._wake.set()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                while not self._stopping.is_set() and self._may_work() and self.step():
                    pass
                self._on_problem("")
            except WhereinError as problem:
                if self._stopping.is_set():
                    return
                log.warning("understanding stands still", problem=str(problem))
                self._on_problem(str(problem))
                if not self._stopping.wait(_RETRY_SECONDS):
                    self._wake.set()
                continue
            self._idle = not self._wake.is_set()

    def step(self) -> bool:
        """Embeds and stores one batch; False when nothing is left."""
        pieces = self._gather()
        if not pieces:
            return False
        texts = [text for piece in pieces for text in piece.texts]
        matrix = self._encode(texts)
        if matrix is None:
            return False
        vectors: dict[int, tuple[Sequence[int], npt.NDArray[np.float32]]] = {}
        at = 0
        for piece in pieces:
            vectors[piece.document_id] = (piece.chunk_ids, matrix[at : at + len(piece.texts)])
            at += len(piece.texts)
        spoken = self._embedder.languages(["\n".join(piece.texts[:_SAMPLE]) for piece in pieces])
        self._writer.set_languages({piece.document_id: tongue for piece, tongue in zip(pieces, spoken, strict=True)})
        self._writer.store_vectors(self._fingerprint, vectors)
        self._on_stored(len(texts))
        return True

    def _gather(self) -> list[_Piece]:
        """Whole documents that make up about one batch."""
        pieces: list[_Piece] = []
        count = 0
        for document_id in self._library.unembedded(_CHUNKS):
            entries = list(self._library.word_entries([document_id]))
            if entries:
                texts = tuple(passage_input(entry.title, entry.text) for entry in entries)
                pieces.append(_Piece(document_id, tuple(entry.chunk_id for entry in entries), texts))
            count += len(entries)
            if count >= _CHUNKS:
                break
        return pieces

    def _encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32] | None:
        """(n, dimension); None when work was stopped or paused on the way through a long document."""
        parts = []
        for at in range(0, len(texts), _CHUNKS):
            if self._stopping.is_set():
                return None
            parts.append(self._embedder.encode(texts[at : at + _CHUNKS]))
        return np.concatenate(parts)
