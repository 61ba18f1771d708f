"""What a label means, learnt from a few documents: logistic regression on their vectors.

Imports scikit-learn where it is used: only the model worker and the measuring command come here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.models.encoder import Vectors

_SOFTNESS = 5.0  # C: with few examples of unit length a larger one follows each of them
_REFUSED = 3.0  # a refusal tells more than a document that nobody looked at
_FOLDS = 4
_USUAL = 0.1
_SPOKEN_FOR = 1.5  # standard deviations

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """`vector @ weights + bias` is positive for documents like the examples.

    `held_out` (n,) says how well it would have judged the examples without having seen them, in standard deviations
    above the mean of all documents, the examples among them: so is a library judged.
    """

    weights: Numbers
    bias: float
    held_out: Numbers

    @property
    def usual(self) -> float:
        """How well it judges a document that belongs."""
        return float(np.quantile(self.held_out, _USUAL))


def learn(examples: Vectors, refused: Vectors, others: Vectors, text: Vectors) -> Lesson:
    """From documents that carry a label (n, d), those that were refused it (r, d), others at random (m, d), which may
    well hold some that should carry it, and the label's own text (d,), which counts as an example. n and m are at
    least 1."""
    beside = _beside(others, text)
    weights, bias = _fit(examples, refused, beside, text)
    held_out = np.zeros(len(examples), np.float32)
    everything = np.concatenate([others, examples])
    for fold in range(min(_FOLDS, len(examples))):
        left = np.arange(len(examples)) % _FOLDS == fold
        w, _ = _fit(examples[~left], refused, beside, text)
        usual = everything @ w
        held_out[left] = (examples[left] @ w - usual.mean()) / max(float(usual.std()), 1e-6)
    return Lesson(weights, bias, held_out)


def _beside(others: Vectors, text: Vectors) -> Vectors:
    """Without those that the label's text speaks for: many of them deserve it, and would teach the opposite."""
    cosines = others @ text
    spoken_for = cosines > cosines.mean() + _SPOKEN_FOR * cosines.std()
    return others if spoken_for.all() else others[~spoken_for]


def _fit(examples: Vectors, refused: Vectors, others: Vectors, text: Vectors) -> tuple[Numbers, float]:
    from sklearn.linear_model import LogisticRegression

    carried = np.r_[np.ones(len(examples)), max(1.0, len(examples) / 4)]
    against = np.r_[np.full(len(refused), _REFUSED), np.ones(len(others))]
    total = len(carried) + len(against)  # both sides weigh the same, as "balanced" would have it
    sample_weight = np.r_[carried / carried.sum(), against / against.sum()] * total / 2
    made = LogisticRegression(C=_SOFTNESS, max_iter=200).fit(
        np.concatenate([examples, text[None], refused, others]),
        np.r_[np.ones(len(carried)), np.zeros(len(against))],
        sample_weight=sample_weight,
    )
    return made.coef_[0].astype(np.float32), float(made.intercept_[0])
