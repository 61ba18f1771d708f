"""The kinds of vector index, and which of them suits a library.

All but the exact one hold a *shortlist* beside the rows: coarse codes that name a few hundred rows which may be
nearest. Those are then compared as they are, so that every score is exact, and the only error is a row that was not
named. How many are named, and how hard they are looked for, is measured on the library's own vectors (`tune`).

quantised   4-bit product quantisation, all codes are read (André, Kermarrec, Le Scouarnec 2015, "Cache locality is not
            enough"; FAISS calls it fast-scan)
ivf         the same codes in lists by nearest centroid, the nearest lists are read (Jégou, Douze, Schmid 2011)
hnsw        a graph over 8-bit codes (Malkov, Yashunin 2018): quick, and several times larger
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from math import ceil
from typing import Any

import faiss
import numpy as np

from indexer.store.parts import Ids, Mask, Part, Vectors, search, selector

_faiss: Any = faiss

QUANTISED_ROWS, IVF_ROWS = 200_000, 800_000  # from which on; measured, see ARCHITECTURE.md
_BACK = 0.7  # of these: where a library that shrinks goes back
LEAST_RECALL = 0.99  # of the ten nearest; a kind below it is refused
_AIM = 0.995  # what is tuned for: the sample says it with an error of about 0.002
NEAREST = 10
_SAMPLE = 200  # rows that questions are made of
_BETWEEN = 4  # rows that a question lies between
_QUESTIONS = 16  # that are answered between two looks at whether they are still wanted
_WIDTHS = (300, 450, 700, 1000, 1500)  # rows that a shortlist names
_EFFORTS = {
    "quantised": (1,),
    "ivf": (8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512),
    "hnsw": (64, 128, 256, 512, 1024),
}
_NAMED = 3  # times as many rows are named as are asked for
_LEAST_SHARE = 0.1
_TRAINING_ROWS = 65_536
_PER_LIST = 64  # training rows for each centroid
_ITERATIONS = 10
_LINKS = 16  # of each row in the graph, to each side
_STEP = 2048  # rows between two looks at whether it is still wanted

Report = Callable[[float], None]  # the share that is done; may raise to end it


class Kind(StrEnum):
    EXACT = "exact"
    QUANTISED = "quantised"
    IVF = "ivf"
    HNSW = "hnsw"


def choose(setting: str, rows: int, present: Kind) -> Kind:
    """The kind for so many rows: what the setting names, or for "auto" what suits the size. Around a border the present
    one stays."""
    if setting != "auto":
        return Kind(setting)
    for kind, least in ((Kind.IVF, IVF_ROWS), (Kind.QUANTISED, QUANTISED_ROWS)):
        if rows >= least * (_BACK if present is kind else 1):
            return kind
    return Kind.EXACT


def memory(kind: Kind, rows: int, dimension: int) -> int:
    """About how many bytes the shortlist of a kind takes, the making of it included."""
    training = 3 * 4 * dimension * min(rows, max(_TRAINING_ROWS, _PER_LIST * _lists(rows)))
    each = {Kind.EXACT: 0, Kind.QUANTISED: dimension // 4 + 8, Kind.IVF: dimension // 4 + 8}
    return training + rows * each.get(kind, dimension + 8 * _LINKS + 24)


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Names rows that may be nearest. `index` numbers rows from 0, through all parts that it was made of. `effort` is
    how many lists are read, or how many rows of the graph are kept in sight; `width` how many rows are named."""

    kind: Kind
    index: Any
    trained: int  # rows there were when it was trained
    effort: int = 1
    width: int = _WIDTHS[-1]
    recall: float = 0.0

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def find(self, vector: Vectors, count: int, wanted: Mask | None = None) -> Ids:
        """At least `count` rows where there are so many, the likeliest first. `wanted` (n,) says which may be named."""
        width = min(max(self.width, _NAMED * count), len(self))
        _, rows = search(self.index, vector, width, self._parameters(width, wanted))
        return np.asarray(rows[rows >= 0], np.int64)

    def add(self, part: Part, report: Report) -> None:
        """The rows of one more part, removed ones as well: rows are known by their number."""
        for at in range(0, len(part), _STEP):
            self.index.add(part.vectors(np.arange(at, min(at + _STEP, len(part)))))
            report(min(1.0, (at + _STEP) / len(part)))

    def emptied(self) -> "Shortlist":
        """One that has learnt the same and holds nothing."""
        index = _faiss.clone_index(self.index)
        index.reset()
        return replace(self, index=index)

    def _parameters(self, width: int, wanted: Mask | None) -> Any:
        sel, share = None, 1.0
        if wanted is not None:
            sel, share = selector(wanted), max(float(wanted.sum()) / len(self), _LEAST_SHARE)
        effort = ceil(self.effort / share)  # what is wanted may lie elsewhere than what is near
        if self.kind is Kind.HNSW:
            return _faiss.SearchParametersHNSW(efSearch=max(effort, width), sel=sel)
        return _faiss.SearchParametersIVF(nprobe=effort, sel=sel)


def build(kind: Kind, parts: Sequence[Part], learnt: Shortlist | None, report: Report) -> Shortlist:
    """A tuned shortlist over these parts. `learnt` is one of the same kind whose training still serves. Takes seconds,
    and at a million rows about a minute; `report` is called several times a second."""
    rows = sum(map(len, parts))
    if learnt is None:
        learnt = Shortlist(kind, _trained(kind, parts, lambda share: report(0.3 * share)), rows)
    shortlist = learnt.emptied()
    done = 0
    for part in parts:
        shortlist.add(part, lambda share, done=done, part=part: report(0.3 + 0.5 * (done + share * len(part)) / rows))  # type: ignore[misc]
        done += len(part)
    return tune(shortlist, parts, lambda share: report(0.8 + 0.2 * share))


# --- what is learnt from a sample ------------------------------------------------------------------------------------


def _lists(rows: int) -> int:
    return max(1, min(int(2 * rows**0.5), rows // _PER_LIST))


def _trained(kind: Kind, parts: Sequence[Part], report: Report) -> Any:
    rows = sum(part.size for part in parts)
    dimension = parts[0].index.d
    lists = _lists(rows) if kind is Kind.IVF else 1
    sample = rows_of(parts, evenly(parts, max(_TRAINING_ROWS, _PER_LIST * lists)))
    report(0.1)
    if kind is Kind.HNSW:
        index = _faiss.IndexHNSWSQ(dimension, _faiss.ScalarQuantizer.QT_8bit, _LINKS, _faiss.METRIC_INNER_PRODUCT)
        index.train(sample)
        return index
    centroids = _faiss.IndexFlatIP(dimension)
    centroids.add(_centroids(sample, lists, report))
    index = _faiss.IndexIVFPQFastScan(centroids, dimension, lists, dimension // 2, 4, _faiss.METRIC_INNER_PRODUCT)
    centroids.this.disown()
    index.own_fields = True
    index.train(sample[:: max(1, len(sample) // _TRAINING_ROWS)])
    return index


def _centroids(sample: Vectors, lists: int, report: Report) -> Vectors:
    """Spherical k-means (Dhillon, Modha 2001), one look at the clock for each round."""
    if lists == 1:
        return np.zeros((1, sample.shape[1]), np.float32)
    held = None
    for turn in range(_ITERATIONS):
        kmeans = _faiss.Kmeans(
            sample.shape[1], lists, niter=1, spherical=True, seed=turn, max_points_per_centroid=len(sample)
        )
        kmeans.train(sample, init_centroids=held)
        held = kmeans.centroids
        report(0.1 + 0.7 * (turn + 1) / _ITERATIONS)
    return np.asarray(held, np.float32)


# --- what is measured ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Trial:
    """Questions (n, d), the rows that each was made of (n, 4), which are no answer to it, and the cosine of its tenth
    nearest other row: whatever is as near counts as found."""

    questions: Vectors
    sources: Ids
    tenth: Vectors


def tune(shortlist: Shortlist, parts: Sequence[Part], report: Report) -> Shortlist:
    """With the least effort, then the shortest list, that finds the ten nearest rows of questions made of the rows;
    with the best there is where none finds enough."""
    trial = _trial(parts, lambda share: report(0.6 * share))
    best = replace(shortlist, recall=0.0)
    efforts = list(_EFFORTS[shortlist.kind])
    while efforts:  # more effort finds more: halve what is left
        middle = len(efforts) // 2
        tried = replace(shortlist, effort=efforts[middle], width=_WIDTHS[-1])
        recalls = _recalls(tried, parts, trial)
        width, recall = next(
            (found for found in zip(_WIDTHS, recalls, strict=True) if found[1] >= _AIM), (_WIDTHS[-1], recalls[-1])
        )
        if recall >= min(best.recall, _AIM):
            best = replace(tried, width=width, recall=recall)
        efforts = efforts[:middle] if recall >= _AIM else efforts[middle + 1 :]
        report(1.0 - 0.1 * len(efforts) / len(_EFFORTS[shortlist.kind]))
    return best


def _trial(parts: Sequence[Part], report: Report) -> _Trial:
    """Half of the questions are rows, half lie midway between four rows: what a person asks is as near to nothing as
    passages are to each other, and what is near to it lies in more places."""
    rows = evenly(parts, _SAMPLE)
    between = [np.roll(rows, turn * len(rows) // _BETWEEN) for turn in range(_BETWEEN)]
    sources = np.concatenate([np.stack([rows] * _BETWEEN, axis=1), np.stack(between, axis=1)])
    questions = sum((rows_of(parts, column) for column in sources.T[1:]), rows_of(parts, sources[:, 0]))
    questions /= np.maximum(np.linalg.norm(questions, axis=1, keepdims=True), 1e-12)
    tenth = np.empty(len(questions), np.float32)
    for at in range(0, len(questions), _QUESTIONS):
        asked = slice(at, at + _QUESTIONS)
        tenth[asked] = _tenth_nearest(parts, questions[asked], sources[asked])
        report(min(1.0, (at + _QUESTIONS) / len(questions)))
    return _Trial(questions, sources, tenth)


def _tenth_nearest(parts: Sequence[Part], questions: Vectors, sources: Ids) -> Vectors:
    near = []
    for part, start in zip(parts, starts_of(parts), strict=True):
        parameters = _faiss.SearchParameters(sel=selector(part.alive))
        cosines, rows = part.index.search(questions, NEAREST + _BETWEEN, params=parameters)
        none = (rows < 0) | (rows[:, :, None] + start == sources[:, None, :]).any(axis=2)
        near.append(np.where(none, -2, cosines))
    return np.asarray(np.sort(np.concatenate(near, axis=1), axis=1)[:, -NEAREST])


def _recalls(shortlist: Shortlist, parts: Sequence[Part], trial: _Trial) -> list[float]:
    """The share of the ten nearest that is named, for each of `_WIDTHS`; of rows or of what lies between them,
    whichever is worse."""
    alive = np.concatenate([part.alive for part in parts])
    found = np.zeros((len(trial.questions), len(_WIDTHS)))
    for number, (question, sources) in enumerate(zip(trial.questions, trial.sources, strict=True)):
        rows = shortlist.find(question, 1, None if alive.all() else alive)
        near = (rows_of(parts, rows) @ question >= trial.tenth[number] - 1e-5) & ~np.isin(rows, sources)
        named = np.concatenate([[0], np.cumsum(near)])
        found[number] = [min(named[min(width, len(rows))], NEAREST) for width in _WIDTHS]
    halves = [half.mean(axis=0) for half in np.split(found, 2)]
    return [float(share) for share in np.minimum(*halves) / NEAREST]


# --- rows through all parts ------------------------------------------------------------------------------------------


def starts_of(parts: Sequence[Part]) -> list[int]:
    """The number of the first row of each part."""
    return list(accumulate(map(len, parts), initial=0))[:-1]


def rows_of(parts: Sequence[Part], rows: Ids) -> Vectors:
    """The vectors of these rows, (n, d)."""
    order = np.argsort(rows)
    starts = starts_of(parts)
    pieces = np.split(order, np.searchsorted(rows[order], starts[1:]))
    vectors = np.empty((len(rows), parts[0].index.d), np.float32)
    for part, start, piece in zip(parts, starts, pieces, strict=True):
        if len(piece):
            vectors[piece] = part.vectors(rows[piece] - start)
    return vectors


def evenly(parts: Sequence[Part], count: int) -> Ids:
    """So many of the rows that are left, evenly through all of them."""
    alive = np.flatnonzero(np.concatenate([part.alive for part in parts]))
    return np.asarray(alive[np.linspace(0, len(alive) - 1, min(len(alive), count)).astype(np.int64)])
