"""How good a model's judgements are, and how sure that is. Pure.

Each measure gives one value for each query or pair; a mean without its interval says little where there are few.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ROUNDS = 1_000

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean, and the bounds between which it lies with 95% confidence (percentile bootstrap, Efron 1979)."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


def figure(values: ArrayLike, random: np.random.Generator) -> Figure:
    """The mean of some values."""
    array = np.asarray(values, dtype=np.float64)
    if not len(array):
        return Figure(math.nan, math.nan, math.nan, 0)
    return _figure(float(array.mean()), len(array), lambda rows: float(array[rows].mean()), random)


def share(hits: int, count: int) -> Figure:
    """How many of `count` trials went well, with the bounds of Wilson (1927): they hold where all or none did, too."""
    from scipy.stats import binomtest

    if not count:
        return Figure(math.nan, math.nan, math.nan, 0)
    bounds = binomtest(hits, count).proportion_ci(method="wilson")
    return Figure(hits / count, float(bounds.low), float(bounds.high), count)


def spearman(said: ArrayLike, truth: ArrayLike, random: np.random.Generator) -> Figure:
    """The rank correlation of what a model says with the truth."""
    from scipy.stats import rankdata

    left, right = rankdata(said), rankdata(truth)
    return _figure(
        float(np.corrcoef(left, right)[0, 1]), len(left),
        lambda rows: float(np.corrcoef(left[rows], right[rows])[0, 1]), random,
    )  # fmt: skip


def better(before: ArrayLike, after: ArrayLike, random: np.random.Generator) -> float:
    """How likely it is that `after` is better on the mean: the share of paired bootstrap samples in which it is. Ties
    count for neither side."""
    gains = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    if not len(gains) or not gains.any():
        return 0.0
    means = gains[random.integers(len(gains), size=(_ROUNDS, len(gains)))].mean(axis=1)
    return float((means > 0).mean())


def ndcg(scores: ArrayLike, labels: ArrayLike, k: int = 10) -> float:
    """nDCG@k of a list that is sorted by `scores`, with gain 2^label - 1 (Burges et al., 2005)."""
    gains = 2.0 ** np.asarray(labels, dtype=np.float64) - 1
    discounts = 1 / np.log2(np.arange(2, min(k, len(gains)) + 2))
    ideal = float((np.sort(gains)[::-1][:k] * discounts).sum())
    found = float((gains[_order(scores)][:k] * discounts).sum())
    return found / ideal if ideal else 0.0


def reciprocal_rank(scores: ArrayLike, labels: ArrayLike) -> float:
    """1 / the place of the first right one."""
    places = np.flatnonzero(np.asarray(labels)[_order(scores)] > 0)
    return 1 / (int(places[0]) + 1) if len(places) else 0.0


def recall(scores: ArrayLike, labels: ArrayLike, k: int) -> float:
    """The share of the right ones among the first k."""
    right = np.asarray(labels)[_order(scores)] > 0
    return float(right[:k].sum() / right.sum()) if right.any() else 0.0


def _order(scores: ArrayLike) -> NDArray[np.intp]:
    return np.argsort(-np.asarray(scores, dtype=np.float64), kind="stable")


def _figure(value: float, count: int, of: Callable[[NDArray[np.intp]], float], random: np.random.Generator) -> Figure:
    found = [of(random.integers(count, size=count)) for _ in range(_ROUNDS)]
    low, high = np.nanquantile(found, [0.025, 0.975])
    return Figure(value, float(low), float(high), count)
