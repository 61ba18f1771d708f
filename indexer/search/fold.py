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


def fold(judged: Sequence[Judged], chunks: Mapping[int, StoredChunk], lengths: Mapping[int, int]) -> list[Folded]:
    """In the same order. `chunks` holds the best passage of each, `lengths` how long each document is."""
    rows: list[tuple[Judged, list[int]]] = []
    for found in judged:
        row = next((row for row in rows if _same(row[0], found, chunks, lengths)), None)
        if row is None:
            rows.append((found, []))
        else:
            row[1].append(found.ranked.document_id)
    return [Folded(found, tuple(near)) for found, near in rows]


def _same(one: Judged, other: Judged, chunks: Mapping[int, StoredChunk], lengths: Mapping[int, int]) -> bool:
    if not one.passages or not other.passages:
        return False
    if abs((one.ranked.meaning or 0.0) - (other.ranked.meaning or 0.0)) > _COSINE:
        return False
    sizes = sorted(lengths.get(found.ranked.document_id, 0) for found in (one, other))
    first, second = (chunks.get(found.passages[0].chunk_id) for found in (one, other))
    if first is None or second is None or sizes[0] < _LENGTH * sizes[1]:
        return False
    return _alike(first.text, second.text)


def _alike(one: str, other: str) -> bool:
    if Counter(_NUMBER.findall(one)) != Counter(_NUMBER.findall(other)):
        return False
    ours, theirs = (set(_WORD.findall(text.casefold())) for text in (one, other))
    return len(ours & theirs) >= max(_LIKE * len(ours | theirs), _LEAST_WORDS)
