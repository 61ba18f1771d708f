"""Which of the ranked documents are good matches. The weak ones are told apart before anything of them is
read: from the indexes alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    judged = [_judged(document, held, share, asked) for document in first]
    if rest:
        best = max((document.words or 0.0 for document in first), default=0.0)
        most = max(share(found.held) for found in judged)
        per_point = most / best if best else 0.0
        judged += [
            _with_tier(document, min(per_point * (document.words or 0.0), 1.0), frozenset(), asked) for document in rest
        ]
    floor = asked.calibration.floor
    if not any(found.evidence >= floor for found in judged):
        return judged
    return [
        replace(found, tier=Tier.LIKELY) if found.tier is Tier.WEAK and found.evidence >= trust.beside(floor) else found
        for found in judged
    ]


def _in_question(ranked: Sequence[Ranked], asked: Asked) -> list[int]:
    """The passages whose words can make a difference: where neither none nor all of them lift the document."""
    judge = asked.calibration
    return [
        passage.chunk_id
        for document in ranked
        if judge.evidence(_cosine(document, asked), 1.0) >= trust.beside(judge.floor)
        for passage in document.passages[:SHOWN]
    ]


def _judged(
    document: Ranked, held: Mapping[int, set[str]], share: Callable[[frozenset[str]], float], asked: Asked
) -> Judged:
    terms = frozenset[str]().union(*(held.get(passage.chunk_id, ()) for passage in document.passages[:SHOWN]))
    return _with_tier(document, share(terms), terms, asked)


def _with_tier(document: Ranked, share: float, terms: frozenset[str], asked: Asked) -> Judged:
    evidence = asked.calibration.evidence(_cosine(document, asked), share)
    return Judged(document, trust.tier(evidence, asked.calibration.floor, document.name), evidence, terms)


def _cosine(document: Ranked, asked: Asked) -> float | None:
    return None if asked.vector is None else document.meaning
