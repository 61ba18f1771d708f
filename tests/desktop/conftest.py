import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import operations
from desktop.client import Service, State
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Appearance, Theme
from indexer.protocol import Hit
from tests.desktop.papers import Document, read_examples
from tests.desktop.standin import StandIn


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning of Qt is a mistake of ours."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(
                pytest.mark.qt_log_ignore("This plugin does not support (propagateSizeHints|raise|grabbing)")
            )


@pytest.fixture(autouse=True)
def no_thread_is_left_behind(qapp: QApplication) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 5
    ours = (thread for thread in set(threading.enumerate()) - before if not thread.name.startswith("wherein-"))
    for thread in ours:  # the connection's own threads end with the process
        thread.join(max(deadline - time.monotonic(), 0))
        assert not thread.is_alive(), f"{thread.name} is left behind"


@pytest.fixture(autouse=True)
def no_timer_is_left_behind(no_thread_is_left_behind: None) -> Iterator[None]:
    """Nothing ticks on once a test is over."""
    before = set(map(id, _ticking()))
    yield
    deadline = time.monotonic() + 5
    while (left := [timer for timer in _ticking() if id(timer) not in before]) and time.monotonic() < deadline:
        QCoreApplication.processEvents()
    assert not left, [f"{timer.parent()}: every {timer.interval()} ms" for timer in left]


def _ticking() -> list[QTimer]:
    """The timers that go on and on."""
    made = (thing for thing in gc.get_objects() if type(thing) is QTimer and shiboken6.isValid(thing))
    return [timer for timer in made if timer.isActive() and not timer.isSingleShot()]


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Appearance.LIGHT)


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    """The folder of example documents."""
    folder = tmp_path_factory.mktemp("home") / "Papers"
    read_examples(folder)
    return folder


@pytest.fixture
def documents(papers: Path) -> list[Document]:
    return read_examples(papers)


@pytest.fixture
def standin(documents: list[Document], papers: Path) -> Iterator[StandIn]:
    made = StandIn(documents, {os.fsencode(papers): False})
    yield made
    made.close()


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def window(qtbot: QtBot, standin: StandIn, theme: Theme, preferences: Preferences) -> Iterator[MainWindow]:
    """A window that is shown and connected, with its first status."""
    service = Service(standin.connect)
    made = MainWindow(service, theme, preferences, time.time)
    qtbot.addWidget(made)
    made.show()
    service.start()
    qtbot.waitUntil(lambda: service.state is not State.STARTING)
    if service.state is State.READY:
        qtbot.waitUntil(lambda: made.status.report is not None)
    yield made
    standin.release()
    service.close()


T = TypeVar("T")


def comes(qtbot: QtBot, seen: Callable[[], T], expected: T) -> None:
    """Wait until it is so; where it does not come, say what is there instead."""

    def is_so() -> None:
        assert seen() == expected

    qtbot.waitUntil(is_so)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What would have been opened on this computer."""
    paths: list[bytes] = []

    def open_file(path: bytes) -> str:
        paths.append(path)
        return ""

    monkeypatch.setattr(operations, "open_file", open_file)
    return paths


class Person:
    """What a person does at the window, and waits for."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window

    @property
    def names(self) -> list[str]:
        return [hit.name for hit in self._window.search.results.shown]

    def types(self, text: str) -> None:
        self._qtbot.keyClicks(self._window.field.edit, text)

    def searches(self, text: str) -> list[str]:
        """Type it, wait for the answer to all of it; the names found."""
        answers: list[str] = []
        self._window.searching.answered.connect(lambda results: answers.append(results.query))
        self.types(text)
        self._qtbot.waitUntil(lambda: bool(answers) and answers[-1] == self._window.field.edit.text())
        return self.names

    def chooses(self, name: str) -> None:
        """Click on a result: what is chosen so stays chosen, whatever order settles in."""
        view = self._window.search.results.view
        row = view.model().index(self.names.index(name), 0)
        view.scrollTo(row)
        self._qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(row).center())

    def sees_preview(self) -> Hit:
        preview = self._window.search.preview
        self._qtbot.waitUntil(lambda: preview.hit is not None and preview.hit == self._window.search.hit)
        hit = preview.hit
        assert hit is not None
        return hit

    def is_told(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self._window.toast.text)


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    return Person(qtbot, window)
