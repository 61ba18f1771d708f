"""What a screen reader is told: every part that can be reached has a name and a role, on every page."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.client import Service
from desktop.main_window import MainWindow
from desktop.pages import PAGES
from desktop.preferences import Preferences
from desktop.theme import Theme
from desktop.widgets.basics import Elided
from tests.desktop.conftest import Person, comes
from tests.desktop.standin import StandIn

NAMELESS = (QAccessible.Role.Client, QAccessible.Role.Pane)  # frames and panes say nothing themselves


def _reachable(window: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_whatever_can_be_reached_with_tab_has_a_name_and_a_role(
    qtbot: QtBot, window: MainWindow, person: Person, page: str
) -> None:
    person.searches("landlord roof")
    window.show_page(page)
    QApplication.processEvents()
    nameless = []
    for widget in _reachable(window):
        told = QAccessible.queryAccessibleInterface(widget)
        named = told.text(QAccessible.Text.Name).strip()
        if not named or told.role() in (QAccessible.Role.NoRole, *NAMELESS):
            nameless.append(f"{type(widget).__name__} {widget.objectName()} ({told.role().name})")
    assert nameless == []


def test_a_result_is_told_with_its_name_its_match_and_what_it_says(window: MainWindow, person: Person) -> None:
    person.searches("landlord repairs roof")
    told = QAccessible.queryAccessibleInterface(window.search.results.view)
    assert told.role() is QAccessible.Role.List
    assert told.childCount() == len(person.names)
    said = told.child(0).text(QAccessible.Text.Name)
    assert said.startswith(f"{person.names[0]}. Strong match. ")


def test_the_side_bar_says_how_many_there_are(window: MainWindow, person: Person) -> None:
    person.searches("landlord repairs roof")
    told = QAccessible.queryAccessibleInterface(window.sidebar.kinds["pdf"])
    assert told.text(QAccessible.Text.Name) == "PDF, 2"
    assert told.state().checkable


def _sees_bars_on_the_left(qtbot: QtBot, window: MainWindow) -> None:
    """The bars of a card stand where its icon is otherwise, and a click on them says why it was found."""
    results, view = window.search.results, window.search.results.view
    qtbot.waitUntil(lambda: 0 < view.visualRect(results.model.index(0, 0)).width() == view.viewport().width() < 700)
    card = view.visualRect(results.model.index(0, 0))
    picture, accent = view.viewport().grab(card).toImage(), window._theme.color("accent")
    ratio = picture.devicePixelRatio()
    blue = [x for x in range(picture.width()) if picture.pixelColor(x, round(34 * ratio)) == accent]
    assert any(20 * ratio < x < 60 * ratio for x in blue)
    assert not any(x > 100 * ratio for x in blue if x < picture.width() - 40 * ratio)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=card.topLeft() + QPoint(34, 26))
    assert results.why.isVisible()
    results.why.close()


@pytest.mark.parametrize("name", ["Lease.pdf", "عقد إيجار شقة.txt", "賃貸契約書.txt"])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_names_begin_where_the_window_does_whatever_their_script(
    qtbot: QtBot, theme: Theme, name: str, direction: Qt.LayoutDirection
) -> None:
    shown = Elided()
    qtbot.addWidget(shown)
    shown.setLayoutDirection(direction)
    shown.resize(400, 24)
    shown.show_text(name)
    shown.show()
    picture, ground = shown.grab().toImage(), shown.palette().window().color()
    inked = [x for x in range(400) if any(picture.pixelColor(x, y) != ground for y in range(picture.height()))]
    assert inked
    assert max(inked) < 200 if direction is Qt.LayoutDirection.LeftToRight else min(inked) > 200


def test_right_to_left_is_a_mirror(
    qtbot: QtBot, qapp: QApplication, standin: StandIn, theme: Theme, preferences: Preferences
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        service = Service(standin.connect)
        window = MainWindow(service, theme, preferences, time.time)
        qtbot.addWidget(window)
        window.show()
        service.start()
        Person(qtbot, window).searches("landlord roof")
        parts = (window.search.preview, window.search.results, window.sidebar)

        def from_left_to_right() -> list[str]:
            return [type(part).__name__ for part in sorted(parts, key=lambda part: part.mapTo(window, QPoint()).x())]

        comes(qtbot, from_left_to_right, ["PreviewPanel", "ResultsPanel", "SideBar"])
        service.close()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_pages_of_a_pdf_are_reached_with_tab_scrolled_with_keys_and_told_by_number(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    person.searches("landlord repairs roof")
    person.chooses("Lease Elm Street.pdf")
    person.sees_preview()
    pages = window.search.preview._pdf
    assert pages is not None
    qtbot.waitUntil(lambda: pages.settled)
    window.search.preview.open.setFocus()
    for _ in range(12):
        if pages.hasFocus():
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert pages.hasFocus()
    told, bar = QAccessible.queryAccessibleInterface(pages), pages.verticalScrollBar()
    qtbot.keyClick(pages, Qt.Key.Key_Home)
    assert told.role() is QAccessible.Role.Document
    assert told.text(QAccessible.Text.Name) == f"Page 1 of {pages.page_count}"
    qtbot.keyClick(pages, Qt.Key.Key_PageDown)
    assert bar.value() == bar.pageStep()
    qtbot.keyClick(pages, Qt.Key.Key_Up)
    assert bar.value() == bar.pageStep() - bar.singleStep()
    qtbot.keyClick(pages, Qt.Key.Key_End)
    assert told.text(QAccessible.Text.Name) == f"Page {pages.page_count} of {pages.page_count}"
    assert pages.page_count > 1
