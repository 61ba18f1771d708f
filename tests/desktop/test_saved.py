"""Searches that are kept, and told of."""

import time

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.client import Service
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Theme
from indexer import protocol
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn


def test_a_search_is_kept_in_the_side_bar_and_found_again(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["pdf"].click()
    kept = window.query
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.text() for row in window.sidebar.saved] == ["landlord roof · PDF"])
    window.clear()
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.saved[0].click()
    assert window.query == kept
    assert window.field.edit.text() == "landlord roof"
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.sidebar.saved == [])
    person.is_told("no longer kept")
    window.toast._action.click()
    qtbot.waitUntil(lambda: [row.text() for row in window.sidebar.saved] == ["landlord roof · PDF"])


def test_searches_that_the_window_kept_itself_move_into_the_library(
    qtbot: QtBot, standin: StandIn, theme: Theme, preferences: Preferences
) -> None:
    preferences.keep("saved", '[{"text": "landlord"}, {"text": "plum cake"}]')
    service = Service(standin.connect)
    window = MainWindow(service, theme, preferences, time.time)
    qtbot.addWidget(window)
    service.start()
    qtbot.waitUntil(lambda: [row.text() for row in window.sidebar.saved] == ["landlord", "plum cake"])
    assert preferences.take_saved() == []
    service.close()


def test_a_saved_search_tells_of_a_new_document_until_it_is_looked_at(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("landlord")
    window.keeping.toggle(window.query)
    qtbot.waitUntil(lambda: len(window.sidebar.saved) == 1)
    standin.finds_for_saved(b"/home/ada/new lease.pdf")
    person.is_told("1 new document: landlord")
    row = window.sidebar.saved[0]
    assert row.accessibleName() == "landlord, 1 new"
    assert "new lease.pdf" in row.toolTip()
    with qtbot.waitSignal(window.searching.answered):
        row.click()
    qtbot.waitUntil(lambda: window.sidebar.saved[0].accessibleName() == "landlord")


def test_a_saved_search_can_be_silent(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    person.searches("landlord")
    window.keeping.toggle(window.query)
    qtbot.waitUntil(lambda: len(window.saved.all) == 1)
    menu = window.sidebar.saved_menu(window.saved.all[0])
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not window.saved.all[0].tells)
    assert standin.asked_for(protocol.TellOfSaved)


def test_searches_are_remembered_only_where_that_is_wanted(
    window: MainWindow, person: Person, preferences: Preferences, opened: list[bytes], qtbot: QtBot
) -> None:
    person.searches("plum cake")
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Return)
    assert preferences.recent == ["plum cake"]
    window.page("settings").sections["privacy"].remember.setChecked(False)
    window.clear()
    person.searches("soup")
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Return)
    assert preferences.recent == ["plum cake"]
    window.page("settings").sections["privacy"].forget.click()
    assert preferences.recent == []
