"""Whole journeys through a real window, over the service in memory."""

import os
import shutil
import time
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.client import Service
from desktop.example_writer import write_examples
from desktop.instance import Instance, Wish
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.query import Order, Period
from desktop.theme import Appearance, Theme
from desktop.widgets.document_text import Mark
from desktop.widgets.key_list import KeyList
from desktop.widgets.palette import Palette
from desktop.widgets.results_view import Look
from desktop.widgets.setting_group import ReadOnlyLines
from indexer import protocol
from indexer.protocol import Progress
from tests.desktop.conftest import Person
from tests.desktop.standin import Document, StandIn, some_failures


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


def test_filters_are_chips_that_can_be_removed(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    before = person.searches("landlord roof heating")
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["pdf"].click()
    assert person.names
    assert all(name.endswith(".pdf") for name in person.names)
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["mail"].click()
    assert "Re Heating bill.eml" in person.names
    chips = [chip for chip in window.field.findChildren(QPushButton, "chip") if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["PDF  ×", "Mail  ×"]
    with qtbot.waitSignal(window.searching.answered):
        chips[0].click()
    assert person.names == ["Re Heating bill.eml"]
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["mail"].click()
    assert person.names == before


def test_tags_languages_and_inner_folders_narrow_the_results(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn, papers: Path
) -> None:
    for document in standin.documents:
        document.language = "de" if "Letter" in document.name else "en"
        document.tags = ("housing",) if document.name.endswith((".pdf", "sent.txt")) else ()
        document.topic = "Landlord, roof" if "Letter" in document.name else "Cake"
    before = person.searches("landlord roof")
    sidebar = window.sidebar
    with qtbot.waitSignal(window.searching.answered):
        sidebar.language_section.rows["de"].click()
    assert person.names
    assert all("Letter" in name for name in person.names)
    assert sidebar.language_section.rows["en"].isVisible()
    with qtbot.waitSignal(window.searching.answered):
        sidebar.tag_section.rows["housing"].click()
    assert person.names == ["Letter to the landlord, sent.txt"]
    chips = [chip for chip in window.field.findChildren(QPushButton, "chip") if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["housing  ×", "German  ×"]
    assert set(sidebar.topic_section.rows) >= {"Landlord, roof"}
    with qtbot.waitSignal(window.searching.answered):
        sidebar.topic_section.rows["Landlord, roof"].click()
    assert window.query.topics == ("Landlord, roof",)
    with qtbot.waitSignal(window.searching.answered):
        sidebar.topic_section.rows["Landlord, roof"].click()
    with qtbot.waitSignal(window.searching.answered):
        window.look_for(window.query.unfiltered())
    assert person.names == before
    with qtbot.waitSignal(window.searching.answered):
        sidebar.inner_section.rows[os.fsencode(papers / "Minutes")].click()
    assert person.names == ["2024-03-12 House meeting.md"]


def test_a_folder_and_a_period_narrow_the_results(
    qtbot: QtBot, window: MainWindow, person: Person, papers: Path
) -> None:
    person.searches("landlord")
    letters = os.fsencode(papers / "Letters")
    with qtbot.waitSignal(window.searching.answered):
        window.look_for(window.query.toggled_folder(letters))
    assert person.names
    assert all("Letter" in name for name in person.names)
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.periods[Period.WEEK].click()
    assert person.names == []
    assert "filters" in window.search.results.empty.accessibleName()


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
    qtbot.waitUntil(lambda: path in window.sidebar._folders)


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


def test_failed_files_are_listed_with_the_reason_and_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, papers: Path
) -> None:
    standin.failures = some_failures(papers)
    standin.changed("failures")
    activity = window.page("activity")
    qtbot.waitUntil(lambda: activity.model.rowCount() == 5)
    assert window.progress.failures.text() == "3 files not read"
    window.progress.failures.click()
    assert window.pages.currentWidget() is activity
    said = activity.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "Taxes 2023.xlsx. Could not be read: it is locked with a password. It is found by its name only. "
        "Save a copy without the password to find it by its content."
    )
    activity.view.setCurrentIndex(activity.model.index(0, 0))
    activity.retry.click()
    qtbot.waitUntil(lambda: activity.model.rowCount() == 4)
    assert standin.asked_for(protocol.Retry) == [protocol.Retry(os.fsencode(papers / "Money/Taxes 2023.xlsx"))]
    person.is_told("Trying Taxes 2023.xlsx again")
    activity.retry_all.click()
    qtbot.waitUntil(lambda: activity.model.rowCount() == 0)


def test_the_service_is_lost_and_comes_back(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    person.searches("plum cake")
    with qtbot.waitSignal(window._service.state_changed, check_params_cb=lambda state: state == "lost"):
        standin.die()
    assert "stopped" in window.progress.said.accessibleName()
    with qtbot.waitSignal(window.searching.answered):
        pass  # it asks again by itself once the service is back
    assert person.names[0] == "Plum cake.txt"


def test_a_service_that_does_not_start_says_why_and_starts_on_demand(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import client
    from indexer.errors import EnvironmentProblem

    monkeypatch.setattr(client, "RETRY_SECONDS", (0.01,))
    standin.refuses = EnvironmentProblem("disk_full", "The disk is full.", "Free some space.")
    standin.die()
    qtbot.waitUntil(lambda: "not running" in window.search.results.empty.accessibleName())
    assert "The disk is full. Free some space." in window.search.results.empty.accessibleName()
    standin.refuses = None
    restart = next(b for b in window.search.results.empty.findChildren(QPushButton) if b.text() == "Start it again")
    with qtbot.waitSignal(window._service.state_changed, check_params_cb=lambda state: state == "ready"):
        restart.click()
    assert person.searches("plum cake")[0] == "Plum cake.txt"


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


def test_new_documents_are_offered_not_forced(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    before = person.searches("landlord roof")
    asked = len(standin.asked_for(protocol.Search))
    with qtbot.waitSignal(window.status.files_changed):
        standin.changed("files")
    assert person.names == before
    assert window.search.results._stale.isVisible()
    with qtbot.waitSignal(window.searching.answered):
        window.search.results._stale.click()
    assert not window.search.results._stale.isVisible()
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


def test_work_shows_in_the_thin_row_and_can_be_paused(qtbot: QtBot, window: MainWindow, standin: StandIn) -> None:
    standin.work(Progress("reading", "Minutes.md", 1204, 1926, 170.0))
    row = window.progress
    qtbot.waitUntil(lambda: "Reading 1,204 of 1,926 · about 3 min left" in row.said.accessibleName())
    assert row.pause.isVisible()
    row.pause.click()
    qtbot.waitUntil(lambda: standin.paused)
    qtbot.waitUntil(lambda: row.pause.text() == "Go on")
    row.pause.click()
    qtbot.waitUntil(lambda: not standin.paused)


def test_keys_reach_everything(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    window.show_page("activity")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.search
    person.searches("landlord roof")
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hit = window.search.hit
    assert hit is not None
    assert QGuiApplication.clipboard().text() == os.fsdecode(hit.path)
    shown = window.sidebar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.isVisible() is not shown
    window.search.results.view.setFocus()
    qtbot.keyClick(window.search.results.view, Qt.Key.Key_Space)
    assert window.search.is_alone
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.search.is_alone
    qtbot.keyClick(window.search.results.view, Qt.Key.Key_X)
    assert window.field.edit.text().endswith("x")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.field.edit.text() == ""
    assert window.query.is_empty


def test_a_slash_is_typed_in_the_field_and_leads_there_from_elsewhere(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    window.activateWindow()
    person.types("a/b")
    assert window.field.edit.text() == "a/b"


def test_a_narrow_window_shows_the_preview_as_a_page_of_its_own(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    window.resize(640, 700)
    qtbot.waitUntil(lambda: window.width() == 640)
    person.searches("landlord roof")
    assert not window.sidebar.isVisible()
    assert window.search.results.isVisible()
    assert not window.search.preview.isVisible()
    window.search.look_closer()
    assert window.search.preview.isVisible()
    assert not window.search.results.isVisible()
    window.search.preview.back.click()
    assert window.search.results.isVisible()
    window.resize(1240, 700)
    qtbot.waitUntil(lambda: window.search.preview.isVisible())


def test_the_window_remembers_its_measures(
    qtbot: QtBot, window: MainWindow, standin: StandIn, theme: object, preferences: object
) -> None:
    window.resize(780, 733)
    window.toggle_sidebar()
    window.splitter.moveSplitter(300, 1)
    assert window.sidebar.width() == 300
    window.close()
    again = MainWindow(window._service, theme, preferences, lambda: 0.0)  # type: ignore[arg-type]
    qtbot.addWidget(again)
    again.show()
    assert (again.width(), again.height()) == (780, 733)
    again.toggle_sidebar()
    assert again.sidebar.width() == 300


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, person: Person) -> None:
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QTextBrowser, QWidget

    person.searches("landlord roof")
    nameless = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView | QTextBrowser) and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            if not interface.text(QAccessible.Text.Name):
                nameless.append(widget)
    assert nameless == []


def test_the_pause_between_keys_is_over_before_anything_is_asked(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("roof")
    assert [request.query for request in standin.asked_for(protocol.Search)] == ["roof"]


def test_a_search_is_kept_in_the_side_bar_and_found_again(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["pdf"].click()
    kept = window.query
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.text() for row in window.sidebar.saved] == ["landlord roof · PDF"])
    window.clear()
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.saved[0].click()
    assert window.query == kept
    assert window.field.edit.text() == "landlord roof"
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.sidebar.saved == [])
    person.is_told("no longer kept")
    window.toast._action.click()
    qtbot.waitUntil(lambda: [row.text() for row in window.sidebar.saved] == ["landlord roof · PDF"])


def test_searches_that_the_window_kept_itself_move_into_the_library(
    qtbot: QtBot, standin: StandIn, theme: Theme, preferences: Preferences
) -> None:
    preferences.keep("saved", '[{"text": "landlord"}, {"text": "plum cake"}]')
    service = Service(standin.connect)
    window = MainWindow(service, theme, preferences, time.time)
    qtbot.addWidget(window)
    service.start()
    qtbot.waitUntil(lambda: [row.text() for row in window.sidebar.saved] == ["landlord", "plum cake"])
    assert preferences.take_saved() == []
    service.close()


def test_a_saved_search_tells_of_a_new_document_until_it_is_looked_at(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("landlord")
    window.keeping.toggle(window.query)
    qtbot.waitUntil(lambda: len(window.sidebar.saved) == 1)
    standin.finds_for_saved(b"/home/ada/new lease.pdf")
    person.is_told("1 new document: landlord")
    row = window.sidebar.saved[0]
    assert row.accessibleName() == "landlord, 1 new"
    assert "new lease.pdf" in row.toolTip()
    with qtbot.waitSignal(window.searching.answered):
        row.click()
    qtbot.waitUntil(lambda: window.sidebar.saved[0].accessibleName() == "landlord")


def test_a_saved_search_can_be_silent(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    person.searches("landlord")
    window.keeping.toggle(window.query)
    qtbot.waitUntil(lambda: len(window.saved.all) == 1)
    menu = window.sidebar.saved_menu(window.saved.all[0])
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not window.saved.all[0].tells)
    assert standin.asked_for(protocol.TellOfSaved)


@pytest.mark.parametrize("look", list(Look))
def test_results_are_shown_in_several_ways_and_the_way_is_remembered(
    qtbot: QtBot, window: MainWindow, person: Person, preferences: Preferences, look: Look
) -> None:
    names = person.searches("landlord roof")
    results = window.search.results
    results.view.choose(1)
    next(action for action in results.look.menu().actions() if action.data() == look).trigger()
    assert preferences.look is look
    assert person.names == names
    assert window.search.hit is not None
    assert window.search.hit.name == names[1]
    assert results.columns.isVisible() is (look is Look.COLUMNS)
    first, second = (results.view.visualRect(results.model.index(row, 0)) for row in (0, 1))
    assert (first.top() == second.top()) is (look is Look.GALLERY)
    assert results.view.grab().toImage().isNull() is False
    results.view.setFocus()
    qtbot.keyClick(results.view, Qt.Key.Key_Left if look is Look.GALLERY else Qt.Key.Key_Up)
    assert window.search.hit.name == names[0]
    qtbot.keyClick(results.view, Qt.Key.Key_Up)
    assert window.field.edit.hasFocus() or not window.isActiveWindow()


def test_a_head_of_the_columns_sorts(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    names = person.searches("landlord roof")
    results = window.search.results
    results.set_look(Look.COLUMNS)
    qtbot.mouseClick(results.columns.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert person.names == sorted(names, key=str.casefold)
    assert window.query.order is Order.NAME


def test_the_gallery_makes_its_pictures_aside(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof pharmacy")
    results = window.search.results
    results.set_look(Look.GALLERY)
    rows = [row for row, hit in enumerate(results.shown) if hit.kind in ("pdf", "image")]
    assert rows
    results.view.grab()
    qtbot.waitUntil(lambda: all(results._picture(results.model.index(row, 0)) is not None for row in rows[:2]))


def test_the_palette_runs_what_is_typed_in_part(qtbot: QtBot, window: MainWindow) -> None:
    palette = Palette(window.commands, window)
    qtbot.addWidget(palette)
    qtbot.keyClicks(palette.edit, "sett")
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.chosen is not None
    assert palette.chosen.run is not None
    palette.chosen.run()
    assert window.pages.currentWidget() is window.page("settings")


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key for command in window.commands for key in command.keys]
    assert len(keys) == len(set(keys))


def test_every_key_is_listed(qtbot: QtBot, window: MainWindow) -> None:
    listed = KeyList(window.commands, window)
    qtbot.addWidget(listed)
    texts = {label.text() for label in listed.findChildren(QLabel)}
    assert {command.title for command in window.commands if command.keys} <= texts


def test_what_is_left_out_by_itself_can_be_read(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("settings")
    library = window.page("settings").sections["library"]
    qtbot.waitUntil(lambda: library.findChild(ReadOnlyLines) is not None)
    rules = library.findChild(ReadOnlyLines)
    assert rules.lines.isHidden()
    qtbot.mouseClick(rules.unfold, Qt.MouseButton.LeftButton)
    assert rules.lines.isVisible()
    assert "*.pem" in rules.lines.toPlainText()


def test_a_setting_of_the_library_is_changed_where_it_is_shown(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    qtbot.waitUntil(lambda: "readers" in window.page("settings").sections["library"].controls)
    field = window.page("settings").sections["library"].controls["readers"]
    assert isinstance(field, QLineEdit)
    assert field.text() == "2"
    window.show_page("settings")
    field.selectAll()
    qtbot.keyClicks(field, "5x\r")
    qtbot.waitUntil(lambda: standin.settings["readers"].value == 5)
    field.selectAll()
    qtbot.keyClicks(field, "99\r")
    person.is_told("must lie between 1 and 16")


def test_the_appearance_is_chosen_and_remembered(window: MainWindow, preferences: Preferences, theme: Theme) -> None:
    try:
        window.page("settings").sections["appearance"].appearance.setCurrentIndex(2)
        assert theme.tokens.dark
        assert preferences.appearance is Appearance.DARK
    finally:
        theme.set_appearance(Appearance.LIGHT)


def test_searches_are_remembered_only_where_that_is_wanted(
    window: MainWindow, person: Person, preferences: Preferences, opened: list[bytes], qtbot: QtBot
) -> None:
    person.searches("plum cake")
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Return)
    assert preferences.recent == ["plum cake"]
    window.page("settings").sections["privacy"].remember.setChecked(False)
    window.clear()
    person.searches("soup")
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Return)
    assert preferences.recent == ["plum cake"]
    window.page("settings").sections["privacy"].forget.click()
    assert preferences.recent == []


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
    said = f"By words: {read} of {read + 4}"
    qtbot.waitUntil(lambda: any(w.accessibleName() == said for w in empty.findChildren(QWidget)))
    assert any(w.accessibleName() == "By name: ready" for w in empty.findChildren(QWidget))


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


def test_a_second_start_shows_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path / "library")
    assert first.is_first
    wishes: list[Wish] = []
    first.listen(wishes.append)
    second = Instance(tmp_path / "library")
    assert not second.is_first
    wish = Wish("plum cake", b"/home/ida/Recipes\xff")
    second.tell(wish)
    qtbot.waitUntil(lambda: wishes == [wish])
    assert Instance(tmp_path / "another").is_first
    first.close()
    third = Instance(tmp_path / "library")
    assert third.is_first
    third.close()


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


def test_the_paths_of_all_chosen_documents_are_copied(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    window.search.results.view.selectAll()
    chosen = [os.fsdecode(hit.path) for hit in window.search.results.view.chosen()]
    assert len(chosen) == len(person.names) > 2
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert sorted(QGuiApplication.clipboard().text().split("\n")) == sorted(chosen)


def test_tab_goes_through_the_window_as_the_eye_does(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("words that a person remembers")
    person.sees_preview()
    qtbot.waitUntil(lambda: window.search.preview.document.text.isVisible())
    chain, widget = [], window.field.edit.nextInFocusChain()
    while widget is not window.field.edit:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    folder = window.sidebar._folders[window.status.roots[0]][1]
    preview = window.search.preview
    order = [
        window.sidebar.pages["search"], window.sidebar.add, folder, window.sidebar.kinds["text"],
        window.sidebar.pages["help"], window.search.results.view, preview.similar, preview.open, preview.document.text,
    ]  # fmt: skip
    assert [widget for widget in chain if widget in order] == order
