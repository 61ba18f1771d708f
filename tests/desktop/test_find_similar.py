"""From one document to those like it."""

from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from tests.desktop.conftest import Person


def test_similar_documents_are_found_from_the_menu(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("heating bill waive payment")
    row = next(row for row, name in enumerate(person.names) if name.endswith("sent.txt"))
    hit = window.search.results.model.hit(row)
    menu = window.hit_menu(hit)
    with qtbot.waitSignal(window.searching.answered):
        next(action for action in menu.actions() if action.text().startswith("Find similar")).trigger()
    assert person.names[0].startswith("Letter to the landlord")
    assert hit.name not in person.names
    assert window.field.edit.text() == ""
    assert [chip.label for chip in window.query.chips()] == [f"Like {hit.name}"]


def test_selected_text_finds_documents_like_it(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    with qtbot.waitSignal(window.searching.answered):
        window.search.preview.similar_text_wanted.emit("sourdough flour starter basket overnight fridge")
    assert person.names[0] == "Sourdough bread.md"
