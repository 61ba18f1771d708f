"""How good is a model by itself? Labelled pairs, lists and inferences, each figure with its 95% interval.

    sts      {text1, text2, label}            does the cosine rise with how alike people found two texts?
    rerank   {query, positives, negatives}    do the passages that answer come before those that do not?
    nli      {premise, hypothesis, label}     is it seen what follows, what may be, and what cannot be?

Files hold one such object a line, and may end in `.gz`.
"""

import gzip
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

import msgspec
import numpy as np

from indexer.errors import BadRequest
from indexer.models import measures
from indexer.models.encoder import Encoder
from indexer.models.measures import Figure
from indexer.models.pairs import ENTAILMENT, Entailment, Reranker

_OTHERS = 19  # passages that answer others, for a query of which no wrong answers are known
_BATCH = 512
_ENDINGS = (".jsonl", ".jsonl.gz")
_LABELS = ("entailment", "neutral", "contradiction")
NOT_ENTAILMENT = "not_entailment"
ALL = "all"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set, by the name of the measure."""

    name: str
    figures: Mapping[str, Figure]


class _Likeness(msgspec.Struct, frozen=True):
    text1: str
    text2: str
    label: float


class _List(msgspec.Struct, frozen=True):
    query: str
    positives: tuple[str, ...]
    negatives: tuple[str, ...] = ()


class _Inference(msgspec.Struct, frozen=True):
    premise: str
    hypothesis: str
    label: str
    source: str = ALL


Row = TypeVar("Row", _Likeness, _List, _Inference)


def sts(directory: Path, encoder: Encoder, random: np.random.Generator) -> Iterator[Measured]:
    """Spearman's rank correlation for each file of a folder. Raises `BadRequest` "no_labelled_set"."""
    files = sorted(path for path in directory.glob("*") if path.name.endswith(_ENDINGS))
    if not files:
        raise BadRequest("no_labelled_set", f"“{directory}” holds no labelled pairs (JSON lines).")
    for path in files:
        rows = _read(path, _Likeness)
        texts = list(dict.fromkeys(text for row in rows for text in (row.text1, row.text2)))
        vectors = dict(zip(texts, encoder.encode_passages(texts), strict=True))
        said = [float(vectors[row.text1] @ vectors[row.text2]) for row in rows]
        found = measures.spearman(said, [row.label for row in rows], random)
        yield Measured(_name(path), {"spearman": found})


def rerank(path: Path, reranker: Reranker, most: int, random: np.random.Generator, say: Say) -> Measured:
    """MRR and nDCG@10 over the lists of a file, at most so many. Raises `BadRequest` "no_labelled_set"."""
    every = [row for row in _read(path, _List) if row.positives]
    others = [text for row in every for text in row.positives]
    ranks, gains = [], []
    for at, row in enumerate(_evenly(every, most)):
        wrong = row.negatives or _strangers(row, others, random)
        if not wrong:
            continue
        # Those that answer stand last: a model that finds all alike is not right.
        right = np.arange(len(wrong) + len(row.positives)) >= len(wrong)
        scores = reranker.score(row.query, [*wrong, *row.positives])
        ranks.append(measures.reciprocal_rank(scores, right))
        gains.append(measures.ndcg(scores, right))
        if at % 100 == 99:
            say(f"{_name(path)}: {at + 1:,} queries …")
    figures = {"mrr": measures.figure(ranks, random), "ndcg_10": measures.figure(gains, random)}
    return Measured(_name(path), figures)


def nli(path: Path, entailment: Entailment, most: int, only: Collection[str], random: np.random.Generator,
        say: Say) -> Iterator[Measured]:  # fmt: skip
    """Accuracy for each source of a file (of `only` these, where some are named), of at most so many rows each.

    Where it is only known that something does not follow, neutral and contradiction are right. Raises `BadRequest`
    "no_labelled_set".
    """
    sources: dict[str, list[_Inference]] = {}
    for row in _read(path, _Inference):
        if row.label not in (*_LABELS, NOT_ENTAILMENT):
            raise BadRequest("no_labelled_set", f"“{row.label}” is no label: {', '.join(_LABELS)}, {NOT_ENTAILMENT}.")
        if not only or row.source in only:
            sources.setdefault(row.source, []).append(row)
    for source, every in sorted(sources.items()):
        rows = _evenly(every, most)
        right = []
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            found = entailment.probabilities([(row.premise, row.hypothesis) for row in some]).argmax(axis=1)
            right += [_is_right(int(column), row.label) for column, row in zip(found, some, strict=True)]
        say(f"{source}: {len(rows):,} rows")
        yield Measured(source, {"accuracy": measures.figure(right, random)})


def _is_right(column: int, label: str) -> bool:
    return column != ENTAILMENT if label == NOT_ENTAILMENT else _LABELS[column] == label


def _strangers(row: _List, others: Sequence[str], random: np.random.Generator) -> list[str]:
    """What answers other queries."""
    drawn = [others[at] for at in random.permutation(len(others))[: _OTHERS + len(row.positives)]]
    return [text for text in dict.fromkeys(drawn) if text not in row.positives][:_OTHERS]


def _evenly(rows: Sequence[Row], most: int) -> list[Row]:
    """At most so many, from the first to the last of them."""
    if len(rows) <= most:
        return list(rows)
    return [rows[at * len(rows) // most] for at in range(most)]


def _name(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def _read(path: Path, shape: type[Row]) -> list[Row]:
    try:
        with _open(path) as lines:
            found = [msgspec.json.decode(line, type=shape) for line in lines if line.strip()]
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise BadRequest("no_labelled_set", f"“{path}” cannot be measured on: {error}.") from error
    if not found:
        raise BadRequest("no_labelled_set", f"“{path}” is empty.")
    return found


def _open(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
