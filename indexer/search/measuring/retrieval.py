"""How good is the ranking?"""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.models.encoder import Encoder
from indexer.models.measures import Figure, figure
from indexer.models.pairs import Reranker
from indexer.protocol import Search
from indexer.search.measuring.labelled import LabelledSet, ndcg, plainly, recall, reciprocal_rank
from indexer.search.measuring.trial import Say, Trial, path_of, trial
from indexer.types import Mode

MODES = {"words": Mode.WORDS, "meaning": Mode.MEANING, "fused": Mode.HYBRID}
RERANKED = "reranked"
_DEPTH = 100
_SEED = 7  # of what the intervals are drawn with
_TIMED = 100  # searches with all that a person sees of them: passages, sentences, reasons


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries with their 95% intervals, and warm milliseconds of a whole search, encoding included."""

    ndcg_10: Figure
    recall_100: Figure
    mrr_10: Figure
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the best results again, and how many milliseconds a query that may take; 0: to the end."""

    reranker: Reranker
    milliseconds: int = 0

    def stop(self) -> Callable[[], bool]:
        until = time.perf_counter() + self.milliseconds / 1000 if self.milliseconds else math.inf
        return lambda: time.perf_counter() > until


def evaluate(
    labelled: LabelledSet,
    encoder: Encoder,
    most_queries: int = 500,
    say: Say = lambda _: None,
    kept: Path | None = None,
    reading: Reading | None = None,
) -> dict[str, Measured]:
    """words / meaning / fused, and read again, on one set; of very many queries an even sample is asked."""
    asked = labelled.sample(most_queries)
    with trial([labelled], encoder, say, kept) as opened:
        say(f"{labelled.name}: {len(asked):,} queries …")
        found = {name: _measure(opened, labelled, asked, mode) for name, mode in MODES.items()}
        if reading is not None:
            found[RERANKED] = _measure(opened, labelled, asked, Mode.HYBRID, reading)
        return found


def _measure(
    opened: Trial, labelled: LabelledSet, asked: Sequence[str], mode: Mode, reading: Reading | None = None
) -> Measured:
    ids = {path_of(labelled.name, name): name for name, _, _ in labelled.corpus}
    searches = [Search(plainly(labelled.queries[query]), mode) for query in asked]
    opened.search(searches[0])  # the first one warms
    times = [_time(opened, search, reading) for search in searches[:_TIMED]]
    scores: list[tuple[float, float, float]] = []
    for query, search in zip(asked, searches, strict=True):
        found = opened.searcher.find(search)
        if reading is not None:
            found, _ = opened.searcher.again(found, reading.reranker, reading.stop())
        documents = [judged.ranked.document_id for judged in (*found.good, *found.weak)[:_DEPTH]]
        ranking = [ids[found.holders[document][0].path] for document in documents]
        gains = labelled.relevant[query]
        scores.append((ndcg(ranking, gains), recall(ranking, gains), reciprocal_rank(ranking, gains)))
    ndcgs, recalls, ranks = (figure(column, np.random.default_rng(_SEED)) for column in zip(*scores, strict=True))
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Measured(ndcgs, recalls, ranks, cuts[9], cuts[18])


def _time(opened: Trial, search: Search, reading: Reading | None) -> float:
    """Milliseconds of a search; of reading again what it found, where somebody does."""
    _, milliseconds = opened.search(search)
    if reading is not None:
        start = time.perf_counter()
        opened.searcher.refine(search, reading.reranker, reading.stop())
        milliseconds = (time.perf_counter() - start) * 1000
    return milliseconds
