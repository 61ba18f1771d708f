"""Models that read two texts at once: does this passage answer that query, does this statement follow from that text?

They are slow beside an encoder, which reads each text alone, and they see more. So they are given few pairs, and they
can be stopped between batches.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import EnvironmentProblem

Scores = NDArray[np.float32]
Stop = Callable[[], bool]  # asked before each batch; True ends the work

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)  # the columns of `Entailment.probabilities`
SHIPPED = ""  # the name under which the models that come with Wherein are loaded


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

    Raises `EnvironmentProblem` "model_missing" where it is not on this machine.
    """
    raise EnvironmentProblem("model_missing", f"There is no reranker {name or 'that comes with Wherein'} yet.")


def load_entailment(name: str = SHIPPED, *, downloads: Path | None = None, exports: Path | None = None,
                    threads: int = 0) -> Entailment:  # fmt: skip
    """The model `name` that tells what follows from a text: "" for the one that comes with Wherein.

    Raises `EnvironmentProblem` "model_missing" where it is not on this machine.
    """
    raise EnvironmentProblem("model_missing", f"There is no such model {name or 'that comes with Wherein'} yet.")
