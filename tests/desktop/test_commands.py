"""Keys and what they do: the palette, keys that a person chose, the programs that a file is opened with."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import commands, operations, programs
from desktop.commands import Command
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.programs import Program
from desktop.theme import Appearance, Theme
from desktop.widgets.palette import Palette
from tests.desktop.conftest import Person

CONTROL = Qt.KeyboardModifier.ControlModifier

VIEWER = """[Desktop Entry]
Name=Viewer
Exec=viewer --open %f --icon %i
MimeType=application/pdf;image/png;
[Desktop Action new]
Name=Not this one
Exec=nothing
"""
EDITOR = "[Desktop Entry]\nName=Editor\nExec=editor %U\nMimeType=text/plain;\n"
HIDDEN = "[Desktop Entry]\nName=Hidden\nExec=hidden %f\nMimeType=text/plain;\nNoDisplay=true\n"


def in_palette(do: str = "") -> list[str]:
    """What is offered by the palette that opens next; `do` is typed into it and taken, or it is left."""
    offered: list[str] = []

    def answer() -> None:
        palette = QApplication.activePopupWidget()
        assert isinstance(palette, Palette)
        offered.extend(palette.list.topLevelItem(row).text(0) for row in range(palette.list.topLevelItemCount()))
        if do:
            palette.edit.setText(do)
            palette._take()
        else:
            palette.reject()

    QTimer.singleShot(0, answer)
    return offered


def test_the_key_for_the_search_leads_on_to_all_commands(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("activity")
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert window.field.edit.hasFocus()
    offered = in_palette("settings")
    qtbot.keyClick(window.field.edit, Qt.Key.Key_K, CONTROL)
    assert "Settings" in offered
    assert window.pages.currentWidget() is window.page("settings")


def test_a_key_that_a_person_chose_works_and_the_old_one_does_not(qtbot: QtBot, window: MainWindow) -> None:
    window._preferences.choose_key("Ctrl+B", "Ctrl+J")
    window.rebind()
    shown = window.sidebar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert window.sidebar.isVisible() is shown
    qtbot.keyClick(window, Qt.Key.Key_J, CONTROL)
    assert window.sidebar.isVisible() is not shown


def test_a_key_is_chosen_in_the_settings_and_given_back(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    keys = window.show_page("settings").sections["keys"]
    field = keys.fields["Ctrl+B"]
    assert not keys.resets["Ctrl+B"].isVisible()
    field.click()
    qtbot.keyClick(field, Qt.Key.Key_D, CONTROL)
    person.is_told("Keep this search, or let it go")
    assert window._preferences.keys == {"Ctrl+B": "Ctrl+D"}
    assert keys.fields["Ctrl+D"].key == ""
    keys.resets["Ctrl+B"].click()
    assert field.key == "Ctrl+B"
    assert keys.fields["Ctrl+D"].key == "Ctrl+D"


def test_the_rooms_of_the_settings_lead_to_their_cards(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("settings")
    qtbot.waitUntil(lambda: "Performance" in page.rooms and page.rooms["Performance"].isVisible())
    page.rooms["Performance"].click()
    assert [title for title, row in page.rooms.items() if row.isChecked()] == ["Performance"]
    card = dict(page._cards())["Performance"]
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())


def test_a_key_that_is_given_to_another_command_is_that_ones_alone() -> None:
    known = [Command("Open", "", print, ("Ctrl+O",)), Command("Find", "", print, ("Ctrl+F", "/"))]
    assert [c.keys for c in commands.chosen(known, {"Ctrl+O": "/"})] == [("/",), ("Ctrl+F",)]
    assert [c.keys for c in commands.chosen(known, {"Ctrl+F": ""})] == [("Ctrl+O",), ()]


@pytest.fixture
def entries(tmp_path: Path) -> Path:
    for name, text in (("viewer", VIEWER), ("editor", EDITOR), ("hidden", HIDDEN)):
        (tmp_path / f"{name}.desktop").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_programs_for_a_file_are_those_that_open_its_type_or_a_more_general_one(entries: Path) -> None:
    def names(file: str) -> list[str]:
        return [program.name for program in programs.programs_for(programs.types_of(file), [entries])]

    assert names("Lease.pdf") == ["Viewer"]
    assert names("notes.md") == ["Editor"]
    assert names("film.mkv") == []


def test_a_program_gets_the_file_where_its_entry_says() -> None:
    viewer = Program("Viewer", "viewer --open %f --icon %i")
    assert viewer.arguments(b"/a b.pdf", "file:///a%20b.pdf") == ["viewer", "--open", b"/a b.pdf", "--icon"]
    assert Program("Editor", "editor %U").arguments(b"/a", "file:///a") == ["editor", "file:///a"]
    assert Program("Plain", "plain").arguments(b"/a", "file:///a") == ["plain", b"/a"]


def test_a_result_is_opened_with_the_program_that_a_person_chose(
    qtbot: QtBot, window: MainWindow, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[bytes, str]] = []
    monkeypatch.setattr(programs, "programs_for", lambda _: [Program("Viewer", "viewer %f")])
    monkeypatch.setattr(operations, "open_with", lambda path, program: opened.append((path, program.name)) or "")
    person.searches("landlord roof")
    hit = window.search.hit
    assert hit is not None
    offered = in_palette("viewer")
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert offered == ["Viewer", "Another program…"]
    assert opened == [(hit.path, "Viewer")]


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    gone = Program("Gone", str(tmp_path / "gone"))
    assert "Gone could not be started" in operations.open_with(os.fsencode(tmp_path / "a.txt"), gone)


def test_colours_are_switched_by_name_and_what_is_not_found_is_said(
    window: MainWindow, theme: Theme, preferences: Preferences
) -> None:
    palette = Palette(window.commands, window)
    palette.edit.setText("dark")
    (found,) = [palette.list.topLevelItem(row) for row in range(palette.list.topLevelItemCount())]
    assert found is not None
    window.page("settings")
    before = theme.tokens.dark
    try:
        found.data(0, Qt.ItemDataRole.UserRole).run()
        assert theme.tokens.dark is not before
        assert preferences.appearance is (Appearance.LIGHT if before else Appearance.DARK)
    finally:
        theme.set_appearance(Appearance.LIGHT)
    palette.edit.setText("zeppelin")
    assert [palette.list.topLevelItem(row).text(0) for row in range(palette.list.topLevelItemCount())] == [
        "Nothing found"
    ]
    palette._take()
    assert palette.chosen is None
    palette.deleteLater()
