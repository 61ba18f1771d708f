"""How good is the ranking?"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.models.encoder import Encoder
from indexer.models.pairs import Reranker
from indexer.protocol import Search
from indexer.search.measuring.labelled import LabelledSet, ndcg, plainly, recall, reciprocal_rank
from indexer.search.measuring.trial import Say, Trial, path_of, trial
from indexer.search.searcher import Found
from indexer.types import Mode

MODES = {"words": Mode.WORDS, "meaning": Mode.MEANING, "fused": Mode.HYBRID}
RERANKED = "reranked"
_DEPTH = 100
_TIMED = 100  # searches with all that a person sees of them: passages, sentences, reasons


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries, and warm milliseconds of a whole search, encoding included."""

    ndcg_10: float
    recall_100: float
    mrr_10: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the best results again, and how many milliseconds that may take for one query, as in the app."""

    reranker: Reranker
    milliseconds: int

    def settle(self, opened: Trial, search: Search) -> Found:
        found = opened.searcher.find(search)
        until = time.monotonic() + self.milliseconds / 1000
        return opened.searcher.reread(found, self.reranker, lambda: time.monotonic() > until)[0]


def evaluate(
    labelled: LabelledSet,
    encoder: Encoder,
    most_queries: int = 500,
    say: Say = lambda _: None,
    kept: Path | None = None,
    reading: Reading | None = None,
) -> dict[str, Measured]:
    """words / meaning / fused on one set, and what becomes of fused when it is read again; of very many queries an even
    sample is asked."""
    asked = labelled.sample(most_queries)
    with trial([labelled], encoder, say, kept) as opened:
        say(f"{labelled.name}: {len(asked):,} queries …")
        find = opened.searcher.find
        measured = {name: _measure(opened, labelled, asked, mode, find) for name, mode in MODES.items()}
        if reading is not None:
            settle = partial(reading.settle, opened)
            measured[RERANKED] = _measure(opened, labelled, asked, Mode.HYBRID, settle)
        return measured


def _measure(
    opened: Trial, labelled: LabelledSet, asked: Sequence[str], mode: Mode, find: Callable[[Search], Found]
) -> Measured:
    ids = {path_of(labelled.name, name): name for name, _, _ in labelled.corpus}
    searches = [Search(plainly(labelled.queries[query]), mode) for query in asked]
    find(searches[0])  # the first one warms
    times = [_milliseconds(opened, search, find) for search in searches[:_TIMED]]
    scores: list[tuple[float, float, float]] = []
    for query, search in zip(asked, searches, strict=True):
        found = find(search)
        documents = [judged.ranked.document_id for judged in (*found.good, *found.weak)[:_DEPTH]]
        ranking = [ids[found.holders[document][0].path] for document in documents]
        gains = labelled.relevant[query]
        scores.append((ndcg(ranking, gains), recall(ranking, gains), reciprocal_rank(ranking, gains)))
    means = [statistics.fmean(column) for column in zip(*scores, strict=True)]
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Measured(means[0], means[1], means[2], cuts[9], cuts[18])


def _milliseconds(opened: Trial, search: Search, find: Callable[[Search], Found]) -> float:
    """Of all that a person waits for: what is found, and what is shown of it."""
    started = time.perf_counter()
    found = find(search)
    opened.searcher.results(search, found, opened.searcher.hits(search, found), started)
    return (time.perf_counter() - started) * 1000
