"""Everything by keyboard."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.commands import Command
from desktop.main_window import MainWindow
from desktop.widgets.key_list import KeyList
from desktop.widgets.palette import Palette
from tests.desktop.conftest import Person


def test_keys_reach_everything(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    window.show_page("activity")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.search
    person.searches("landlord roof")
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hit = window.search.hit
    assert hit is not None
    assert QGuiApplication.clipboard().text() == os.fsdecode(hit.path)
    shown = window.sidebar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.isVisible() is not shown
    window.search.results.view.setFocus()
    qtbot.keyClick(window.search.results.view, Qt.Key.Key_Space)
    assert window.search.is_alone
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.search.is_alone
    qtbot.keyClick(window.search.results.view, Qt.Key.Key_X)
    assert window.field.edit.text().endswith("x")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.field.edit.text() == ""
    assert window.query.is_empty


def test_from_the_field_the_arrows_lead_into_the_results_and_letters_back(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    window.activateWindow()
    names = person.searches("landlord roof")
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Down)
    view = window.search.results.view
    assert window.search.hit is not None
    assert window.search.hit.name == names[1]
    assert window.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert window.search.is_alone
    preview = window.search.preview
    qtbot.waitUntil(lambda: preview._stack.isAncestorOf(window.focusWidget()))  # the keys scroll what is shown
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.focusWidget() is view
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert window.focusWidget() is window.field.edit
    assert window.field.edit.text() == "landlord roo"
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Down)
    qtbot.keyClicks(view, '"')
    assert window.field.edit.text() == 'landlord roo"'


def test_a_key_looks_for_documents_like_the_marked_text(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    names = person.searches("landlord roof")
    person.chooses(next(name for name in names if name.endswith(".txt")))
    hit = person.sees_preview()
    text = window.search.preview.document.text
    qtbot.waitUntil(text.isVisible)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_M, keys)
    person.is_told("Mark some text")
    cursor = text.textCursor()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    text.setTextCursor(cursor)
    marked = cursor.selectedText().strip()
    assert marked
    qtbot.keyClick(window, Qt.Key.Key_M, keys)
    assert (window.query.like_text, window.query.beside) == (marked, hit.path)


def test_the_menu_key_is_about_what_is_chosen(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    view = window.search.results.view
    view.menu_wanted.disconnect()
    view.choose(1)
    middle = view.viewport().rect().center()
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, view.mapToGlobal(middle))
    with qtbot.waitSignal(view.menu_wanted) as wanted:
        QApplication.sendEvent(view, by_key)
    hit, at = wanted.args
    assert hit == window.search.hit
    assert view.visualRect(view.currentIndex()).contains(view.viewport().mapFromGlobal(at))


def test_a_question_mark_in_an_empty_field_asks_for_the_keys(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(KeyList, "exec", lambda _: asked.append(True))
    qtbot.keyClicks(window.field.edit, "?")
    assert asked == [True]
    assert window.field.edit.text() == ""
    qtbot.keyClicks(window.field.edit, "why?")
    assert window.field.edit.text() == "why?"
    assert asked == [True]


def test_the_key_of_a_page_goes_on_there(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    window.activateWindow()
    person.searches("landlord roof")
    for key, name in ((Qt.Key.Key_2, "similar"), (Qt.Key.Key_5, "tags"), (Qt.Key.Key_6, "activity")):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page(name).isAncestorOf(window.focusWidget()), name
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.search.results.view
    window.clear()
    window.show_page("help")
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.field.edit


def test_a_slash_is_typed_in_the_field_and_leads_there_from_elsewhere(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    window.activateWindow()
    person.types("a/b")
    assert window.field.edit.text() == "a/b"


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, person: Person) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTextBrowser

    person.searches("landlord roof")
    nameless = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView | QTextBrowser) and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(widget)
    assert nameless == []


def test_the_palette_runs_what_is_typed_in_part(qtbot: QtBot, window: MainWindow) -> None:
    palette = Palette(window.commands, window)
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette.edit, "sett")
    assert QAccessible.queryAccessibleInterface(palette.list).text(QAccessible.Text.Description) == "Settings"
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.chosen is not None
    assert palette.chosen.run is not None
    palette.chosen.run()
    assert window.pages.currentWidget() is window.page("settings")


def test_what_no_command_is_called_is_searched_for(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    chosen: list[str] = []

    def otherwise(text: str) -> Command:
        return Command(f"Search for {text}", "", lambda: chosen.append(text))

    palette = Palette(window.commands, window, otherwise=otherwise)
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette.edit, "plum cake ")
    assert palette.list.topLevelItemCount() == 1
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.chosen is not None
    assert palette.chosen.title == "Search for plum cake"


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key for command in window.commands for key in command.keys]
    assert len(keys) == len(set(keys))


def test_every_key_is_listed(qtbot: QtBot, window: MainWindow) -> None:
    listed = KeyList(window.commands, window)
    qtbot.addWidget(listed)
    texts = {label.text() for label in listed.findChildren(QLabel)}
    assert {command.title for command in window.commands if command.keys} <= texts


def test_the_list_of_keys_fits_a_small_screen_and_scrolls(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1040, 500)
    listed = KeyList(window.commands, window)
    qtbot.addWidget(listed)
    listed.show()
    assert listed.height() <= 500
    assert listed.rect().contains(listed.close_button.geometry())
    bar = listed.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() > 0
    assert listed.findChild(QScrollArea).horizontalScrollBar().maximum() == 0


def test_tab_goes_through_the_window_as_the_eye_does(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("words that a person remembers")
    person.sees_preview()
    qtbot.waitUntil(lambda: window.search.preview.document.text.isVisible())
    chain, widget = [], window.field.edit.nextInFocusChain()
    while widget is not window.field.edit:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    folder = window.sidebar._folders[window.status.roots[0]][1]
    preview = window.search.preview
    order = [
        window.sidebar.pages["search"], window.sidebar.add, folder, window.sidebar.kinds["text"],
        window.sidebar.pages["help"], window.search.results.view, preview.similar, preview.open, preview.document.text,
    ]  # fmt: skip
    assert [widget for widget in chain if widget in order] == order
