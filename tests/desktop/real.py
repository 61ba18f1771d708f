"""The window over the real service and the example documents, off screen, to look at and for the README:
`python -m tests.desktop.real PICTURE QUERY [light|dark]`."""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop import examples
from desktop.app import connector
from desktop.client import Service
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Appearance, Theme
from indexer.client import connect
from indexer.protocol import Shutdown

PATIENCE_SECONDS = 100


def main(picture: str, query: str, appearance: str = "light") -> None:
    app = QApplication([])
    theme = Theme(app, Appearance(appearance))
    with tempfile.TemporaryDirectory() as home:
        papers = Path(home) / "Papers"
        examples.write(papers)
        service = Service(connector(Path(home) / "library"))
        settings = Preferences(QSettings(str(Path(home) / "window.ini"), QSettings.Format.IniFormat))
        window = MainWindow(service, theme, settings, time.time)
        window.resize(1240, 800)
        window.show()
        service.start()
        settle(2000)
        window.add_folder(str(papers).encode())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not understood(window) and time.monotonic() < deadline:
            settle(300)
        settle(6000)  # until what was said about the folder is gone
        window.look_for(window.query.typed(query))
        settle(2500)
        window.grab().save(picture)
        service.close()  # first: a window that is open starts a service that stopped
        connect(Path(home) / "library", start=False).ask(Shutdown())


def understood(window: MainWindow) -> bool:
    report = window.status.report
    done = report is not None and report.files.total > 0 and report.files.pending == 0
    return done and window.status.now.stage == "idle"


def settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
