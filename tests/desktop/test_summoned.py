"""How the window is reached from outside: the small search bar, a start with the session, a key in every program."""

import gc
import os
import shutil
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import app, autostart, hotkey, menu_entry
from desktop.instance import Wish
from desktop.main_window import MainWindow
from desktop.panels.search_bar import SearchBar
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bar(qtbot: QtBot, window: MainWindow) -> SearchBar:
    at = window.surroundings
    made = SearchBar(window._service, at.theme, at.icons, at.now, lambda: 3, lambda: window.status.roots)
    qtbot.addWidget(made)
    return made


def test_the_search_bar_finds_and_opens(qtbot: QtBot, bar: SearchBar) -> None:
    bar.summon()
    with qtbot.waitSignal(bar.searching.answered):
        qtbot.keyClicks(bar.field.edit, "plum cake")
        bar.field.flush()
    assert bar.hit is not None
    assert bar.hit.name == "Plum cake.txt"
    assert bar._card(bar.list.currentIndex()).trail == "Papers › Recipes"
    assert not bar.field.property("stale")
    with qtbot.waitSignal(bar.opened) as opened:
        qtbot.keyClick(bar.field.edit, Qt.Key.Key_Return)
    assert opened.args == [bar.hit.path]
    assert not bar.isVisible()


def test_where_nothing_is_found_the_search_bar_says_what_still_waits(qtbot: QtBot, bar: SearchBar) -> None:
    bar.summon()
    with qtbot.waitSignal(bar.searching.answered):
        qtbot.keyClicks(bar.field.edit, "zeppelin")
        bar.field.flush()
    assert bar.said.text().endswith("3 files still wait to be read.")


def test_the_search_bar_hands_on_to_the_window_and_goes_away(qtbot: QtBot, bar: SearchBar) -> None:
    bar.summon()
    qtbot.keyClicks(bar.field.edit, "roof")
    with qtbot.waitSignal(bar.window_wanted) as wanted:
        qtbot.keyClick(bar.field.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == ["roof"]
    bar.summon()
    assert bar.isVisible()
    bar.summon()
    assert not bar.isVisible()


def test_a_start_with_a_folder_or_a_file_searches_there(
    qtbot: QtBot, window: MainWindow, person: Person, papers: Path, standin: StandIn
) -> None:
    bar = app._Bar(window, window._service)
    letters = os.fsencode(papers / "Letters")
    with qtbot.waitSignal(window.searching.answered):
        app.fulfil(window, bar, Wish("landlord", letters))
    assert person.names
    assert all("Letter" in name for name in person.names)
    with qtbot.waitSignal(window.searching.answered):
        app.fulfil(window, bar, Wish(like=os.fsencode(papers / "Letters" / "Letter to the landlord, sent.txt")))
    assert window.query.like_path is not None


def test_options_become_a_wish(tmp_path: Path) -> None:
    options = app._options(["--in", str(tmp_path), "who", "pays"])
    assert app._wish_of(options) == Wish("who pays", os.fsencode(tmp_path))
    assert app._wish_of(app._options(["--bar"])).bar


@pytest.mark.skipif(sys.platform == "win32", reason="an entry in the registry")
def test_starting_with_the_session_is_an_entry_that_can_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = tmp_path / "autostart" / "wherein.desktop"
    monkeypatch.setattr(autostart, "_entry", lambda: entry)
    assert not autostart.is_on()
    autostart.turn(True)
    assert autostart.is_on()
    assert "--hidden" in entry.read_text()
    autostart.turn(False)
    autostart.turn(False)
    assert not autostart.is_on()


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="no validator here")
def test_the_entry_for_the_session_is_well_formed(tmp_path: Path) -> None:
    entry = tmp_path / "wherein.desktop"
    entry.write_bytes(autostart._desktop_entry())
    assert subprocess.run(["desktop-file-validate", str(entry)], check=False).returncode == 0


@pytest.mark.skipif(not menu_entry.is_possible(), reason="the package does it there")
def test_the_menu_of_programs_gets_an_entry_with_its_icon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu_entry, "_data", lambda: tmp_path)
    menu_entry.turn(True)
    entry = (tmp_path / "applications" / "wherein.desktop").read_text()
    assert "--in %f" in entry
    assert "MimeType=inode/directory;" in entry
    assert (tmp_path / "icons/hicolor/scalable/apps/wherein.svg").exists()
    menu_entry.turn(False)
    assert not menu_entry.is_there()
    assert app._wish_of(app._options(["--in"])) == Wish()  # as the menu starts it


def test_where_there_is_no_key_for_everywhere_the_settings_say_what_to_do(window: MainWindow) -> None:
    assert hotkey.register(lambda: None, window) is None  # off screen
    assert "wherein --bar" in hotkey.advice()


class Held:
    closed = False

    def close(self) -> None:
        self.closed = True


def test_the_key_is_held_as_long_as_the_window_is_there(
    qapp: QApplication, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[weakref.ref[Held]] = []

    def register(on_press: object, parent: object) -> Held:
        made = Held()
        held.append(weakref.ref(made))
        return made

    monkeypatch.setattr(hotkey, "register", register)
    window._preferences.keep("hotkey", True)
    bar = app._Bar(window, window._service)
    app.settle_in(qapp, window, bar, window._service, window._preferences, hidden=False)
    window.closed.disconnect()  # closing it here ends no program
    gc.collect()
    assert held[0]() is not None


GRAB = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop import hotkey
app = QApplication([])
assert hotkey.advice() == ""
held = hotkey.register(lambda: (print("pressed", flush=True), app.quit()), app)
assert held is not None
assert hotkey.register(lambda: None, app) is None, "the key belongs to one only"
import ctypes, ctypes.util
x, xtst = ctypes.CDLL(ctypes.util.find_library("X11")), ctypes.CDLL(ctypes.util.find_library("Xtst"))
x.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x.XOpenDisplay(None))
for down in (1, 0):
    for sym in (0xFFE3, 0xFFE9, 0x20):
        code = x.XKeysymToKeycode(display, ctypes.c_ulong(sym))
        xtst.XTestFakeKeyEvent(display, code, down, ctypes.c_ulong(0))
x.XFlush(display)
QTimer.singleShot(10_000, lambda: app.exit(3))
status = app.exec()
held.close()
sys.exit(status)
"""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no X server here")
def test_the_key_is_heard_wherever_one_is_on_x11() -> None:
    import ctypes.util

    if ctypes.util.find_library("Xtst") is None:
        pytest.skip("no library to press keys with")
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-c", GRAB],
        capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "pressed"), done.stderr[-800:]
