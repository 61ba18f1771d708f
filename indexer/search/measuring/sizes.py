"""What shorter and coarser vectors cost, told by those that are there: do a passage's neighbours stay the same?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.store.coding import decode, encode
from indexer.types import Fingerprint

LEAST = 50  # passages; fewer have too few neighbours to lose
_QUESTIONS = 200
_NEAREST = 10

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cost:
    """`bytes` a passage; `kept` is the share of the nearest ten that stay among the nearest ten, 0 to 1."""

    dimension: int
    precision: str
    bytes: int
    kept: float


def costs(vectors: Matrix, dimensions: Sequence[int], random: np.random.Generator) -> Iterator[Cost]:
    """Of each length in both precisions. `vectors` (n, d) are of unit length; each is also asked as a question."""
    asked = random.choice(len(vectors), min(_QUESTIONS, len(vectors)), replace=False)
    truth = _nearest(vectors, asked)
    for dimension in dimensions:
        short = vectors[:, :dimension]
        short = short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-12)
        for precision in ("float16", "int8"):
            blobs = encode(short, precision)
            stored = decode(blobs, Fingerprint("", "", dimension, precision)).astype(np.float32)
            found = _nearest(stored, asked)
            kept = [len(set(left) & set(right)) / len(left) for left, right in zip(truth, found, strict=True)]
            yield Cost(dimension, precision, len(blobs[0]), float(np.mean(kept)))


def _nearest(vectors: Matrix, asked: NDArray[np.int64]) -> list[list[int]]:
    """The rows that are nearest to each row that is asked, itself left out."""
    scores = vectors[asked] @ vectors.T
    scores[np.arange(len(asked)), asked] = -np.inf
    most = min(_NEAREST, len(vectors) - 1)
    return [list(row) for row in np.argpartition(-scores, most - 1, axis=1)[:, :most]]
