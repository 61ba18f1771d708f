"""How many of the documents found are of each kind, in each folder, of each time: the counts in the side bar. No Qt."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desktop.query import DAY, PERIOD_DAYS, Period, Query
from indexer.protocol import Hit


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts over the hits at hand. `question` is what they answer, without its filters."""

    question: Query
    kinds: dict[str, int] = field(default_factory=dict)
    folders: dict[bytes, int] = field(default_factory=dict)
    periods: dict[Period, int] = field(default_factory=dict)


def question_of(query: Query) -> Query:
    return replace(query.unfiltered(), order=Query().order)


def count(query: Query, hits: Sequence[Hit], roots: Sequence[bytes], now: float, before: Facets | None) -> Facets:
    """The counts for these hits.

    A filter narrows the other counts, but a choice among kinds must go on showing the kinds not chosen: a group that is
    filtered keeps the counts that it had `before`, as long as the question is the same.
    """
    question = question_of(query)
    kept = before if before is not None and before.question == question else None
    kinds = dict(Counter(hit.kind for hit in hits))
    folders = {root: sum(hit.path.startswith(root.rstrip(b"/") + b"/") for hit in hits) for root in roots}
    periods = {period: sum(_within(hit, period, now) for hit in hits) for period in Period}
    return Facets(
        question,
        kept.kinds if kept and query.kinds else kinds,
        kept.folders if kept and query.folders else folders,
        kept.periods if kept and query.period is not Period.ANY else periods,
    )


def _within(hit: Hit, period: Period, now: float) -> bool:
    if period is Period.OLDER:
        return hit.modified < now - PERIOD_DAYS[Period.YEAR] * DAY
    return period not in PERIOD_DAYS or hit.modified >= now - PERIOD_DAYS[period] * DAY
