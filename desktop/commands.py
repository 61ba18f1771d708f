"""What can be done from the keyboard, declared once: the shortcuts, the palette and the list of keys show it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """`keys` in Qt's portable form, the first is the one that is shown. Without `run` the key is some widget's own and
    only listed."""

    title: str
    group: str
    run: Callable[[], object] | None = None
    keys: tuple[str, ...] = ()


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def install(window: QWidget, commands: Sequence[Command]) -> None:
    """Make the keys work in the whole window."""
    for command in commands:
        if command.run is None or not command.keys:
            continue
        action = QAction(command.title, window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.triggered.connect(lambda _=False, run=command.run: run())
        window.addAction(action)
