"""How honest is the search about what is not there?

Some labelled sets become one mixed library. It is asked what others ask, about matters that none of its own texts is
about: each of these questions should be answered with "no good match" first. It is also asked what its own sets ask, to
see what that honesty costs: an answer that is held back as a weak match is an answer lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.models.encoder import Encoder
from indexer.models.measures import Figure, figure, share
from indexer.protocol import Search
from indexer.search.measuring.labelled import LabelledSet, plainly, recall, spread
from indexer.search.measuring.trial import Say, Trial, path_of, trial

_TOP = 10


@dataclass(frozen=True, slots=True)
class Honesty:
    """`recall` is recall@10 of the ranking as it is, `kept` of what is shown once weak matches are held back; `cost` is
    the difference of both, question by question. `floor` is the evidence at which a hit is likely, see trust.py."""

    refused: Figure  # share of the absent questions that are told "no good match"
    answerable_refused: Figure  # share of the answerable ones that are told so
    recall: Figure
    kept: Figure
    cost: Figure
    floor: float
    answered: tuple[str, ...]  # absent questions that were not refused, with what was found best


def evaluate(
    library: Sequence[LabelledSet],
    absent: Sequence[LabelledSet],
    encoder: Encoder,
    most_queries: int = 100,
    say: Say = lambda _: None,
    kept: Path | None = None,
) -> Honesty:
    """`library` are the sets that are searched, `absent` those whose questions have no answer there; of each kind of
    question at most so many are asked, as many of each set."""
    foreign = [(each, query) for each, query in spread(absent, most_queries)]
    own = [(each, query) for each, query in spread(library, most_queries)]
    with trial(library, encoder, say, kept) as opened:
        say(f"{len(foreign):,} questions about what is absent, {len(own):,} about what is there …")
        answered = [said for each, query in foreign if (said := _answered(opened, each.queries[query]))]
        losses = [_recalls(opened, each, query) for each, query in own]
        floor = opened.searcher.find(Search("anything")).stage.asked.calibration.floor
    whole, strict = (np.array(column) for column in zip(*(loss[:2] for loss in losses), strict=True))
    random = np.random.default_rng(0)
    return Honesty(
        share(len(foreign) - len(answered), len(foreign)),
        share(sum(refused for _, _, refused in losses), len(losses)),
        figure(whole, random),
        figure(strict, random),
        figure(whole - strict, random),
        floor,
        tuple(answered),
    )


def _answered(opened: Trial, query: str) -> str:
    """What a question is answered with that should have been refused; empty: it was refused."""
    results, _ = opened.search(Search(plainly(query), limit=_TOP))
    if results.no_match:
        return ""
    best = results.hits[0]
    passage = best.passages[0].text if best.passages else best.name
    return f"{query}  →  {best.tier.value}: {' '.join(passage.split())[:100]}"


def _recalls(opened: Trial, labelled: LabelledSet, query: str) -> tuple[float, float, bool]:
    """recall@10 of the ranking, the same of what is left of it without weak matches, and whether there was no match."""
    names = {path_of(labelled.name, name): name for name in labelled.relevant[query]}
    request = Search(plainly(labelled.queries[query]), limit=_TOP, weak=False)
    results, _ = opened.search(request)
    found = opened.searcher.find(request)
    ranking = [found.holders[judged.ranked.document_id][0].path for judged in found.judged[:_TOP]]
    shown = [path for hit in results.hits for path in (hit.path, *hit.near)][:_TOP]
    whole, strict = (
        recall([names.get(path, "") for path in paths], labelled.relevant[query], _TOP) for paths in (ranking, shown)
    )
    return whole, strict, results.no_match
