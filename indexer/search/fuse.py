"""Words ‖ meaning ‖ names → one order. Pure.

Scores are added, not ranks: how far ahead the best hit is says as much as that it is the best (Bruch, Gai, Ingber: "An
Analysis of Fusion Functions for Hybrid Retrieval", 2023). The unit is the standard deviation of the cosines between the
query and the library at large: a passage that is three of them above the usual means something in any library and with
any model. The best BM25 of a query is worth some of them, the others in proportion. How many depends on the query:
words are trusted where many or rare ones are asked for and where they tell few documents from all others, and they keep
their share where the best meaning lies far out; meaning is trusted where the model knows the language.
"""

import heapq
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import msgspec

from indexer.store.scored import ScoredChunk

# nDCG@10 over the better of words and meaning, on fifteen labelled sets as they are (35 to 150 questions each): .033,
# as good or better on each of them; .032 where form and figures are chosen without the set that they are measured on.
# One weight for all queries (4) gives .024, without the best cosine it is .031. Trust that is less where both have
# other documents in mind gives .018: it looked better on small cuts of the sets (.028), where few documents compete.
TRUST_IN_WORDS = 1.25
_LEAST_WORDS, _MOST_WORDS = 1.0, 9.0
_NEAREST, _EXPECTED = 0.5, 4.0  # deviations of the best cosine above the usual: at least, and where there is none
_FLUENT = 1.5  # pieces for five letters; the languages that a model was trained on need about one
_TOP = 10  # documents that tell how good a retriever is for this query
# A name that holds nearly the whole query counts like the best passage that there could be; half of a query in a name
# is often chance, and counts a sixteenth. `wherein evaluate remembered` on 1,767 real files: asked for by all words of
# their names but one, .89 of 420 come first (.42 with the weight of the best words and the square of the share); asked
# for by a scrap of a sentence, the MRR of 1,057 is .790 (.793).
NAME_POWER = 4
WHOLE_NAME = 1.0  # share of the query from which on it is what the file is called
READING_WEIGHT = 0.5  # of a log-odds, see rerank.py: what is read again has long been judged by words and meaning
_SURE = 6.0  # further out, a log-odds says nothing new
RECENCY_WEIGHT = 0.25  # decides between equals: what was changed just now is a little likelier to be meant
_HALF_LIFE = 180 * 86_400.0  # seconds
_UNREAD = 2.0


class PassageScore(msgspec.Struct, frozen=True):
    """What is known of one chunk. `words` is BM25, `meaning` a cosine; None: that retriever did not find it. (No
    dataclass: thousands are made for each search.)"""

    chunk_id: int
    score: float
    words: float | None
    meaning: float | None


class Ranked(msgspec.Struct, frozen=True):
    """A document with its passages, best first."""

    document_id: int
    score: float
    passages: tuple[PassageScore, ...]
    name: float | None = None
    words: float | None = None  # the best of its passages
    meaning: float | None = None
    recent: float = 0.0  # 1: changed just now; half of it each half year before
    reading: float | None = None  # log-odds that it is an answer, see rerank.py


@dataclass(frozen=True, slots=True)
class Scale:
    """How to read the raw scores of one query. `usual` and `spread` are mean and standard deviation of the cosines
    with the library at large; `unknown` stands for the cosine of a passage that has no vector yet."""

    best_words: float = 0.0
    usual: float = 0.0
    spread: float = 1.0
    unknown: float | None = None
    words_weight: float = 3.0
    meaning_weight: float = 1.0
    has_meaning: bool = True

    def words(self, score: float | None) -> float:
        return self.words_weight * score / self.best_words if score and self.best_words else 0.0

    def meaning(self, score: float | None) -> float:
        score = self.unknown if score is None else score
        return 0.0 if score is None else self.meaning_weight * (score - self.usual) / self.spread

    @property
    def best(self) -> float:
        """The score of a passage that holds the words of the query as well as any, and means the very same."""
        words = self.words_weight * bool(self.best_words)
        return max(words + self.meaning_weight * (1.0 - self.usual) / self.spread * self.has_meaning, 1.0)

    def points(self, score: float) -> float:
        """A score, or a part of one, as a share of the best."""
        return score / self.best

    def readable(self, score: float) -> float:
        """0 to 1."""
        return min(max(self.points(score), 0.0), 1.0)

    def combined(self, words: float | None, meaning: float | None) -> float:
        return self.words(words) + self.meaning(meaning)


def scale_of(
    words: Iterable[ScoredChunk],
    meaning: Iterable[ScoredChunk],
    usual: tuple[float, float],
    rarity: float | None = None,
    pieces: float = 1.0,
    has_meaning: bool = True,
) -> Scale:
    """`words` is what the words found; `meaning` holds the cosines of all candidates that have a vector.

    `rarity` is the norm of the inverse document frequencies of the query's words, `pieces` into how many the model cuts
    five letters of the query.
    """
    found, near = list(words), list(meaning)
    bm25 = {chunk.chunk_id: chunk.score for chunk in found}
    cosines = [chunk.score for chunk in near if chunk.chunk_id in bm25]
    unknown = sum(cosines) / len(cosines) if cosines else None
    best = max(bm25.values(), default=0.0)
    weight = 3.0 if rarity is None else _trust_in_words(rarity, _top(found), _outstanding(near, usual))
    fluency = min(1.0, (_FLUENT / max(pieces, 1e-3)) ** 2)
    return Scale(best, *usual, unknown, weight, fluency, has_meaning)


def _trust_in_words(rarity: float, by_words: Mapping[int, float], outstanding: float) -> float:
    """Less where the words tell few documents from all others; what one is worth grows with how far out the best
    meaning is, half as quickly."""
    scores = list(by_words.values())
    alike = scores[-1] / scores[0] if len(scores) == _TOP else 0.0
    trust = TRUST_IN_WORDS * math.sqrt(rarity * outstanding) * (1 - alike)
    return min(max(trust, _LEAST_WORDS), _MOST_WORDS)


def _outstanding(found: Iterable[ScoredChunk], usual: tuple[float, float]) -> float:
    """How many deviations the best cosine is above the usual."""
    mean, spread = usual
    best = max((chunk.score for chunk in found), default=mean + _EXPECTED * spread)
    return max((best - mean) / spread, _NEAREST)


def _top(found: Iterable[ScoredChunk]) -> dict[int, float]:
    """The best documents with their best scores, best first."""
    best: dict[int, float] = {}
    for chunk in found:
        best[chunk.document_id] = max(chunk.score, best.get(chunk.document_id, -1.0))
    return dict(heapq.nlargest(_TOP, best.items(), key=itemgetter(1)))


def fuse(
    words: Collection[ScoredChunk],
    meaning: Collection[ScoredChunk],
    names: Mapping[int, float],
    scale: Scale,
    literal: Collection[int] = (),
) -> list[Ranked]:
    """Documents, best first. `meaning` may also hold the cosines of chunks that only the words found; `names` is the
    share of the query that a document's file name holds (0 to 1), by document id. `literal` are chunks that are shown
    before the others of their document, since they hold what was asked for word for word."""
    bm25 = {chunk.chunk_id: chunk.score for chunk in words}
    cosines = {chunk.chunk_id: chunk.score for chunk in meaning}
    passages: dict[int, list[PassageScore]] = {document_id: [] for document_id in names}
    for chunk_id, document_id in {chunk.chunk_id: chunk.document_id for chunk in (*words, *meaning)}.items():
        known = bm25.get(chunk_id), cosines.get(chunk_id)
        passages.setdefault(document_id, []).append(PassageScore(chunk_id, scale.combined(*known), *known))
    ranked = [_document(key, found, names.get(key), scale, literal) for key, found in passages.items()]
    ranked.sort(key=lambda document: (-document.score, document.document_id))
    return ranked


def with_passages(document_id: int, score: float, passages: Sequence[PassageScore]) -> Ranked:
    """`passages` are the best first."""
    words, meaning = _bests(passages)
    return Ranked(document_id, score, tuple(passages), None, words, meaning)


def _bests(passages: Sequence[PassageScore]) -> tuple[float | None, float | None]:
    words = [passage.words for passage in passages if passage.words is not None]
    meaning = [passage.meaning for passage in passages if passage.meaning is not None]
    return max(words, default=None), max(meaning, default=None)


def _document(
    document_id: int, passages: list[PassageScore], name: float | None, scale: Scale, literal: Collection[int]
) -> Ranked:
    if len(passages) > 1:
        passages.sort(key=lambda passage: (passage.chunk_id not in literal, -passage.score, passage.chunk_id))
    # The best words and the best meaning may stand in two passages of one document: both speak for it.
    words, meaning = _bests(passages)
    content = scale.combined(words, meaning) if passages else 0.0
    return Ranked(document_id, content + name_score(name or 0.0, scale), tuple(passages), name, words, meaning)


def recency_of(age: float) -> float:
    """How recent a change is that was `age` seconds ago: 1 now, half of it each half year."""
    return float(0.5 ** (max(age, 0.0) / _HALF_LIFE))


def recency(recent: float) -> float:
    """What it adds to the score."""
    return RECENCY_WEIGHT * recent


def name_score(share: float, scale: Scale) -> float:
    """What a file name adds that holds this share of the query. Who types all of a name wants that file, whatever the
    others say."""
    return scale.best * (share**NAME_POWER + (share >= WHOLE_NAME))


def reading_score(log_odds: float) -> float:
    """What it adds that a document was read beside the question."""
    return READING_WEIGHT * min(max(log_odds, -_SURE), _SURE)


def unread_score(share: float, scale: Scale) -> float:
    """The score of a file of which only the name is known: what is in it gets the benefit of the doubt."""
    return name_score(share, scale) + _UNREAD * share
