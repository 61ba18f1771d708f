"""Which tags a document may deserve, and how sure that is. Pure: vectors in, confidences out.

A target that nobody has taught is judged by its text alone: by how unusual a document's cosine with it is in this
library, and beside the document's cosines with everyday subjects, by how far it is ahead of all other targets, and by
whether the document names it. It stays blank where no few documents stand out: "home" or "work" is a little in many of
them, and no more in the first ones than an everyday subject is. What a person called so, by the name of a file or a
folder, deserves it sooner. A target that was taught (see `models/tagger.py`) is judged by what was learnt as well: how
unusual that finds the document, how far it is ahead, and how it compares with the target's own examples, each judged
without having been seen. The fewer decisions taught it, the more its text counts, too, where that speaks against.

None of this depends on how a model scales its cosines. What it is worth was measured on labelled sets, other ones than
those that are reported (`wherein evaluate tags`), as logistic models, one for each kind of target. A person's verdicts
on suggestions then shift the library, and each target in it, to where the suggestions are as right as they say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

LEAST = 0.95  # confidence at which something is suggested
RIGHT = 0.90  # how many of these suggestions are to be right at least
LEARNS_FROM = 5  # decisions, from which on a target is judged by them
UNTAUGHT = 10  # suggestions at a time for a target that nobody has taught yet: they ask for its first lesson

# The logistic models, for targets without and with a lesson, and the probability at which each is sure enough. The one
# for lessons was fitted on libraries of 120 to 1,500 documents, in half of which half deserve no tag; more of what it
# weighs never makes it less sure.
_EVIDENCE = (
    *("text ahead (cosine)", "text", "text ahead", "text, beside everyday subjects", "named"),
    *("lesson", "lesson ahead", "lesson, beside its examples", "1"),
)
_BY_TEXT = np.array([6.59, 0.354, 0.447, 0.061, 0.822, 0.0, 0.0, 0.0, -1.937], np.float32)
_BY_LESSON = np.array([2.34, 0.0, 0.305, 0.097, 0.0, 0.678, 0.236, 0.364, -2.274], np.float32)
_SURE_BY_TEXT, _SURE_BY_LESSON = 0.85, 0.92
# What a lesson loses per logit that its text lacks, times the decisions that taught it: chosen on other sets than those
# that are reported. And how unusual a target's own examples are taken to be at least: a lesson that did not recognise
# them would find much that compares well with them.
_DOUBT, _RECOGNISED = 2.5, 2.0
# How far a tag's peaks lie above those of everyday subjects, in standard deviations, if it stands out, and what it
# loses in logits if not: chosen leaving each labelled set out in turn. What a person's own names add was not measured:
# no set has folders.
_STANDS_OUT, _FLAT = 0.9, 2.0
_CALLED = 3.0
_SAME = 0.95  # of all pairs of everyday subjects; chosen on described rules beside the tags of four labelled sets
TEMPLATES = ("This text is about {}.", "The subject of this text is {}.")  # of what may follow from a passage
# How much what was read counts beside the vectors, in logits; fitted on labelled sets, other ones than those reported.
_READ, _READ_USUAL, _READ_MOST = 0.23, 0.0, 4.0
_FEW = 50  # documents of which half is told by the whole sample, and half by its lower half
_FAR, _FARTHER = 0.15, 2.0  # beyond, being ahead says no more: in cosines, in standard deviations


@dataclass(frozen=True, slots=True)
class Verdict:
    """A suggestion that a person has decided about, and how sure it was before any verdict shifted it."""

    unshifted: float
    accepted: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """A target: `text` (d,) is what it is about. `weights` (d,) is what was learnt from `decisions`, and `usual` how
    unusual that found its own examples when it had not seen them; None while too little is known. `verdicts` are all
    that a person gave, those on what the text alone suggested too: where its text misled, a target is suggested with
    care. `beside` are targets that it is not compared with: a document may well deserve both."""

    target_id: int
    text: Array
    weights: Array | None = None
    usual: float = 0.0
    decisions: int = 0
    verdicts: Sequence[Verdict] = field(default=())
    beside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """(documents, targets) each: how sure it is that a document deserves a target, with a person's verdicts and before
    them."""

    confidence: Array
    unshifted: Array


class Yardstick:
    """Judges documents by targets, against a sample of the library's documents (m, d) and everyday subjects (e, d)."""

    def __init__(self, sought: Sequence[Sought], sample: Array, everyday: Array) -> None:
        self.sought, self._everyday = tuple(sought), everyday
        self._taught = np.array([target.weights is not None for target in sought], bool)
        self._usual = np.array([max(target.usual, _RECOGNISED) for target in sought], np.float32)
        self._texts = _Column(np.stack([target.text for target in sought], axis=1), sample)
        self._learnt = _Column(np.stack([_weights(target) for target in sought], axis=1), sample)
        usual = _Column(everyday.T, sample).peaks
        self._stand_out = self._texts.peaks > usual.mean() + _STANDS_OUT * usual.std()
        self._rivals = np.array([[a is not b and b.target_id not in a.beside for b in sought] for a in sought], bool)
        decisions = np.array([target.decisions for target in sought], np.float32)
        self._doubt = _DOUBT / np.maximum(decisions, 1)
        self._shifts = np.zeros(len(sought), np.float32)
        for kind in (self._taught, ~self._taught):
            self._shifts[kind] = shifts([sought[int(at)].verdicts for at in np.flatnonzero(kind)])

    def judge(self, documents: Array, named: Array, called: Array) -> Judged:
        """By the documents' vectors (n, d), whether each names each target, and how clearly a person called it so (both
        (n, targets), see `wordings`)."""
        evidence = self.evidence(documents, named)
        beyond = evidence @ _BY_TEXT - _logit(_SURE_BY_TEXT)
        untaught = beyond + _logit(LEAST) + np.where(called > 0, _CALLED * called, -_FLAT * ~self._stand_out)
        taught = evidence @ _BY_LESSON + _logit(LEAST) - _logit(_SURE_BY_LESSON) + self._doubt * np.minimum(beyond, 0)
        logits = np.where(self._taught, taught, untaught)
        return Judged(_sigmoid(logits + self._shifts), _sigmoid(logits))

    def evidence(self, documents: Array, named: Array) -> Array:
        """(n, targets, 9): what the logistic models weigh, as `_EVIDENCE` names it."""
        cosines, unusual, learnt = (
            self._texts.raw(documents),
            self._texts.standard(documents),
            self._learnt.standard(documents),
        )
        in_race = np.where(self._taught, learnt, -np.inf)
        columns = (
            _ahead(cosines, _FAR, self._rivals),
            unusual,
            _ahead(unusual, _FARTHER, self._rivals),
            _beside(cosines, documents @ self._everyday.T),
            named,
            learnt,
            _ahead(in_race, _FARTHER, self._rivals),
            learnt - self._usual,
            np.ones_like(learnt),
        )
        return np.stack(columns, axis=-1)

    def is_taught(self, index: int) -> bool:
        return bool(self._taught[index])

    def direction(self, index: int) -> Array:
        """(d,) along which a passage speaks for a target."""
        target = self.sought[index]
        return target.text if target.weights is None else _unit(target.text + _unit(target.weights))


def mean_the_same(texts: Array, everyday: Array) -> NDArray[np.bool_]:
    """(n, n): which of the texts (n, d) are nearer to each other than nearly any two everyday subjects (e, d)."""
    usual = (everyday @ everyday.T)[np.triu_indices(len(everyday), 1)]
    return np.asarray(texts @ texts.T > np.quantile(usual, _SAME))


def statements(text: str) -> list[str]:
    """What would follow from a passage that deserves a target whose text is this."""
    return [template.format(text.strip().rstrip(".")) for template in TEMPLATES]


def having_read(shares: Array, likely: Array) -> Array:
    """Confidences, after a model has read the passage beside the target's text: `likely` says whether it is about it,
    NaN where that was not asked."""
    said = _READ * np.clip(_logit(np.nan_to_num(likely, nan=0.5)) - _READ_USUAL, -_READ_MOST, _READ_MOST)
    return _sigmoid(_logit(shares) + np.where(np.isnan(likely), 0.0, said))


def worth_reading(least: float = LEAST) -> float:
    """The confidence below which nothing that is read could lift a suggestion to `least`."""
    return float(_sigmoid(_logit(least) - _READ * (_READ_MOST - _READ_USUAL)))


def shifts(verdicts: Sequence[Sequence[Verdict]]) -> Array:
    """By how much a person's verdicts move the logits of targets of one kind: all of them together, then each by
    itself; the most likely shifts, given that they are about 0 +- 1. A few suggestions that were all right say little:
    what makes surer counts less by its standard deviation."""
    everywhere = _shift([verdict for of_target in verdicts for verdict in of_target], 0.0)
    return np.array([everywhere + _shift(of_target, everywhere) for of_target in verdicts], np.float32)


def _shift(verdicts: Sequence[Verdict], before: float) -> float:
    claimed = _logit(np.array([verdict.unshifted for verdict in verdicts], np.float32)) - _logit(LEAST) + _logit(RIGHT)
    logits = claimed + before
    accepted = np.array([verdict.accepted for verdict in verdicts], np.float32)
    shift, curvature = 0.0, 1.0
    for _ in range(20 if len(verdicts) else 0):  # Newton's steps; what they climb is concave
        likely = _sigmoid(logits + shift)
        curvature = float((likely * (1 - likely)).sum()) + 1.0
        step = (float((accepted - likely).sum()) - shift) / curvature
        shift += min(max(step, -0.5), 0.5)
    return shift if shift < 0 else max(shift - curvature**-0.5, 0.0)


class _Column:
    """Dot products with directions (d, targets), and how unusual they are in a sample of the library. `peaks` are high
    for directions in which a few documents lie far out and the others do not."""

    def __init__(self, directions: Array, sample: Array) -> None:
        self._directions = directions
        self._mean, self._deviation = _usual(sample @ directions)
        self.peaks = (self.standard(sample) ** 4).mean(axis=0)  # (targets,)

    def raw(self, documents: Array) -> Array:
        return documents @ self._directions

    def standard(self, documents: Array) -> Array:
        return np.asarray((self.raw(documents) - self._mean) / self._deviation, np.float32)


def _usual(scores: Array) -> tuple[Array, Array]:
    """The mean and standard deviation (targets,) of what documents score that have nothing to do with a target, from
    the scores (m, targets) of a sample.

    Among a few documents those that do deserve it are a large part of the sample: three of twenty could not be ahead
    of the mean by more than 2.4 deviations, however near they were. So the smaller a sample is, the more is told by its
    lower half alone, as if the upper one were its reflection.
    """
    middle = np.median(scores, axis=0)
    below = np.sqrt(np.square(np.minimum(scores - middle, 0)).sum(axis=0) / (scores <= middle).sum(axis=0))
    trust = len(scores) / (len(scores) + _FEW)
    mean = trust * scores.mean(axis=0) + (1 - trust) * middle
    deviation = trust * scores.std(axis=0) + (1 - trust) * below
    return np.asarray(mean, np.float32), np.asarray(np.maximum(deviation, 1e-6), np.float32)


def _beside(cosines: Array, everyday: Array) -> Array:
    """How many standard deviations a document is nearer to a target than to everyday subjects."""
    usual, deviation = everyday.mean(axis=1, keepdims=True), everyday.std(axis=1, keepdims=True)
    return np.asarray((cosines - usual) / np.maximum(deviation, 1e-6), np.float32)


def _weights(target: Sought) -> Array:
    return np.zeros_like(target.text) if target.weights is None else target.weights


def _ahead(scores: Array, most: float, rivals: NDArray[np.bool_]) -> Array:
    """How far each target is ahead of the best of its rivals (row `rivals[target]`), or behind, at most `most`; one
    that has none is ahead."""
    best = np.full_like(scores, -np.inf)
    for target, others in enumerate(rivals):
        if others.any():
            best[:, target] = scores[:, others].max(axis=1)
    with np.errstate(invalid="ignore"):  # two that are not in the race
        lead = scores - best
    return np.asarray(np.clip(np.nan_to_num(lead, nan=0.0, posinf=most, neginf=-most), -most, most), np.float32)


def _sigmoid(logits: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), np.float32)


def _logit(shares: Array | float) -> Array:
    held = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1.0 - held)), np.float32)


def _unit(vector: Array) -> Array:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)
