"""A window over a real service, for those tests that go the whole way."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.app import connector, ender
from desktop.client import Service, State
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Theme

WAIT_MS = 60_000


@contextmanager
def whole_window(qtbot: QtBot, theme: Theme, library: Path, own: Path) -> Iterator[MainWindow]:
    """Its service is started and stays; what the window keeps of its own lies in `own`."""
    service = Service(connector(library), ender(library))
    preferences = Preferences(QSettings(str(own / "window.ini"), QSettings.Format.IniFormat))
    made = MainWindow(service, theme, preferences, time.time)
    qtbot.addWidget(made)
    made.show()
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY and made.status.report is not None, timeout=WAIT_MS)
    yield made
    service.close()


def is_read(window: MainWindow) -> bool:
    """Whether all files were read and understood."""
    report = window.status.report
    return bool(report and report.files.total and not report.files.pending and report.meaning_ready) and (
        window.status.now.stage == "idle"
    )
