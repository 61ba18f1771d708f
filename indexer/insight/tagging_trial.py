"""How good are suggested tags? A labelled set, and a person who decides about what is suggested.

A set is a folder with `data.jsonl` (may end in `.gz`): {text, label}, where `label` is a name or a list of names. The
labels become tags that nobody described. Then, round by round, the person goes through what is suggested, the surest
first, accepts or refuses a few of each tag, and tags by hand where nothing is suggested.
"""

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.chunk import chunk, passage_input
from indexer.errors import BadRequest
from indexer.insight.tagging import (
    LEARNS_FROM,
    LEAST,
    UNTAUGHT,
    Array,
    Judged,
    Sought,
    Verdict,
    Yardstick,
    having_read,
    statements,
    worth_reading,
)
from indexer.insight.wordings import BEGINNING, EVERYDAY, named, texts_of
from indexer.models.encoder import Encoder, unit_length
from indexer.models.pairs import ENTAILMENT, Entailment
from indexer.models.tagger import learn

ROUNDS = (0, 5, 10, 20, 40)  # decisions about each tag
_OTHERS = 1000  # documents beside which a tag is learnt
_SAMPLE = 3000
_LEAST_EXAMPLES = 3
_BATCH = 256
_MOST, _READ_AT_MOST = 5, 700  # as in `work/assessing.py`
_DRAWS = 1000  # of the bootstrap

Truth = NDArray[np.bool_]  # (documents, tags)


@dataclass(frozen=True, slots=True)
class Round:
    """What is suggested after so many decisions about each tag: how much of it is right (`low` and `high` are the
    bounds with 95% confidence, by bootstrap over the tags: suggestions of one tag stand or fall together), how much of
    what is right is suggested, for how many of the tags.

    `coverage` is the share of open documents that deserve a tag and are suggested one, `strays` the share of those that
    deserve none and are suggested one all the same. The worst tag is the one of the lowest precision among those with
    at least ten suggestions."""

    decisions: int
    precision: float
    low: float
    high: float
    recall: float
    coverage: float
    strays: float
    suggestions: int
    tags: int
    worst_precision: float
    worst_tag: str


@dataclass(frozen=True, slots=True)
class TaggingSet:
    name: str
    tags: tuple[str, ...]
    vectors: Array  # (documents, d)
    truth: Truth
    texts: tuple[str, ...] = ()  # their beginnings, for a model that reads them beside a tag


class _Row(msgspec.Struct):
    text: str
    label: str | list[str]
    title: str | None = None
    intent: str | None = None


def load_set(directory: Path, encoder: Encoder, none: str, most: int, field: str, say: Callable[[str], None]
             ) -> TaggingSet:  # fmt: skip
    """An even sample of at most `most` documents; `none` is the label of those that deserve no tag, `field` "label" or
    "intent". Raises BadRequest for a folder that is no such set."""
    try:
        rows = list(_rows(directory))
    except (OSError, msgspec.MsgspecError) as error:
        raise BadRequest("no_labelled_set", f"“{directory}” is not a set of labelled texts: {error}.") from error
    order = np.random.default_rng(0).permutation(len(rows))[:most]
    rows = [rows[at] for at in order]
    labels = [_labels(row, none, field) for row in rows]
    tags = sorted(set().union(*labels))
    say(f"{directory.name}: {len(rows):,} documents, {len(tags)} tags …")
    truth = np.array([[tag in held for tag in tags] for held in labels], bool)
    texts = tuple(passage_input(row.title or "", row.text)[:_READ_AT_MOST] for row in rows)
    return TaggingSet(directory.name, tuple(tags), _vectors(rows, encoder), truth, texts)


def _rows(directory: Path) -> Iterator[_Row]:
    path = directory / "data.jsonl"
    packed = path.with_name(path.name + ".gz")
    decoder = msgspec.json.Decoder(_Row)
    with gzip.open(packed, "rb") if packed.exists() else path.open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def _labels(row: _Row, none: str, field: str) -> set[str]:
    held = [row.label] if isinstance(row.label, str) else row.label
    if none in held:
        return set()
    if field == "intent" and row.intent:
        held = [row.intent.replace("_", " ")]
    return set(held)


def _vectors(rows: Sequence[_Row], encoder: Encoder) -> Array:
    texts, owners = [], []
    for number, row in enumerate(rows):
        for piece in chunk(row.text):
            texts.append(passage_input(row.title or "", row.text[piece.start : piece.end]))
            owners.append(number)
    order = np.argsort([len(text) for text in texts], kind="stable")
    sums = np.zeros((len(rows), encoder.fingerprint.dimension), np.float32)
    for at in range(0, len(order), _BATCH):
        batch = order[at : at + _BATCH]
        np.add.at(sums, np.array(owners)[batch], encoder.encode_passages([texts[number] for number in batch]))
    return unit_length(sums)


class Trial:
    """One set, and what the person has decided so far."""

    def __init__(
        self, labelled: TaggingSet, encoder: Encoder, seed: int = 0, entailment: Entailment | None = None
    ) -> None:
        self._set, self._entailment = labelled, entailment
        self._read: dict[tuple[int, int], float] = {}
        self._texts = texts_of(labelled.tags, encoder)
        self._everyday = encoder.encode_queries(EVERYDAY)
        self._named = named([text[:BEGINNING] for text in labelled.texts or [""] * len(labelled.truth)], labelled.tags)
        self._random = np.random.default_rng(seed)
        self._order = self._random.permutation(len(labelled.vectors))  # in which they came in: newest first
        self._decided = np.zeros(labelled.truth.shape, bool)
        self._verdicts: list[list[Verdict]] = [[] for _ in labelled.tags]
        nothing = np.zeros(labelled.truth.shape, np.float32)
        self._judged = Judged(nothing, nothing)

    def run(self, rounds: Sequence[int] = ROUNDS, say: Callable[[str], None] = lambda _: None) -> list[Round]:
        measured = []
        for decisions in rounds:
            self._decide(decisions)
            self._judged = self._judge()
            measured.append(self._measure(decisions))
            say(f"{self._set.name}: {measured[-1]}")
        return measured

    def suggested(self) -> Truth:
        """(documents, tags): what is suggested now."""
        sure = (self._judged.confidence >= LEAST) & ~self._decided
        for tag in np.flatnonzero(self._decided.sum(axis=0) < LEARNS_FROM):
            sure[[key for key in self._order if sure[key, tag]][UNTAUGHT:], tag] = False
        return sure

    def _decide(self, decisions: int) -> None:
        """So many about each tag: what is suggested, the newest first, as long as enough are left to have some that
        belong; the rest is tagged by hand."""
        suggested, truth = self.suggested(), self._set.truth
        for tag in range(len(self._set.tags)):
            left = decisions - int(self._decided[:, tag].sum())
            examples = int((self._decided[:, tag] & truth[:, tag]).sum())
            for document in [key for key in self._order if suggested[key, tag]]:
                if left <= max(_LEAST_EXAMPLES - examples, 0):
                    break
                right = bool(truth[document, tag])
                self._verdicts[tag].append(Verdict(float(self._judged.unshifted[document, tag]), right))
                self._decided[document, tag] = True
                left, examples = left - 1, examples + right
            by_hand = np.flatnonzero(truth[:, tag] & ~self._decided[:, tag])
            self._decided[self._random.permutation(by_hand)[: max(left, 0)], tag] = True

    def _judge(self) -> Judged:
        vectors = self._set.vectors
        sample = self._random.permutation(len(vectors))[:_SAMPLE]
        sought = [self._sought(tag, sample) for tag in range(len(self._set.tags))]
        nobody = np.zeros_like(self._named)  # has called a document anything: a labelled set has no folders
        judged = Yardstick(sought, vectors[sample], self._everyday).judge(vectors, self._named, nobody)
        likely = self._likely(judged.confidence, [tag for tag, each in enumerate(sought) if each.weights is None])
        return Judged(having_read(judged.confidence, likely), having_read(judged.unshifted, likely))

    def _likely(self, confidence: Array, untaught: Sequence[int]) -> Array:
        """(documents, tags): how likely each document is about a tag that nobody has taught; NaN where it is not asked,
        as in `work/assessing.py`."""
        likely = np.full(confidence.shape, np.nan, np.float32)
        if self._entailment is None or not untaught:
            return likely
        first, least = np.argsort(-confidence, axis=1)[:, :_MOST], worth_reading()
        asked = [
            (document, int(tag))
            for document, tags in enumerate(first)
            for tag in np.intersect1d(tags, untaught)
            if confidence[document, tag] >= least
        ]
        fresh = [pair for pair in asked if pair not in self._read]
        questions = [
            (self._set.texts[document], statement)
            for document, tag in fresh
            for statement in statements(self._set.tags[tag])
        ]
        if questions:
            said = self._entailment.probabilities(questions)[:, ENTAILMENT].reshape(len(fresh), -1).mean(axis=1)
            self._read |= dict(zip(fresh, said.tolist(), strict=True))
        for pair in asked:
            likely[pair] = self._read[pair]
        return likely

    def _sought(self, tag: int, sample: NDArray[np.int64]) -> Sought:
        decided, carried, vectors = self._decided[:, tag], self._set.truth[:, tag], self._set.vectors
        text, verdicts = self._texts[tag], tuple(self._verdicts[tag])
        examples = vectors[decided & carried]
        if decided.sum() < LEARNS_FROM or len(examples) < _LEAST_EXAMPLES:
            return Sought(tag, text, verdicts=verdicts)
        others = vectors[[key for key in sample if not decided[key]][:_OTHERS]]
        elsewhere = vectors[(self._decided & self._set.truth).any(axis=1) & ~decided]
        lesson = learn(examples, vectors[decided & ~carried], np.concatenate([others, elsewhere]), text)
        return Sought(tag, text, lesson.weights, lesson.usual, int(decided.sum()), verdicts)

    def _measure(self, decisions: int) -> Round:
        suggested, truth = self.suggested(), self._set.truth
        many, right = suggested.sum(axis=0), (suggested & truth).sum(axis=0)
        open_ = (truth & ~self._decided).sum()
        shares = np.where(many >= 10, right / np.maximum(many, 1), 1.0)
        worst = int(np.argmin(shares))
        low, high = _bounds(right, many)
        deserving, told = truth.any(axis=1), suggested.any(axis=1)
        untouched = ~self._decided.any(axis=1)
        return Round(
            decisions,
            precision=_share(right.sum(), many.sum()),
            low=low,
            high=high,
            recall=_share(right.sum(), open_),
            coverage=_share((told & deserving & untouched).sum(), (deserving & untouched).sum()),
            strays=_share((told & ~deserving).sum(), (~deserving).sum()),
            suggestions=int(many.sum()),
            tags=int((many > 0).sum()),
            worst_precision=round(float(shares[worst]), 4),
            worst_tag=self._set.tags[worst],
        )


def _bounds(right: NDArray[np.int64], many: NDArray[np.int64]) -> tuple[float, float]:
    tags = np.flatnonzero(many)
    if not len(tags):
        return 0.0, 1.0
    drawn = tags[np.random.default_rng(0).integers(len(tags), size=(_DRAWS, len(tags)))]
    low, high = np.quantile(right[drawn].sum(axis=1) / many[drawn].sum(axis=1), (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def _share(part: float, whole: float) -> float:
    return round(float(part) / max(float(whole), 1.0), 4)
