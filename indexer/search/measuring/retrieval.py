"""How good is the ranking?"""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.models.encoder import Encoder
from indexer.models.pairs import Reranker
from indexer.protocol import Results, Search
from indexer.search.measuring.labelled import LabelledSet, ndcg, plainly, recall, reciprocal_rank
from indexer.search.measuring.trial import Say, Trial, path_of, trial
from indexer.types import Mode

MODES = {"words": Mode.WORDS, "meaning": Mode.MEANING, "fused": Mode.HYBRID}
REREAD = "reread"
_DEPTH = 100

Ask = Callable[[Search], tuple[Results, float]]  # results, and the milliseconds that they took


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries, and warm milliseconds a query, encoding included."""

    ndcg_10: float
    recall_100: float
    mrr_10: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the best results again, and how many milliseconds a query that may take; 0: to the end."""

    reranker: Reranker
    milliseconds: int = 0


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
        found = {name: _measure(opened.search, labelled, asked, mode) for name, mode in MODES.items()}
        if reading is not None:
            found[REREAD] = _measure(_rereading(opened, reading), labelled, asked, Mode.HYBRID)
        return found


def _rereading(opened: Trial, reading: Reading) -> Ask:
    """The milliseconds are those of reading again; the search before it was answered by then."""

    def ask(request: Search) -> tuple[Results, float]:
        opened.search(request)
        start = time.perf_counter()
        until = start + reading.milliseconds / 1000 if reading.milliseconds else math.inf
        results = opened.searcher.refine(request, reading.reranker, lambda: time.perf_counter() > until)
        return results, (time.perf_counter() - start) * 1000

    return ask


def _measure(ask: Ask, labelled: LabelledSet, asked: Sequence[str], mode: Mode) -> Measured:
    ids = {path_of(labelled.name, name): name for name, _, _ in labelled.corpus}
    ask(Search(plainly(labelled.queries[asked[0]]), mode, limit=_DEPTH))  # the first one warms
    scores: list[tuple[float, float, float]] = []
    times: list[float] = []
    for query in asked:
        results, milliseconds = ask(Search(plainly(labelled.queries[query]), mode, limit=_DEPTH))
        ranking = [ids[path] for hit in results.hits for path in (hit.path, *hit.near)]
        gains = labelled.relevant[query]
        scores.append((ndcg(ranking, gains), recall(ranking, gains), reciprocal_rank(ranking, gains)))
        times.append(milliseconds)
    means = [statistics.fmean(column) for column in zip(*scores, strict=True)]
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Measured(means[0], means[1], means[2], cuts[9], cuts[18])
