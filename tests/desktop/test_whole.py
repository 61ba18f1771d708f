"""The window over the real service and the real model: from the first run to the right document."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import operations, patience
from desktop.client import State
from desktop.main_window import MainWindow
from desktop.theme import Theme
from indexer import protocol
from indexer.models import shipped
from tests.desktop.conftest import Person
from tests.desktop.test_smooth import LONGEST, Heartbeat
from tests.desktop.whole import WAIT_MS, is_read, whole_window


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, papers: Path) -> Iterator[Path]:
    """A home with papers in it and a library; its service is stopped at the end."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(papers, folder / "Papers")
    yield folder
    for process in _services(folder):
        process.kill()
        process.wait(10)


def _services(folder: Path) -> list[psutil.Process]:
    library = str(folder / "library")
    children = psutil.Process().children(recursive=True)
    return [child for child in children if library in child.cmdline() and "serve" in child.cmdline()]


@pytest.fixture
def window(qtbot: QtBot, home: Path, theme: Theme, tmp_path: Path) -> Iterator[MainWindow]:
    with whole_window(qtbot, theme, home / "library", tmp_path) as made:
        yield made


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    return Person(qtbot, window)


def test_from_the_first_run_to_the_right_document(
    qtbot: QtBot, window: MainWindow, person: Person, home: Path, opened: list[bytes]
) -> None:
    assert "stays on this computer" in window.search.results.empty.accessibleName()
    window.add_folder(os.fsencode(home / "Papers"))
    heart = Heartbeat()
    person.types("plum")  # while it is being read
    qtbot.waitUntil(lambda: "Plum cake.txt" in person.names, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: is_read(window), timeout=WAIT_MS)
    heart.stop()
    assert sorted(heart.gaps)[-3] <= LONGEST, sorted(heart.gaps)[-5:]
    window.clear()
    names = person.searches("who has to mend a leaking roof")
    assert "Lease Elm Street.pdf" in names[:3]
    person.chooses("Lease Elm Street.pdf")
    hit = person.sees_preview()
    assert hit.passages[0].place is not None
    assert hit.passages[0].place.number == 4
    view = window.search.preview._pdf
    assert view is not None
    qtbot.waitUntil(lambda: view.settled)
    assert any(mark.sentence for mark in view._marks_on(3))
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Return)
    assert opened == [hit.path]


def test_documents_like_a_letter_are_its_drafts(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("letter to the landlord sent")
    person.chooses("Letter to the landlord, sent.txt")
    with qtbot.waitSignal(window.searching.answered, timeout=WAIT_MS):
        qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    results = window.searching.results
    assert results is not None
    versions = [os.path.basename(path).decode() for path in results.folded]  # of the same letter: told, not listed
    assert {*person.names[:2], *versions} >= {
        "Letter to the landlord, first draft.txt",
        "Letter to the landlord, second draft.txt",
    }


def test_a_killed_service_comes_back_and_nothing_is_lost(
    qtbot: QtBot, window: MainWindow, person: Person, home: Path
) -> None:
    before = person.searches("plum cake on yeast dough")
    assert before[0] == "Plum cake.txt"
    killed = _services(home)
    assert killed
    with qtbot.waitSignal(
        window._service.state_changed, timeout=WAIT_MS, check_params_cb=lambda state: state == "lost"
    ):
        for process in killed:
            process.kill()
    qtbot.waitUntil(lambda: window._service.state is State.READY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(person.names) and person.names[0] == "Plum cake.txt", timeout=WAIT_MS)
    report = window.status.report
    assert report is not None
    assert report.files.total == sum(path.is_file() for path in (home / "Papers").rglob("*"))


@pytest.mark.skipif(os.name != "posix", reason="processes are stopped otherwise there")
def test_a_stopped_service_is_said_to_be_silent_and_another_one_takes_its_place(
    qtbot: QtBot, window: MainWindow, person: Person, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "QUIET_MS", 200)
    monkeypatch.setattr(patience, "PROBE_MS", 1000)
    person.searches("plum cake on yeast dough")
    (stopped,) = _services(home)
    stopped.suspend()
    person.types("a leaking roof")
    empty = window.search.results.empty
    qtbot.waitUntil(lambda: empty.accessibleName().startswith("The search service does not answer."), timeout=WAIT_MS)
    monkeypatch.setattr(patience, "PROBE_MS", WAIT_MS)  # starting takes its time
    next(each for each in empty.findChildren(QPushButton) if each.text() == "Start it anew").click()
    assert "starting" in empty.accessibleName()
    qtbot.waitUntil(lambda: window._service.state is State.READY and bool(person.names), timeout=WAIT_MS)
    assert not psutil.pid_exists(stopped.pid)
    (anew,) = _services(home)
    assert anew.pid != stopped.pid


def test_settings_of_the_library_are_shown_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    library = window.page("settings").sections["library"]
    qtbot.waitUntil(lambda: "readers" in library.controls, timeout=WAIT_MS)
    answers: list[protocol.Answer] = []
    window.do(operations.change_setting("readers", 3))
    qtbot.waitUntil(lambda: library.controls["readers"].text() == "3", timeout=WAIT_MS)
    window._service.ask(protocol.GetSettings(), answers.append, lambda problem: pytest.fail(str(problem)))
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    assert isinstance(answers[0], protocol.Settings)
    assert {s.name: s.value for s in answers[0].settings}["readers"] == 3


def test_a_second_copy_goes_to_the_trash_and_comes_back(
    qtbot: QtBot, window: MainWindow, person: Person, home: Path
) -> None:
    cake = home / "Papers" / "Recipes" / "Plum cake.txt"
    copy = cake.with_name("Plum cake (copy).txt")
    shutil.copy2(cake, copy)
    window.do(operations.rescan())
    page = window.show_page("duplicates")
    qtbot.waitUntil(lambda: page.count_of("exact") == 1, timeout=WAIT_MS)
    page.show_kind("exact")
    page.refresh(("all",))
    qtbot.waitUntil(lambda: page.marked_paths() == {os.fsencode(copy)}, timeout=WAIT_MS)
    page.trash.click()
    qtbot.waitUntil(lambda: "moved to the trash" in window.toast.text, timeout=WAIT_MS)
    assert cake.exists()
    assert not copy.exists()
    window.toast._action.click()
    qtbot.waitUntil(lambda: copy.exists() and "back in place" in window.toast.text, timeout=WAIT_MS)
    assert copy.read_bytes() == cake.read_bytes()
    copy.unlink()
    window.do(operations.rescan())
    qtbot.waitUntil(lambda: page.count_of("exact") == 0, timeout=WAIT_MS)


@pytest.mark.timeout(400)  # the process that finds topics steps back for everything else
def test_a_topic_gets_a_name_and_loses_it_with_undo(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_page("topics")
    page.find_anew()
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() > 0 and not window.tasks.under_way, timeout=5 * WAIT_MS)
    item = page.tree.topLevelItem(0)
    assert item is not None
    before = item.text(0)
    item.setText(0, "My own name")

    def names() -> list[str]:
        found = (page.tree.topLevelItem(row) for row in range(page.tree.topLevelItemCount()))
        return [item.text(0) for item in found if item is not None]

    qtbot.waitUntil(lambda: "My own name" in window.toast.text, timeout=WAIT_MS)
    page.refresh()
    qtbot.waitUntil(lambda: "My own name" in names(), timeout=WAIT_MS)
    window.toast._action.click()
    qtbot.waitUntil(lambda: before in names() and "My own name" not in names(), timeout=WAIT_MS)


@pytest.mark.timeout(400)  # so does the one that understands
def test_another_model_takes_over_once_it_has_understood_everything(
    qtbot: QtBot, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    other = tmp_path / "another model"
    shutil.copytree(shipped.folder(), other)
    section = window.show_page("settings").sections["models"]
    section.cards["encoder"].another.use_folder(str(other))
    qtbot.waitUntil(
        lambda: section.models.list is not None and section.models.list.in_use == str(other), timeout=5 * WAIT_MS
    )
    window.show_page("search")
    assert person.searches("who has to mend a leaking roof")[0].startswith(("Lease", "Invoice"))
