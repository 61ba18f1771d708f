"""Models that read two texts at once: does this passage answer that query, does this statement follow from that text?

They are slow beside an encoder, which reads each text alone, and they see more. So they are given few pairs, and they
can be stopped between batches.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.models import export
from indexer.models.catalogue import Kind
from indexer.models.folders import ModelFolder
from indexer.models.pair_export import make_aside
from indexer.models.pair_folders import SHIPPED, calibration, label_order, resolve_pair
from indexer.models.pair_graph import PairGraph, softmax

__all__ = ["SHIPPED", "Entailment", "Reranker", "likelihood", "load_entailment", "load_reranker", "never"]

Scores = NDArray[np.float32]
Stop = Callable[[], bool]  # asked before each batch; True ends the work

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)  # the columns of `Entailment.probabilities`
_GROUP = 16  # passages that are sorted by length among each other; after each it is known what they are worth


def never() -> bool:
    """A `Stop` that lets the work run to its end."""
    return False


class Reranker(Protocol):
    """Says how well passages answer a query."""

    @property
    def name(self) -> str: ...

    def score(self, query: str, passages: Sequence[str], stop: Stop = never) -> Scores:
        """(n,) logits, higher is better, scaled so that `likelihood` of them may be shown.

        Passages are read in the order in which they are given, a few at a time: give the best first. Those that were
        not reached before `stop` said so are NaN.
        """


class Entailment(Protocol):
    """Says whether a statement follows from a text."""

    @property
    def name(self) -> str: ...

    def probabilities(self, pairs: Sequence[tuple[str, str]], stop: Stop = never) -> Scores:
        """(n, 3) for pairs of (text, statement): entailment, neutral, contradiction; rows sum to 1.

        Rows that were not reached before `stop` said so are NaN.
        """


def likelihood(scores: Scores) -> Scores:
    """How likely it is, from 0 to 1, that a passage with this score answers."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(scores, dtype=np.float32))), dtype=np.float32)


def load_reranker(name: str = SHIPPED, *, downloads: Path | None = None, exports: Path | None = None,
                  threads: int = 0) -> Reranker:  # fmt: skip
    """The reranker `name`: "" for the one that comes with Wherein, a name of the catalogue, or a folder.

    The first time on a machine its quick graph is made under `exports`, in a process of its own, which takes a
    minute; without `exports` torch runs it. Raises `EnvironmentProblem` "model_missing" where it is not on this
    machine, and what `resolve_pair` and `load_cross_encoder` raise.
    """
    folder = resolve_pair(name, Kind.RERANKER, downloads)
    return _Reranker(folder, _runtime(name, folder, downloads, exports, threads))


def load_entailment(name: str = SHIPPED, *, downloads: Path | None = None, exports: Path | None = None,
                    threads: int = 0) -> Entailment:  # fmt: skip
    """The model `name` that tells what follows from a text; the rest is as for `load_reranker`."""
    folder = resolve_pair(name, Kind.NLI, downloads)
    return _Entailment(folder, _runtime(name, folder, downloads, exports, threads))


class _Runtime(Protocol):
    def logits(self, pairs: Sequence[tuple[str, str]], stop: Stop, group: int = 0) -> Scores: ...


class _Reranker:
    def __init__(self, folder: ModelFolder, runtime: _Runtime) -> None:
        self.name = folder.model.name
        self._runtime = runtime
        self._scale, self._shift = calibration(folder)

    def score(self, query: str, passages: Sequence[str], stop: Stop = never) -> Scores:
        logits = self._runtime.logits([(query, passage) for passage in passages], stop, _GROUP)
        return np.asarray(logits[:, 0] * self._scale + self._shift, dtype=np.float32)


class _Entailment:
    def __init__(self, folder: ModelFolder, runtime: _Runtime) -> None:
        self.name = folder.model.name
        self._runtime = runtime
        self._order = label_order(folder)
        self._scale, _ = calibration(folder)

    def probabilities(self, pairs: Sequence[tuple[str, str]], stop: Stop = never) -> Scores:
        if not pairs:
            return np.empty((0, 3), dtype=np.float32)
        logits = self._runtime.logits(pairs, stop)
        if logits.shape[1] == 1:  # stopped before the first batch
            return np.full((len(pairs), 3), np.nan, dtype=np.float32)
        shares = softmax(logits * self._scale)[:, list(self._order)]
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _runtime(name: str, folder: ModelFolder, downloads: Path | None, exports: Path | None, threads: int) -> _Runtime:
    if exports:
        make_aside(name, folder.model.kind, exports, downloads)
        found = export.find(folder, exports)
        if found:
            return PairGraph(found.graph, found.tokenizer, folder.model.token_limit, threads)
    from indexer.models.pair_reference import PairReference

    return PairReference(folder)
