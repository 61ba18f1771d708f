"""Words ‖ meaning ‖ names → one order. Pure.

A convex combination of calibrated scores rather than of ranks: how far ahead the best hit is says as much as that it is
the best (Bruch, Gai, Ingber: "An Analysis of Fusion Functions for Hybrid Retrieval", 2023). BM25 is divided by the best
score of the query; a cosine counts from the floor that the query's own candidates have: the least of them is noise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from indexer.store.scored import ScoredChunk

MEANING_WEIGHT = 0.65  # measured over nine labelled sets, see `wherein evaluate retrieval`
NAME_WEIGHT = 0.5  # a name that holds the whole query stands beside the best passages
_SUPPORT_WEIGHT = 0.1  # of a document's second and third best passages


@dataclass(frozen=True, slots=True)
class PassageScore:
    """What is known of one chunk. `words` is BM25, `meaning` a cosine; None: that retriever did not find it."""

    chunk_id: int
    score: float
    words: float | None
    meaning: float | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document with its passages, best first."""

    document_id: int
    score: float
    passages: tuple[PassageScore, ...]
    name: float | None = None

    @property
    def words(self) -> float | None:
        return max((p.words for p in self.passages if p.words is not None), default=None)

    @property
    def meaning(self) -> float | None:
        return max((p.meaning for p in self.passages if p.meaning is not None), default=None)


@dataclass(frozen=True, slots=True)
class Scale:
    """How to read the raw scores of one query."""

    best_words: float
    least_meaning: float
    best_meaning: float
    weight: float  # of meaning, 0 to 1

    def words(self, score: float | None) -> float:
        return score / self.best_words if score and self.best_words else 0.0

    def meaning(self, score: float | None) -> float:
        span = self.best_meaning - self.least_meaning
        return max(0.0, (score - self.least_meaning) / span) if score is not None and span > 1e-6 else 0.0

    def combined(self, words: float | None, meaning: float | None) -> float:
        return (1 - self.weight) * self.words(words) + self.weight * self.meaning(meaning)


def scale_of(words: Iterable[ScoredChunk], meaning: Iterable[ScoredChunk]) -> Scale:
    """`words` and `meaning` are what each retriever found by itself."""
    bm25 = [chunk.score for chunk in words]
    cosines = [chunk.score for chunk in meaning]
    if not cosines:
        return Scale(max(bm25, default=0.0), 0.0, 0.0, 0.0)
    weight = MEANING_WEIGHT if bm25 else 1.0
    return Scale(max(bm25, default=0.0), min(cosines), max(cosines), weight)


def fuse(
    words: Iterable[ScoredChunk],
    meaning: Iterable[ScoredChunk],
    names: Mapping[int, float],
    scale: Scale,
) -> list[Ranked]:
    """Documents, best first. `meaning` may also hold the cosines of chunks that only the words found; `names` is the
    share of the query that a document's file name holds (0 to 1), by document id."""
    found: dict[int, dict[int, list[float | None]]] = {}
    for position, chunks in enumerate((words, meaning)):
        for chunk in chunks:
            passage = found.setdefault(chunk.document_id, {}).setdefault(chunk.chunk_id, [None, None])
            passage[position] = chunk.score
    ranked = [
        _document(document_id, found.get(document_id, {}), names.get(document_id), scale)
        for document_id in found.keys() | names.keys()
    ]
    ranked.sort(key=lambda document: (-document.score, document.document_id))
    return ranked


def _document(document_id: int, chunks: Mapping[int, list[float | None]], name: float | None, scale: Scale) -> Ranked:
    passages = sorted(
        (PassageScore(key, scale.combined(bm25, cosine), bm25, cosine) for key, (bm25, cosine) in chunks.items()),
        key=lambda passage: (-passage.score, passage.chunk_id),
    )
    # The best words and the best meaning may stand in two passages of one document: both speak for it.
    best_words = max((p.words for p in passages if p.words is not None), default=None)
    best_meaning = max((p.meaning for p in passages if p.meaning is not None), default=None)
    score = scale.combined(best_words, best_meaning)
    support = float(np.mean([p.score for p in passages[1:3]])) if len(passages) > 1 else 0.0
    named = NAME_WEIGHT * name**2 if name else 0.0
    return Ranked(document_id, score + _SUPPORT_WEIGHT * support + named, tuple(passages), name)
