"""Settings are read and changed where they are shown."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QLineEdit, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.privacy_settings import ENCRYPTED
from desktop.preferences import Preferences
from desktop.widgets.setting_group import ReadOnlyLines
from indexer.protocol import StoredPart
from tests.desktop.conftest import Person, comes
from tests.desktop.standin import StandIn


def test_what_is_left_out_by_itself_can_be_read(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("settings")
    library = window.page("settings").sections["library"]
    qtbot.waitUntil(lambda: library.findChild(ReadOnlyLines) is not None)
    rules = library.findChild(ReadOnlyLines)
    comes(qtbot, rules.unfold.isVisible, True)
    assert rules.lines.isHidden()
    rules.unfold.click()
    assert rules.lines.isVisible()
    assert "*.pem" in rules.lines.toPlainText()


def test_a_setting_of_the_library_is_changed_where_it_is_shown(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    qtbot.waitUntil(lambda: "readers" in window.page("settings").sections["library"].controls)
    field = window.page("settings").sections["library"].controls["readers"]
    assert isinstance(field, QLineEdit)
    assert field.text() == "2"
    window.show_page("settings")
    field.selectAll()
    qtbot.keyClicks(field, "5x\r")
    qtbot.waitUntil(lambda: standin.settings["readers"].value == 5)
    field.selectAll()
    qtbot.keyClicks(field, "99\r")
    person.is_told("must lie between 1 and 16")


def test_what_a_setting_does_is_told_over_the_room_that_its_control_leaves(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.show_page("settings")
    privacy = panel.sections["privacy"]
    told = next(each for each in privacy.findChildren(QLabel) if each.text() == ENCRYPTED)
    qtbot.waitUntil(lambda: told.width() > 0.8 * privacy.width())
    assert privacy.encrypt.mapTo(privacy, privacy.encrypt.rect().topLeft()).x() > told.geometry().right()
    right = {control.geometry().right() for control in (privacy.encrypt, privacy.remember, privacy.forget)}
    assert len(right) == 1


@pytest.mark.skipif(os.name != "posix", reason="the registry otherwise")
def test_what_the_window_remembers_is_readable_by_its_person_alone(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "Wherein" / "Wherein.conf"), QSettings.Format.IniFormat)
    preferences = Preferences(settings)
    preferences.make_private()
    preferences.remember("an embarrassing ailment")
    settings.sync()
    kept = Path(preferences.place)
    assert "ailment" in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_privacy_tells_each_place_with_what_lies_there(window: MainWindow) -> None:
    privacy = window.page("settings").sections["privacy"]
    privacy.show_parts([StoredPart("words", b"/home/ada/library", 1_400_000)])
    told = privacy.kept.text().splitlines()
    assert told[:2] == ["/home/ada/library", "    The index of words: 1.4 MB"]
    assert told[2] == window._preferences.place


@pytest.mark.parametrize("there", [True, False])
def test_staying_in_the_tray_is_offered_where_there_is_one(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: there)
    section = window.page("settings").sections["window"]
    assert section.tray.isEnabled() is there
    assert ("no tray" in section.tray.accessibleDescription()) is not there
