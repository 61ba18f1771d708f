"""Which tags a document may deserve, and how sure that is. Pure: vectors in, confidences out.

A target that nobody has taught is judged by its text alone: by how far a document's cosine with it is above what is
usual in the library, and above the cosines with all other targets. What that is worth was measured on labelled sets.

A target that was taught (see `models/tagger.py`) is judged by what was learnt as well, and how sure that makes is
measured on the library itself: the held-out scores of the examples say which share r(u) of what belongs to targets
scores u or more, the library says how many N(u) score so. Were the best ones all right, at least pi = min N/r would
belong; so pi * r(u) / N(u) of those above u do (Elkan and Noto 2008; Blanchard, Lee and Scott 2010). All taught
targets share this curve, since each has few examples. Then a person's verdicts on earlier suggestions shift each target
by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

LEAST = 0.95  # confidence at which something is suggested; with it at least 0.90 of the suggestions were right
LEARNS_FROM = 5  # decisions, from which on a target is judged by them
UNTAUGHT = 10  # suggestions for a target that nobody has taught yet: they ask for its first lesson

# Logit of a target that nobody has taught, from labelled sets other than those that are reported (see `evaluate tags`).
_APART, _UNUSUAL, _MORE_UNUSUAL, _BIAS = 10.8, 0.589, 0.494, -2.516
_UNTAUGHT_AT = 0.90  # where it is sure enough; stretched to `LEAST`
_FAR, _FARTHER = 0.15, 2.0  # beyond, a lead over other targets says no more: in cosines, in standard deviations

_TEXT, _LEAD = 0.6, 0.75  # how much a target's text and its lead count beside what was learnt
_SEEN = 0.15  # share of the held-out examples that the best scores must hold before they are trusted to be right
_FEWEST = 5  # held-out examples for a curve


@dataclass(frozen=True, slots=True)
class Verdict:
    """A suggestion that a person has decided about, and how sure it was."""

    confidence: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """A target: `text` (d,) is what it is about. What was learnt is None while too little is known: `weights` (d,),
    the examples' vectors (n, d), and how those were judged without having been seen (n,)."""

    target_id: int
    text: Array
    weights: Array | None = None
    examples: Array | None = None
    held_out: Array | None = None
    verdicts: Sequence[Verdict] = field(default=())

    @property
    def taught(self) -> bool:
        return self.weights is not None


class Yardstick:
    """Judges documents by targets, against a sample of the library's documents (m, d)."""

    def __init__(self, sought: Sequence[Sought], sample: Array) -> None:
        self.sought = tuple(sought)
        self._taught = np.array([target.taught for target in sought], bool)
        self._texts = _Column(np.stack([target.text for target in sought], axis=1), sample)
        self._learnt = _Column(np.stack([_direction(target) for target in sought], axis=1), sample)
        self._shifts = np.array([_shift(target.verdicts) for target in sought], np.float32)
        self._curve = self._measure(sample)

    def confidence(self, documents: Array) -> Array:
        """(n, targets) from the documents' vectors (n, d)."""
        untaught = self._untaught(documents)
        taught = self._curve.at(self._taught_scores(documents))
        return _sigmoid(_logit(np.where(self._taught, taught, untaught)) + self._shifts)

    def direction(self, index: int) -> Array:
        """(d,) along which a passage speaks for a target."""
        target = self.sought[index]
        return target.text if target.weights is None else _unit(target.text + _unit(target.weights))

    def _untaught(self, documents: Array) -> Array:
        cosines, unusual = self._texts.raw(documents), self._texts.standard(documents)
        logit = (
            _APART * _lead(cosines, _FAR) + _UNUSUAL * unusual + _MORE_UNUSUAL * _lead(unusual, _FARTHER) + _BIAS
        )
        return _sigmoid(logit + _logit(LEAST) - _logit(_UNTAUGHT_AT))

    def _taught_scores(self, documents: Array) -> Array:
        evidence = self._learnt.standard(documents) + _TEXT * self._texts.standard(documents)
        return evidence + _LEAD * _lead(np.where(self._taught, evidence, -np.inf), _FARTHER)

    def _measure(self, sample: Array) -> "Curve":
        held_out = []
        for at in np.flatnonzero(self._taught):
            target = self.sought[at]
            assert target.examples is not None
            assert target.held_out is not None
            evidence = self._learnt.standard(target.examples) + _TEXT * self._texts.standard(target.examples)
            evidence[:, at] = target.held_out + _TEXT * self._texts.standard(target.examples)[:, at]
            lead = _lead(np.where(self._taught, evidence, -np.inf), _FARTHER)[:, at]
            held_out.append(evidence[:, at] + _LEAD * lead)
        scores = self._taught_scores(sample)[:, self._taught]
        return Curve.of(np.concatenate(held_out), scores.ravel()) if held_out else Curve()


@dataclass(frozen=True, slots=True)
class Curve:
    """From a score to the share of right ones among all that score as much: `scores` rise, and so do `shares`."""

    scores: Array = field(default_factory=lambda: np.zeros(0, np.float32))
    shares: Array = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def of(cls, held_out: Array, library: Array) -> "Curve":
        """From the held-out scores of examples and the scores of all pairs of document and target."""
        if len(held_out) < _FEWEST:
            return cls()
        scores = np.unique(np.quantile(held_out, np.linspace(0.0, 1.0, 60))).astype(np.float32)
        reached = np.array([(held_out >= score).mean() for score in scores])
        many = np.array([(library >= score).sum() for score in scores])
        belonging = (many / reached)[reached >= _SEEN].min()
        shares = belonging * reached / np.maximum(many, 1)
        return cls(scores, np.maximum.accumulate(np.clip(shares, 0.0, 0.99)).astype(np.float32))

    def at(self, scores: Array) -> Array:
        if not len(self.scores):
            return np.zeros_like(scores)
        return np.interp(scores, self.scores, self.shares, left=0.0).astype(np.float32)


class _Column:
    """Dot products with directions (d, targets), and how unusual they are in a sample of the library."""

    def __init__(self, directions: Array, sample: Array) -> None:
        self._directions = directions
        usual = sample @ directions
        self._mean, self._deviation = usual.mean(axis=0), np.maximum(usual.std(axis=0), 1e-6)

    def raw(self, documents: Array) -> Array:
        return documents @ self._directions

    def standard(self, documents: Array) -> Array:
        return np.asarray((self.raw(documents) - self._mean) / self._deviation, np.float32)


def _direction(target: Sought) -> Array:
    return np.zeros_like(target.text) if target.weights is None else target.weights


def _lead(scores: Array, most: float) -> Array:
    """How far each target is ahead of the best other one, or behind, at most `most`; alone it is ahead."""
    if scores.shape[1] < 2:
        return np.full_like(scores, most)
    two = np.partition(scores, -2, axis=1)[:, -2:]
    best, second = two.max(axis=1, keepdims=True), two.min(axis=1, keepdims=True)
    other = np.where(scores >= best, second, best)
    with np.errstate(invalid="ignore"):  # two that are not in the race
        return np.clip(np.nan_to_num(scores - other, nan=0.0, posinf=most, neginf=-most), -most, most)


def _shift(verdicts: Sequence[Verdict]) -> float:
    """By how much a person's verdicts move a target's logit: the most likely shift, given that it is about 0 +- 1."""
    logits = _logit(np.array([verdict.confidence for verdict in verdicts], np.float32))
    accepted = np.array([verdict.accepted for verdict in verdicts], np.float32)
    shift = 0.0
    for _ in range(20 if len(verdicts) else 0):  # Newton's steps; it is concave
        likely = _sigmoid(logits + shift)
        shift += float(((accepted - likely).sum() - shift) / ((likely * (1 - likely)).sum() + 1.0))
    return min(shift, 0.0)  # praise makes nothing surer than it was measured to be


def _sigmoid(logits: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), np.float32)


def _logit(shares: Array | float) -> Array:
    held = np.clip(shares, 1e-6, 0.99)
    return np.asarray(np.log(held / (1.0 - held)), np.float32)


def _unit(vector: Array) -> Array:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
