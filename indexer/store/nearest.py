"""All pairs that are near each other, found exactly: bits by Hamming distance, vectors by cosine."""

from collections.abc import Iterator, Sequence
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.floating]

_STEP = 1024  # queries at once
_faiss: Any = faiss  # its stubs do not know what its Python layer adds


def near_bits(table: Bits, queries: Bits, radius: int) -> Iterator[tuple[int, int, int]]:
    """(query, row, distance) of each row of `table` (n, bytes) within `radius` bits of a query (m, bytes)."""
    index = _faiss.IndexBinaryFlat(8 * table.shape[1])
    index.add(np.ascontiguousarray(table))
    for start in range(0, len(queries), _STEP):
        limits, distances, rows = index.range_search(np.ascontiguousarray(queries[start : start + _STEP]), radius + 1)
        for query in range(len(limits) - 1):
            for at in range(int(limits[query]), int(limits[query + 1])):
                yield start + query, int(rows[at]), int(distances[at])


def near_vectors(table: Vectors, fresh: Sequence[int], least: float) -> Iterator[list[tuple[int, int, float]]]:
    """(row, other row, cosine) of pairs of rows of `table` (n, d; unit length), one of them `fresh`, in batches.
    A pair of two fresh rows comes once, the higher one first."""
    if not fresh:
        return
    table = np.ascontiguousarray(table, np.float32)
    index = _faiss.IndexFlatIP(table.shape[1])
    index.add(table)
    is_fresh = np.zeros(len(table), np.bool_)
    is_fresh[list(fresh)] = True
    for start in range(0, len(fresh), _STEP):
        some = list(fresh[start : start + _STEP])
        limits, cosines, rows = index.range_search(table[some], least)
        asked = np.repeat(some, np.diff(limits.astype(np.int64)))
        once = (rows < asked) | ((rows > asked) & ~is_fresh[rows])
        yield list(zip(asked[once].tolist(), rows[once].tolist(), cosines[once].tolist(), strict=True))
