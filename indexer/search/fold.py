"""Near-identical documents become one row: the same letter as a PDF and as a text, say.

Only what says the same in the same words is folded. Two invoices of one form differ in their numbers, and stay two.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.search.judge import Judged
from indexer.store.records import StoredChunk

_LIKE = 0.95  # of the words of the best passages
_LENGTH = 0.9  # the shorter over the longer
_LEAST_WORDS = 20  # different ones; two shorter texts are alike too easily
_COSINE = 0.02  # two texts so alike have nearly the same cosine with the query
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A document, and the documents further down that say nearly the same."""

    judged: Judged
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Looks:
    """What of a document is compared: looked up once, since each is compared with all before it."""

    text: str  # of its best passage
    length: int
    cosine: float


def fold(judged: Sequence[Judged], chunks: Mapping[int, StoredChunk], lengths: Mapping[int, int]) -> list[Folded]:
    """In the same order. `chunks` holds the best passage of each, `lengths` how long each document is."""
    rows: list[tuple[Judged, _Looks | None, list[int]]] = []
    for found in judged:
        looks = _looks(found, chunks, lengths)
        row = looks and next((row for row in rows if row[1] is not None and _same(row[1], looks)), None)
        if row:
            row[2].append(found.ranked.document_id)
        else:
            rows.append((found, looks, []))
    return [Folded(found, tuple(near)) for found, _, near in rows]


def _looks(judged: Judged, chunks: Mapping[int, StoredChunk], lengths: Mapping[int, int]) -> _Looks | None:
    """None where there is no passage to compare."""
    best = next(iter(judged.passages), None)
    chunk = chunks.get(best.chunk_id) if best is not None else None
    if chunk is None:
        return None
    return _Looks(chunk.text, lengths.get(judged.ranked.document_id, 0), judged.ranked.meaning or 0.0)


def _same(one: _Looks, other: _Looks) -> bool:
    if abs(one.cosine - other.cosine) > _COSINE:
        return False
    shorter, longer = sorted((one.length, other.length))
    return shorter >= _LENGTH * longer and _alike(one.text, other.text)


def _alike(one: str, other: str) -> bool:
    if Counter(_NUMBER.findall(one)) != Counter(_NUMBER.findall(other)):
        return False
    ours, theirs = (set(_WORD.findall(text.casefold())) for text in (one, other))
    return len(ours & theirs) >= max(_LIKE * len(ours | theirs), _LEAST_WORDS)
