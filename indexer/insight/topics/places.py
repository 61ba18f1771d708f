"""The map: a place in the plane for each document, so that what is near in meaning lies near. t-SNE (openTSNE: Policar
et al., 2024) on the neighbours that are known already, begun from the main directions, or from the old map."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from openTSNE import TSNEEmbedding, affinity
from openTSNE.nearest_neighbors import PrecomputedNeighbors

from indexer.insight.topics.joining import beside
from indexer.insight.topics.neighbours import Neighbours
from indexer.models.encoder import Vectors

Places = NDArray[np.float32]  # (n, 2), most of them within -1 … 1; NaN where there is none yet

_SEED = 7
_PERPLEXITY = 10.0  # neighbours that count; three times as many are needed
_FEWEST = 12  # documents; fewer have no neighbourhoods, and lie by their main directions
_EXACT = 5_000  # documents up to which forces are summed by a tree instead of on a grid
_EARLY, _LATE, _AGAIN = 200, 400, 150  # steps: gathering, settling, and settling again from an old map
_GATHERING, _SETTLED = 12.0, 1.8  # how much attraction outweighs; a little keeps topics apart on the map
_EACH = 25  # steps between two signs of life
_OLD_SHARE = 0.5  # of the documents must have an old place, or the map is made anew
_FLAT = 0.05  # how far old places must reach in their narrowest direction (standard deviation), or all is made anew
_SPREAD = 0.02  # half of how far apart documents start that have the same neighbours


def place(
    vectors: Vectors, near: Neighbours, old: Places | None = None, threads: int = 1,
    say: Callable[[int, int], None] = lambda _done, _total: None,
) -> Places:  # fmt: skip
    """Unit vectors (n, d) → places (n, 2). `old` are those of last time, which stay about where they are.
    `say(done, total)` counts steps."""
    known = old is not None and _is_map(old)
    start = _from_old(old, near) if known and old is not None else _main_directions(vectors)
    if len(vectors) < _FEWEST:
        return _within(start)
    total = _AGAIN if known else _EARLY + _LATE
    embedding = TSNEEmbedding(
        start * (_scale(len(vectors)) if known else 1e-2),
        _affinities(near, threads),
        negative_gradient_method="bh" if len(vectors) <= _EXACT else "fft",
        n_jobs=threads,
        random_state=_SEED,
        callbacks=_Told(say, total),
        callbacks_every_iters=_EACH,
    )
    if known:
        return _within(np.asarray(embedding.optimize(_AGAIN, exaggeration=_SETTLED, momentum=0.5)))
    gathered = embedding.optimize(_EARLY, exaggeration=_GATHERING, momentum=0.5)
    return _within(np.asarray(gathered.optimize(_LATE, exaggeration=_SETTLED, momentum=0.8)))


class _Told:
    """Says how far it is; openTSNE counts from 1 anew in each call of `optimize`."""

    def __init__(self, say: Callable[[int, int], None], total: int) -> None:
        self._say, self._total, self._done = say, total, 0

    def __call__(self, _iteration: int, _error: float, _embedding: object) -> bool:
        self._done += _EACH
        self._say(min(self._done, self._total), self._total)
        return False


def _affinities(near: Neighbours, threads: int) -> affinity.PerplexityBasedNN:
    k = min(near.rows.shape[1], int(3 * _PERPLEXITY))
    distances = np.sqrt(np.maximum(2 - 2 * near.cosines[:, :k], 0)).astype(np.float64)
    index = PrecomputedNeighbors(near.rows[:, :k], distances)
    return affinity.PerplexityBasedNN(
        perplexity=min(_PERPLEXITY, k / 3), knn_index=index, n_jobs=threads, random_state=_SEED
    )


def _main_directions(vectors: Vectors) -> NDArray[np.float64]:
    """The first two principal components, signs fixed, so that the same documents give the same map."""
    if len(vectors) < 3:
        return np.array([[-0.5, 0.0], [0.5, 0.0]])[: len(vectors)]
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    values, directions = np.linalg.eigh(centred.T @ centred)
    two = directions[:, np.argsort(values)[::-1][:2]]
    two = two * np.sign(two[np.abs(two).argmax(axis=0), [0, 1]])
    flat = centred @ two
    return np.asarray(flat / max(float(flat[:, 0].std()), 1e-9))


def _from_old(old: Places, near: Neighbours) -> NDArray[np.float64]:
    """Old places, and for what is new the middle of its neighbours' (a little apart from each other)."""
    start = old.astype(np.float64)
    random = np.random.default_rng(_SEED)
    for row in np.flatnonzero(~np.isfinite(start[:, 0])):
        others = old[near.rows[row]]
        known = np.isfinite(others[:, 0])
        middle = beside(others[known], near.cosines[row][known]) if known.any() else (0.0, 0.0)
        start[row] = np.asarray(middle) + random.uniform(-_SPREAD, _SPREAD, 2)
    return start


def _is_map(old: Places) -> bool:
    """Whether a new map can begin from these: enough are known, and they reach in both directions. Documents that came
    one by one beside a single first one all lie where that lies, and no force would ever part them."""
    known = old[np.isfinite(old[:, 0])].astype(np.float64)
    if len(known) < max(_OLD_SHARE * len(old), 3):
        return False
    narrowest = np.linalg.eigvalsh(np.cov(known.T))[0]
    return bool(narrowest > _FLAT**2)


def _scale(count: int) -> float:
    """How far a settled t-SNE map of so many points reaches."""
    return float(1.1 * count**0.5)


def _within(flat: NDArray[np.float64]) -> Places:
    """Centred, and so large that all but a few lie within -1 … 1 (both directions by the same factor)."""
    if not len(flat):
        return np.empty((0, 2), np.float32)
    centred = flat - np.median(flat, axis=0)
    reach = float(np.quantile(np.abs(centred).max(axis=1), 0.98))
    return np.clip(centred / max(reach, 1e-9), -1.25, 1.25).astype(np.float32)
