"""Settings are read and changed where they are shown."""

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.privacy_settings import ENCRYPTED
from desktop.widgets.setting_group import ReadOnlyLines
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
