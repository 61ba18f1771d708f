"""The vector index: FAISS over all chunks of the library, as a cache in memory and on disk.

On disk it is one generation: plain arrays, and a manifest with their SHA-256 that is written last and renamed into
place. A manifest that does not match its arrays, or was made for another model, loads as an empty index at sequence 0.
"""

import hashlib
import os
import threading
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import msgspec
import numpy as np
import numpy.typing as npt
import structlog

from indexer.store.scored import ScoredChunk
from indexer.types import Fingerprint

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]

_MANIFEST = "manifest.json"
_SLICE = 4096  # vectors added under one hold of the lock, so that a search in between never waits long
_WASTE = 0.2  # share of removed rows at which the arrays are packed again

# A second thread gains little for one query, and waits for ever long on a machine that is busy indexing.
faiss.omp_set_num_threads(1)

_faiss: Any = faiss  # its stubs do not know what its Python layer adds
_NOTHING = np.empty(0, np.uint8)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """The vectors of one document, of unit length: `chunk_ids` (n), `vectors` (n, d) in any float type."""

    document_id: int
    chunk_ids: Ids
    vectors: npt.NDArray[np.floating]


class _Manifest(msgspec.Struct, frozen=True):
    fingerprint: str
    sequence: int
    rows: int
    arrays: dict[str, str]  # file name -> sha256


class VectorIndex:
    """Exact inner product over float16. Any thread may search while one other updates."""

    def __init__(self, directory: Path, fingerprint: Fingerprint) -> None:
        self._directory = directory
        self._fingerprint = fingerprint
        self._lock = threading.Lock()  # guards all of the following
        self._empty()
        self._load()

    @property
    def sequence(self) -> int:
        """The number of the last change that is in here; 0: empty, build it anew."""
        return self._sequence

    @property
    def size(self) -> int:
        """How many chunks can be found."""
        return self._size

    def update(self, added: Iterable[VectorEntry], removed: Iterable[int], sequence: int) -> None:
        """Replace documents. `removed` are document ids; those that are added again are replaced."""
        entries = list(added)
        with self._lock:
            self._remove({*removed, *(entry.document_id for entry in entries)})
        for batch in _batches(entries):
            vectors = np.concatenate([entry.vectors for entry in batch]).astype(np.float32)
            chunk_ids = np.concatenate([entry.chunk_ids for entry in batch]).astype(np.int64)
            documents = np.repeat([entry.document_id for entry in batch], [len(entry.chunk_ids) for entry in batch])
            with self._lock:
                self._append(vectors, chunk_ids, documents.astype(np.int64))
        with self._lock:
            if self._size < (1 - _WASTE) * len(self._chunk_ids):
                self._pack()
            self._sequence = sequence

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[int] | None = None, excluded: Collection[int] = ()
    ) -> list[ScoredChunk]:
        """The chunks nearest to `vector` (d,), by cosine, best first. `allowed`, `excluded` are document ids."""
        with self._lock:
            wanted = self._wanted(allowed, excluded)
            count = self._size if wanted is None else int(wanted.sum())
            if not count:
                return []
            parameters = None
            if wanted is not None and count < len(wanted):
                bits = np.packbits(wanted, bitorder="little")
                parameters = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(bits))
            scores, rows = self._index.search(
                np.ascontiguousarray(vector, np.float32).reshape(1, -1), min(limit, count), params=parameters
            )
            found = rows[0][rows[0] >= 0]
            chunk_ids, documents = self._chunk_ids[found], self._documents[found]
        return [
            ScoredChunk(chunk_id, document_id, score)
            for chunk_id, document_id, score in zip(
                chunk_ids.tolist(), documents.tolist(), scores[0].tolist(), strict=False
            )
        ]

    def scores(self, vector: Vectors, document_ids: Collection[int]) -> list[ScoredChunk]:
        """The cosine of every chunk of these documents, in no order."""
        with self._lock:
            wanted = self._wanted(document_ids, ())
            rows = np.flatnonzero(wanted) if wanted is not None else np.arange(len(self._chunk_ids))
            codes = faiss.rev_swig_ptr(self._index.codes.data(), self._index.codes.size()) if len(rows) else _NOTHING
            near = codes.view("<f2").reshape(-1, self._fingerprint.dimension)[rows].astype(np.float32) @ vector
            chunk_ids, documents = self._chunk_ids[rows], self._documents[rows]
        return [
            ScoredChunk(*found) for found in zip(chunk_ids.tolist(), documents.tolist(), near.tolist(), strict=True)
        ]

    def save(self) -> None:
        """Write a new generation. After a crash at any point the last whole one is loaded."""
        with self._lock:
            self._pack()
            arrays = {
                "vectors": faiss.vector_to_array(self._index.codes).view("<f2"),
                "chunks": self._chunk_ids.copy(),
                "documents": self._documents.copy(),
            }
            sequence, rows = self._sequence, len(self._chunk_ids)
        self._directory.mkdir(parents=True, exist_ok=True)
        sums = {}
        for name, array in arrays.items():
            file = f"{name}-{sequence}.npy"
            sums[file] = _write(self._directory / file, array)
        manifest = _Manifest(str(self._fingerprint), sequence, rows, sums)
        _replace(self._directory / _MANIFEST, msgspec.json.encode(manifest))
        for old in self._directory.iterdir():
            if old.name not in sums and old.name != _MANIFEST:
                old.unlink(missing_ok=True)

    def clear(self) -> None:
        with self._lock:
            self._empty()

    def close(self) -> None:
        self.clear()

    # --- under the lock --------------------------------------------------------------------------------------------

    def _empty(self) -> None:
        self._index = _flat(self._fingerprint.dimension)
        self._chunk_ids: Ids = np.empty(0, np.int64)
        self._documents: Ids = np.empty(0, np.int64)
        self._alive: npt.NDArray[np.bool_] = np.empty(0, np.bool_)  # row by row; removed rows stay until packed
        self._size = 0
        self._sequence = 0

    def _append(self, vectors: Vectors, chunk_ids: Ids, documents: Ids) -> None:
        self._index.add(vectors)
        self._chunk_ids = np.concatenate([self._chunk_ids, chunk_ids])
        self._documents = np.concatenate([self._documents, documents])
        self._alive = np.concatenate([self._alive, np.ones(len(chunk_ids), np.bool_)])
        self._size += len(chunk_ids)

    def _remove(self, document_ids: Collection[int]) -> None:
        if document_ids and len(self._documents):
            self._alive &= ~_member(self._documents, document_ids)
            self._size = int(self._alive.sum())

    def _pack(self) -> None:
        """Drop the removed rows."""
        if self._size == len(self._alive):
            return
        codes = faiss.vector_to_array(self._index.codes).reshape(len(self._alive), -1)[self._alive]
        self._index = _flat(self._fingerprint.dimension, codes)
        self._chunk_ids, self._documents = self._chunk_ids[self._alive], self._documents[self._alive]
        self._alive = np.ones(self._size, np.bool_)

    def _wanted(self, allowed: Collection[int] | None, excluded: Collection[int]) -> npt.NDArray[np.bool_] | None:
        """Which rows may be found; None: all of them."""
        wanted = None if self._size == len(self._alive) else self._alive.copy()
        if allowed is not None:
            member = _member(self._documents, allowed)
            wanted = member if wanted is None else wanted & member
        if excluded:
            others = ~_member(self._documents, excluded)
            wanted = others if wanted is None else wanted & others
        return wanted

    def _load(self) -> None:
        if not (self._directory / _MANIFEST).exists():
            return
        try:
            manifest = msgspec.json.decode((self._directory / _MANIFEST).read_bytes(), type=_Manifest)
            if manifest.fingerprint != str(self._fingerprint):
                raise ValueError("made for another model")
            arrays = {file.partition("-")[0]: _read(self._directory / file, s) for file, s in manifest.arrays.items()}
            codes = arrays["vectors"].view(np.uint8).reshape(manifest.rows, 2 * self._fingerprint.dimension)
        except (OSError, ValueError, KeyError, msgspec.MsgspecError) as problem:
            _log.warning("the vector cache is built anew", directory=str(self._directory), problem=str(problem))
            return
        with self._lock:
            self._index = _flat(self._fingerprint.dimension, codes)
            self._chunk_ids, self._documents = arrays["chunks"], arrays["documents"]
            self._alive = np.ones(manifest.rows, np.bool_)
            self._size, self._sequence = manifest.rows, manifest.sequence


def _flat(dimension: int, codes: npt.NDArray[np.uint8] | None = None) -> Any:
    """Exact search over float16 components; `codes` (n, 2 * dimension) are their bytes."""
    index = _faiss.IndexScalarQuantizer(dimension, _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT)
    index.is_trained = True
    if codes is not None and len(codes):
        codes = np.ascontiguousarray(codes)
        index.add_sa_codes(codes)
    return index


def _member(documents: Ids, wanted: Collection[int]) -> npt.NDArray[np.bool_]:
    """Which rows belong to one of the wanted documents. Ids are dense, so that a table is fast."""
    highest = int(documents.max()) if len(documents) else 0
    table = np.zeros(highest + 1, np.bool_)
    ids = np.fromiter(wanted, np.int64, len(wanted))
    table[ids[(ids >= 0) & (ids <= highest)]] = True
    return table[documents]


def _batches(entries: list[VectorEntry]) -> Iterator[list[VectorEntry]]:
    """Entries in groups of about `_SLICE` vectors; those without vectors are left out."""
    batch: list[VectorEntry] = []
    rows = 0
    for entry in entries:
        if len(entry.chunk_ids):
            batch.append(entry)
            rows += len(entry.chunk_ids)
        if rows >= _SLICE:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


# --- generation files ------------------------------------------------------------------------------------------------


def _write(path: Path, array: npt.NDArray[np.generic]) -> str:
    """Write an array to disk for good; its SHA-256."""
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return _sha256(path)


def _read(path: Path, expected: str) -> Any:
    if _sha256(path) != expected:
        raise ValueError(f"{path.name} is damaged")
    return np.load(path, allow_pickle=False)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    if os.name == "posix":  # the rename itself
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
