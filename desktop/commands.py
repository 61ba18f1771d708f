"""What can be done from the keyboard, declared once: the shortcuts, the palette and the list of keys show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

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
    default: str = ""  # the first of its keys as they are without a person's choice


def native(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def chosen(commands: Sequence[Command], keys: Mapping[str, str]) -> list[Command]:
    """The commands with the keys that a person chose: `keys` are by the one that stands first otherwise, which names
    the command. A key that was given to another one is that one's alone; an empty one takes the key away."""
    taken = {key for key in keys.values() if key}
    return [_with_key(command, keys, taken) for command in commands]


def _with_key(command: Command, keys: Mapping[str, str], taken: set[str]) -> Command:
    if command.run is None or not command.keys:
        return command
    if command.keys[0] in keys:
        given = keys[command.keys[0]]
        return replace(command, keys=(given,) if given else (), default=command.keys[0])
    return replace(command, keys=tuple(key for key in command.keys if key not in taken), default=command.keys[0])


def install(window: QWidget, commands: Sequence[Command]) -> None:
    """Make the keys work in the whole window; those that were installed before do so no more."""
    for old in window.actions():
        window.removeAction(old)
        old.deleteLater()
    for command in commands:
        if command.run is None or not command.keys:
            continue
        action = QAction(command.title, window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.triggered.connect(lambda _=False, run=command.run: run())
        window.addAction(action)
