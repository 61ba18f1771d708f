"""How many of the documents found are of each kind, in each folder, of each time: the counts in the side bar. No Qt.

The service counts what it searched; where all that was found is at hand (documents like one), it is counted here.
"""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from desktop.query import DAY, PERIOD_DAYS, Period, Query, admits
from indexer.protocol import Facets, Hit, Results


def of(query: Query, results: Results, roots: Sequence[bytes], now: float) -> Facets:
    return count(query, results.hits, roots, now) if query.is_likeness else results.facets


def count(query: Query, hits: Sequence[Hit], roots: Sequence[bytes], now: float) -> Facets:
    """The counts for hits that are not filtered yet. A group that is filtered counts what it would have without that:
    a choice among kinds goes on showing the kinds not chosen."""

    def left(other: Query) -> list[Hit]:
        filters = other.filters(now)
        return [hit for hit in hits if admits(filters, hit)]

    return Facets(
        kinds=dict(Counter(hit.kind for hit in left(replace(query, kinds=())))),
        folders=dict(
            Counter(folder for hit in left(replace(query, folders=())) for folder in _folders(hit.path, roots))
        ),
        tags=dict(Counter(tag for hit in left(replace(query, tags=())) for tag in hit.tags)),
        periods=dict(
            Counter(
                period.value
                for hit in left(replace(query, period=Period.ANY))
                for period in Period
                if period is not Period.ANY and _within(hit, period, now)
            )
        ),
    )


def of_period(facets: Facets, period: Period) -> int:
    """Any time is the last year and all before it."""
    if period is Period.ANY:
        return facets.periods.get(Period.YEAR, 0) + facets.periods.get(Period.OLDER, 0)
    return facets.periods.get(period, 0)


def _within(hit: Hit, period: Period, now: float) -> bool:
    if period is Period.OLDER:
        return hit.modified < now - PERIOD_DAYS[Period.YEAR] * DAY
    return hit.modified >= now - PERIOD_DAYS[period] * DAY


def _folders(path: bytes, roots: Sequence[bytes]) -> list[bytes]:
    """The watched folder that a file is in, and the folder directly below that."""
    found = []
    for root in roots:
        stem = root.rstrip(os.sep.encode()) + os.sep.encode()
        if path.startswith(stem):
            inside, below, _ = path[len(stem) :].partition(os.sep.encode())
            found += [root, stem + inside] if below else [root]
    return found
