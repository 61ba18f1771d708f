"""The pages for duplicates and for what is similar, as a person uses them."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.duplicates_page import DuplicatesPage
from desktop.panels.similar_page import SimilarPage
from indexer import protocol
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn


def group(folder: Path, kind: str = "exact", marked: bool = False) -> protocol.DuplicateGroup:
    def copy(name: str, relation: str) -> protocol.Copy:
        path = os.fsencode(folder / name)
        return protocol.Copy(path, name, "text", 1000, 1.7e9, relation, 1.0, marked and relation == kind)

    return protocol.DuplicateGroup(kind, 1.0, (copy("stays.txt", ""), copy("copy.txt", kind)))


def opened(window: MainWindow, qtbot: QtBot) -> DuplicatesPage:
    page = window.show_page("duplicates")
    assert isinstance(page, DuplicatesPage)
    qtbot.waitUntil(lambda: page.answer is not None)
    return page


def test_what_is_marked_goes_to_the_trash_and_comes_back_with_undo(
    window: MainWindow, qtbot: QtBot, standin: StandIn, papers: Path, person: Person
) -> None:
    standin.duplicates = [group(papers)]
    page = opened(window, qtbot)
    reference, copy = (page.tree.topLevelItem(0).child(row) for row in range(2))
    assert not reference.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert not page.trash.isEnabled()
    copy.setCheckState(0, Qt.CheckState.Checked)
    assert page.trash.text() == "Move 1 file to the trash"
    qtbot.mouseClick(page.trash, Qt.MouseButton.LeftButton)
    person.is_told("1 file moved to the trash.")
    (asked,) = standin.asked_for(protocol.TrashCopies)
    removal = protocol.Removal(os.fsencode(papers / "copy.txt"), os.fsencode(papers / "stays.txt"), "exact")
    assert asked.removals == (removal,)  # type: ignore[union-attr]
    page.undo()
    person.is_told("1 file back in place.")


def test_a_file_is_compared_with_the_one_that_stays(
    window: MainWindow, qtbot: QtBot, standin: StandIn, papers: Path
) -> None:
    standin.duplicates = [group(papers, "near")]
    page = opened(window, qtbot)
    page.show_kind("near")
    page.tree.setCurrentItem(page.tree.topLevelItem(0).child(1))
    qtbot.waitUntil(lambda: page.compare.said.text() == "They differ in 1 place.")
    marked = []
    for text in page.compare.texts:
        (selection,) = text.extraSelections()
        marked.append(selection.cursor.selectedText())
    assert marked == ["eighty", "ninety"]


def test_without_duplicates_the_page_says_so(window: MainWindow, qtbot: QtBot, standin: StandIn) -> None:
    page = opened(window, qtbot)
    qtbot.waitUntil(lambda: page.empty.accessibleName().startswith("No duplicates here"))


def test_the_page_for_similar_follows_what_is_chosen_until_it_is_paused(
    window: MainWindow, qtbot: QtBot, person: Person
) -> None:
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    window.show_page("search")
    with qtbot.waitSignal(page.answered):
        person.searches("landlord repairs")
    hit = window.search.hit
    assert hit is not None
    assert page._request == protocol.SimilarTo(hit.path, limit=20)
    page.follow.setChecked(True)
    page.choose(page.results.shown[0])
    assert page._request == protocol.SimilarTo(hit.path, limit=20)


def test_a_pasted_text_is_compared(window: MainWindow, qtbot: QtBot, standin: StandIn) -> None:
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    qtbot.waitUntil(lambda: window.status.report is not None)
    with qtbot.waitSignal(page.answered):
        page.quote.setPlainText("the landlord shall bear the cost of repairs")
    assert page.results.shown
