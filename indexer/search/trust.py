"""How far a hit can be trusted: strong, likely or weak. Where every hit is weak, the library holds no good match.

Two things speak for a hit: how near its meaning is, and how much of the query its words hold, rare words counting more.
What "near" is differs from model to model, so it is measured: questions with the passages that answer them, and with
the passages that answer other questions, are the ends of the scale.

The limits were set on four libraries, each mixed from three to five labelled sets, with all-MiniLM-L6-v2: of queries
from other sets nine in ten are told that there is no good match, many of the rest not being absent in truth; of queries
whose answer is among the first ten hits, one in twenty-five is told so wrongly.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indexer.models.encoder import Encoder
from indexer.types import Tier

_STRONG, _LIKELY = 1.44, 0.99
_WORDS_WEIGHT = 0.69
_STRONG_NAME, _LIKELY_NAME = 0.8, 0.5  # share of the query that a file's name holds

_PAIRS = (
    ("how long to boil an egg", "Put the eggs into boiling water; soft yolks take six minutes, hard ones about ten."),
    ("signs of an iron deficiency", "Tiredness, pale skin and brittle nails may mean that the body lacks iron."),
    ("when are roses pruned", "Cut the rose bushes back in early spring, before the first buds open."),
    ("what did the French revolution lead to", "After 1789 the monarchy fell, and France became a republic."),
    ("which foods are bad for dogs", "Never give your dog chocolate, grapes or onions: they are poisonous to it."),
    ("explain the offside rule", "A player is offside if he is nearer to the goal line than the ball and a defender."),
    ("who pays for repairs in a rented flat", "The landlord bears the cost of repairs that the tenant did not cause."),
    ("interest on a savings account", "Your deposit earns 2.5 per cent a year, credited to the account each December."),
    ("how does a vaccine protect", "The injection trains the immune system to recognise a virus before it infects."),
    ("change the tyre of a bicycle", "Take the wheel out, lever off the old tube, and pump up the new one in the rim."),
    ("why are there tides", "The pull of the moon makes the sea rise and fall twice a day."),
    ("sort a list in Python", "Call sorted(items, key=...) to get a new list in ascending order."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nearness:
    """The ends of a model's scale: its usual cosine between texts that have nothing in common, and between a question
    and its answer."""

    unrelated: float
    related: float

    def of(self, cosine: float) -> float:
        """0: nothing in common; 1: as near as a question and its answer."""
        return (cosine - self.unrelated) / max(self.related - self.unrelated, 1e-3)


def measure(encoder: Encoder) -> Nearness:
    """Takes as long as two dozen short texts take to encode."""
    questions = encoder.encode_queries([question for question, _ in _PAIRS])
    answers = encoder.encode_passages([answer for _, answer in _PAIRS])
    cosines = questions @ answers.T
    own = np.eye(len(_PAIRS), dtype=bool)
    return Nearness(float(cosines[~own].mean()), float(cosines[own].mean()))


def tier(nearness: float | None, share: float, name: float | None = None) -> Tier:
    """`nearness` as `Nearness.of` has it, None where meaning took no part; `share` of the query's words that the hit
    holds, and `name` that its file name holds, 0 to 1."""
    evidence = 2 * share if nearness is None else nearness + _WORDS_WEIGHT * share
    if evidence >= _STRONG or (name or 0.0) >= _STRONG_NAME:
        return Tier.STRONG
    return Tier.LIKELY if evidence >= _LIKELY or (name or 0.0) >= _LIKELY_NAME else Tier.WEAK


def share(held: set[str], weights: Mapping[str, float]) -> float:
    """The part of the query that a hit holds: `weights` says how rare each of its terms is."""
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / whole if whole else 0.0
