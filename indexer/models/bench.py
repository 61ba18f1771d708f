"""How fast each runtime is on this machine, and whether it still says the same, all in one run."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.models import catalogue, export, runtime
from indexer.models.encoder import Encoder, Vectors, letters
from indexer.models.folders import resolve
from indexer.models.graph import GraphEncoder
from indexer.models.samples import PASSAGES, QUERIES
from indexer.models.worker import BulkEncoder


@dataclass(frozen=True, slots=True)
class Speed:
    """One runtime. `ratio` is to `SentenceTransformer.encode` as it comes; cosines are to it as well."""

    runtime: str
    tokens_per_second: float
    ratio: float
    min_cosine: float
    query_milliseconds: float  # the median of one short query, warm


@dataclass(frozen=True, slots=True)
class Felt:
    """How fast a model is for the person who uses it: a second's passages and tokens, and a query's milliseconds."""

    runtime: str
    device: str
    passages: float
    tokens: float
    query_milliseconds: float


def feel(encoder: Encoder, bulk: BulkEncoder, seconds: float = 4.0) -> Felt:
    """Time the worker for some seconds, and the query encoder; `bulk` is ended afterwards."""
    texts = sample_texts(32)
    try:
        runtime, _, device = bulk.prepare().partition(" on ")
        bulk.encode(texts[:8])
        done, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            bulk.encode(texts)
            done += len(texts)
        taken = time.perf_counter() - start
    finally:
        bulk.close()
    pieces = sum(encoder.pieces(text) * letters(text) / 5 for text in texts) / len(texts)
    return Felt(runtime, device, done / taken, done / taken * pieces, _query_milliseconds(encoder.encode_queries))


def sample_texts(count: int = 96) -> list[str]:
    """Passages of about the length of a chunk (180 tokens), made from the samples."""
    long = [text for text in PASSAGES if len(text) > 80]
    return [" ".join(long[(start + step) % len(long)] for step in range(3))[:900] for start in range(count)]


def measure(name: str = catalogue.DEFAULT, *, downloads: Path | None = None, exports: Path,
            texts: Sequence[str] | None = None, rounds: int = 3) -> list[Speed]:  # fmt: skip
    """Encode the same texts with each runtime in turn, `rounds` times; the best round of each counts."""
    import torch
    from sentence_transformers import SentenceTransformer

    folder = resolve(name, downloads)
    runtime.make_graph(folder, exports)
    texts = list(texts or sample_texts())
    path, prefix = str(folder.path), folder.model.prefixes.passage
    plain = SentenceTransformer(path, local_files_only=True, model_kwargs={"use_safetensors": True})
    half = SentenceTransformer(
        path, local_files_only=True, model_kwargs={"use_safetensors": True, "dtype": torch.bfloat16}
    )
    limit = folder.model.token_limit
    tokens = sum(map(len, plain.tokenizer([prefix + t for t in texts], truncation=True, max_length=limit)["input_ids"]))
    runs: dict[str, Callable[[Sequence[str]], Any]] = {
        "SentenceTransformer.encode": lambda batch: plain.encode(list(batch), prompt=prefix),
        "torch bfloat16": lambda batch: half.encode(list(batch), prompt=prefix),
    }
    found = export.find(folder, exports)
    if found:
        graph = GraphEncoder(folder, found.graph, found.tokenizer)
        runs[f"onnxruntime {found.graph.stem}"] = graph.encode_passages
    best = dict.fromkeys(runs, float("inf"))
    rows: dict[str, Vectors] = {}
    for _ in range(rounds):
        for label, encode in runs.items():
            start = time.perf_counter()
            rows[label] = np.asarray(encode(texts))
            best[label] = min(best[label], time.perf_counter() - start)
    first = next(iter(runs))
    truth = rows[first] / np.linalg.norm(rows[first], axis=1, keepdims=True)
    gc.collect()
    return [
        Speed(
            label,
            tokens / best[label],
            best[first] / best[label],
            float(((rows[label] / np.linalg.norm(rows[label], axis=1, keepdims=True)) * truth).sum(axis=1).min()),
            _query_milliseconds(encode),
        )
        for label, encode in runs.items()
    ]


def _query_milliseconds(encode: Callable[[Sequence[str]], Any], rounds: int = 21) -> float:
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        encode([QUERIES[number % len(QUERIES)]])
        times.append(time.perf_counter() - start)
    return float(np.median(times)) * 1000
