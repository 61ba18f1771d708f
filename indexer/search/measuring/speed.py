"""How long does a search take in a library of so many passages, and which part of it how long?

The library holds labelled texts and, where they are too few, documents that are made up of them: each of their passages
begins like one text and ends like another one that is near to it, and its vector lies between theirs. Every question is
asked once, after others that warm.
"""

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, cycle
from pathlib import Path

import msgspec
import numpy as np

from indexer.models.encoder import Encoder, Vectors
from indexer.protocol import Search
from indexer.search.measuring.labelled import LabelledSet, plainly, spread
from indexer.search.measuring.trial import Say, Text, Trial
from indexer.store.kinds import choose
from indexer.store.words import WordEntry
from indexer.types import Chunk

_WARMING = 30  # questions
_SIZES = (1, 1, 2, 4, 12, 40)  # passages of documents that are made up
_BATCH = 400  # of them, in one transaction
_NEAR = 200  # texts, of which the nearest one takes part
_SPREAD = 0.5  # how far a vector may lie on the way to the other one
_LIMIT = 20  # hits, as many as the window asks for


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> "Took":
        cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
        return cls(round(cuts[9], 2), round(cuts[18], 2))


@dataclass(frozen=True, slots=True)
class Speed:
    """`whole` is a search until its answer is a message, `cpu` what it takes of all processors, `stages` its parts."""

    passages: int
    documents: int
    kind: str
    questions: int
    whole: Took
    cpu: Took
    stages: Mapping[str, Took]


class _Stopwatch:
    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.spent[stage] = self.spent.get(stage, 0.0) + (time.perf_counter() - start) * 1000


def evaluate(
    sets: Sequence[LabelledSet],
    encoder: Encoder,
    passages: int,
    place: Path,
    most_questions: int = 200,
    say: Say = lambda _: None,
    kept: Path | None = None,
) -> Speed:
    """`place` is the folder of the library; where it is made already, it is used as it is."""
    watch = _Stopwatch()
    made = (place / "words").exists()
    place.mkdir(parents=True, exist_ok=True)
    opened = Trial(place, encoder, kept, watch.during)
    try:
        if not made:
            _make(opened, sets, passages, say)
        say("Arranging …")
        arrangement = opened.vectors.arrangement
        kind = choose("auto", arrangement.closed, arrangement.kind)
        if kind is not arrangement.kind:
            opened.vectors.arrange(kind, lambda _: None)
        say("Searching …")
        return _measure(opened, watch, sets, most_questions)
    finally:
        opened.vectors.save()
        opened.close()


def _measure(opened: Trial, watch: _Stopwatch, sets: Sequence[LabelledSet], most: int) -> Speed:
    asked = [plainly(each.queries[query]) for each, query in spread(sets, most + _WARMING)]
    warming = asked[:: max(1, len(asked) // _WARMING)]
    telling = [query for query in asked if query not in set(warming)]
    opened.searcher.prepare()
    for query in warming:
        opened.search(Search(query, limit=_LIMIT))
    walls, cpus = list[float](), list[float]()
    stages: dict[str, list[float]] = {}
    for query in telling:
        watch.spent = {}
        wall, cpu = time.perf_counter(), time.process_time()
        msgspec.msgpack.encode(opened.searcher.search(Search(query, limit=_LIMIT)))
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        for stage, spent in watch.spent.items():
            stages.setdefault(stage, []).append(spent)
    _, chunks, _ = opened.library.sizes()
    return Speed(
        passages=chunks,
        documents=len(opened.library.document_ids()),
        kind=opened.vectors.arrangement.kind.value,
        questions=len(telling),
        whole=Took.of(walls),
        cpu=Took.of(cpus),
        stages={stage: Took.of([*times, *[0.0] * (len(telling) - len(times))]) for stage, times in stages.items()},
    )


# --- a library of so many passages -----------------------------------------------------------------------------------


def _make(opened: Trial, sets: Sequence[LabelledSet], passages: int, say: Say) -> None:
    for labelled in sets:
        if opened.library.sizes()[1] < passages:
            say(f"{labelled.name} …")
            opened.fill(labelled)
    entries = list(opened.library.word_entries(opened.documents))
    vectors = np.concatenate(
        [entry.vectors for entry in opened.library.vector_entries(opened.documents, opened.encoder.fingerprint)]
    ).astype(np.float32)
    chance = np.random.default_rng(0)
    sizes = cycle(_SIZES)
    missing, number = passages - len(entries), 0
    while missing > 0:
        say(f"{missing:,} passages to make up …")
        texts, rows = list[Text](), list[Vectors]()
        while missing > 0 and len(texts) < _BATCH:
            size = min(next(sizes), missing)
            text, mixed = _document(number, entries, vectors, size, chance)
            texts, rows = [*texts, text], [*rows, mixed]
            missing, number = missing - size, number + 1
        added = list(opened.library.word_entries(opened.add(texts)))
        opened.understand(added, np.concatenate(rows))
    say("Making the indexes …")
    opened.make_caches()
    opened.names.update(opened.library.name_entries(opened.library.file_ids()), [], 1)


def _document(
    number: int, entries: Sequence[WordEntry], vectors: Vectors, size: int, chance: np.random.Generator
) -> tuple[Text, Vectors]:
    """Passages and their vectors: neighbours of one text, each mixed with what is near to it."""
    start = int(chance.integers(len(entries)))
    own = np.arange(start, start + size) % len(entries)
    others = chance.integers(len(entries), size=_NEAR)
    nearest = others[np.argmax(vectors[own] @ vectors[others].T, axis=1)]
    share = chance.uniform(0.1, _SPREAD, size=(size, 1)).astype(np.float32)
    mixed = (1 - share) * vectors[own] + share * vectors[nearest]
    texts = [
        _mixed(entries[one].text, entries[other].text)
        for one, other in zip(own.tolist(), nearest.tolist(), strict=True)
    ]
    ends = list(accumulate(len(text) + 2 for text in texts))
    chunks = [Chunk(at, end - 2 - len(text), end - 2) for at, (text, end) in enumerate(zip(texts, ends, strict=True))]
    path = f"/made up/{number % 100}/{number}.txt".encode()
    made = Text(path, entries[start].title, "\n\n".join(texts), chunks)
    return made, np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)


def _mixed(one: str, other: str) -> str:
    """The first half of one text and the second half of another, of whole words."""
    beginning, end = one.split(" "), other.split(" ")
    return " ".join(beginning[: (len(beginning) + 1) // 2] + end[len(end) // 2 :]).strip() or one
