"""A window over the stand-in, and ways to get it into a state."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.client import Service
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Theme
from tests.desktop.papers import read_examples
from tests.desktop.standin import StandIn

NOW = time.mktime((2024, 6, 6, 10, 0, 0, 0, 0, -1))


class Studio:
    def __init__(self, app: QApplication, folder: Path, theme: Theme) -> None:
        self.app, self.folder = app, folder
        self.standin = StandIn(read_examples(folder))
        self.settings = QSettings(str(folder.parent / "window.ini"), QSettings.Format.IniFormat)
        self.settings.clear()
        self.preferences = Preferences(self.settings)
        self.service = Service(self.standin.connect)
        self.window = MainWindow(self.service, theme, self.preferences, lambda: NOW)
        self.window.resize(1240, 800)

        self.over: QWidget | None = None  # what lies over the window

    def grab(self) -> QPixmap:
        picture = self.window.grab()
        if self.over is not None:
            painter = QPainter(picture)
            painter.drawPixmap(self.over.pos() - self.window.pos(), self.over.grab())
            painter.end()
        return picture

    def start(self) -> None:
        self.window.show()
        self.service.start()
        self.settle(400)

    def fill(self) -> None:
        self.standin.folders[str(self.folder).encode()] = False

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.field.edit, text)
        self.settle(700)

    def settle(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def close(self) -> None:
        self.service.close()
        self.standin.close()
        self.window.hide()
        self.window.deleteLater()
        self.settle(10)
