"""The model that understands queries and the vectors that it is compared with: they belong together, and when another
model takes over they are exchanged together. Vectors of two models never meet, because nobody takes one without the
other."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from indexer.errors import EnvironmentProblem, WhereinError
from indexer.models.encoder import Encoder
from indexer.search.reads import Meanings
from indexer.types import Fingerprint


@dataclass(frozen=True, slots=True)
class Meaning:
    """`encoder` is None while it is being loaded, or where it cannot be."""

    fingerprint: Fingerprint
    index: Meanings
    encoder: Encoder | None = None


class MeaningInUse:
    """What searching uses now. Whoever needs two things of it asks `now` once and keeps the answer."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._problem: WhereinError | None = None
        self._known = threading.Event()

    def now(self) -> Meaning:
        return self._meaning

    @property
    def problem(self) -> WhereinError | None:
        """What keeps the encoder from being loaded."""
        return self._problem

    def load(self, make: Callable[[], Encoder]) -> None:
        """Calls `make` and keeps the encoder that it returns, or the WhereinError that it raises."""
        meaning = self._meaning
        try:
            encoder = make()
        except WhereinError as problem:
            self._problem = problem
        else:
            if self._meaning is meaning:  # nothing was exchanged meanwhile
                self.exchange(replace(meaning, encoder=encoder))
        self._known.set()

    def exchange(self, meaning: Meaning) -> None:
        """From now on this one answers; who still holds the old one ends with it."""
        if meaning.encoder is not None and meaning.encoder.fingerprint != meaning.fingerprint:
            raise ValueError(f"{meaning.encoder.fingerprint} does not read vectors of {meaning.fingerprint}")
        self._meaning, self._problem = meaning, None

    def require(self) -> tuple[Meaning, Encoder]:
        """It and its encoder, without waiting. Raises what keeps it from loading, or EnvironmentProblem while it
        loads."""
        meaning = self._meaning
        if meaning.encoder is None:
            raise self._problem or EnvironmentProblem(
                "meaning_not_ready", "The model is still being loaded.", "Try again in a few seconds."
            )
        return meaning, meaning.encoder

    def wait(self) -> None:
        """Returns once queries are understood. Raises what keeps the model from loading."""
        self._known.wait()
        if self._meaning.encoder is None and self._problem is not None:
            raise self._problem
