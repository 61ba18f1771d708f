"""The quick runtime of models that read pairs: an exported graph that onnxruntime runs, without torch."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.models.batches import batches
from indexer.models.session import session

Pairs = Sequence[tuple[str, str]]
Stop = Callable[[], bool]
Logits = NDArray[np.float32]

_BUDGET = 1_024  # tokens a batch, padding included


class PairGraph:
    """A graph and its tokenizer: pairs in, logits out."""

    def __init__(self, graph: Path, tokenizer: Path, token_limit: int, threads: int = 0) -> None:
        from tokenizers import Tokenizer

        self._session = session(graph, threads)
        self._inputs = [node.name for node in self._session.get_inputs()]
        self._tokenizer: Any = Tokenizer.from_file(str(tokenizer))
        padding = self._tokenizer.padding
        self._pad = int(padding["pad_id"]) if padding else 0
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(token_limit, strategy="longest_first")

    def logits(self, pairs: Pairs, stop: Stop, group: int = 0) -> Logits:
        """(n, outputs). `group` pairs at a time are sorted by length (0: all at once), so that those given first are
        read first. `stop` is asked before each batch; what was not reached is NaN, and (n, 1) where nothing was."""
        pieces = self._tokenizer.encode_batch(list(pairs)) if pairs else []
        rows: Logits | None = None
        for batch in grouped([len(piece.ids) for piece in pieces], group, _BUDGET):
            if stop():
                break
            found = self._run([pieces[index] for index in batch])
            if rows is None:
                rows = np.full((len(pieces), found.shape[1]), np.nan, dtype=np.float32)
            rows[batch] = found
        return rows if rows is not None else np.full((len(pieces), 1), np.nan, dtype=np.float32)

    def _run(self, pieces: Sequence[Any]) -> Logits:
        width = max(len(piece.ids) for piece in pieces)
        ids = np.full((len(pieces), width), self._pad, dtype=np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, piece in enumerate(pieces):
            ids[row, : len(piece.ids)] = piece.ids
            mask[row, : len(piece.ids)] = 1
            types[row, : len(piece.ids)] = piece.type_ids
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        (logits,) = self._session.run(None, {name: feed[name] for name in self._inputs})
        return np.asarray(logits, dtype=np.float32)


def grouped(lengths: Sequence[int], group: int, budget: int) -> Iterator[list[int]]:
    """Batches of `group` texts at a time (0: of all at once), see `batches`."""
    step = max(group or len(lengths), 1)
    for start in range(0, len(lengths), step):
        for batch in batches(lengths[start : start + step], budget):
            yield [start + index for index in batch]


def shares(logits: Logits) -> Logits:
    """Logits as likelihoods: of one output by itself, of several among each other."""
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32) if logits.shape[1] == 1 else softmax(logits)


def softmax(logits: Logits) -> Logits:
    """Rows that sum to 1."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)
