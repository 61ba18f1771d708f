"""The first minutes: nothing is read unasked, a folder is added, its first steps are seen."""

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.dialogs import is_whole
from desktop.example_writer import write_examples
from desktop.main_window import MainWindow
from indexer import protocol
from indexer.protocol import Progress
from tests.desktop.conftest import comes
from tests.desktop.standin import StandIn


def test_the_first_run_asks_before_it_reads_anything(qtbot: QtBot, window: MainWindow, standin: StandIn) -> None:
    standin.folders.clear()
    standin.changed("folders")
    empty = window.search.results.empty
    qtbot.waitUntil(lambda: "Choose a folder…" in [b.text() for b in empty.findChildren(QPushButton)])
    assert "stays on this computer" in empty.accessibleName()
    assert standin.asked_for(protocol.AddFolder) == []


def test_after_the_first_folder_a_person_can_type_at_once(
    qtbot: QtBot, window: MainWindow, standin: StandIn, papers: Path
) -> None:
    standin.folders.clear()
    standin.changed("folders")
    empty = window.search.results.empty
    qtbot.waitUntil(lambda: "Choose a folder…" in [b.text() for b in empty.findChildren(QPushButton)])
    next(button for button in empty.findChildren(QPushButton) if button.text() == "Choose a folder…").setFocus()
    window.add_folder(os.fsencode(papers))
    qtbot.waitUntil(lambda: bool(standin.folders))
    assert window.focusWidget() is window.field.edit


def test_examples_are_written_and_their_folder_is_added(
    qtbot: QtBot, window: MainWindow, standin: StandIn, tmp_path: Path
) -> None:
    folders: list[bytes] = []
    write_examples(window, folders.append, pytest.fail, tmp_path / "Example papers")
    qtbot.waitUntil(lambda: bool(folders))
    assert folders == [os.fsencode(tmp_path / "Example papers")]
    assert (tmp_path / "Example papers" / "Contracts" / "Housing" / "Lease Elm Street.pdf").read_bytes()[:5] == b"%PDF-"


def test_the_first_steps_are_shown_while_a_folder_is_read(qtbot: QtBot, window: MainWindow, standin: StandIn) -> None:
    standin.pending = 4
    standin.progress = Progress("reading", "x", 1, 4, 60.0)
    standin.changed("files")
    empty = window.search.results.empty
    read = len(standin.documents)
    said = f"By words: {read} of {read + 4} files"
    qtbot.waitUntil(lambda: any(w.accessibleName() == said for w in empty.findChildren(QWidget)))
    assert any(w.accessibleName() == "By name: ready" for w in empty.findChildren(QWidget))


def test_the_home_folder_is_read_only_when_a_person_means_all_of_it(
    qtbot: QtBot, window: MainWindow, standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "ida"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for answer, added in (("Cancel", False), ("Read all of it", True)):
        window.add_folder(os.fsencode(home))
        (ask,) = window.findChildren(QMessageBox)
        assert str(home) in ask.text()
        next(each for each in ask.buttons() if each.text().strip("&") == answer).click()
        qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
        comes(qtbot, lambda: os.fsencode(home) in standin.folders, added)
    assert is_whole(os.fsencode(tmp_path.anchor))
    assert not is_whole(os.fsencode(home / "Documents"))
