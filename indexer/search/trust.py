"""How far a hit can be trusted: strong, likely or weak. Where every hit is weak, the library holds no good match.

Two things speak for a hit: how near its meaning is, and how much of the query its words hold, rare words counting more.
How much of that chance brings depends on the model and on the library, so both are measured:

- the model: questions with the passages that answer them, and with those that answer others, are the ends of its scale;
- the library: what it offers to questions about everyday things, most of which no library is about. The larger and the
  more varied it is, the nearer comes something by chance.

The floor is the evidence at which there is an answer. It lies above what most of those questions are offered, by some
of their spreads, and by a third of the way from nothing in common to an answer at the least: what experts ask is nearer
to all that experts write than everyday questions are. In a large library a matter is seldom told of once: the floor is
for the mean of the three best. One alone is an answer where it is above by more, the more chance brings. In six
libraries mixed of labelled sets, which its figures were chosen on, that refuses 96.0 % of the questions about other
matters, and 2.4 % of their own; the best one against a floor of its own, 94.5 % and 2.9 %. How far the best is from
the usual or from the tenth, how much words and meaning agree, and how rare a missing word is, all told far less.

Where there is an answer, what comes near it is likely, too: held to the same floor, up to a tenth of what is relevant
would be held back. `evaluate absent` measures both.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from indexer.models.encoder import Encoder
from indexer.types import Tier

_WORDS_WEIGHT = 0.69  # of evidence, beside the nearness
_ABOVE_CHANCE = 2.5  # standard deviations (robust) over the median probe where a hit is likely
_AT_LEAST = 0.35  # over it
_LOWEST, _HIGHEST = 0.5, 0.88  # the floor stays between them; the probes may be what the library is about
_BESIDE, _RELATED = 0.2, 0.65  # so far below the floor a hit may be that stands beside one above it, but not below this
_TOGETHER = 3  # that reach the floor on the mean
_ALONE = 0.53  # one by itself has to be above the floor by this share of what chance has put on it
_WORDS_FLOOR = 0.96  # where meaning takes no part
_STRONG = 0.45  # above the floor
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


PROBES = (
    "how long to boil an egg", "train times from Madrid to Seville", "symptoms of an iron deficiency",
    "who won the chess tournament", "pruning roses in spring", "changing the tyre of a bicycle",
    "interest on a savings account", "the causes of the French revolution", "learning to play the violin",
    "what dogs should not eat", "how volcanoes form", "rules of offside in football",
    "removing red wine from a carpet", "the life of a medieval monk", "lenses for portrait photography",
    "knitting a scarf for beginners", "treaty that ended the war", "migration of birds in autumn",
    "painting a wooden fence", "choosing a primary school", "how a vaccine works", "poems about the sea",
    "fuel consumption of small cars", "tides and the moon", "visa for a student exchange", "how bees make honey",
    "a fair price for a used piano", "winter tyres and snow chains", "the plot of Hamlet",
    "growing tomatoes on a balcony", "treatment of a sprained ankle", "how a combustion engine works",
    "recipe for pancakes", "opening hours of the swimming pool", "inheritance tax between siblings",
    "stars in the southern sky", "camping with small children", "how to fold a paper crane",
    "history of the printing press", "causes of migraine", "rules for a game of poker", "feeding a newborn",
    "repairing a leaking tap", "the climate of Patagonia", "learning Spanish verbs", "ingredients of a shampoo",
    "life of Frida Kahlo", "how plastic is recycled",
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


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to judge hits of one library with one model. `floor` is the evidence at which a hit is likely."""

    nearness: Nearness
    floor: float = _HIGHEST

    def evidence(self, cosine: float | None, share: float) -> float:
        """`share` of the query's words that the hit holds, 0 to 1; `cosine` None: its meaning is not known yet."""
        if cosine is None:
            return evidence_of_words(share)
        return self.nearness.of(cosine) + _WORDS_WEIGHT * share


WORDS_ONLY = Calibration(Nearness(0.0, 1.0), _WORDS_FLOOR)


def evidence_of_words(share: float) -> float:
    """Where meaning takes no part, half of the words make a hit likely, and nearly three quarters a strong one."""
    return 2 * share


def together(evidence: Sequence[float]) -> float:
    """How much the best hits speak for it that their matter is there."""
    return sum(sorted(evidence)[-_TOGETHER:]) / _TOGETHER


def is_there(evidence: Sequence[float], floor: float, has_meaning: bool) -> bool:
    """Whether hits with this evidence hold an answer."""
    best = max(evidence, default=0.0)
    if not has_meaning:
        return best >= floor
    return best >= floor + _ALONE * (floor - _LOWEST) or together(evidence) >= floor


def floor_of(evidence: Sequence[float]) -> float:
    """The floor of a library, from what the best hits of each probe say together."""
    median = float(np.median(evidence))
    spread = 1.4826 * float(np.median(np.abs(np.array(evidence) - median)))
    return min(max(median + max(_ABOVE_CHANCE * spread, _AT_LEAST), _LOWEST), _HIGHEST)


def beside(floor: float) -> float:
    """The floor for hits of a query that has an answer."""
    return min(floor, max(floor - _BESIDE, _RELATED))


def tier(evidence: float, floor: float, name: float | None = None) -> Tier:
    """`name` is the share of the query that the file's name holds, 0 to 1."""
    if evidence >= floor + _STRONG or (name or 0.0) >= _STRONG_NAME:
        return Tier.STRONG
    return Tier.LIKELY if evidence >= floor or (name or 0.0) >= _LIKELY_NAME else Tier.WEAK


def share(held: Set[str], weights: Mapping[str, float]) -> float:
    """The part of the query that a hit holds: `weights` says how rare each of its terms is."""
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / whole if whole else 0.0
