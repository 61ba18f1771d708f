"""How good is the search? Labelled sets go through the very code that a library goes through.

A set is a folder with `corpus.jsonl` ({_id, title, text}), `queries.jsonl` ({_id, text}) and `qrels.tsv` (query-id,
corpus-id, score; a header line), each possibly with `.gz` behind.
"""

import gzip
import json
import math
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import numpy.typing as npt

from indexer.chunk import chunk, passage_input
from indexer.errors import BadRequest
from indexer.models.encoder import Encoder
from indexer.protocol import Filters, Search
from indexer.search.reads import Vector
from indexer.search.searcher import Searcher
from indexer.store.records import StoredChunk, StoredDocument, StoredFile
from indexer.store.vectors import VectorEntry, VectorIndex
from indexer.store.words import NameIndex, WordEntry, WordIndex
from indexer.types import Fingerprint, Mode, Status

Advance = Callable[[str, int, int], None]  # what is done, how much of it, of how much

_BATCH = 256  # passages encoded at once
_DEPTH = 100  # hits that are looked at
_TIMED = 200  # queries whose time is taken
MODES = (Mode.WORDS, Mode.MEANING, Mode.HYBRID)


# --- measures --------------------------------------------------------------------------------------------------------


def ndcg(ranked: Sequence[str], judged: Mapping[str, float], k: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `k`, the score being the gain; 0 where nothing is relevant."""
    gained = sum(max(judged.get(key, 0.0), 0.0) / math.log2(rank + 2) for rank, key in enumerate(ranked[:k]))
    ideal = sorted((gain for gain in judged.values() if gain > 0), reverse=True)[:k]
    best = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(ideal))
    return gained / best if best else 0.0


def recall(ranked: Sequence[str], judged: Mapping[str, float], k: int = 100) -> float:
    """The share of the relevant documents among the first `k`."""
    relevant = {key for key, gain in judged.items() if gain > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], judged: Mapping[str, float]) -> float:
    """1 / the rank of the first relevant document; 0 where there is none."""
    return next((1 / rank for rank, key in enumerate(ranked, 1) if judged.get(key, 0.0) > 0), 0.0)


# --- a labelled set --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """`queries` maps ids to texts, and holds those only for which something relevant is known."""

    name: str
    documents: tuple[LabelledDocument, ...]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, float]]  # query -> document -> gain


def load_set(directory: Path, limit: int | None = None) -> LabelledSet:
    """Read a set; with `limit`, an even sample of so many queries. Raises BadRequest where a file is missing or odd."""
    try:
        documents = tuple(
            LabelledDocument(str(row["_id"]), str(row.get("title") or "").strip(), str(row["text"]))
            for row in _json_lines(directory, "corpus.jsonl")
        )
        judged: dict[str, dict[str, float]] = {}
        with _opened(directory, "qrels.tsv") as lines:
            next(lines)
            for line in lines:
                query, document, score = line.rstrip("\n").split("\t")
                judged.setdefault(query, {})[document] = float(score)
        asked = {str(row["_id"]): str(row["text"]) for row in _json_lines(directory, "queries.jsonl")}
    except (OSError, ValueError, KeyError, StopIteration) as problem:
        raise BadRequest("bad_set", f"“{directory}” is no labelled set: {problem}.") from problem
    answerable = sorted(key for key in asked if any(gain > 0 for gain in judged.get(key, {}).values()))
    if limit is not None and limit < len(answerable):
        answerable = sorted(random.Random(0).sample(answerable, limit))
    return LabelledSet(directory.name, documents, {key: asked[key] for key in answerable}, judged)


def _json_lines(directory: Path, name: str) -> Iterator[dict[str, Any]]:
    with _opened(directory, name) as lines:
        for line in lines:
            yield json.loads(line)


def _opened(directory: Path, name: str) -> IO[str]:
    plain = directory / name
    return plain.open(encoding="utf-8") if plain.exists() else gzip.open(f"{plain}.gz", "rt", encoding="utf-8")


# --- a library made of it --------------------------------------------------------------------------------------------


class SetLibrary:
    """A labelled set as `reads.Rows`: document number n is `documents[n - 1]`, and each is held by one file."""

    def __init__(self, documents: Sequence[LabelledDocument]) -> None:
        self._labelled = documents
        self.rows: list[StoredChunk] = []
        for number, document in enumerate(documents, 1):
            for piece in chunk(document.text) or ():
                text = document.text[piece.start : piece.end]
                self.rows.append(StoredChunk(len(self.rows) + 1, number, piece.ordinal, piece.start, piece.end, text))
            if not document.text.strip():  # a title alone is something to find, too
                self.rows.append(StoredChunk(len(self.rows) + 1, number, 0, 0, 0, ""))

    def title(self, document_id: int) -> str:
        return self._labelled[document_id - 1].title

    def chunks(self, ids: Sequence[int]) -> dict[int, StoredChunk]:
        return {key: self.rows[key - 1] for key in ids}

    def documents(self, ids: Sequence[int]) -> dict[int, StoredDocument]:
        return {
            key: StoredDocument(key, b"", "txt", "", "", (), self.title(key), "", None, "", 0, None, None)
            for key in ids
        }

    def document_text(self, document_id: int) -> str:
        return self._labelled[document_id - 1].text

    def files_of(self, document_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
        return {key: [self._file(key)] for key in document_ids}

    def files(self, ids: Sequence[int]) -> dict[int, StoredFile]:
        return {key: self._file(key) for key in ids}

    def file_at(self, path: bytes) -> StoredFile | None:
        number = int(path.removeprefix(b"/"))
        return self._file(number) if 0 < number <= len(self._labelled) else None

    def matching(self, filters: Filters) -> tuple[set[int], set[int]] | None:
        raise NotImplementedError("labelled sets have no files to filter")

    def vectors_of(self, document_id: int, fingerprint: Fingerprint) -> tuple[npt.NDArray[np.int64], Vector]:
        raise NotImplementedError("the vectors of a labelled set are in its index only")

    def _document(self, number: int) -> StoredDocument:
        return StoredDocument(number, b"", "txt", "", "", (), self.title(number), "", None, "", 0, None, None)

    def _file(self, number: int) -> StoredFile:
        path = b"/%d" % number
        return StoredFile(number, 1, path, "", "text", "txt", 0, 0, 0, 0, Status.OK, None, None, 0, None, number)


# --- the evaluation --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quality:
    """One line of the table: means over the queries, and milliseconds of a warm search with everything it shows."""

    name: str
    mode: Mode
    queries: int
    ndcg: float
    recall: float
    reciprocal_rank: float
    p50: float
    p95: float


def evaluate_retrieval(
    directory: Path,
    encoder: Encoder,
    queries: int | None = None,
    advance: Advance | None = None,
) -> list[Quality]:
    """Words, meaning and both on the set in `directory`. `queries` bounds how many are asked; `advance` hears of
    progress. Raises BadRequest where there is no such set."""
    advance = advance or (lambda *_: None)
    labelled = load_set(directory, queries)
    with tempfile.TemporaryDirectory(prefix="wherein-evaluate-") as folder:
        searcher = _searcher(labelled, encoder, Path(folder), advance)
        return [_quality(labelled, searcher, mode, advance) for mode in MODES]


def _searcher(labelled: LabelledSet, encoder: Encoder, folder: Path, advance: Advance) -> Searcher:
    library = SetLibrary(labelled.documents)
    words = WordIndex(folder / "words")
    words.update(
        (WordEntry(row.document_id, row.id, row.text, library.title(row.document_id)) for row in library.rows), (), 1
    )
    vectors = VectorIndex(folder / "vectors", encoder.fingerprint)
    by_length = sorted(library.rows, key=lambda row: len(row.text))
    entries = []
    for at in range(0, len(by_length), _BATCH):
        batch = by_length[at : at + _BATCH]
        made = encoder.encode_passages([passage_input(library.title(row.document_id), row.text) for row in batch])
        entries += [
            VectorEntry(row.document_id, np.array([row.id]), vector[None])
            for row, vector in zip(batch, made, strict=True)
        ]
        advance(f"{labelled.name}: understanding", at + len(batch), len(by_length))
    vectors.update(entries, (), 1)
    names = NameIndex(folder / "names")  # stays empty: the files of a set have no names that mean anything
    return Searcher(library, words, names, vectors, lambda: encoder, time.perf_counter)


def _quality(labelled: LabelledSet, searcher: Searcher, mode: Mode, advance: Advance) -> Quality:
    figures = []
    for done, (key, asked) in enumerate(labelled.queries.items()):
        found = searcher.rank(Search(asked, mode)).candidates[:_DEPTH]
        ranked = [labelled.documents[cast(int, candidate.document_id) - 1].key for candidate in found]
        judged = labelled.judged[key]
        figures.append((ndcg(ranked, judged), recall(ranked, judged), reciprocal_rank(ranked, judged)))
        advance(f"{labelled.name}: {mode}", done + 1, len(labelled.queries))
    times = [searcher.search(Search(asked, mode)).milliseconds for asked in list(labelled.queries.values())[:_TIMED]]
    means = np.mean(figures, axis=0) if figures else np.zeros(3)
    p50, p95 = np.percentile(times, (50, 95)) if times else (0.0, 0.0)
    gain, found_share, rank = (float(mean) for mean in means)
    return Quality(labelled.name, mode, len(figures), gain, found_share, rank, float(p50), float(p95))
