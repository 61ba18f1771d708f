"""The window over the real service, the real model and the example documents, off screen: the pictures of the README,
`python -m tests.desktop.real FOLDER [NAME...]`. Twice as fine with QT_SCALE_FACTOR=2."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QPoint, QSettings, QTimer
from PySide6.QtGui import QCursor, QImage
from PySide6.QtWidgets import QApplication

from desktop import examples, operations
from desktop.app import connector
from desktop.client import Service
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Appearance, Theme
from indexer.client import connect
from indexer.protocol import Shutdown

PATIENCE_SECONDS = 240
COLOURS = 80  # of a picture, so that it stays small


class Studio:
    def __init__(self, window: MainWindow, theme: Theme, papers: Path) -> None:
        self.window, self.theme, self.papers = window, theme, papers

    def look_for(self, text: str) -> None:
        self.window.clear()
        self.window.look_for(self.window.query.typed(text))
        settle(3000)
        self.wait_for(lambda: (pdf := self.window.search.preview._pdf) is None or pdf.settled)
        settle(300)

    def wait_for(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not done() and time.monotonic() < deadline:
            settle(300)


def search(studio: Studio) -> None:
    studio.look_for("the landlord bears the cost of repairs to the roof")


def dark(studio: Studio) -> None:
    studio.theme.set_appearance(Appearance.DARK)
    studio.look_for("words that a person remembers")


def topics(studio: Studio) -> None:
    studio.window.clear()
    page = studio.window.show_page("topics")
    settle(1000)
    if not page.tree.topLevelItemCount():
        page.find_anew()
        studio.wait_for(lambda: page.tree.topLevelItemCount() > 0)
    settle(1500)


def duplicates(studio: Studio) -> None:
    """A letter that somebody kept twice, with a line more, and a lease that was downloaded again."""
    letters, downloads = studio.papers / "Letters", studio.papers / "Downloads"
    downloads.mkdir()
    shutil.copy2(studio.papers / "Contracts" / "Housing" / "Lease Elm Street.pdf", downloads / "Lease (1).pdf")
    sent = (letters / "Letter to the landlord, sent.txt").read_text(encoding="utf-8")
    copied = f"Copy for our files\n\n{sent}"
    (downloads / "Letter to the landlord (copy).txt").write_text(copied, encoding="utf-8")
    studio.window.clear()
    studio.window.do(operations.rescan())
    page = studio.window.show_page("duplicates")
    studio.wait_for(lambda: page.count_of("near") > 0)
    page.show_kind("near" if page.count_of("near") else "exact")
    settle(300)
    page.choose_copy(0)
    settle(1500)


PICTURES: dict[str, Callable[[Studio], None]] = {step.__name__: step for step in (search, dark, topics, duplicates)}


def main(arguments: list[str]) -> None:
    folder, names = Path(arguments[0]), arguments[1:] or list(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = Theme(app, Appearance.LIGHT)
    QCursor.setPos(QPoint(600, 1600))
    with tempfile.TemporaryDirectory() as home:
        papers = Path(home) / "Papers"
        examples.write(papers)
        service = Service(connector(Path(home) / "library"))
        preferences = Preferences(QSettings(str(Path(home) / "window.ini"), QSettings.Format.IniFormat))
        window = MainWindow(service, theme, preferences, time.time)
        window.resize(1240, 800)
        window.show()
        service.start()
        studio = Studio(window, theme, papers)
        settle(1000)
        window.add_folder(str(papers).encode())
        studio.wait_for(lambda: understood(window))
        window.toast.dismiss()
        for name in names:
            theme.set_appearance(Appearance.LIGHT)
            PICTURES[name](studio)
            window.toast.hide()
            window.field.edit.deselect()
            QApplication.setCursorFlashTime(0)
            keep(window.grab().toImage(), folder / f"{name}.png")
        service.close()  # first: a window that is open starts a service that stopped
        connect(Path(home) / "library", start=False).ask(Shutdown())


def keep(picture: QImage, path: Path) -> None:
    """As a picture of few colours: a quarter of the size, and nobody sees it."""
    from PIL import Image

    picture.save(str(path))
    with Image.open(path) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def understood(window: MainWindow) -> bool:
    report = window.status.report
    done = report is not None and report.files.total > 0 and report.files.pending == 0
    return done and window.status.now.stage == "idle" and not window.tasks.under_way


def settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(sys.argv[1:])
