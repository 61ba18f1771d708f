"""The window over the real service, off screen, to look at: `python -m tests.desktop.real PICTURE QUERY`."""

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
from desktop.theme import Theme


def main(picture: str, query: str) -> None:
    app = QApplication([])

    def settle(ms: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    with tempfile.TemporaryDirectory() as home:
        papers = Path(home) / "Papers"
        examples.write(papers)
        service = Service(connector(Path(home) / "library"))
        settings = Preferences(QSettings(str(Path(home) / "w.ini"), QSettings.Format.IniFormat))
        window = MainWindow(service, Theme(app), settings, time.time)
        window.show()
        started = time.perf_counter()
        service.start()
        while service.state.value == "starting":
            settle(50)
        print("ready after", time.perf_counter() - started, service.state, service.problem)
        window.add_folder(str(papers).encode())
        while not (
            window.status.report
            and window.status.report.files.total
            and window.status.now.stage == "idle"
            and not window.status.report.files.pending
        ):
            settle(300)
            print(window.status.now, window.status.report and window.status.report.files, time.perf_counter() - started)
            if time.perf_counter() - started > 100:
                break
        window.look_for(window.query.typed(query))
        settle(2500)
        print(window.search.results.count.text(), [h.name for h in window.search.results.shown])
        for hit in window.search.results.shown[:3]:
            print(hit)
        window.grab().save(picture)
        from indexer import protocol

        service.ask(protocol.Shutdown(), print, print)
        settle(1500)
        print(service.state)
        service.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
