"""A new document joins the topics that there are: nothing is computed anew. Light, as `made` is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.models.encoder import Vectors, unit_length
from indexer.store.library import Library
from indexer.store.topics import Placed, StoredTopic
from indexer.types import Fingerprint

_READ_AT_ONCE = 500  # documents
_BESIDE = 5  # nearest documents that say where on the map it lies

Near = Callable[[NDArray[np.float32]], Sequence[tuple[float, float, float]]]


@dataclass(frozen=True, slots=True)
class Documents:
    """What topics are made of: documents (n) and the middle of their passages, unit vectors (n, d)."""

    ids: NDArray[np.int64]
    vectors: Vectors


def documents(
    library: Library, fingerprint: Fingerprint, ids: Sequence[int], say: Callable[[int], None] = lambda _: None
) -> Documents:
    """Those of `ids` that have vectors. `say(done)` is told how many are read."""
    kept: list[int] = []
    rows: list[Vectors] = []
    for at in range(0, len(ids), _READ_AT_ONCE):
        batch = ids[at : at + _READ_AT_ONCE]
        for entry in library.vector_entries(batch, fingerprint):
            kept.append(entry.document_id)
            rows.append(entry.vectors.astype(np.float32).mean(axis=0))
        say(min(at + _READ_AT_ONCE, len(ids)))
    matrix = np.stack(rows) if rows else np.empty((0, fingerprint.dimension), np.float32)
    return Documents(np.array(kept, np.int64), unit_length(matrix))


def join(new: Documents, topics: Sequence[StoredTopic], least_fit: float, near: Near) -> list[Placed]:
    """Each new document with its nearest topic, or with none where it fits worse than `least_fit`.

    `near(vector)` tells places and cosines (x, y, cosine) of documents that are on the map, the nearest first.
    """
    known = [topic for topic in topics if topic.centre is not None]
    if not known:
        return [_placed(int(key), None, 0.0, near(vector)) for key, vector in zip(new.ids, new.vectors, strict=True)]
    cosines = new.vectors @ np.stack([topic.centre for topic in known if topic.centre is not None]).T
    joined = []
    for key, vector, row in zip(new.ids, new.vectors, cosines, strict=True):
        best = int(row.argmax())
        fit = float(row[best])
        topic = known[best].id if fit >= least_fit else None
        around = near(vector) or [(known[best].x, known[best].y, fit)]
        joined.append(_placed(int(key), topic, fit, around))
    return joined


def beside(places: NDArray[np.float32], cosines: NDArray[np.float32]) -> tuple[float, float]:
    """Among the places (k, 2) of the nearest documents, the nearer the more."""
    weights = np.maximum(cosines - 0.9 * cosines.min(), 1e-3) ** 2
    middle = (places * weights[:, None]).sum(axis=0) / weights.sum()
    return float(middle[0]), float(middle[1])


def _placed(key: int, topic: int | None, fit: float, around: Sequence[tuple[float, float, float]]) -> Placed:
    if not around:
        return Placed(key, topic, fit, 0.0, 0.0)
    rows = np.array(around[:_BESIDE], np.float32)
    return Placed(key, topic, fit, *beside(rows[:, :2], rows[:, 2]))
