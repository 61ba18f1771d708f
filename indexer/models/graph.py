"""The quick runtime: an exported graph that onnxruntime runs. Imports no torch, so a query is answered at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.models.batches import encode_in_batches
from indexer.models.encoder import Vectors, letters, shorten, unit_length
from indexer.models.folders import ModelFolder
from indexer.models.session import session
from indexer.types import Fingerprint

_BUDGET = 1_024  # tokens a batch: what one batch touches then stays in the processor's cache


class Graph:
    """A graph and its tokenizer: texts in, vectors of whatever length out."""

    def __init__(self, graph: Path, tokenizer: Path, token_limit: int, dimension: int, threads: int = 0) -> None:
        from tokenizers import Tokenizer

        self._session = session(graph, threads)
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._dimension = dimension
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(token_limit)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension), unit length."""
        pieces = [piece.ids for piece in self._tokenizer.encode_batch(list(texts))]

        def encode(batch: list[int]) -> Vectors:
            return unit_length(self._run([pieces[index] for index in batch]))

        return encode_in_batches([len(ids) for ids in pieces], self._dimension, _BUDGET, encode, _out_of_memory)

    def count(self, text: str) -> int:
        """How many tokens a text is cut into, those that frame it left out."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _run(self, pieces: list[list[int]]) -> NDArray[np.float32]:
        width = max(map(len, pieces))
        ids = np.zeros((len(pieces), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece)] = piece
            mask[row, : len(piece)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (vectors,) = self._session.run(None, {name: feed[name] for name in self._inputs})
        return np.asarray(vectors, dtype=np.float32)


class GraphEncoder:
    """An encoder of a model's exported graph (see export.py)."""

    device = "cpu"

    def __init__(self, folder: ModelFolder, graph: Path, tokenizer: Path, dimension: int | None = None,
                 task: str = "", threads: int = 0, precision: str = "float16") -> None:  # fmt: skip
        model = folder.model
        self.fingerprint: Fingerprint = folder.fingerprint(dimension, precision)
        self.token_limit: int = model.token_limit
        self._query_prefix = model.prefixes.query.replace("{task}", task or model.task)
        self._passage_prefix = model.prefixes.passage
        self._graph = Graph(graph, tokenizer, model.token_limit, model.dimension, threads)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._query_prefix, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._passage_prefix, texts)

    def pieces(self, text: str) -> float:
        return 5 * self._graph.count(text) / max(letters(text), 1.0)

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.fingerprint.dimension), dtype=np.float32)
        return shorten(self._graph.encode([prefix + text for text in texts]), self.fingerprint.dimension)


def _out_of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or "bad_alloc" in str(error) or "allocate memory" in str(error)
