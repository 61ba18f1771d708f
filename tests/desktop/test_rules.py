"""Rules in the window: made, changed, switched off; what they lead to takes a key, is told once, can be taken back."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.rule_editor import FOLDER, RuleEditor
from desktop.panels.tags_page import TagsPage
from indexer import protocol
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn


def _page(window: MainWindow) -> TagsPage:
    page = window.show_page("tags")
    assert isinstance(page, TagsPage)
    return page


def _editor(qtbot: QtBot, window: MainWindow) -> RuleEditor:
    qtbot.waitUntil(lambda: window.findChild(RuleEditor) is not None)
    editor = window.findChild(RuleEditor)
    assert editor is not None
    return editor


@pytest.fixture
def filing(standin: StandIn, tmp_path: Path) -> protocol.Rule:
    """A rule that files recipes, with one recipe that waits."""
    rule = protocol.Rule("File recipes", "how to cook", folder=os.fsencode(tmp_path / "Kitchen"), notify=True)
    standin.shelf.rules[rule.name] = rule
    (cake,) = standin.documents_named("Plum cake.txt")
    standin.shelf.suggest(cake.path, "", cake.text[:30], cake.text, rule=rule.name)
    return rule


def test_a_rule_is_made_changed_switched_off_and_removed_with_undo(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    page = _page(window)
    page.tags.new_rule.click()
    editor = _editor(qtbot, window)
    qtbot.keyClicks(editor.name, "Invoices")
    qtbot.keyClicks(editor.about, "bills with an amount to pay")
    editor.keep_button.click()
    qtbot.waitUntil(lambda: "leads to a tag" in editor.problem.text())  # and it stays open
    qtbot.keyClicks(editor.tag, "Bills")
    editor.sure.setCurrentIndex(1)
    editor.keep_button.click()
    person.is_told("at work")
    made = protocol.Rule("Invoices", "bills with an amount to pay", tag="Bills", least=0.97)
    assert standin.shelf.rules == {"Invoices": made}
    qtbot.waitUntil(lambda: "Invoices" in page.tags.rules)
    page.tags.choose(rule="Invoices")
    assert "Bills" in page.tags.rule_details.said.text()
    page.tags.rule_details.on.click()
    qtbot.waitUntil(lambda: standin.shelf.rules["Invoices"].quiet)
    qtbot.keyClick(page.tags.tree, Qt.Key.Key_Delete)
    person.is_told("removed")
    window.toast._action.click()
    qtbot.waitUntil(lambda: list(standin.shelf.rules) == ["Invoices"])


def test_a_file_is_moved_where_its_rule_leads_and_back_with_undo(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, filing: protocol.Rule
) -> None:
    page = _page(window)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)
    (cake,) = standin.documents_named("Plum cake.txt")
    qtbot.keyClick(page.inbox.view, Qt.Key.Key_A)
    person.is_told("moved to Kitchen")
    assert standin.shelf.moved == [(cake.path, filing.folder)]
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 0)
    window.toast._action.click()
    assert filing.folder is not None
    there = os.path.join(filing.folder, b"Plum cake.txt")
    qtbot.waitUntil(lambda: standin.shelf.moved[-1] == (there, os.path.dirname(cake.path)))
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)


def test_a_refused_file_stays_where_it_is(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, filing: protocol.Rule
) -> None:
    page = _page(window)
    qtbot.waitUntil(lambda: page.inbox.model.rowCount() == 1)
    qtbot.keyClick(page.inbox.view, Qt.Key.Key_R)
    person.is_told("leaves Plum cake.txt alone")
    assert standin.shelf.moved == []
    (request,) = standin.asked_for(protocol.SetMarks)
    assert isinstance(request, protocol.SetMarks)
    assert [(mark.rule, mark.tag, mark.carried) for mark in request.marks] == [(filing.name, "", False)]


def test_of_a_new_document_is_told_once(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, filing: protocol.Rule
) -> None:
    told: list[object] = []
    window._rule_news.news.connect(told.append)
    standin.shelf.made = 2_000.0
    (soup,) = standin.documents_named("Lentil soup with lemon.md")
    standin.shelf.suggest(soup.path, "", soup.text[:30], soup.text, rule=filing.name)
    with qtbot.waitSignal(window._rule_news.news):
        standin.changed("tags")
    person.is_told("for the rule “File recipes”")
    window.toast._action.click()
    page = window.page("tags")
    assert isinstance(page, TagsPage)
    qtbot.waitUntil(lambda: page.inbox.rule == filing.name)
    many = len(told)
    for _ in range(2):
        with qtbot.waitSignal(window.status.changed):
            standin.changed("tags")
    assert len(told) == many


def test_a_rule_is_made_of_the_chosen_documents(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, tmp_path: Path
) -> None:
    person.searches("landlord roof")
    window.search.results.view.selectAll()
    action = next(action for action in window.hit_menu(window.chosen()[0]).actions() if "Rule for" in action.text())
    chosen = {hit.path for hit in window.chosen()}
    action.trigger()
    editor = _editor(qtbot, window)
    qtbot.keyClicks(editor.name, "Like these")
    editor.leads.setCurrentIndex(FOLDER)
    editor.set_folder(os.fsencode(tmp_path))
    editor.keep_button.click()
    person.is_told("at work")
    (request,) = standin.asked_for(protocol.SetRule)
    assert isinstance(request, protocol.SetRule)
    assert set(request.examples) == chosen
    assert request.rule.folder == os.fsencode(tmp_path)
