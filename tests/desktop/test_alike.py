"""The pages for duplicates and for what is similar, as a person uses them."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.duplicate_tree import DuplicateTree
from desktop.panels.duplicates_page import DuplicatesPage
from desktop.panels.similar_page import SimilarPage
from desktop.panels.similar_part import SimilarPart
from desktop.panels.versions_dialog import VersionsDialog
from desktop.theme import Theme
from indexer import protocol
from tests.desktop.conftest import Person, comes
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


def test_a_rule_marks_copies_also_where_something_changes_before_it_is_answered(
    window: MainWindow, qtbot: QtBot, standin: StandIn, papers: Path
) -> None:
    page = opened(window, qtbot)
    before = len(standin.asked_for(protocol.GetDuplicates))
    page.refresh(("all",))
    page.refresh()  # as when a file was read meanwhile
    qtbot.waitUntil(lambda: len(standin.asked_for(protocol.GetDuplicates)) > before)
    qtbot.waitUntil(lambda: not page._marking)
    assert standin.asked_for(protocol.GetDuplicates)[-1].select == ("all",)  # type: ignore[union-attr]


def test_the_first_kind_of_which_there_are_some_is_shown_until_a_person_chooses(
    window: MainWindow, qtbot: QtBot, standin: StandIn, papers: Path
) -> None:
    standin.duplicates = [group(papers, "near")]
    page = opened(window, qtbot)
    assert page.kind == "near"
    assert page.kinds["near"].isChecked()
    assert page.tree.topLevelItemCount() == 1
    assert page.apart.isHidden(), "nothing is chosen that could be set apart"
    page.show_kind("exact")
    page.refresh()
    qtbot.waitUntil(lambda: not page._newest.busy)
    assert page.kind == "exact"


def test_pictures_that_show_nearly_the_same_are_looked_at_and_not_ticked(
    window: MainWindow, qtbot: QtBot, standin: StandIn, papers: Path
) -> None:
    page = opened(window, qtbot)
    assert page.kinds["shown"].isHidden(), "there is no model that finds them"
    standin.duplicates = [group(papers, "shown")]
    page.refresh()
    qtbot.waitUntil(lambda: page.count_of("shown") == 1)
    assert not page.kinds["shown"].isHidden()
    page.show_kind("shown")
    title = page.tree.topLevelItem(0)
    assert title.text(0) == "2 files · 100% alike"
    files = [title.child(row) for row in range(2)]
    assert [file.text(0) for file in files] == ["stays.txt", "copy.txt"]
    assert not any(file.flags() & Qt.ItemFlag.ItemIsUserCheckable for file in files)


def test_names_have_the_room_where_there_is_little(theme: Theme, qtbot: QtBot) -> None:
    tree = DuplicateTree(theme)
    qtbot.addWidget(tree)
    tree.show()
    for width, folder_hidden, date_hidden in ((600, False, False), (420, True, False), (300, True, True)):
        tree.resize(width, 400)
        assert (tree.isColumnHidden(1), tree.isColumnHidden(3)) == (folder_hidden, date_hidden)


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
    answers = []
    page.tree.currentItemChanged.connect(lambda *_: answers.append(1))
    page.refresh()  # more is found meanwhile: whoever compares goes on
    qtbot.waitUntil(lambda: not page._newest.busy)
    assert page.tree.chosen_path() == os.fsencode(papers / "copy.txt")
    assert page.compare._shown is not None
    assert not answers


def test_without_duplicates_the_page_says_so(window: MainWindow, qtbot: QtBot, standin: StandIn) -> None:
    page = opened(window, qtbot)
    comes(qtbot, lambda: page.empty.accessibleName()[:18], "No duplicates here")


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


def test_the_page_for_similar_begins_with_what_is_chosen_already(
    window: MainWindow, qtbot: QtBot, standin: StandIn, person: Person
) -> None:
    person.searches("landlord roof")
    hit = person.sees_preview()
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    assert page._request is not None
    assert page._request.path == hit.path
    qtbot.waitUntil(lambda: not page._newest.busy)


def test_on_the_page_for_similar_its_own_results_are_meant(window: MainWindow, qtbot: QtBot, person: Person) -> None:
    person.searches("landlord roof")
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    qtbot.waitUntil(lambda: page.found.hit is not None)
    hit = page.found.hit
    assert hit is not None
    assert hit != window.search.hit
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == os.fsdecode(hit.path)
    assert window.chosen()[0] == hit
    qtbot.waitUntil(lambda: page.preview.hit == hit)
    qtbot.keyClick(page.results.view, Qt.Key.Key_Space)
    assert page.found.is_alone
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not page.found.is_alone
    window.surroundings.find_similar(hit.path)
    assert window.pages.currentWidget() is page
    assert page._request is not None
    assert page._request.path == hit.path
    window.show_page("settings")
    assert window.chosen() == []


def test_tab_goes_through_the_page_for_similar_as_the_eye_does(
    window: MainWindow, qtbot: QtBot, person: Person
) -> None:
    person.searches("landlord roof")
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    qtbot.waitUntil(lambda: page.found.hit is not None and page.preview.hit == page.found.hit)
    order = [
        page.follow,
        page.quote,
        page.results.header.order,
        page.results.view,
        page.preview.similar,
        page.preview.open,
    ]
    chain, widget = [], page.follow
    while widget not in chain:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    assert [widget for widget in chain if widget in order] == order


def test_a_pasted_text_is_compared(window: MainWindow, qtbot: QtBot, standin: StandIn) -> None:
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    qtbot.waitUntil(lambda: window.status.report is not None)
    with qtbot.waitSignal(page.answered):
        page.quote.setPlainText("the landlord shall bear the cost of repairs")
    assert page.results.shown
    assert page.results._card(page.results.model.index(0)).said.startswith("Both speak of “")


def test_what_was_compared_by_words_is_compared_again_once_there_is_a_model(
    window: MainWindow, qtbot: QtBot, standin: StandIn
) -> None:
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    page.show_like(b"/papers/lease.pdf")
    qtbot.waitUntil(lambda: not page._newest.busy)
    by_words = protocol.Results("", (), 0, True, 1.0, meaning_ready=False)
    for _ in range(2):
        page._take(by_words)
    qtbot.waitUntil(lambda: len(standin.asked_for(protocol.SimilarTo)) == 2)
    assert len(standin.asked_for(protocol.AwaitMeaning)) == 1


def test_copies_and_versions_of_the_example_are_named_not_listed(window: MainWindow, qtbot: QtBot) -> None:
    page = window.show_page("similar")
    assert isinstance(page, SimilarPage)
    page.show_like(b"/papers/lease.pdf")
    qtbot.waitUntil(lambda: not page._newest.busy)
    page._take(protocol.Results("", (), 0, True, 1.0, folded=(b"/papers/lease v2.pdf", b"/papers/copy.pdf")))
    assert page._like.whole == "Like lease.pdf · 2 copies or versions of it not listed"
    assert "lease v2.pdf" in page._like.toolTip()


def part_of(window: MainWindow) -> SimilarPart:
    (part,) = (part for part in window.search.preview.parts if isinstance(part, SimilarPart))
    return part


def test_the_pane_below_the_preview_follows_until_it_is_paused(
    window: MainWindow, qtbot: QtBot, person: Person, standin: StandIn
) -> None:
    part = part_of(window)
    part.toggle.setChecked(True)
    person.searches("landlord repairs")
    first = person.sees_preview()
    qtbot.waitUntil(lambda: part.model.rowCount() > 0)
    listed = [part.model.hit(row).path for row in range(part.model.rowCount())]
    assert first.path not in listed
    part.pause.setChecked(True)
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.search.preview.hit not in (None, first))
    assert [part.model.hit(row).path for row in range(part.model.rowCount())] == listed
    second = window.search.preview.hit
    assert second is not None
    part.pause.setChecked(False)
    qtbot.waitUntil(lambda: standin.asked_for(protocol.SimilarTo)[-1] == protocol.SimilarTo(second.path, limit=5))
    dragged = part.model.mimeData([part.model.index(0, 0)])
    assert dragged.hasUrls()


def test_versions_stand_behind_a_badge_and_are_compared_word_by_word(
    window: MainWindow, qtbot: QtBot, person: Person, standin: StandIn, papers: Path, opened: list[bytes]
) -> None:
    person.searches("landlord repairs")
    old = person.sees_preview().path
    new = os.fsencode(papers / "lease final.docx")
    standin.families = [
        protocol.VersionFamily(
            (
                protocol.Version(new, "lease final.docx", "document", 2000, 1.7e9, 1.0),
                protocol.Version(old, "lease.txt", "text", 1000, 1.6e9, 0.9),
            ),
            "by its name",
        )
    ]
    part = part_of(window)
    part.show_hit(window.search.preview.hit)
    qtbot.waitUntil(part.versions.isVisible)
    assert part.versions.text() == "2 versions · current: lease final.docx"
    qtbot.mouseClick(part.versions, Qt.MouseButton.LeftButton)
    (dialog,) = part.findChildren(VersionsDialog)
    qtbot.waitUntil(lambda: dialog.compare.said.text() == "They differ in 1 place.")
    assert standin.asked_for(protocol.Compare) == [protocol.Compare(old, new)]
    dialog.list.setCurrentRow(0)
    assert dialog.compare.said.text() == ""
    dialog.accept()
