"""Wrong answers that look right: what a reranker learns from.

A passage that shares nothing with a query teaches nothing. So the wrong ones are taken from the first places of both
retrievers, words and meaning, which is also where a reranker will be asked.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.models.encoder import Encoder

_DEPTH = 40  # places of either ranking that are drawn from
_K1, _B = 1.2, 0.75  # of BM25
_RECIPROCAL = 20  # smooths the ranks; small, so that the first places are drawn most
_BLOCK = 512  # queries at a time


def mine(queries: Sequence[str], passages: Sequence[str], right: Sequence[Collection[int]], encoder: Encoder,
         count: int, random: np.random.Generator, *, surer: float = 0.1) -> list[list[int]]:  # fmt: skip
    """For each query, the indexes of `count` passages that rank high and are not in its `right` ones.

    Passages that mean the query by `surer` more than the best right one does are left out: they are likely right too,
    and nobody has looked. There are fewer than `count` where there are fewer passages.
    """
    vectors = encoder.encode_passages(passages)
    asked = encoder.encode_queries(queries)
    words = _Words(passages)
    found = []
    for start in range(0, len(queries), _BLOCK):
        block = slice(start, start + _BLOCK)
        cosines, scores = asked[block] @ vectors.T, words.scores(queries[block])
        for row, known in enumerate(right[block]):
            best = max((float(cosines[row, index]) for index in known), default=1.0)
            weights = np.zeros(len(passages))
            for ranking in (cosines[row], scores[row]):
                first = _first(ranking, min(_DEPTH, len(passages)))
                weights[first] += 1 / (_RECIPROCAL + np.arange(len(first)))
            weights[cosines[row] > best + surer] = 0
            weights[list(known)] = 0
            able = int((weights > 0).sum())
            total = weights.sum()
            found.append(
                random.choice(len(weights), min(count, able), replace=False, p=weights / total).tolist() if able else []
            )
    return found


def _first(scores: NDArray[np.floating], count: int) -> NDArray[np.intp]:
    some = np.argpartition(-scores, count - 1)[:count]
    return some[np.argsort(-scores[some], kind="stable")]


class _Words:
    """BM25 (Robertson and Zaragoza, 2009) over passages that fit into memory."""

    def __init__(self, passages: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import CountVectorizer

        self._counter = CountVectorizer(stop_words="english", dtype=np.float32)
        counts = self._counter.fit_transform(passages).tocsr()
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        norms = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        counts.data = counts.data * (_K1 + 1) / (counts.data + norms[rows])
        held = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log(1 + (counts.shape[0] - held + 0.5) / (held + 0.5)).astype(np.float32)
        counts.data *= rarity[counts.indices]
        self._weights = counts.T.tocsr()

    def scores(self, queries: Sequence[str]) -> NDArray[np.float32]:
        """(queries, passages)"""
        return np.asarray((self._counter.transform(queries).minimum(1) @ self._weights).toarray(), dtype=np.float32)
