"""Folders are added, paused, dropped and removed."""

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import states
from desktop.main_window import MainWindow
from desktop.query import Query
from indexer.protocol import Facets
from tests.desktop.conftest import Person, comes
from tests.desktop.standin import StandIn


def test_a_folder_is_added_paused_and_removed_with_undo(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, tmp_path: Path
) -> None:
    more = tmp_path / "More papers"
    more.mkdir()
    path = os.fsencode(more)
    window.add_folder(path)
    qtbot.waitUntil(lambda: path in window.sidebar._folders)
    person.is_told("Reading More papers")
    menu = {action.text(): action for action in window.sidebar.folder_menu(path).actions()}
    menu["Pause reading it"].trigger()
    qtbot.waitUntil(lambda: standin.folders.get(path) is True)
    person.is_told("paused")
    qtbot.waitUntil(lambda: "Go on reading it" in [a.text() for a in window.sidebar.folder_menu(path).actions()])
    menu = {action.text(): action for action in window.sidebar.folder_menu(path).actions()}
    menu["Stop searching this folder"].trigger()
    person.is_told("no longer searched")
    qtbot.waitUntil(lambda: path not in window.sidebar._folders)
    window.toast._action.click()
    comes(qtbot, lambda: path in window.sidebar._folders, True)
    assert path in standin.folders


def test_a_folder_that_cannot_be_added_is_explained(window: MainWindow, person: Person, tmp_path: Path) -> None:
    window.add_folder(os.fsencode(tmp_path / "nowhere"))
    person.is_told("is not a folder")
    assert os.fsencode(tmp_path / "nowhere") not in window.sidebar._folders


def _drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(100, 100), copy, mime, button, key))


def test_a_dropped_folder_is_added_and_a_dropped_file_asks_for_its_like(
    qtbot: QtBot, window: MainWindow, person: Person, tmp_path: Path, papers: Path
) -> None:
    folder = tmp_path / "Dropped"
    folder.mkdir()
    _drop(window, folder)
    qtbot.waitUntil(lambda: os.fsencode(folder) in window.sidebar._folders)
    with qtbot.waitSignal(window.searching.answered):
        _drop(window, papers / "Letters" / "Letter to the landlord, sent.txt")
    assert "Letter to the landlord, second draft.txt" in person.names


def test_a_folder_that_is_searched_before_anything_was_counted_gets_its_row_later(
    qtbot: QtBot, window: MainWindow, papers: Path
) -> None:
    letters = os.fsencode(papers / "Letters")
    window.sidebar.show_query(Query("landlord").toggled_folder(letters))  # as “search here” asks for it at the start
    window.sidebar.show_folders([])
    assert letters not in window.sidebar.inner_section.rows
    window.sidebar.show_facets(Facets(folders={letters: 3}))
    assert window.sidebar.inner_section.rows[letters].isChecked()


def test_a_folder_that_was_never_read_is_offered_where_it_is_to_be_searched(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, tmp_path: Path, papers: Path
) -> None:
    report = window.status.report
    for inside in (papers, papers / "Letters", papers.parent):
        assert states.outside(Query("roof").toggled_folder(os.fsencode(inside)), report) == b""
    new = os.fsencode(tmp_path)
    window.look_for(Query("roof").toggled_folder(new))
    empty = window.search.results.empty
    qtbot.waitUntil(lambda: "is not read yet" in empty.accessibleName())
    next(each for each in empty.findChildren(QPushButton) if each.text() == "Add this folder").click()
    qtbot.waitUntil(lambda: new in standin.folders)
