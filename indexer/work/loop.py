"""A thread that works whenever it is woken, until nothing is left: what the loops of this room have in common."""

import threading
from collections.abc import Callable

import structlog

from indexer.errors import WhereinError

log = structlog.get_logger()


class Loop:
    """Calls `step` until it says that nothing is left, then sleeps until `wake`, from any thread.

    `pause` seconds go by before each round: what is told in many small pieces is done in one go. After a failure
    `on_problem` hears of it ("" once it is over), and the next round comes by itself after `retry` seconds.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[], bool],
        *,
        on_problem: Callable[[str], None] = lambda _: None,
        pause: float = 0.0,
        retry: float = 5.0,
    ) -> None:
        self._name = name
        self._step = step
        self._on_problem = on_problem
        self._pause = pause
        self._retry = retry
        self._patience: float | None = None  # seconds until it looks by itself
        self._idle = False
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        """There may be work."""
        self._idle = False
        self._wake.set()

    def wake_in(self, seconds: float) -> None:
        """From within a step: there is work, but its time has not come."""
        self._patience = seconds

    @property
    def idle(self) -> bool:
        """Nothing more can be done now."""
        return self._idle

    @property
    def ends(self) -> bool:
        """For a step that takes long: nobody waits for it any more."""
        return self._stopping.is_set()

    def end(self) -> None:
        """After the step that is being done; `join` waits for that."""
        self._stopping.set()
        self._wake.set()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

    def close(self) -> None:
        self.end()
        self.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait(self._patience)
            self._wake.clear()
            self._patience = None
            if self._stopping.wait(self._pause):
                return
            try:
                while not self._stopping.is_set() and self._step():
                    pass
                self._on_problem("")
                self._idle = not self._wake.is_set()
            except WhereinError as problem:
                if self._stopping.is_set():
                    return
                log.warning(f"{self._name} stands still", problem=str(problem))
                self._on_problem(str(problem))
                self._patience = self._retry
            except Exception:
                log.exception(f"{self._name} failed")
                self._patience = self._retry
