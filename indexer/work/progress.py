"""How far the work is and how long it will take: pure, the clock is passed in."""

import threading
from collections import deque
from collections.abc import Callable

from indexer.protocol import Progress

_WINDOW_SECONDS = 60.0
_LEAST_SECONDS = 3.0  # before that, an estimate would be a guess


class Rate:
    """Units of work a second over the last minute. One thread works while others ask."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, float]] = deque()
        self._lock = threading.Lock()

    def add(self, now: float, units: float) -> None:
        with self._lock:
            self._marks.append((now, units))
            while self._marks and self._marks[0][0] < now - _WINDOW_SECONDS:
                self._marks.popleft()

    def reset(self) -> None:
        with self._lock:
            self._marks.clear()

    def seconds_for(self, units: float, now: float) -> float | None:
        """Seconds that so many units will take; None while too little is known."""
        with self._lock:
            marks = tuple(self._marks)
        if not marks or now - marks[0][0] < _LEAST_SECONDS:
            return None
        done = sum(mark[1] for mark in marks)
        return units * (now - marks[0][0]) / done if done > 0 else None


class Troubles:
    """What keeps the loops from their work, a text from each; `on_change` is called when one changes."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._texts: dict[str, str] = {}
        self._on_change = on_change

    def report(self, who: str, text: str) -> None:
        """ "" says that all is well."""
        if self._texts.get(who, "") != text:
            self._texts[who] = text
            self._on_change()

    def of(self, who: str) -> Callable[[str], None]:
        """`report`, for one of them."""
        return lambda text: self.report(who, text)

    @property
    def first(self) -> str:
        return next((text for text in tuple(self._texts.values()) if text), "")


def describe(
    *,
    looking: bool,
    current: str,
    files: tuple[int, int],
    passages: tuple[int, int],
    pictures: tuple[int, int],
    settled: bool,
    seconds_left: float | None,
    paused: bool,
    problem: str,
) -> Progress:
    """The one line that the window shows. `files`, `passages` and `pictures` are (done, total); `settled` is False
    while a loop still works on something that the counts do not show yet."""
    read, all_files = files
    understood, all_passages = passages
    seen, all_pictures = pictures
    if looking:
        stage, done, total = "looking", all_files, 0
    elif read < all_files:
        stage, done, total = "reading", read, all_files
    elif understood < all_passages or not (settled or seen < all_pictures):
        stage, done, total = "understanding", understood, all_passages
    elif seen < all_pictures:
        stage, done, total = "recognising", seen, all_pictures
    else:
        stage, done, total = "idle", all_files, all_files
    return Progress(
        stage=stage,
        current=current,
        done=done,
        total=total,
        seconds_left=None if paused or stage == "idle" else seconds_left,
        paused=paused,
        problem=problem,
    )
