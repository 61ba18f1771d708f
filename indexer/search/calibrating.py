"""What chance brings in this library with the model in use (see trust.py), learnt when it is first needed, and again in
the background when the library has become another one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from indexer.models.encoder import Encoder
from indexer.search.meaning import Meaning
from indexer.search.trust import PROBES, Calibration, floor_of, measure
from indexer.types import Fingerprint

_GROWTH = 0.25  # share of new chunks after which the library is another one

# What a question finds in the library, as evidence that it is there, told by a calibration without a floor.
Evidence = Callable[[str, Meaning, Encoder, Calibration], float]


class Calibrating:
    """Any thread may ask. What is learnt aside runs in `threads`."""

    def __init__(self, evidence: Evidence, threads: ThreadPoolExecutor) -> None:
        self._evidence = evidence
        self._threads = threads
        self._learnt: tuple[Fingerprint, int, Calibration] | None = None  # with how many chunks
        self._aside = threading.Lock()  # held while one is made aside
        self._first = threading.Lock()  # held while the first one with a model is made: others wait for it

    def of(self, meaning: Meaning, encoder: Encoder) -> Calibration:
        """The last one that was learnt with this model; a new one is on its way where the library has grown."""
        learnt = self._learnt
        if learnt is None or learnt[0] != encoder.fingerprint:
            with self._first:
                learnt = self._learnt
                if learnt is None or learnt[0] != encoder.fingerprint:
                    return self._learn(meaning, encoder)
        elif abs(meaning.index.size - learnt[1]) > _GROWTH * learnt[1] and self._aside.acquire(blocking=False):
            self._threads.submit(self._learn_aside, meaning, encoder)
        return learnt[2]

    def _learn(self, meaning: Meaning, encoder: Encoder) -> Calibration:
        """Takes half a second."""
        size = meaning.index.size
        nearness = measure(encoder)
        by_chance = [self._evidence(probe, meaning, encoder, Calibration(nearness, floor=0.0)) for probe in PROBES]
        calibration = Calibration(nearness, floor_of(by_chance))
        self._learnt = encoder.fingerprint, size, calibration
        return calibration

    def _learn_aside(self, meaning: Meaning, encoder: Encoder) -> None:
        try:
            self._learn(meaning, encoder)
        finally:
            self._aside.release()
