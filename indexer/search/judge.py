"""Which of the ranked documents are good matches. The weak ones are told apart before anything of them is
read: from the indexes alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.models.encoder import Encoder
from indexer.search import trust
from indexer.search.fuse import PassageScore, Ranked
from indexer.search.reads import Vector, Words
from indexer.search.trust import WORDS_ONLY, Calibration
from indexer.types import Tier

SHOWN = 3  # passages of a hit


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
    """All of them, in the same order."""
    held = words.held(asked.weights, _looked_up(ranked, asked))
    judged = [_judged(document, held, asked) for document in ranked]
    floor = asked.calibration.floor
    if not any(found.evidence >= floor for found in judged):
        return judged
    return [
        replace(found, tier=Tier.LIKELY) if found.tier is Tier.WEAK and found.evidence >= trust.beside(floor) else found
        for found in judged
    ]


def _looked_up(ranked: Sequence[Ranked], asked: Asked) -> list[int]:
    """The passages whose words can make a difference: where neither none nor all of them lift the document."""
    judge = asked.calibration
    return [
        passage.chunk_id
        for document in ranked
        if judge.evidence(_cosine(document, asked), 1.0) >= trust.beside(judge.floor)
        for passage in document.passages[:SHOWN]
    ]


def _judged(document: Ranked, held: Mapping[int, set[str]], asked: Asked) -> Judged:
    terms = frozenset[str]().union(*(held.get(passage.chunk_id, ()) for passage in document.passages[:SHOWN]))
    evidence = asked.calibration.evidence(_cosine(document, asked), trust.share(terms, asked.weights))
    return Judged(document, trust.tier(evidence, asked.calibration.floor, document.name), evidence, terms)


def _cosine(document: Ranked, asked: Asked) -> float | None:
    return None if asked.vector is None else document.meaning
