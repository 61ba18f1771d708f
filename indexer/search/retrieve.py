"""Words ‖ meaning: every chunk that either of them proposes, with what both of them say of it.

Each retriever proposes its best chunks. Then each is asked about the documents that the other one proposed, so that a
document is never judged by half of the evidence only because it came 301st in one list.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.search.reads import Meanings, Vector, Words
from indexer.store.scored import ScoredChunk

PROPOSALS = 200  # chunks that each retriever proposes
_JUDGED = 200  # documents that go into the fusion


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the candidates, a row a chunk; the chunks of one document lie together.

    `words` is BM25, 0 where no word occurs. `meaning` is a cosine, NaN where there is no vector (yet).
    `usual` is the cosine of a chunk that is only just among the proposals: what is near by chance.
    """

    chunk_ids: npt.NDArray[np.int64]
    document_ids: npt.NDArray[np.int64]
    words: Vector
    meaning: Vector
    usual: float


def retrieve(
    asked: str,
    query: Vector | None,
    words: Words,
    meanings: Meanings,
    *,
    allowed: Collection[int] | None = None,
    excluded: Collection[int] = (),
    by_words: bool = True,
) -> Evidence:
    """`query` is the encoded question, None where meaning takes no part; `by_words` says whether words do."""
    worded = words.search(asked, PROPOSALS, allowed, excluded) if by_words else []
    near = meanings.search(query, PROPOSALS, allowed, excluded) if query is not None else []
    proposed = _proposed(worded, near)
    table: dict[tuple[int, int], tuple[float, float]] = {}
    if query is not None:
        for chunk in meanings.scores(query, proposed):
            table[chunk.document_id, chunk.chunk_id] = (0.0, chunk.score)
    if by_words:
        for chunk in [*words.search(asked, 4 * PROPOSALS, proposed), *worded] if query is not None else worded:
            cosine = table.get((chunk.document_id, chunk.chunk_id), (0.0, np.nan))[1]
            table[chunk.document_id, chunk.chunk_id] = (chunk.score, cosine)
    return _evidence(table, near[-1].score if near else 0.0)


def _proposed(*lists: list[ScoredChunk]) -> list[int]:
    """The documents of the lists, taken from each in turn, best first."""
    found: dict[int, None] = {}
    for rank in range(max(map(len, lists))):
        for chunks in lists:
            if rank < len(chunks):
                found[chunks[rank].document_id] = None
        if len(found) >= _JUDGED:
            break
    return list(found)


def _evidence(table: dict[tuple[int, int], tuple[float, float]], usual: float) -> Evidence:
    keys = sorted(table)
    ids = np.array(keys, np.int64).reshape(len(keys), 2)
    scores = np.array([table[key] for key in keys], np.float32).reshape(len(keys), 2)
    return Evidence(ids[:, 1], ids[:, 0], scores[:, 0], scores[:, 1], usual)
