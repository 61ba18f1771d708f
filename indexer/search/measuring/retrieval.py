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
_TIMED = 100  # searches with all that a person sees of them: passages, sentences, reasons


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries, and warm milliseconds of a whole search, encoding included."""

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
    searches = [Search(plainly(labelled.queries[query]), mode) for query in asked]
    opened.search(searches[0])  # the first one warms
    times = [opened.search(search)[1] for search in searches[:_TIMED]]
    scores: list[tuple[float, float, float]] = []
    for query, search in zip(asked, searches, strict=True):
        found = opened.searcher.find(search)
        documents = [judged.ranked.document_id for judged in (*found.good, *found.weak)[:_DEPTH]]
        ranking = [ids[found.holders[document][0].path] for document in documents]
        gains = labelled.relevant[query]
        scores.append((ndcg(ranking, gains), recall(ranking, gains), reciprocal_rank(ranking, gains)))
    means = [statistics.fmean(column) for column in zip(*scores, strict=True)]
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Measured(means[0], means[1], means[2], cuts[9], cuts[18])
