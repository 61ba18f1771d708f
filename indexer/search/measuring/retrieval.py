"""How good is the ranking?"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.models.encoder import Encoder
from indexer.protocol import Search
from indexer.search.measuring.labelled import LabelledSet, ndcg, plainly, recall, reciprocal_rank
from indexer.search.measuring.trial import Say, Trial, path_of, trial
from indexer.types import Mode

MODES = {"words": Mode.WORDS, "meaning": Mode.MEANING, "fused": Mode.HYBRID}
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries, and warm milliseconds a query, encoding included."""

    ndcg_10: float
    recall_100: float
    mrr_10: float
    p50: float
    p95: float


def evaluate(
    labelled: LabelledSet,
    encoder: Encoder,
    most_queries: int = 500,
    say: Say = lambda _: None,
    kept: Path | None = None,
) -> dict[str, Measured]:
    """words / meaning / fused on one set; of very many queries an even sample is asked."""
    asked = labelled.sample(most_queries)
    with trial([labelled], encoder, say, kept) as opened:
        say(f"{labelled.name}: {len(asked):,} queries …")
        return {name: _measure(opened, labelled, asked, mode) for name, mode in MODES.items()}


def _measure(opened: Trial, labelled: LabelledSet, asked: Sequence[str], mode: Mode) -> Measured:
    ids = {path_of(labelled.name, name): name for name, _, _ in labelled.corpus}
    opened.search(Search(plainly(labelled.queries[asked[0]]), mode, limit=_DEPTH))  # the first one warms
    scores: list[tuple[float, float, float]] = []
    times: list[float] = []
    for query in asked:
        results, milliseconds = opened.search(Search(plainly(labelled.queries[query]), mode, limit=_DEPTH))
        ranking = [ids[path] for hit in results.hits for path in (hit.path, *hit.near)]
        gains = labelled.relevant[query]
        scores.append((ndcg(ranking, gains), recall(ranking, gains), reciprocal_rank(ranking, gains)))
        times.append(milliseconds)
    means = [statistics.fmean(column) for column in zip(*scores, strict=True)]
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Measured(means[0], means[1], means[2], cuts[9], cuts[18])
