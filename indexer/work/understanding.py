"""Keeps the meaning of what was read up to date: documents without vectors of the model in use, those of the newest
files first."""

import threading
from collections.abc import Callable

import structlog

from indexer.errors import WhereinError
from indexer.work.embedding import Embedding

log = structlog.get_logger()

_RETRY_SECONDS = 30.0


class UnderstandingLoop:
    """One thread. Works while `may_work()` says so: words come first. `embedding` gives the model in use, which may be
    another one after any batch. `on_stored(passages)` after each batch."""

    def __init__(
        self,
        embedding: Callable[[], Embedding],
        *,
        may_work: Callable[[], bool],
        on_stored: Callable[[int], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._embedding = embedding
        self._may_work = may_work
        self._on_stored = on_stored
        self._on_problem = on_problem
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._idle = False
        self._thread = threading.Thread(target=self._run, name="understanding", daemon=True)

    def start(self) -> None:
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        self._idle = False
        self._wake.set()

    @property
    def idle(self) -> bool:
        return self._idle

    def close(self) -> None:
        self._stopping.set()
        self._wake.set()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            try:
                while not self._stopping.is_set() and self._may_work() and self.step():
                    pass
                self._on_problem("")
            except WhereinError as problem:
                if self._stopping.is_set():
                    return
                if problem.code == "closed":  # another worker has taken its place
                    self._wake.set()
                    continue
                log.warning("understanding stands still", problem=str(problem))
                self._on_problem(str(problem))
                if not self._stopping.wait(_RETRY_SECONDS):
                    self._wake.set()
                continue
            self._idle = not self._wake.is_set()

    def step(self) -> bool:
        """Embeds and stores one batch; False when nothing is left."""
        count = self._embedding().step(self._stopping.is_set)
        if count:
            self._on_stored(count)
        return count > 0
