"""Makes the quick graph of a model, once on each machine, and lets it serve only where it agrees with the reference.

A graph lives in a folder of its own: the graph, its tokenizer and a manifest. It is a cache: anything that does not fit
(other weights, another onnxruntime, another processor, a changed byte) makes it not be there, and it is made again.
"""

import os
import platform
import shutil
import time
import warnings
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.models.encoder import Vectors
from indexer.models.folders import ModelFolder
from indexer.models.graph import Graph
from indexer.models.quantise import forms
from indexer.models.samples import PASSAGES, QUERIES
from indexer.models.shipped import sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VERSION = 1  # of what this module makes
MIN_COSINE = 0.98  # between a graph's vector and the reference's, for every sample
MAX_RANK_LOSS = 0.02  # cosine (of the reference) that a query's best passage may lose when a graph picks it
_FOLDER_PATTERN = "{name}-{key}"
_TOKENIZER = "tokenizer.json"


class Manifest(msgspec.Struct, frozen=True):
    """What a graph was made from and what it was found to be. `graph` is empty where none was good enough."""

    version: int
    weights: str
    onnxruntime: str
    processor: str
    token_limit: int
    graph: str = ""
    graph_sha256: str = ""
    tokenizer_sha256: str = ""
    min_cosine: float = 0.0
    speedup: float = 0.0  # over the reference, on the samples
    reason: str = ""


class Export(msgspec.Struct, frozen=True):
    """A graph that may serve."""

    graph: Path
    tokenizer: Path
    manifest: Manifest


def find(folder: ModelFolder, exports: Path) -> Export | None:
    """The graph of a model, if there is one that still fits; imports neither torch nor onnxruntime."""
    place = place_of(folder, exports)
    manifest = _read(place)
    if manifest is None or not manifest.graph or not _fits(manifest, folder):
        return None
    export = Export(place / manifest.graph, place / _TOKENIZER, manifest)
    try:
        whole = (sha256_of(export.graph), sha256_of(export.tokenizer)) == (
            manifest.graph_sha256, manifest.tokenizer_sha256)  # fmt: skip
    except OSError:
        return None
    return export if whole else None


def was_refused(folder: ModelFolder, exports: Path) -> str:
    """Why this model has no graph on this machine; empty where none was tried yet."""
    manifest = _read(place_of(folder, exports))
    return manifest.reason if manifest and not manifest.graph and _fits(manifest, folder) else ""


def make(folder: ModelFolder, exports: Path, reference: "SentenceTransformer") -> Manifest:
    """Export the model that `reference` holds (float32, on the CPU), try the graphs, keep the quickest that agrees.

    Raises `OSError` where the folder cannot be written. That no graph is good enough is not an error: the manifest
    says so, and the reference serves.
    """
    return keep(folder, exports, lambda work: _make(folder, work, reference))


def keep(folder: ModelFolder, exports: Path, fill: Callable[[Path], Manifest]) -> Manifest:
    """Put what `fill` makes into the model's place, all at once; it is given an empty folder, and what the manifest
    that it returns does not name is thrown away. Raises `OSError` where the folder cannot be written."""
    place = place_of(folder, exports)
    exports.mkdir(parents=True, exist_ok=True)
    work = exports / f".{place.name}.{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        manifest = fill(work)
        kept = {manifest.graph, _TOKENIZER} if manifest.graph else set()
        for file in work.iterdir():
            if file.name in kept:
                _sync(file)
            else:
                file.unlink()
        _write(work / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))
        shutil.rmtree(place, ignore_errors=True)
        work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return manifest


def blank(folder: ModelFolder) -> Manifest:
    """What is said of a graph before there is one."""
    return Manifest(VERSION, folder.weights, metadata.version("onnxruntime"), processor(), folder.model.token_limit)


def place_of(folder: ModelFolder, exports: Path) -> Path:
    """Where the graph of a model is kept."""
    key = sha256(f"{folder.weights} {folder.model.token_limit}".encode()).hexdigest()[:12]
    return exports / _FOLDER_PATTERN.format(name=Path(folder.model.name).name, key=key)


def _make(folder: ModelFolder, work: Path, reference: "SentenceTransformer") -> Manifest:
    model = folder.model
    tokenizer = work / _TOKENIZER
    none = blank(folder)

    def graph(path: Path) -> Graph:
        return Graph(path, tokenizer, model.token_limit, model.dimension)

    truth = _samples(lambda texts: reference.encode(list(texts), prompt="", normalize_embeddings=True))
    try:
        reference.tokenizer.backend_tokenizer.save(str(tokenizer))
        plain = work / "float32.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the exporters: what they warn of is checked below
            _trace(reference, plain)
            feeds = [_feed(reference, text) for text in (*QUERIES, *PASSAGES)]
            tried = list(forms(plain, feeds, lambda path: compare(truth, _samples(graph(path).encode))))
    except Exception as error:  # noqa: BLE001 - whatever an exporter trips over, the reference still serves
        return msgspec.structs.replace(none, reason=f"{type(error).__name__}: {error}"[:500])
    agreeing = {form: graph(form.graph).encode for form in tried if not form.doubt}
    if not agreeing:
        return msgspec.structs.replace(none, reason=next(form.doubt for form in tried))
    *quick, slow = _seconds([*agreeing.values(), lambda texts: reference.encode(list(texts), prompt="")])
    best, seconds = min(zip(agreeing, quick, strict=True), key=lambda found: found[1])
    return msgspec.structs.replace(
        none, graph=best.graph.name, min_cosine=best.nearness, graph_sha256=sha256_of(best.graph),
        tokenizer_sha256=sha256_of(tokenizer), speedup=round(slow / seconds, 2),
    )  # fmt: skip


def compare(truth: tuple[Vectors, Vectors], tried: tuple[Vectors, Vectors]) -> tuple[float, str]:
    """The smallest cosine between two runtimes' vectors of the samples, and why they must not meet ("" if they may).

    Each pair holds the vectors of the queries and of the passages. Besides the vectors the ranking is compared: the
    passage that the tried runtime puts first must be about as good, by the reference, as the reference's own first.
    """
    cosines = [(left * right).sum(axis=1) for left, right in zip(truth, tried, strict=True)]
    cosine = float(np.concatenate(cosines).min())
    if not cosine >= MIN_COSINE:  # also where it is NaN
        return cosine, f"its vectors differ from the reference's (cosine {cosine:.3f})"
    scores = truth[0] @ truth[1].T
    picked = (tried[0] @ tried[1].T).argmax(axis=1)
    loss = float((scores.max(axis=1) - scores[np.arange(len(scores)), picked]).max())
    return cosine, "" if loss <= MAX_RANK_LOSS else f"it ranks otherwise than the reference (by {loss:.3f})"


def processor() -> str:
    """The name of this machine's processor; a graph is chosen for one, by trying."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _trace(reference: "SentenceTransformer", into: Path) -> None:
    """The whole model (tokens to pooled vector) as a graph, with its operators fused."""
    import torch
    from onnxruntime.transformers import optimizer

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = reference

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]

    shown = reference.tokenizer(list(PASSAGES[:2]), padding=True, truncation=True, max_length=16, return_tensors="pt")
    axes = {"input_ids": {0: "texts", 1: "tokens"}, "attention_mask": {0: "texts", 1: "tokens"}}
    raw = into.with_suffix(".raw.onnx")
    with torch.inference_mode():
        torch.onnx.export(
            Whole().eval(),
            (shown["input_ids"], shown["attention_mask"]),
            str(raw),
            input_names=list(axes),
            output_names=["vectors"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    config = reference.config
    optimizer.optimize_model(
        str(raw), model_type="bert", num_heads=int(getattr(config, "num_attention_heads", 0)),
        hidden_size=int(getattr(config, "hidden_size", 0)), opt_level=0,
    ).save_model_to_file(str(into))  # fmt: skip
    raw.unlink()


def _feed(reference: "SentenceTransformer", text: str) -> dict[str, NDArray[np.int64]]:
    ids = np.array([reference.tokenizer(text, truncation=True, max_length=reference.max_seq_length)["input_ids"]])
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def _samples(encode: Callable[[Sequence[str]], Any]) -> tuple[Vectors, Vectors]:
    return np.asarray(encode(QUERIES)), np.asarray(encode(PASSAGES))


def _seconds(runs: Sequence[Callable[[Sequence[str]], Any]]) -> list[float]:
    """The best of four rounds for each, in turn: others use the machine too."""
    best = [float("inf")] * len(runs)
    for _ in range(4):
        for at, encode in enumerate(runs):
            start = time.perf_counter()
            encode(PASSAGES)
            best[at] = min(best[at], time.perf_counter() - start)
    return best


def _fits(manifest: Manifest, folder: ModelFolder) -> bool:
    facts = (manifest.version, manifest.weights, manifest.onnxruntime, manifest.processor, manifest.token_limit)
    now = (VERSION, folder.weights, metadata.version("onnxruntime"), processor(), folder.model.token_limit)
    return facts == now


def _read(place: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((place / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    _sync(path)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
