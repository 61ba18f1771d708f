"""What happens inside, told to clients: often enough to be alive, rarely enough to cost nothing."""

import threading
from collections.abc import Callable

import structlog

from indexer.protocol import Advanced, Changed, Event, Progress

log = structlog.get_logger()

_PAUSE_SECONDS = 0.3


class TellingLoop:
    """Gathers the areas that changed and sends them as one event, at most three times a second, with the progress
    where it differs from what was said last."""

    def __init__(self, progress: Callable[[], Progress]) -> None:
        self._progress = progress
        self._condition = threading.Condition()
        self._areas: set[str] = set()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self, broadcast: Callable[[Event], None]) -> None:
        """Events go to `broadcast`, from a thread of its own."""
        self._thread = threading.Thread(target=self._run, args=(broadcast,), name="telling", daemon=True)
        self._thread.start()

    def changed(self, *areas: str) -> None:
        """Any thread may say so; without areas only the progress is told."""
        with self._condition:
            self._areas.update(areas or ("progress",))
            self._condition.notify_all()

    def about(self, *areas: str) -> Callable[[], None]:
        """`changed`, for those who know nothing of areas."""
        return lambda: self.changed(*areas)

    def close(self) -> None:
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join()

    def _run(self, broadcast: Callable[[Event], None]) -> None:
        said: Progress | None = None
        while True:
            with self._condition:
                # While work goes on, time passes and estimates change without anybody saying so.
                self._condition.wait_for(
                    lambda: bool(self._areas) or self._stopping, timeout=None if _at_rest(said) else 1.0
                )
                if self._stopping:
                    return
                areas, self._areas = self._areas - {"progress"}, set()
            try:
                progress = self._progress()
                if areas:
                    broadcast(Changed(tuple(sorted(areas))))
                if progress != said:
                    broadcast(Advanced(progress))
                said = progress
            except Exception:
                log.exception("telling failed")
            with self._condition:
                self._condition.wait_for(lambda: self._stopping, timeout=_PAUSE_SECONDS)


def _at_rest(progress: Progress | None) -> bool:
    return progress is not None and progress.stage == "idle"
