"""Writes the example documents off the main thread, and says when they are there."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QStandardPaths, QThreadPool, Signal

from desktop import examples
from desktop.language import tr


class _Written(QObject):
    done = Signal(str, str)  # folder, what went wrong


class _Write(QRunnable):
    def __init__(self, folder: Path, written: _Written) -> None:
        super().__init__()
        self._folder, self._written = folder, written

    def run(self) -> None:
        try:
            examples.write(self._folder)
        except OSError as error:
            self._written.done.emit(str(self._folder), error.strerror or str(error))
        else:
            self._written.done.emit(str(self._folder), "")


def write_examples(
    parent: QObject, on_written: Callable[[bytes], None], on_problem: Callable[[str], None], folder: Path | None = None
) -> None:
    """Write them to `folder`, or among the data of the application."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    target = folder or Path(place) / "Example papers"
    written = _Written(parent)

    def done(path: str, problem: str) -> None:
        written.deleteLater()
        if problem:
            on_problem(tr("The examples could not be written: {problem}.").format(problem=problem))
        else:
            on_written(os.fsencode(path))

    written.done.connect(done)
    QThreadPool.globalInstance().start(_Write(target, written))
