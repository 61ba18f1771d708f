"""What goes on and what went wrong, as the thin row and the page Activity show it."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from desktop import words
from desktop.main_window import MainWindow
from indexer import protocol
from indexer.protocol import Progress, TaskState
from tests.desktop.conftest import Person, comes
from tests.desktop.samples import some_failures
from tests.desktop.standin import StandIn

LOOKING = TaskState(7, "duplicates", "Looking for duplicates", "running", 120, 480, "Lease.pdf", 130.0)


def test_a_task_shows_in_the_thin_row_is_paused_and_cancelled_there(
    qtbot: QtBot, window: MainWindow, standin: StandIn
) -> None:
    line = window.progress.tasks
    assert not line.isVisible()
    standin.task(LOOKING)
    qtbot.waitUntil(lambda: line.isVisible())
    assert line.said.text() == "Looking for duplicates · 120 of 480 · about 2 min left"
    line.pause.click()
    qtbot.waitUntil(lambda: "Paused" in line.said.text())
    assert line.pause.accessibleName() == "Go on: Looking for duplicates"
    line.pause.click()
    qtbot.waitUntil(lambda: "Paused" not in line.said.text())
    line.cancel.click()
    qtbot.waitUntil(lambda: not line.isVisible())
    assert standin.asked_for(protocol.CancelTask) == [protocol.CancelTask(7)]


def test_more_tasks_than_one_lead_to_the_page_that_shows_all(
    qtbot: QtBot, window: MainWindow, standin: StandIn
) -> None:
    standin.task(LOOKING)
    standin.task(TaskState(8, "topics", "Making topics"))
    more = window.progress.tasks.more
    qtbot.waitUntil(lambda: more.isVisible())
    assert more.text() == "and 1 more"
    more.click()
    cards = window.page("activity")._task_cards
    assert [card.title.text() for card in cards.values()] == ["Looking for duplicates", "Making topics"]
    cards[8].cancel.click()
    qtbot.waitUntil(lambda: list(cards) == [7])


def test_how_a_task_ended_is_said_once(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    standin.task(LOOKING)
    qtbot.waitUntil(lambda: window.progress.tasks.isVisible())
    standin.task(TaskState(7, "duplicates", "Looking for duplicates", "failed", problem="The disk is full."))
    person.is_told("Looking for duplicates: The disk is full.")
    card = window.page("activity")._task_cards[7]
    assert card.said.text() == "The disk is full."
    assert card.pause.isHidden()
    card.cancel.click()
    assert window.page("activity")._task_cards == {}


def test_the_end_of_work_is_told_outside_the_window_unless_that_is_switched_off(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    told: list[str] = []
    window.noticed.connect(told.append)
    for wanted in (True, False):
        window._preferences.keep("notices", wanted)
        standin.task(LOOKING)
        qtbot.waitUntil(lambda: window.progress.tasks.isVisible())
        standin.task(TaskState(7, "duplicates", "Looking for duplicates", "done"))
        qtbot.waitUntil(lambda: not window.progress.tasks.isVisible())
    assert told == ["Looking for duplicates: Done"]


def test_tasks_are_gone_with_the_service(qtbot: QtBot, window: MainWindow, standin: StandIn) -> None:
    standin.task(LOOKING)
    qtbot.waitUntil(lambda: window.progress.tasks.isVisible())
    standin.tasks.clear()
    standin.die()
    comes(qtbot, window.progress.tasks.isVisible, False)


def test_failures_are_narrowed_to_a_folder_and_to_a_reason(
    qtbot: QtBot, window: MainWindow, standin: StandIn, papers: Path, tmp_path: Path
) -> None:
    standin.failures = some_failures(papers) + some_failures(tmp_path)
    standin.folders[os.fsencode(tmp_path)] = False
    standin.changed("failures", "folders")
    activity = window.show_page("activity")
    qtbot.waitUntil(lambda: activity.model.rowCount() == 10)
    activity._folder_cards[os.fsencode(tmp_path)].failed.click()
    assert activity.model.rowCount() == 5
    activity.reason.setCurrentIndex(activity.reason.findText("It is locked with a password (2)"))
    assert activity.model.rowCount() == 1
    activity._only.click()
    assert activity.model.rowCount() == 2


def test_several_files_are_tried_again_together(
    qtbot: QtBot, window: MainWindow, standin: StandIn, papers: Path
) -> None:
    standin.failures = some_failures(papers)
    standin.changed("failures")
    activity = window.show_page("activity")
    qtbot.waitUntil(lambda: activity.model.rowCount() == 5)
    for row in (0, 2):
        activity.view.selectionModel().select(activity.model.index(row, 0), QItemSelectionModel.SelectionFlag.Select)
    activity.retry.click()
    qtbot.waitUntil(lambda: activity.model.rowCount() == 3)
    assert len(standin.asked_for(protocol.Retry)) == 2


def test_the_key_of_the_page_leads_to_the_files_that_were_not_read(
    qtbot: QtBot, window: MainWindow, standin: StandIn, papers: Path
) -> None:
    standin.failures = some_failures(papers)
    standin.changed("failures")
    activity = window.page("activity")
    qtbot.waitUntil(lambda: activity.model.rowCount() == 5)
    window.focus_search()
    qtbot.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is activity.view


def test_a_folder_is_paused_from_its_card(qtbot: QtBot, window: MainWindow, standin: StandIn, papers: Path) -> None:
    activity = window.show_page("activity")
    card = activity._folder_cards[os.fsencode(papers)]
    card.pause.click()
    qtbot.waitUntil(lambda: card.state.text() == "Paused")
    assert standin.folders[os.fsencode(papers)] is True
    card.pause.click()
    qtbot.waitUntil(lambda: card.state.text() == "Up to date")


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


def test_what_is_in_the_way_of_the_work_is_told_and_no_file_as_if_it_were_read(
    qtbot: QtBot, window: MainWindow, standin: StandIn
) -> None:
    row, full = window.progress, "The disk is full: Wherein cannot store what it reads."
    for problem, said in (("", "Reading 12 of 340 · Minutes.md"), (full, full), ("", "Reading 12 of 340 · Minutes.md")):
        standin.work(Progress("reading", "Minutes.md", 12, 340, None, problem=problem))
        comes(qtbot, lambda: row.said.whole, said)
        color = row.said.palette().color(row.said.foregroundRole())
        assert color == window._theme.color("bad" if problem else "second")


def test_activity_tells_how_far_the_work_is_and_what_is_in_its_way(
    qtbot: QtBot, window: MainWindow, standin: StandIn
) -> None:
    work = window.show_page("activity")._work
    standin.work(Progress("understanding", "", 1047, 2759, 40.0))
    comes(qtbot, work.text, words.progress(Progress("understanding", "", 1047, 2759, 40.0)))
    assert "1,047 of 2,759" in work.text()
    standin.work(Progress("reading", "", 12, 340, None, problem="The disk is full."))
    comes(qtbot, work.text, "The disk is full.")
    assert work.palette().color(work.foregroundRole()) == window._theme.color("bad")
    standin.work(Progress("idle", "", 0, 0, None))
    comes(qtbot, work.isVisible, False)


def test_a_row_that_is_read_from_right_to_left_begins_on_the_right_and_nothing_in_it_overlaps(
    qtbot: QtBot, window: MainWindow, standin: StandIn, papers: Path
) -> None:
    standin.failures = some_failures(papers)[:1]
    standin.changed("failures")
    activity = window.show_page("activity")
    qtbot.waitUntil(lambda: activity.model.rowCount() == 1)
    activity.view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    picture = activity.view.viewport().grab(activity.view.visualRect(activity.model.index(0, 0))).toImage()

    def reach(color: str) -> tuple[float, float]:
        """From where to where there are pixels of a color in the lower line, as shares of the row."""
        wanted, (wide, high) = window._theme.color(color), picture.size().toTuple()
        lower = range(high // 2, high)
        found = [x for x in range(wide) if any(picture.pixelColor(x, y) == wanted for y in lower)]
        return found[0] / wide, found[-1] / wide

    assert reach("bad")[0] > reach("second")[1] > 0.5
