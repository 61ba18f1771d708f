"""What has to be done now and then, whether or not anything happens: a list of chores, in order."""

import threading
from collections.abc import Callable, Sequence

from indexer.errors import WhereinError

_EVERY_SECONDS = 30.0


class Housekeeping:
    """One thread. A chore that fails leaves those after it to the next round, and `on_problem` hears of it."""

    def __init__(self, chores: Sequence[Callable[[], object]], on_problem: Callable[[str], None]) -> None:
        self._chores = chores
        self._on_problem = on_problem
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """After the chore that is being done; nothing waits for it."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(_EVERY_SECONDS):
            try:
                for chore in self._chores:
                    if self._stopping.is_set():
                        return
                    chore()
                self._on_problem("")
            except WhereinError as problem:
                self._on_problem(str(problem))
