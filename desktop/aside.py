"""Work that would keep the main thread: done on Qt's own threads, its result brought back."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

T = TypeVar("T")


class _Bridge(QObject):
    done = Signal(int, object)


class _Job(QRunnable):
    def __init__(self, number: int, work: Callable[[], object], bridge: _Bridge) -> None:
        super().__init__()
        self._number, self._work, self._bridge = number, work, bridge

    def run(self) -> None:
        result = self._work()
        self._bridge.done.emit(self._number, result)


class Aside(Generic[T]):
    """Only the newest work counts: results of older ones are forgotten. `work` must not raise, nor touch widgets."""

    def __init__(self, parent: QObject, on_result: Callable[[T], None]) -> None:
        self._bridge = _Bridge(parent)
        self._bridge.done.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._on_result = on_result
        self._newest = 0

    def run(self, work: Callable[[], T]) -> None:
        self._newest += 1
        QThreadPool.globalInstance().start(_Job(self._newest, work, self._bridge))

    def drop(self) -> None:
        """Want no result any more."""
        self._newest += 1

    def _take(self, number: int, result: T) -> None:
        if number == self._newest:
            self._on_result(result)
