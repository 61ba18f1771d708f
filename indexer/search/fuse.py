"""Two kinds of evidence → one score a document. Pure: arrays in, arrays out."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.search.reads import Vector
from indexer.search.retrieve import Evidence


@dataclass(frozen=True, slots=True)
class Ranking:
    """Documents, best first. `words` and `meaning` say what each retriever gave, on the scale of `score`; 0: nothing.
    `chunk_ids` are the passages of each document, the best first."""

    document_ids: npt.NDArray[np.int64]
    score: Vector
    words: Vector
    meaning: Vector
    chunk_ids: list[list[int]]

    def rows(self) -> Iterator[tuple[int, float | None, float | None, float, list[int]]]:
        """(document, words, meaning, score, chunks) of each; None where a retriever found nothing."""
        columns = (self.document_ids, self.words, self.meaning, self.score)
        for at, (document_id, words, meaning, score) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
            yield document_id, words or None, meaning or None, score, self.chunk_ids[at]


_MEANING = 0.5  # weight beside the words


def fuse(evidence: Evidence) -> Ranking:
    words = _share_of_best(evidence.words, 0.0)
    meaning = _share_of_best(np.nan_to_num(evidence.meaning, nan=evidence.usual), evidence.usual)
    of_chunk = (1 - _MEANING) * words + _MEANING * meaning
    documents, starts = np.unique(evidence.document_ids, return_index=True)
    rows = np.split(np.arange(len(of_chunk)), starts[1:]) if len(documents) else []
    best_words = np.array([words[of].max() for of in rows], np.float32)
    best_meaning = np.array([meaning[of].max() for of in rows], np.float32)
    score = (1 - _MEANING) * best_words + _MEANING * best_meaning
    order = np.argsort(-score, kind="stable")
    passages = [rows[at][np.argsort(-of_chunk[rows[at]], kind="stable")] for at in order]
    return Ranking(
        documents[order],
        score[order],
        best_words[order],
        best_meaning[order],
        [evidence.chunk_ids[of].tolist() for of in passages],
    )


def _share_of_best(scores: Vector, floor: float) -> Vector:
    """`scores` between `floor` (0) and the best of them (1)."""
    best = float(scores.max()) if len(scores) else floor
    if best <= floor:
        return np.zeros(len(scores), np.float32)
    return np.asarray(np.clip((scores - floor) / (best - floor), 0.0, 1.0), np.float32)
