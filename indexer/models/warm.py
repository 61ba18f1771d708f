"""The query model, kept ready in the service: loaded in the background, asked for at any time."""

import threading
from collections.abc import Callable

from indexer.errors import EnvironmentProblem, WhereinError
from indexer.models.encoder import Encoder


class WarmEncoder:
    """Holds the encoder once it is loaded, or the problem that keeps it from loading."""

    def __init__(self) -> None:
        self._encoder: Encoder | None = None
        self._problem: WhereinError | None = None
        self._known = threading.Event()

    @property
    def encoder(self) -> Encoder | None:
        """None while it is being loaded, or where it cannot be."""
        return self._encoder

    @property
    def problem(self) -> WhereinError | None:
        return self._problem

    def load(self, make: Callable[[], Encoder]) -> None:
        """Calls `make` and keeps what it returns, or the WhereinError that it raises."""
        try:
            self._encoder, self._problem = make(), None
        except WhereinError as problem:
            self._problem = problem
        self._known.set()

    def require(self) -> Encoder:
        """The encoder, without waiting. Raises what keeps it from loading, or EnvironmentProblem while it loads."""
        if self._encoder is None:
            raise self._problem or EnvironmentProblem(
                "meaning_not_ready", "The model is still being loaded.", "Try again in a few seconds."
            )
        return self._encoder

    def wait(self) -> None:
        """Returns once queries are understood. Raises what keeps the model from loading."""
        self._known.wait()
        if self._encoder is None and self._problem is not None:
            raise self._problem
