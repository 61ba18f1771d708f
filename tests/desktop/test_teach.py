"""Teach a tag: a real window, the real service and the real model, from an empty page to what was learnt."""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import operations
from desktop.main_window import MainWindow
from desktop.panels.tag_editor import TagEditor
from desktop.panels.tags_page import TagsPage
from desktop.theme import Theme
from indexer import protocol
from indexer.client import connect
from tests.desktop.conftest import Person
from tests.desktop.whole import WAIT_MS, is_read, whole_window
from tests.insight.texts import SUBJECTS

ABOUT = 9  # documents that are about space; what half of a library is about would not stand out

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    for subject, (beginnings, endings) in SUBJECTS.items():
        for number, (beginning, ending) in enumerate(product(beginnings, endings)):
            text = f"{beginning} {ending}"
            if subject == "orbit":
                if number < ABOUT:
                    (folder / f"orbit{number}.txt").write_text(text)
                continue
            for kind in ("Last week we wrote:", "From the diary.", "Noted."):
                (folder / f"{subject}{number} {kind[:4]}.txt").write_text(f"{kind} {text}")
    return folder


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[MainWindow]:
    library = tmp_path / "library"
    with whole_window(qtbot, theme, library, tmp_path) as made:
        yield made
    connect(library, start=False).ask(protocol.Shutdown())


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow) -> Person:
    return Person(qtbot, window)


def _is_looked_at(window: MainWindow, page: TagsPage) -> bool:
    """Whether all documents were looked at for the tag as it is now."""
    under_way = any(task.kind == "tags" for task in window.tasks.under_way)
    return not under_way and not page.tags.tags["space"].pending


def test_a_tag_is_taught_and_what_it_learnt_is_suggested(
    qtbot: QtBot, window: MainWindow, person: Person, docs: Path, tmp_path: Path
) -> None:
    window.do(operations.change_setting("find_topics", False))  # they would be found meanwhile, and take a while
    window.add_folder(os.fsencode(docs))
    qtbot.waitUntil(lambda: is_read(window), timeout=WAIT_MS)
    page = window.show_page("tags")
    assert isinstance(page, TagsPage)
    qtbot.waitUntil(lambda: "Your own tags" in page.inbox.empty.accessibleName(), timeout=WAIT_MS)

    # It is made, and described: documents are suggested by what it is about, each with a sentence of its own.
    qtbot.keyClicks(page.tags.new, "space")
    qtbot.keyClick(page.tags.new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.tags.current == "space", timeout=WAIT_MS)
    qtbot.keyClicks(page.tags.details.about, "satellites, rockets and probes in orbit")
    qtbot.keyClick(page.tags.details.about, Qt.Key.Key_Return)
    inbox = page.inbox
    qtbot.waitUntil(lambda: page.tags.tags["space"].description != "", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: _is_looked_at(window, page) and inbox.model.rowCount() > 0, timeout=WAIT_MS)
    for each in inbox.model.suggestions:
        assert each.name.startswith("orbit")
        assert each.because in (docs / each.name).read_text()

    # One is accepted and one refused, with one key each; the refused one is taken back.
    accepted = inbox.model.suggestions[0]
    inbox.view.choose(0)
    qtbot.keyClick(inbox.view, Qt.Key.Key_A)
    person.is_told(f"{accepted.name} is tagged “space”")
    if inbox.model.rowCount():
        refused = inbox.model.suggestions[0].path
        qtbot.keyClick(inbox.view, Qt.Key.Key_R)
        person.is_told("not suggested")
        qtbot.keyClick(inbox.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: refused in {each.path for each in inbox.model.suggestions}, timeout=WAIT_MS)

    # Others are tagged by hand, together: from five on it has learnt.
    window.show_page("search")
    person.searches("satellite rocket probe orbit")
    rows = [row for row, hit in enumerate(window.search.results.shown) if hit.name.startswith("orbit")]
    assert len(rows) >= 5
    view = window.search.results.view
    view.clearSelection()
    for row in rows[:5]:
        view.selectionModel().select(view.model().index(row, 0), view.selectionModel().SelectionFlag.Select)
    given = {hit.path for hit in view.chosen()}
    window.dialogs.edit_tags(list(given))
    editor = window.findChild(TagEditor)
    assert editor is not None
    qtbot.waitUntil(lambda: editor.list.count() == 1, timeout=WAIT_MS)
    qtbot.keyClick(editor.edit, Qt.Key.Key_Space)
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    person.is_told("5 documents")
    window.show_page("tags")
    qtbot.waitUntil(lambda: page.tags.tags["space"].learns, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: _is_looked_at(window, page), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: inbox.model.rowCount() > 0, timeout=WAIT_MS)
    tagged = given | {accepted.path}
    suggested = {each.path for each in inbox.model.suggestions}
    assert all(os.path.basename(path).startswith(b"orbit") for path in suggested)
    assert not suggested & tagged

    # A file that moves keeps its tag, and a click on the tag finds it.
    first, there = Path(os.fsdecode(accepted.path)), docs / "Kept" / "renamed.txt"
    there.parent.mkdir()
    first.rename(there)
    client = connect(tmp_path / "library", start=False)

    def is_known() -> bool:
        answer = client.expect(protocol.MarkList, protocol.GetMarks((bytes(there),)))
        return [file.tags for file in answer.files] == [("space",)]

    qtbot.waitUntil(is_known, timeout=WAIT_MS)
    client.close()
    page.tags.choose("space")
    with qtbot.waitSignal(window.searching.answered, timeout=WAIT_MS):
        page.tags.details.shows.click()
    assert "renamed.txt" in person.names
    assert len(person.names) == len(tagged)
