"""Which of the ranked documents are good matches. The weak ones are told apart before anything of them is
read: from the indexes alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.models.encoder import Encoder
from indexer.search import trust
from indexer.search.fuse import PassageScore, Ranked
from indexer.search.reads import Vector, Words
from indexer.search.trust import WORDS_ONLY, Calibration
from indexer.types import Tier

SHOWN = 3  # passages of a hit
_LOOKED_UP = 120  # documents; more than are listed


@dataclass(frozen=True, slots=True)
class Asked:
    """What the hits answer: the text whose words are marked, and the query's vector where there is one."""

    text: str
    vector: Vector | None = None
    encoder: Encoder | None = None
    weights: Mapping[str, float] = field(default_factory=dict)  # of its terms, by how rare they are
    calibration: Calibration = WORDS_ONLY


@dataclass(frozen=True, slots=True)
class Judged:
    """A ranked document, with the terms of the query that its best passages hold."""

    ranked: Ranked
    tier: Tier
    evidence: float
    held: frozenset[str] = frozenset()

    @property
    def passages(self) -> Sequence[PassageScore]:
        """Those worth showing."""
        return self.ranked.passages[:SHOWN]


def judge(words: Words, ranked: Sequence[Ranked], asked: Asked) -> list[Judged]:
    """All of them, in the same order. What the first ones hold is looked up; further down, where it is only counted how
    many there are, BM25 tells about how much it is."""
    first, rest = ranked[:_LOOKED_UP], ranked[_LOOKED_UP:]
    held = words.held(asked.weights, _in_question(first, asked))
    share = lru_cache(lambda terms: trust.share(terms, asked.weights))  # few sets of terms, held by many
    terms = [_terms(document, held) for document in first]
    per_point = 0.0
    if rest:
        best = max((document.words or 0.0 for document in first), default=0.0)
        per_point = max(map(share, terms)) / best if best else 0.0
    found = [
        *((document, held_by, share(held_by)) for document, held_by in zip(first, terms, strict=True)),
        *((document, frozenset[str](), min(per_point * (document.words or 0.0), 1.0)) for document in rest),
    ]
    evidence = [asked.calibration.evidence(_cosine(document, asked), part) for document, _, part in found]
    floor = asked.calibration.floor
    there = trust.is_there(evidence, floor, asked.vector is not None)
    return [
        Judged(document, _tier(document, known, floor, there), known, held_by)
        for (document, held_by, _), known in zip(found, evidence, strict=True)
    ]


def _tier(document: Ranked, evidence: float, floor: float, there: bool) -> Tier:
    """Where there is no answer, a name alone can be one."""
    if not there:
        return trust.tier(-math.inf, floor, document.name)
    tier = trust.tier(evidence, floor, document.name)
    return Tier.LIKELY if tier is Tier.WEAK and evidence >= trust.beside(floor) else tier


def _in_question(ranked: Sequence[Ranked], asked: Asked) -> list[int]:
    """The passages whose words can make a difference: where neither none nor all of them lift the document."""
    judge = asked.calibration
    return [
        passage.chunk_id
        for document in ranked
        if judge.evidence(_cosine(document, asked), 1.0) >= trust.beside(judge.floor)
        for passage in document.passages[:SHOWN]
    ]


def _terms(document: Ranked, held: Mapping[int, set[str]]) -> frozenset[str]:
    return frozenset[str]().union(*(held.get(passage.chunk_id, ()) for passage in document.passages[:SHOWN]))


def _cosine(document: Ranked, asked: Asked) -> float | None:
    return None if asked.vector is None else document.meaning
