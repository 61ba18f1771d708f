"""Rows of the vector index that lie together: float16 vectors, whose they are, and which of them are left."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_faiss: Any = faiss  # its stubs do not know what its Python layer adds
_NOTHING = np.empty(0, np.uint8)
_MANY = 0.02  # ids beside rows from which a table is quicker than looking up each


class Part:
    """`chunk_ids` and `documents` (n,) say whose the rows are, `alive` (n,) which of them may be found. `append` and
    `packed` are for a part that is still open; of a closed one nothing but `alive` changes."""

    alive: Mask  # replaced, never changed: who holds it may be looking at it
    size: int  # rows that are alive

    def __init__(self, index: Any, chunk_ids: Ids, documents: Ids) -> None:
        self.index = index
        self.chunk_ids, self.documents = chunk_ids, documents
        self.keep(np.ones(len(chunk_ids), np.bool_))

    @classmethod
    def empty(cls, dimension: int) -> "Part":
        return cls(flat(dimension), np.empty(0, np.int64), np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self.chunk_ids)

    def append(self, vectors: Vectors, chunk_ids: Ids, documents: Ids) -> None:
        self.index.add(vectors)
        self.chunk_ids = np.concatenate([self.chunk_ids, chunk_ids])
        self.documents = np.concatenate([self.documents, documents])
        self.alive = np.concatenate([self.alive, np.ones(len(chunk_ids), np.bool_)])
        self.size += len(chunk_ids)
        self.__dict__.pop("_by_document", None)

    def keep(self, alive: Mask) -> None:
        """These rows only, of all that there ever were."""
        self.alive = alive
        self.size = int(alive.sum())

    def remove(self, document_ids: Ids) -> None:
        """`document_ids` are sorted."""
        rows = self.rows_of(document_ids)
        if len(rows):
            alive = self.alive.copy()
            alive[rows] = False
            self.keep(alive)

    def packed(self) -> "Part":
        """Without the removed rows."""
        if self.size == len(self):
            return self
        index = flat(self.index.d, self.codes[self.alive])
        return Part(index, self.chunk_ids[self.alive], self.documents[self.alive])

    @property
    def codes(self) -> npt.NDArray[np.float16]:
        """The vectors as they lie, (n, d); where the part is a file, its pages are read as they are touched."""
        held = self.index.codes
        raw = faiss.rev_swig_ptr(held.data(), held.size()) if len(self) else _NOTHING
        return np.asarray(raw.view("<f2").reshape(len(self), self.index.d))

    def vectors(self, rows: Ids) -> Vectors:
        """The vectors of some rows, (n, d)."""
        return np.asarray(self.codes[rows], np.float32)

    def cosines(self, rows: Ids, vector: Vectors) -> Vectors:
        """Those of some rows with `vector` (d,). Five times as quick as numpy, which reads float16 number by number."""
        found = np.empty(len(rows), np.float32)
        if len(rows):
            cosines, places = search(flat(self.index.d, self.codes[rows]), vector, len(rows))
            found[places] = cosines
        return found

    def rows_of(self, document_ids: Ids) -> Ids:
        """The rows of these documents, sorted ones."""
        if not len(self) or not len(document_ids):
            return np.empty(0, np.int64)
        order, ordered = self._by_document
        low, high = np.searchsorted(document_ids, (ordered[0], ordered[-1]), "left")
        asked = document_ids[low : high + 1]
        if len(asked) > _MANY * len(self):
            return np.flatnonzero(_member(self.documents, asked))
        starts = np.searchsorted(ordered, asked, "left")
        counts = np.searchsorted(ordered, asked, "right") - starts
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.asarray(order[np.repeat(starts, counts) + within], np.int64)

    def wanted(self, allowed: Ids | None, excluded: Ids) -> Mask:
        """Which rows may be found. `allowed` and `excluded` are sorted document ids; `allowed` None: all."""
        wanted = self.alive
        if allowed is not None:
            only = np.zeros(len(self), np.bool_)
            only[self.rows_of(allowed)] = True
            wanted = only & self.alive
        if len(excluded) and len(without := self.rows_of(excluded)):
            wanted = wanted.copy()
            wanted[without] = False
        return wanted

    def search(self, vector: Vectors, limit: int, wanted: Mask) -> tuple[Ids, Vectors]:
        """Rows and cosines of the nearest, exactly; `vector` (d,)."""
        count = int(wanted.sum())
        if not count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        parameters = None
        if count < len(self):
            parameters = _faiss.SearchParameters(sel=selector(wanted))
        cosines, rows = search(self.index, vector, min(limit, count), parameters)
        return rows[rows >= 0], cosines[rows >= 0]

    @cached_property
    def _by_document(self) -> tuple[Ids, Ids]:
        """The rows in the order of their documents, and those documents."""
        order = np.argsort(self.documents, kind="stable")
        return order, self.documents[order]


def search(index: Any, vector: Vectors, count: int, parameters: Any = None) -> tuple[Vectors, Ids]:
    """Cosines and rows of the nearest to `vector` (d,). A second thread gains nothing for one query, and the two wait
    for each other, ten times as long as they work. How many threads there are, OpenMP asks of each thread anew."""
    faiss.omp_set_num_threads(1)
    cosines, rows = index.search(vector.reshape(1, -1), count, params=parameters)
    return cosines[0], rows[0]


def flat(dimension: int, codes: npt.NDArray[np.float16] | None = None) -> Any:
    """Exact search over float16 components, (n, d)."""
    index = _faiss.IndexScalarQuantizer(dimension, _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT)
    index.is_trained = True
    if codes is not None and len(codes):
        index.add_sa_codes(np.ascontiguousarray(codes).view(np.uint8))
    return index


def selector(wanted: Mask) -> Any:
    """Has FAISS see these rows only."""
    return _faiss.IDSelectorBitmap(np.packbits(wanted, bitorder="little"))


def sorted_ids(ids: Collection[int]) -> Ids:
    return np.sort(np.fromiter(ids, np.int64, len(ids)))


def _member(documents: Ids, asked: Ids) -> Mask:
    """Which rows belong to one of the documents. Ids are dense, so that a table is fast."""
    highest = int(documents.max())
    table = np.zeros(highest + 1, np.bool_)
    table[asked[(asked >= 0) & (asked <= highest)]] = True
    return np.asarray(table[documents])
