"""What searches found lately. Who chooses a filter is told how many there would be without it: mostly that is what was
found right before. Any thread may ask."""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.search.query import Query
from indexer.search.trust import Calibration
from indexer.types import Fingerprint, Mode

Found = TypeVar("Found")

_KEPT = 8


@dataclass(frozen=True, slots=True)
class Asking:
    """All that decides what is found. `sequences` are the numbers of the last changes that the indexes hold; by `model`
    a question is understood, by `judge` its answers are judged."""

    query: Query
    mode: Mode
    like: tuple[bytes, ...]
    unlike: tuple[bytes, ...]
    sequences: tuple[int, ...]
    model: Fingerprint | None
    judge: Calibration


class Lately(Generic[Found]):
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[tuple[Asking, Found]] = deque(maxlen=_KEPT)

    def keep(self, asking: Asking, found: Found) -> None:
        with self._lock:
            self._kept.append((asking, found))

    def of(self, asking: Asking) -> Found | None:
        with self._lock:
            return next((found for known, found in self._kept if known == asking), None)
