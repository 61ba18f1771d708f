"""How good is the ranking? Labelled sets through the same code that searches a library.

A set is a folder with `corpus.jsonl` ({_id, title, text}), `queries.jsonl` ({_id, text}) and `qrels.tsv` (query-id,
corpus-id, score), each may end in `.gz`: the layout of BEIR (Thakur et al., 2021).
"""

import gzip
import math
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from indexer import chunk
from indexer.errors import BadRequest
from indexer.models.encoder import Encoder
from indexer.protocol import Search
from indexer.search.meaning import Meaning
from indexer.search.searcher import Searcher
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.vectors import VectorIndex
from indexer.store.words import NameIndex, WordIndex
from indexer.store.writer import Writer
from indexer.types import Extracted, FileStat, Mode

MODES = {"words": Mode.WORDS, "meaning": Mode.MEANING, "fused": Mode.HYBRID}
_BATCH = 256
_DEPTH = 100
_OPERATORS = re.compile(r"[\"“”„«»]|(?<!\S)[-+|](?=\w)|(?<=\w):(?=\S)|(?<!\S)OR(?!\S)")

Gains = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    name: str
    corpus: tuple[tuple[str, str, str], ...]  # (id, title, text)
    queries: Mapping[str, str]
    relevant: Mapping[str, Gains]


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over the queries, and warm milliseconds a query, encoding included."""

    ndcg_10: float
    recall_100: float
    mrr_10: float
    p50: float
    p95: float


def ndcg(ranking: Sequence[str], gains: Gains, k: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 2^rel - 1 (Burges et al., 2005)."""
    found = sum(_gain(gains.get(name, 0.0)) / math.log2(at + 2) for at, name in enumerate(ranking[:k]))
    ideal = sum(_gain(rel) / math.log2(at + 2) for at, rel in enumerate(sorted(gains.values(), reverse=True)[:k]))
    return found / ideal if ideal else 0.0


def _gain(relevance: float) -> float:
    return float(2.0**relevance - 1)


def recall(ranking: Sequence[str], gains: Gains, k: int = 100) -> float:
    """The share of the relevant documents among the first k."""
    return len(set(ranking[:k]) & gains.keys()) / len(gains) if gains else 0.0


def reciprocal_rank(ranking: Sequence[str], gains: Gains, k: int = 10) -> float:
    """1 / the place of the first relevant document, 0 where there is none among the first k."""
    return next((1 / (at + 1) for at, name in enumerate(ranking[:k]) if name in gains), 0.0)


def load_set(directory: Path) -> LabelledSet:
    """Raises BadRequest for a folder that is no labelled set."""
    try:
        corpus = tuple((row["_id"], row.get("title") or "", row["text"]) for row in _rows(directory / "corpus.jsonl"))
        queries = {row["_id"]: row["text"] for row in _rows(directory / "queries.jsonl")}
        known = {name for name, _, _ in corpus}
        relevant: dict[str, dict[str, float]] = {}
        with _open(directory / "qrels.tsv") as lines:
            for line in list(lines)[1:]:
                query, document, score = line.split("\t")
                if float(score) > 0 and document in known and query in queries:
                    relevant.setdefault(query, {})[document] = float(score)
    except (OSError, KeyError, ValueError, msgspec.MsgspecError) as error:
        raise BadRequest("no_labelled_set", f"“{directory}” is not a labelled set: {error}.") from error
    return LabelledSet(directory.name, corpus, queries, relevant)


def _open(path: Path) -> IO[str]:
    packed = path.with_name(path.name + ".gz")
    return gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    with _open(path) as lines:
        for line in lines:
            yield decoder.decode(line)


def evaluate(
    labelled: LabelledSet, encoder: Encoder, most_queries: int = 500, say: Callable[[str], None] = lambda _: None
) -> dict[str, Measured]:
    """words / meaning / fused on one set; of very many queries an even sample is asked."""
    asked = list(labelled.relevant)
    asked = asked[:: max(1, math.ceil(len(asked) / most_queries))]
    with tempfile.TemporaryDirectory(prefix="wherein-evaluate-") as directory:
        say(f"{labelled.name}: {len(labelled.corpus):,} documents …")
        desk = _Desk(Path(directory), encoder)
        try:
            desk.fill(labelled, encoder)
            say(f"{labelled.name}: {len(asked):,} queries …")
            return {name: _measure(desk, labelled, asked, mode) for name, mode in MODES.items()}
        finally:
            desk.close()


def _measure(desk: "_Desk", labelled: LabelledSet, asked: Sequence[str], mode: Mode) -> Measured:
    desk.ranking(labelled.queries[asked[0]], mode)
    scores: list[tuple[float, float, float]] = []
    times: list[float] = []
    for query in asked:
        ranking, milliseconds = desk.ranking(labelled.queries[query], mode)
        gains = labelled.relevant[query]
        scores.append((ndcg(ranking, gains), recall(ranking, gains), reciprocal_rank(ranking, gains)))
        times.append(milliseconds)
    means = [statistics.fmean(column) for column in zip(*scores, strict=True)]
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else times * 19
    return Measured(means[0], means[1], means[2], cuts[9], cuts[18])


def _plainly(query: str) -> str:
    """The queries of a set were written for no query language: quotes, dashes and colons are no operators there."""
    return _OPERATORS.sub(" ", query)


class _Desk:
    """A library that holds a labelled set: real store, real indexes, real search."""

    def __init__(self, directory: Path, encoder: Encoder) -> None:
        self._database = Database(directory / "library.db")
        self._library = Library(self._database)
        self._writer = Writer(self._database, time.time)
        self._words = WordIndex(directory / "words")
        self._names = NameIndex(directory / "names")
        self._vectors = VectorIndex(directory / "vectors", encoder.fingerprint)
        self._encoder = encoder
        meaning = Meaning(encoder.fingerprint, self._vectors, encoder)
        self._searcher = Searcher(
            self._library, self._words, self._names, lambda: meaning, time.monotonic
        )
        self._ids: dict[bytes, str] = {}

    def fill(self, labelled: LabelledSet, encoder: Encoder) -> None:
        folder = self._writer.add_folder(b"/set", 1, 1)
        stats = [FileStat(b"/set/%d" % number, 1, 1, number + 1, 1) for number in range(len(labelled.corpus))]
        self._writer.apply(lambda _: folder, created=stats)
        documents = []
        for stat, (name, title, text) in zip(stats, labelled.corpus, strict=True):
            self._ids[stat.path] = name
            file = self._library.file_at(stat.path)
            assert file is not None
            body = text or title
            pieces = chunk.chunk(body)
            extracted = Extracted(body, title=title)
            documents.append(
                self._writer.store(file.id, stat.path, "txt", extracted, pieces, extractor="", chunker=chunk.VERSION)
            )
        self._words.update(self._library.word_entries(documents), [], 1)
        for at in range(0, len(documents), _BATCH):
            self._embed(documents[at : at + _BATCH], encoder)
        self._vectors.update(self._library.vector_entries(documents, encoder.fingerprint), [], 1)

    def _embed(self, documents: Sequence[int], encoder: Encoder) -> None:
        entries = list(self._library.word_entries(documents))
        matrix = encoder.encode_passages([chunk.passage_input(entry.title, entry.text) for entry in entries])
        rows: dict[int, list[int]] = {}
        for row, entry in enumerate(entries):
            rows.setdefault(entry.document_id, []).append(row)
        self._writer.store_vectors(
            encoder.fingerprint,
            {key: ([entries[row].chunk_id for row in found], matrix[found]) for key, found in rows.items()},
        )

    def ranking(self, query: str, mode: Mode) -> tuple[list[str], float]:
        start = time.perf_counter()
        results = self._searcher.search(Search(_plainly(query), mode, limit=_DEPTH))
        milliseconds = (time.perf_counter() - start) * 1000
        return [self._ids[path] for hit in results.hits for path in (hit.path, *hit.near)], milliseconds

    def close(self) -> None:
        self._searcher.close()
        self._words.close()
        self._names.close()
        self._vectors.close()
        self._database.close()
