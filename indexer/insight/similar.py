"""Documents like a document, or like a text: what they say as a whole, and passage by passage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
import numpy as np

from indexer import protocol
from indexer.chunk import chunk
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models.encoder import Encoder
from indexer.search.fuse import PassageScore, Ranked
from indexer.search.judge import Asked
from indexer.search.meaning import Meaning
from indexer.search.present import show
from indexer.search.reads import Meanings, Rows, Vector
from indexer.types import Tier

_EXAMPLES = 12  # passages of the example that are compared, spread over its length
_NEAR_EACH = 40  # candidates that each of them brings
_NEAR_WHOLE = 80
_LEAST = 0.25  # cosine below which two documents have nothing to do with each other
_STRONG, _LIKELY = 0.65, 0.45
_T = TypeVar("_T")

_LONGEST = 40_000  # characters of a text that is given instead of a document


@dataclass(frozen=True, slots=True)
class Similarity:
    rows: Rows
    meaning: Callable[[], Meaning]

    def to_document(self, document_id: int, limit: int) -> list[protocol.Hit]:
        """Documents like one in the library, without itself. Its copies are the same document, and left out with it.

        Raises EnvironmentProblem("not_understood") while it has no vectors.
        """
        meaning = self.meaning()
        _, vectors = self.rows.vectors_of(document_id, meaning.fingerprint)
        if not len(vectors):
            raise EnvironmentProblem(
                "not_understood", "What this document means is not known yet.", "Its turn comes: try again in a while."
            )
        return self._to_vectors(meaning.index, vectors, {document_id}, limit, "")

    def to_text(self, text: str, meaning: Meaning, encoder: Encoder, limit: int) -> list[protocol.Hit]:
        """Documents like a text: a quote finds its source. Raises BadRequest for a text without words."""
        text = text[:_LONGEST].strip()
        slices = [text[piece.start : piece.end] for piece in chunk(text)]
        if not slices:
            raise BadRequest("empty_example", "There is no text to compare with.")
        vectors = encoder.encode_passages(_spread(slices))
        return self._to_vectors(meaning.index, vectors, set(), limit, text if len(slices) == 1 else "")

    def _to_vectors(
        self, index: Meanings, vectors: Vector, without: set[int], limit: int, asked: str
    ) -> list[protocol.Hit]:
        examples = np.stack(_spread(list(vectors)))
        whole = vectors.mean(axis=0)
        whole = whole / max(float(np.linalg.norm(whole)), 1e-12)
        candidates = {chunk.document_id for chunk in index.search(whole, _NEAR_WHOLE, None, without)}
        for example in examples:
            candidates |= {chunk.document_id for chunk in index.search(example, _NEAR_EACH, None, without)}
        ranked = _rank(index, examples, whole, candidates)
        hits = show(self.rows, [found for found in ranked if found.score >= _LEAST][:limit], Asked(asked))
        return [msgspec.structs.replace(hit, tier=_tier(hit.score)) for hit in hits]


def _rank(index: Meanings, examples: Vector, whole: Vector, candidates: set[int]) -> list[Ranked]:
    """By the mean of two cosines: passage by passage (each example's best match, averaged), and as a whole."""
    if not candidates:
        return []
    near = [index.scores(vector, candidates) for vector in (whole, *examples)]
    by_document: dict[int, dict[int, list[float]]] = {}
    for scores in near:
        for scored in scores:
            by_document.setdefault(scored.document_id, {}).setdefault(scored.chunk_id, []).append(scored.score)
    ranked = [_document(document_id, chunks) for document_id, chunks in by_document.items()]
    return sorted(ranked, key=lambda found: (-found.score, found.document_id))


def _document(document_id: int, chunks: dict[int, list[float]]) -> Ranked:
    matrix = np.array(list(chunks.values()))  # (chunks, 1 + examples): with the whole, then with each example
    passage_by_passage = matrix[:, 1:].max(axis=0).mean()
    score = float((matrix[:, 0].max() + passage_by_passage) / 2)
    passages = sorted(
        (PassageScore(key, max(row[1:]), None, max(row[1:])) for key, row in chunks.items()),
        key=lambda passage: -passage.score,
    )
    return Ranked(document_id, score, tuple(passages))


def _tier(likeness: float) -> Tier:
    return Tier.STRONG if likeness >= _STRONG else Tier.LIKELY if likeness >= _LIKELY else Tier.WEAK


def _spread(items: Sequence[_T]) -> list[_T]:
    """At most `_EXAMPLES` of them, evenly over the whole."""
    if len(items) <= _EXAMPLES:
        return list(items)
    return [items[round(at)] for at in np.linspace(0, len(items) - 1, _EXAMPLES)]
