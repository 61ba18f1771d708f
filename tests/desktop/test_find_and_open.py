"""Words are typed, what is found is looked at and opened."""

import os
import shutil
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.query import Order
from desktop.widgets.document_text import Mark
from indexer import protocol
from tests.desktop.conftest import Person
from tests.desktop.papers import Document
from tests.desktop.standin import StandIn


def test_typing_finds_and_enter_opens(qtbot: QtBot, window: MainWindow, person: Person, opened: list[bytes]) -> None:
    names = person.searches("landlord repairs roof")
    assert names[0] == "Lease Elm Street.pdf"
    assert person.sees_preview().name == "Lease Elm Street.pdf"
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Down)
    assert person.sees_preview().name == names[1]
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Return)
    assert [os.path.basename(path).decode() for path in opened] == [names[1]]


def test_typing_on_asks_only_for_the_newest_words(window: MainWindow, standin: StandIn, person: Person) -> None:
    standin.hold()
    for more in ("plum", " ca", "k", "e", " do", "u"):
        person.types(more)
        window.field.flush()
    standin.release()
    person.searches("gh")
    asked = [request.query for request in standin.asked_for(protocol.Search)]
    assert asked[:4] == ["plum", "plum ca", "plum cak", "plum cake"]  # none waits for the one before
    assert "plum cake do" not in asked  # but there is an end to that
    assert asked[-1] == "plum cake dough"


def test_the_passage_is_marked_on_the_page_of_the_pdf(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord bear cost repairs roof pipes")
    hit = person.sees_preview()
    view = window.search.preview._pdf
    assert view is not None
    qtbot.waitUntil(lambda: view.settled)
    best = hit.passages[0]
    assert best.place is not None
    assert view.page == best.place.number == 4
    marks = view._marks_on(best.place.number - 1)
    assert any(mark.sentence for mark in marks)
    assert sum(len(mark.words) for mark in marks) >= 4
    preview = window.search.preview
    assert preview.page.text() == "Page 4 of 4"
    preview.go_to(preview._at)
    assert preview.page.text() == "Page 4 of 4"


def test_f3_walks_through_the_passages_and_around(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("words that a person remembers")
    person.sees_preview()
    preview = window.search.preview
    qtbot.waitUntil(lambda: preview.matches.text() != "")
    many = len(preview._passages)
    seen = []
    for _ in range(many):
        seen.append(preview.matches.text().split(" · ")[0])
        qtbot.keyClick(window, Qt.Key.Key_F3)
    assert sorted(seen) == [f"Passage {number} of {many}" for number in range(1, many + 1)]
    assert preview.matches.text().startswith(seen[0])
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert preview.matches.text().startswith(seen[-1])


def test_the_order_changes_without_asking_again(window: MainWindow, standin: StandIn, person: Person) -> None:
    by_relevance = person.searches("landlord roof")
    chosen = window.search.hit
    asked = len(standin.asked_for(protocol.Search))
    window.searching.order(Order.NAME)
    assert person.names == sorted(by_relevance, key=str.casefold)
    assert person.names != by_relevance
    assert window.search.hit == chosen
    window.searching.order(Order.DATE)
    dates = [hit.modified for hit in window.search.results.shown]
    assert dates == sorted(dates, reverse=True)
    assert len(standin.asked_for(protocol.Search)) == asked


def test_new_documents_are_offered_not_forced(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    before = person.searches("landlord roof")
    asked = len(standin.asked_for(protocol.Search))
    with qtbot.waitSignal(window.status.files_changed):
        standin.changed("files")
    assert person.names == before
    assert window.search.results.header.stale.isVisible()
    with qtbot.waitSignal(window.searching.answered):
        window.search.results.header.stale.click()
    assert not window.search.results.header.stale.isVisible()
    assert len(standin.asked_for(protocol.Search)) == asked + 1


def test_a_search_that_found_nothing_looks_again_when_documents_come(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, documents: list, papers: Path
) -> None:
    assert person.searches("zeppelin") == []
    assert "Nothing found" in window.search.results.empty.accessibleName()
    target = papers / "Zeppelin.txt"
    shutil.copy(papers / "Recipes" / "Plum cake.txt", target)
    try:
        standin.documents[0].text = "The zeppelin rose above the harbour."
        with qtbot.waitSignal(window.searching.answered):
            standin.changed("files")
        assert len(person.names) == 1
    finally:
        target.unlink()


def test_while_meaning_is_not_known_nothing_found_is_not_the_last_word(standin: StandIn, window, person) -> None:
    standin.meaning_ready = False
    assert person.searches("zeppelin") == []
    assert "results get better by themselves" in window.search.results.empty.accessibleName()


def test_the_pause_between_keys_is_over_before_anything_is_asked(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("roof")
    assert [request.query for request in standin.asked_for(protocol.Search)] == ["roof"]


def test_a_document_loads_nothing_that_it_names(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Neither from the network nor from this computer, whatever a document says."""
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    text = window.search.preview.document.text
    text.show_document(f'<img src="file://{secret}"><link href="http://example.org/x.css">', [])
    assert text.toPlainText().startswith("<img")  # shown as it is, not as a page
    for url in (QUrl.fromLocalFile(str(secret)), QUrl("http://example.org/x.png")):
        assert text.loadResource(2, url) is None


def test_a_long_document_is_shown_around_its_match(window: MainWindow, qtbot: QtBot) -> None:
    text = window.search.preview.document.text
    filler = "Nothing to see here, move along.\n" * 20_000
    document = f"{filler}The needle 😀 is in this line.\n{filler}"
    start = document.index("The needle")
    end = document.index("\n", start)
    word = document.index("line")
    text.show_document(document, [Mark(start, end, (start, end), ((word, word + 4),))])
    text.go_to(0)
    assert len(text.toPlainText()) < 100_000
    marked = [selection.cursor.selectedText() for selection in text.extraSelections()]
    assert marked == ["The needle 😀 is in this line.", "line"]


def test_a_preview_that_cannot_be_made_says_why(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, documents: list[Document]
) -> None:
    person.searches("plum cake")
    person.sees_preview()
    damaged = window.search.hit
    assert damaged is not None
    broken = msgspec.structs.replace(damaged, path=b"/nowhere/broken.pdf", name="broken.pdf", kind="pdf")
    window.search.preview.show_hit(broken)
    qtbot.waitUntil(lambda: "cannot be shown" in window.search.preview.empty.accessibleName())


def test_the_strip_beside_a_document_leads_to_each_match(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("words that a person remembers")
    person.sees_preview()
    preview = window.search.preview
    qtbot.waitUntil(lambda: preview.strip.isVisible())
    many = len(preview._passages)
    assert preview.strip._positions == sorted(preview.strip._positions)
    last = preview.strip._y(preview.strip._positions[-1])
    qtbot.mouseClick(preview.strip, Qt.MouseButton.LeftButton, pos=QPoint(5, round(last) + 1))
    assert preview.matches.text().startswith(f"Passage {many} of {many}")


def test_all_chosen_documents_are_dragged_out_as_files(window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    view = window.search.results.view
    view.selectAll()
    dragged = view.model().mimeData(view.selectedIndexes())
    assert sorted(os.fsencode(url.toLocalFile()) for url in dragged.urls()) == sorted(hit.path for hit in view.chosen())
    assert view.dragEnabled()


def test_chosen_documents_are_copied_as_files(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    view = window.search.results.view
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    pasted = {os.fsencode(url.toLocalFile()) for url in QGuiApplication.clipboard().mimeData().urls()}
    assert pasted == {hit.path for hit in view.chosen()}
    person.is_told(f"{len(pasted)} files copied.")


def test_the_paths_of_all_chosen_documents_are_copied(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    window.search.results.view.selectAll()
    chosen = [os.fsdecode(hit.path) for hit in window.search.results.view.chosen()]
    assert len(chosen) == len(person.names) > 2
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert sorted(QGuiApplication.clipboard().text().split("\n")) == sorted(chosen)
