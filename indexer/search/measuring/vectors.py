"""How quickly each kind of vector index finds how much of what comparing everything finds, at several sizes.

Some of the vectors are held back and asked about. Where there are fewer than a size wants, more are made up: each lies
between a vector and one that is near to it, as passages about one thing do; how many there were is said.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.search.retrieve import DEPTH
from indexer.store.database import Database
from indexer.store.generations import Generations
from indexer.store.kinds import NEAREST, Kind
from indexer.store.library import Library
from indexer.store.parts import Vectors
from indexer.store.scored import ScoredChunk
from indexer.store.vectors import PART_ROWS, VectorEntry, VectorIndex
from indexer.types import Fingerprint

SIZES = (10_000, 100_000, 1_000_000)
_ASKED = 300  # questions
_ROUNDS = 3  # each question is asked so often, and its median counts
_CHUNKS = 10  # of each document
_BATCH = 5_000  # rows of one update
_SPREAD = 0.5  # how far a vector that is made up may lie on the way to the other one

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of one search for the ten nearest, and for as many as a search of the library asks for; `cpu` are
    those of the processor. Megabytes are those of the shortlist in memory; `mapped` those of the vectors on disk."""

    rows: int
    made_up: int
    kind: str
    recall: float
    recall_deep: float
    p50: float
    p95: float
    cpu: float
    deep_p50: float
    deep_p95: float
    megabytes: float
    mapped: float
    seconds: float  # to make it
    effort: int
    width: int
    refused: bool


def own_vectors(directory: Path) -> Vectors:
    """Those of the model that a library uses, (n, d)."""
    database = Database(directory / "library.db")
    try:
        library, in_use = Library(database), Generations(database, time.time).in_use
        if in_use is None:
            return np.empty((0, 1), np.float32)
        entries = library.vector_entries(library.document_ids(), in_use)
        return np.concatenate([np.empty((0, in_use.dimension)), *(entry.vectors for entry in entries)]).astype("f4")
    finally:
        database.close()


def evaluate(
    vectors: Vectors, questions: Vectors | None, sizes: Sequence[int], kinds: Sequence[Kind], say: Say
) -> Iterator[Figures]:
    """`vectors` (n, d) and `questions` (m, d) are of unit length; without questions, some vectors are held back."""
    chance = np.random.default_rng(0)
    vectors = vectors[chance.permutation(len(vectors))]
    if questions is None:
        questions, vectors = vectors[:_ASKED], vectors[_ASKED:]
    questions = np.asarray(questions[:_ASKED], np.float32)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="wherein-evaluate-") as scratch:
            say(f"{size:,} passages …")
            fingerprint = Fingerprint("evaluated", "", vectors.shape[1])
            index = VectorIndex(Path(scratch), fingerprint, min(PART_ROWS, size // 4))  # every kind at every size
            _fill(index, vectors, size, chance)
            index.save()
            truth = [index.search(question, DEPTH) for question in questions]
            for kind in dict.fromkeys((Kind.EXACT, *kinds)):
                say(f"{size:,} passages, {kind} …")
                start = time.perf_counter()
                if kind is not Kind.EXACT:
                    index.arrange(kind, lambda _: None)
                seconds = time.perf_counter() - start
                index.save()
                yield _measure(index, kind, questions, truth, Path(scratch), max(0, size - len(vectors)), seconds)
            index.close()


def _fill(index: VectorIndex, vectors: Vectors, size: int, chance: np.random.Generator) -> None:
    for start in range(0, size, _BATCH):
        rows = np.arange(start, min(start + _BATCH, size))
        batch = np.asarray(vectors[rows % len(vectors)], np.float32)
        batch[rows >= len(vectors)] = _made_up(batch[rows >= len(vectors)], vectors, chance)
        entries = [
            VectorEntry(int(rows[at]) // _CHUNKS, rows[at : at + _CHUNKS], batch[at : at + _CHUNKS])
            for at in range(0, len(rows), _CHUNKS)
        ]
        index.update(entries, [], start + 1)


def _made_up(batch: Vectors, vectors: Vectors, chance: np.random.Generator) -> Vectors:
    """Each on the way to the nearest of some others."""
    if not len(batch):
        return batch
    others = np.asarray(vectors[chance.integers(len(vectors), size=2000)], np.float32)
    nearest = others[np.argsort(batch @ others.T, axis=1)[:, -2]]
    share = chance.uniform(0.1, _SPREAD, size=(len(batch), 1)).astype(np.float32)
    mixed = (1 - share) * batch + share * nearest
    return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)


def _measure(
    index: VectorIndex,
    kind: Kind,
    questions: Vectors,
    truth: Sequence[Sequence[ScoredChunk]],
    place: Path,
    made_up: int,
    seconds: float,
) -> Figures:
    arrangement = index.arrangement
    shallow, found, cpu = _timed(index, questions, NEAREST)
    deep, found_deep, _ = _timed(index, questions, DEPTH)
    return Figures(
        rows=index.size,
        made_up=made_up,
        kind=kind.value,
        recall=_recall(found, truth, NEAREST),
        recall_deep=_recall(found_deep, truth, DEPTH),
        p50=round(statistics.median(shallow), 2),
        p95=round(float(np.percentile(shallow, 95)), 2),
        cpu=round(cpu, 2),
        deep_p50=round(statistics.median(deep), 2),
        deep_p95=round(float(np.percentile(deep, 95)), 2),
        megabytes=round(_size(place, "shortlist"), 1),
        mapped=round(_size(place, "part"), 1),
        seconds=round(seconds, 1),
        effort=arrangement.effort,
        width=arrangement.width,
        refused=arrangement.refused is not None,
    )


def _timed(index: VectorIndex, questions: Vectors, limit: int) -> tuple[list[float], list[list[ScoredChunk]], float]:
    """The median milliseconds of each question, what it finds, and the processor's milliseconds for one."""
    found = [index.search(question, limit) for question in questions]
    busy = time.process_time()
    rounds = [[_milliseconds(index, question, limit) for question in questions] for _ in range(_ROUNDS)]
    cpu = (time.process_time() - busy) * 1000 / _ROUNDS / len(questions)
    return [statistics.median(times) for times in zip(*rounds, strict=True)], found, cpu


def _milliseconds(index: VectorIndex, question: Vectors, limit: int) -> float:
    start = time.perf_counter()
    index.search(question, limit)
    return (time.perf_counter() - start) * 1000


def _recall(found: Sequence[Sequence[ScoredChunk]], truth: Sequence[Sequence[ScoredChunk]], count: int) -> float:
    """Of the `count` nearest; one that is as near as the last of them counts, too."""
    shares = [
        min(count, sum(hit.score >= true[:count][-1].score - 1e-5 for hit in hits)) / len(true[:count])
        for hits, true in zip(found, truth, strict=True)
    ]
    return round(statistics.mean(shares), 4)


def _size(place: Path, stem: str) -> float:
    return sum(path.stat().st_size for path in place.glob(f"{stem}-*.faiss")) / 1e6
