"""The page of tags: one key decides what is suggested, the next one is chosen at once, and all can be taken back."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.inbox import card_of
from desktop.panels.tags_page import TagsPage
from indexer import protocol
from indexer.errors import WhereinError
from tests.desktop.conftest import Person, comes
from tests.desktop.standin import StandIn

CONTROL = Qt.KeyboardModifier.ControlModifier
RECIPES = ("Lentil soup with lemon.md", "Plum cake.txt", "Sourdough bread.md")


def _suggest_recipes(standin: StandIn) -> None:
    standin.shelf.tags["Recipes"] = protocol.TagState("Recipes", "how to cook something")
    for document in standin.documents_named(*RECIPES):
        sentence = next(line for line in document.text.splitlines() if len(line) > 40)
        standin.shelf.suggest(document.path, "Recipes", sentence, document.text)


def _page(window: MainWindow) -> TagsPage:
    page = window.show_page("tags")
    assert isinstance(page, TagsPage)
    return page


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, standin: StandIn) -> TagsPage:
    _suggest_recipes(standin)
    page = _page(window)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 3)
    return page


def _names(page: TagsPage) -> list[str]:
    return [each.name for each in page.inbox.model.suggestions]


def _buttons(page: TagsPage) -> dict[str, QPushButton]:
    return {made.text(): made for made in page.inbox.empty.findChildren(QPushButton) if made.isVisible()}


def test_a_key_accepts_or_refuses_and_the_next_one_is_chosen(
    qtbot: QtBot, page: TagsPage, standin: StandIn, person: Person
) -> None:
    soup, cake, bread = standin.documents_named(*RECIPES)
    view = page.inbox.view
    assert view.suggestion() == page.inbox.model.suggestions[0]
    qtbot.keyClick(view, Qt.Key.Key_A)
    assert _names(page) == [cake.name, bread.name]  # at once, before the service has answered
    assert view.suggestion() is not None
    assert view.suggestion().name == cake.name
    qtbot.keyClick(view, Qt.Key.Key_Backspace)
    assert view.suggestion().name == bread.name
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: soup.tags == bread.tags == ("Recipes",))
    assert (cake.path, "Recipes") in standin.shelf.refused
    qtbot.waitUntil(lambda: "Nothing to decide" in page.inbox.empty.accessibleName())


def test_decisions_are_taken_back_one_by_one(qtbot: QtBot, page: TagsPage, standin: StandIn, person: Person) -> None:
    soup, cake, _ = standin.documents_named(*RECIPES)
    for key in (Qt.Key.Key_A, Qt.Key.Key_R):
        qtbot.keyClick(page.inbox.view, key)
    qtbot.waitUntil(lambda: len(page.inbox._undo) == 2)
    qtbot.keyClick(page.inbox.view, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: _names(page)[0] == cake.name)
    assert soup.tags == ("Recipes",)
    page.inbox.undo_button.click()
    qtbot.waitUntil(lambda: _names(page) == list(RECIPES))
    assert soup.tags == ()
    assert not page.inbox.undo_button.isEnabled()


def test_many_are_decided_together(qtbot: QtBot, page: TagsPage, standin: StandIn, person: Person) -> None:
    page.inbox.view.selectAll()
    qtbot.keyClick(page.inbox.view, Qt.Key.Key_A)
    person.is_told("3 suggestions accepted")
    assert all(document.tags == ("Recipes",) for document in standin.documents_named(*RECIPES))


def test_the_document_stands_beside_its_suggestion_with_the_sentence_marked(
    qtbot: QtBot, window: MainWindow, page: TagsPage
) -> None:
    preview = page.preview
    qtbot.waitUntil(lambda: preview.hit is not None)
    first = page.inbox.model.suggestions[0]
    assert preview.hit is not None
    assert preview.hit.path == first.path
    assert preview.hit.passages[0].text == first.because
    qtbot.keyClick(page.inbox.view, Qt.Key.Key_Down)
    assert preview.hit.path == page.inbox.model.suggestions[1].path
    qtbot.keyClick(page.inbox.view, Qt.Key.Key_Space)
    assert not page.inbox.isVisible()
    preview.back.click()
    assert page.inbox.isVisible()


def test_a_folder_that_has_the_name_of_the_tag_is_told_before_the_sentence(page: TagsPage) -> None:
    suggestion = page.inbox.model.suggestions[0]
    plain = card_of(suggestion, [], 0.0)
    filed = card_of(msgspec.structs.replace(suggestion, lies_in="recipes"), [], 0.0)
    assert filed.passage == f"In the folder “recipes”. {plain.passage}"
    assert filed.passage[slice(*filed.sentence)] == "In the folder “recipes”."


def test_a_tag_is_made_described_renamed_and_removed_with_undo(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    page = _page(window)
    qtbot.waitUntil(lambda: "Your own tags" in page.inbox.empty.accessibleName())
    tags = page.tags
    qtbot.keyClicks(tags.new, "Housing")
    qtbot.keyClick(tags.new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tags.current == "Housing")
    qtbot.keyClicks(tags.details.about, "rent, landlords, repairs")
    qtbot.keyClick(tags.details.about, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: standin.shelf.tags["Housing"].description == "rent, landlords, repairs")
    tags.details.name.setText("Home")
    qtbot.keyClick(tags.details.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list(standin.shelf.tags) == ["Home"] and list(tags.tags) == ["Home"])
    tags.choose("Home")
    qtbot.keyClick(tags.tree, Qt.Key.Key_Delete)
    person.is_told("removed")
    qtbot.waitUntil(lambda: not tags.tags)
    window.toast._action.click()
    comes(qtbot, lambda: list(tags.tags), ["Home"])


def test_an_example_begins_with_a_description(qtbot: QtBot, window: MainWindow, standin: StandIn) -> None:
    page = _page(window)
    qtbot.waitUntil(lambda: "Recipes" in _buttons(page))
    _buttons(page)["Recipes"].click()
    qtbot.waitUntil(lambda: page.tags.current == "Recipes")
    assert "cook" in standin.shelf.tags["Recipes"].description
    qtbot.waitUntil(lambda: "Suggest for all documents" in _buttons(page))
    _buttons(page)["Suggest for all documents"].click()
    qtbot.waitUntil(lambda: standin.asked_for(protocol.SuggestTags) != [])


def test_a_tag_shows_its_suggestions_and_its_documents(
    qtbot: QtBot, window: MainWindow, page: TagsPage, standin: StandIn
) -> None:
    (lease,) = standin.documents_named("Lease Elm Street.pdf")
    lease.tags = ("Housing",)
    standin.changed("tags")
    qtbot.waitUntil(lambda: "Housing" in page.tags.tags)
    page.tags.choose("Housing")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 0)
    page.tags.choose("Recipes")
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 3)
    page.tags.choose("Housing")
    with qtbot.waitSignal(window.searching.answered):
        page.tags.details.shows.click()
    assert window.field.edit.text() == 'tag:"Housing"'


def test_how_far_it_is_is_shown_and_can_be_paused_and_cancelled(qtbot: QtBot, page: TagsPage, standin: StandIn) -> None:
    standin.task(protocol.TaskState(3, "tags", "Suggesting tags", "running", 120, 480, "new documents", 30.0))
    qtbot.waitUntil(lambda: page.inbox.task.isVisible())
    assert "120 of 480" in page.inbox.task.said.text()
    page.inbox.task.pause.click()
    qtbot.waitUntil(lambda: standin.tasks[3].state == "paused")
    page.inbox.task.cancel.click()
    qtbot.waitUntil(lambda: not page.inbox.task.isVisible())


def test_what_is_the_matter_is_said_and_can_be_tried_again(
    qtbot: QtBot, page: TagsPage, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = WhereinError("disk_full", "The disk is full.")

    def fail(request: protocol.Request) -> protocol.Answer | None:
        raise broken

    with monkeypatch.context() as patched:
        patched.setattr(standin.shelf, "answer", fail)
        page.refresh()
        qtbot.waitUntil(lambda: "The disk is full." in page.inbox.empty.accessibleName())
    qtbot.waitUntil(lambda: "Try again" in _buttons(page))
    _buttons(page)["Try again"].click()
    comes(qtbot, page.inbox.view.isVisible, True)


def test_a_screen_reader_hears_what_is_suggested_and_why(page: TagsPage, window: MainWindow) -> None:
    told = QAccessible.queryAccessibleInterface(page.inbox.view)
    assert told.role() is QAccessible.Role.List
    said = told.child(0).text(QAccessible.Text.Name)
    assert said.startswith(f"Tag Recipes for {RECIPES[0]}? Because of: ")
    tree = QAccessible.queryAccessibleInterface(page.tags.tree)
    names = [tree.child(number).text(QAccessible.Text.Name) for number in range(tree.childCount())]
    assert "Recipes, 0 documents, 3 suggestions" in names
    assert window.sidebar.pages["tags"].isVisible()


def test_tab_leads_from_the_tags_to_the_suggestions_and_the_document(qtbot: QtBot, page: TagsPage) -> None:
    chain, widget = [], page.tags.new
    for _ in range(60):
        chain.append(widget)
        widget = widget.nextInFocusChain()  # type: ignore[assignment]
    order = [chain.index(part) for part in (page.tags.new, page.tags.tree, page.inbox.view, page.inbox.accept)]
    assert order == sorted(order)
