"""Which documents belong together: four ways, and the choice between them. Pure, and the same from run to run.

community      Leiden on the graph of nearest neighbours (Traag et al., 2019), weights as in UMAP
agglomerative  Ward's linkage up to a distance: no number of topics has to be known (Ward, 1963)
kmeans         spherical K-means (FAISS): topics of about the same size, a given number of them
density        HDBSCAN on the map: dense regions, and much that lies between them
"""

from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, triu
from sklearn.cluster import HDBSCAN, AgglomerativeClustering

from indexer.errors import BadRequest
from indexer.insight.topics.made import Method
from indexer.insight.topics.neighbours import Neighbours
from indexer.models.encoder import Vectors, unit_length

Labels = NDArray[np.int64]  # (n,): 0, 1, … by size, largest first; -1 fits nowhere

_SEED = 7
_GRAPH_NEIGHBOURS = (5, 15)  # at least, at most; between them, about half the root of the number of documents
_SMALL = 40  # documents below which a graph says little
_AGGLOMERATIVE_MOST = 4_000  # documents; beyond, what is merged are small K-means clusters
_MERGE_COST = 1.2, 0.1  # what Ward's merges may cost, of unit vectors: 1.6 for 60 documents, 1.8 for 300, 2.2 for 2,000
_STEPS = 12  # of a search for a number of topics


@dataclass(frozen=True, slots=True)
class Clusters:
    """`method` is the way that was taken."""

    labels: Labels
    method: Method


def cluster(
    vectors: Vectors,
    near: Neighbours,
    method: Method = Method.AUTO,
    count: int = 0,
    start: Labels | None = None,
    places: NDArray[np.float32] | None = None,
) -> Clusters:
    """Unit vectors (n, d) → n labels. `count` asks for about so many topics, 0 for as many as there are.

    `start` are labels to begin with (-1: none), so that the topics of last time change no more than they must.
    `places` (n, 2) is the map, which "density" needs.
    """
    chosen = choose(len(vectors)) if method is Method.AUTO else method
    labels = _labels(vectors, near, chosen, count, start, places)
    if method is Method.AUTO and chosen is Method.COMMUNITY and not count and _sizes(labels) < 2:
        chosen = Method.KMEANS  # a lump without communities: it is cut into parts of about the same size
        labels = _labels(vectors, near, chosen, count, start, places)
    return Clusters(by_size(_without_crumbs(labels, near, least_size(len(vectors)))), chosen)


def _labels(
    vectors: Vectors,
    near: Neighbours,
    method: Method,
    count: int,
    start: Labels | None,
    places: NDArray[np.float32] | None,
) -> Labels:
    match method:
        case Method.KMEANS:
            return kmeans(vectors, count or usual_count(len(vectors)))
        case Method.AGGLOMERATIVE:
            return agglomerative(vectors, count)
        case Method.DENSITY:
            if places is None:
                raise BadRequest("no_map", "Dense regions are looked for on the map, and there is none.")
            return density(places, count)
        case _:
            return _joined(community(near, count, start), vectors, count)


def choose(documents: int) -> Method:
    """Communities, where there are enough documents for a graph."""
    return Method.AGGLOMERATIVE if documents < _SMALL else Method.COMMUNITY


def usual_count(documents: int) -> int:
    """How many topics a library of that size has, where nobody says: the root of half of it (a rule of thumb)."""
    return int(np.clip(round((documents / 2) ** 0.5), 2, 200))


def least_size(documents: int) -> int:
    """Fewer documents than these are no topic."""
    return 2 if documents < 60 else 3 if documents < 1_000 else 5 if documents < 20_000 else 10


# --- the four ways ---------------------------------------------------------------------------------------------------


def kmeans(vectors: Vectors, count: int) -> Labels:
    count = min(count, len(vectors))
    model = faiss.Kmeans(
        vectors.shape[1],
        count,
        niter=25,
        nredo=3 if len(vectors) < 30_000 else 1,
        spherical=True,
        seed=_SEED,
        min_points_per_centroid=1,
        max_points_per_centroid=256,
    )
    model.train(vectors)
    return model.index.search(vectors, 1)[1][:, 0].astype(np.int64)


def agglomerative(vectors: Vectors, count: int = 0) -> Labels:
    if len(vectors) < 2:
        return np.zeros(len(vectors), np.int64)
    if len(vectors) > _AGGLOMERATIVE_MOST:
        small = kmeans(vectors, _AGGLOMERATIVE_MOST // 8)
        return agglomerative(centres(vectors, small), count)[small]
    base, growth = _MERGE_COST
    model = AgglomerativeClustering(
        n_clusters=min(count, len(vectors)) if count else None,
        distance_threshold=None if count else base * (len(vectors) / 4) ** growth,
        linkage="ward",
    )
    return np.asarray(model.fit_predict(vectors), np.int64)


def community(near: Neighbours, count: int = 0, start: Labels | None = None) -> Labels:
    graph = _graph(near)
    if not count:
        return _leiden(graph, 1.0, start)
    low, high = 0.02, 50.0
    best = _leiden(graph, 1.0, start)
    for _ in range(_STEPS):
        found = _sizes(best)
        if found == count:
            break
        middle = (low * high) ** 0.5
        labels = _leiden(graph, middle, None)
        low, high = (middle, high) if _sizes(labels) < count else (low, middle)
        if abs(_sizes(labels) - count) < abs(found - count):
            best = labels
    return best


def density(places: NDArray[np.float32], count: int = 0) -> Labels:
    least = max(least_size(len(places)), len(places) // 200, 3)
    if len(places) <= least:
        return np.full(len(places), -1, np.int64)
    model = HDBSCAN(min_cluster_size=least, min_samples=3, copy=True)
    labels = np.asarray(model.fit_predict(places), np.int64)
    if count and _sizes(labels) > count:
        middles = np.stack([places[labels == label].mean(axis=0) for label in range(_sizes(labels))])
        merged = AgglomerativeClustering(n_clusters=count, linkage="average").fit_predict(middles)
        labels = np.where(labels >= 0, merged[labels], -1)
    return labels


def _joined(labels: Labels, vectors: Vectors, count: int) -> Labels:
    """At most `count` clusters (0: as they are): those whose middles are near are one. Communities that no neighbours
    connect cannot be joined in the graph."""
    if not count or _sizes(labels) <= count:
        return labels
    merged = agglomerative(centres(vectors, labels), count)
    return np.where(labels >= 0, merged[labels], -1)


# --- graphs ----------------------------------------------------------------------------------------------------------


def _graph(near: Neighbours) -> csr_matrix:
    """Symmetric; a weight falls with the distance beyond the nearest neighbour, on each document's own scale, so that
    dense and sparse regions count alike (the fuzzy union of McInnes et al., 2018)."""
    k = min(int(np.clip(round(0.55 * near.count**0.5), *_GRAPH_NEIGHBOURS)), near.rows.shape[1])
    rows, cosines = near.rows[:, :k], near.cosines[:, :k]
    nearest_of = cosines[:, :1]
    scale = np.maximum(nearest_of - cosines.mean(axis=1, keepdims=True), 1e-3)
    weights = np.exp(-(nearest_of - cosines) / scale).astype(np.float64)
    own = np.repeat(np.arange(near.count), k)
    one_way = csr_matrix((weights.ravel(), (own, rows.ravel())), shape=(near.count, near.count))
    both_ways = one_way + one_way.T - one_way.multiply(one_way.T)
    graph = csr_matrix(both_ways)
    graph.setdiag(0)
    graph.eliminate_zeros()
    graph.sort_indices()
    return graph


def _leiden(graph: csr_matrix, resolution: float, start: Labels | None) -> Labels:
    count = graph.shape[0]
    if start is None or not (start >= 0).any():
        _, found = graspologic_native.leiden_csr(
            graph.indptr.astype(np.int64),
            graph.indices.astype(np.int32),
            graph.data.astype(np.float64),
            count,
            resolution=resolution,
            seed=_SEED,
            iterations=3,
        )
        return np.fromiter((found[row] for row in range(count)), np.int64, count)
    edges = triu(graph, k=1).tocoo()
    begun = start.copy()
    begun[begun < 0] = begun.max() + 1 + np.arange((begun < 0).sum())
    names = [str(row) for row in range(count)]
    _, named = graspologic_native.leiden(
        [(names[a], names[b], float(w)) for a, b, w in zip(edges.row, edges.col, edges.data, strict=True)],
        starting_communities={
            names[row]: int(begun[row]) for row in np.unique(np.concatenate([edges.row, edges.col])).tolist()
        },
        resolution=resolution,
        seed=_SEED,
        iterations=1,
    )
    return np.fromiter((named.get(name, -1) for name in names), np.int64, count)


# --- labels ----------------------------------------------------------------------------------------------------------


def centres(vectors: Vectors, labels: Labels) -> Vectors:
    """The middle of each cluster (clusters, d), at unit length."""
    held = labels >= 0
    sums = np.zeros((int(labels.max(initial=-1)) + 1, vectors.shape[1]), np.float32)
    np.add.at(sums, labels[held], vectors[held])
    return unit_length(sums)


def fits(vectors: Vectors, labels: Labels, middles: Vectors) -> NDArray[np.float32]:
    """The cosine of each document with the middle of its cluster; 0 where it has none."""
    found = np.zeros(len(vectors), np.float32)
    held = labels >= 0
    found[held] = np.einsum("nd,nd->n", vectors[held], middles[labels[held]])
    return found


def by_size(labels: Labels) -> Labels:
    """Numbered anew, the largest first."""
    known, inverse, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    order = [at for at in np.lexsort((known, -sizes)) if known[at] >= 0]
    numbers = np.full(len(known), -1, np.int64)
    numbers[order] = np.arange(len(order))
    return numbers[inverse.reshape(-1)]


def _without_crumbs(labels: Labels, near: Neighbours, least: int) -> Labels:
    """Clusters that are too small dissolve: their documents go where most of their neighbours are."""
    numbers = by_size(labels)
    sizes = np.bincount(numbers[numbers >= 0], minlength=1)
    loose = (numbers >= 0) & (sizes[numbers] < least)
    kept = np.where(loose, -1, numbers)
    for row in np.flatnonzero(loose):
        kept[row] = _most(kept[near.rows[row]], near.cosines[row])
    return kept


def _most(labels: Sequence[int] | Labels, weights: NDArray[np.float32]) -> int:
    totals: dict[int, float] = {}
    for label, weight in zip(labels, weights, strict=True):
        if label >= 0:
            totals[int(label)] = totals.get(int(label), 0.0) + float(weight)
    return max(totals, key=lambda label: (totals[label], -label)) if totals else -1


def _sizes(labels: Labels) -> int:
    return int(labels.max(initial=-1)) + 1
