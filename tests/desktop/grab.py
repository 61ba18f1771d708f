"""Writes a picture of every state of the window: `python -m tests.desktop.grab FOLDER [NAME...]`.

Set QT_SCALE_FACTOR=2 for the fine ones. Without QT_QPA_PLATFORM it draws off screen.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from desktop.theme import Appearance, Theme
from tests.desktop import page_states, search_states
from tests.desktop.studio import Studio

STATES: dict[str, Callable[[Studio], None]] = {
    name: state
    for module in (search_states, page_states)
    for name, state in getmembers(module, isfunction)
    if state.__module__ == module.__name__
}


def main(arguments: list[str]) -> None:
    target = Path(arguments[0])
    target.mkdir(parents=True, exist_ok=True)
    names = arguments[1:] or list(STATES)
    app = QApplication([])
    theme = Theme(app)
    QCursor.setPos(QPoint(600, 1600))
    looks = [Appearance(name) for name in os.environ.get("LOOKS", "light dark").split()]
    for look in looks:
        theme.set_appearance(look)
        for name in names:
            with tempfile.TemporaryDirectory() as home_folder:
                studio = Studio(app, Path(home_folder) / "Papers", theme)
                STATES[name](studio)
                studio.window.field.edit.deselect()
                QApplication.setCursorFlashTime(0)
                studio.grab().save(str(target / f"{name}-{look.value}.png"))
                studio.close()
                print(name, look.value, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
