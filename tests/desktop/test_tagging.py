"""Tags at documents: chips on results and below the preview, added and taken off by key, for one or for many."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.tag_editor import TagEditor
from desktop.panels.tags_part import TagsPart
from desktop.widgets.passage_delegate import PassageDelegate
from indexer import protocol
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(qtbot: QtBot, window: MainWindow) -> Callable[[], TagEditor]:
    """Opens it with its key, and waits until it shows what the chosen documents carry."""

    def opened() -> TagEditor:
        qtbot.keyClick(window, Qt.Key.Key_T, CONTROL)
        made = window.findChild(TagEditor)
        assert made is not None
        qtbot.waitUntil(lambda: made.edit.hasFocus() or made.isVisible())
        qtbot.waitUntil(lambda: made.list.count() == len(made._before) > 0)
        return made

    return opened


def _rows(editor: TagEditor) -> list[tuple[str, Qt.CheckState]]:
    items = [editor.list.item(row) for row in range(editor.list.count())]
    return [(item.text(), item.checkState()) for item in items]


def _part(window: MainWindow) -> TagsPart:
    return next(part for part in window.search.preview.parts if isinstance(part, TagsPart))


def test_many_documents_are_tagged_in_one_step_and_as_they_were_with_undo(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn, editor: Callable[[], TagEditor]
) -> None:
    standin.shelf.tags["home"] = protocol.TagState("home")
    person.searches("landlord roof")
    first, second = standin.documents_named(*person.names[:2])
    first.tags = ("home",)
    window.search.results.view.selectAll()
    made = editor()
    assert _rows(made) == [("home", Qt.CheckState.PartiallyChecked)]
    qtbot.keyClicks(made.edit, "roof")
    qtbot.keyClick(made.edit, Qt.Key.Key_Return)  # makes it
    assert ("roof", Qt.CheckState.Checked) in _rows(made)
    qtbot.keyClick(made.edit, Qt.Key.Key_Return)
    person.is_told("“roof”")
    assert {document.tags for document in (first, second)} == {("home", "roof"), ("roof",)}
    qtbot.waitUntil(lambda: all("roof" in hit.tags for hit in window.search.results.shown))
    window.toast._action.click()
    qtbot.waitUntil(lambda: (first.tags, second.tags) == (("home",), ()))


def test_a_tick_that_goes_takes_the_tag_off_all(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn, editor: Callable[[], TagEditor]
) -> None:
    person.searches("landlord roof")
    (first,) = standin.documents_named(person.names[0])
    first.tags = ("home",)
    made = editor()
    assert _rows(made) == [("home", Qt.CheckState.Checked)]
    qtbot.keyClick(made.edit, Qt.Key.Key_Space)
    qtbot.keyClick(made.edit, Qt.Key.Key_Return)
    person.is_told("taken off")
    assert first.tags == ()
    assert (first.path, "home") in standin.shelf.refused


def test_escape_leaves_all_as_it_was(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn, editor: Callable[[], TagEditor]
) -> None:
    standin.shelf.tags["home"] = protocol.TagState("home")
    person.searches("landlord roof")
    made = editor()
    qtbot.keyClick(made.edit, Qt.Key.Key_Space)
    qtbot.keyClick(made.edit, Qt.Key.Key_Escape)
    assert standin.asked_for(protocol.SetMarks) == []


def test_the_tags_of_the_chosen_document_stand_below_it(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn
) -> None:
    standin.documents[0].tags = ()
    for document in standin.documents:
        document.tags = ("home",) if document.name == "Lease Elm Street.pdf" else ()
    person.searches("landlord repairs roof")
    hit = person.sees_preview()
    part = _part(window)
    qtbot.waitUntil(lambda: list(part.tags) == ["home"])
    qtbot.keyClick(part.tags["home"], Qt.Key.Key_Delete)
    person.is_told("taken off")
    qtbot.waitUntil(lambda: not part.tags)
    window.toast._action.click()
    qtbot.waitUntil(lambda: list(part.tags) == ["home"])
    with qtbot.waitSignal(window.searching.answered):
        part.tags["home"].click()
    assert window.field.edit.text() == 'tag:"home"'
    assert hit.name == "Lease Elm Street.pdf"


def test_a_suggestion_below_the_preview_is_accepted_or_refused_with_a_key(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn
) -> None:
    (lease,) = standin.documents_named("Lease Elm Street.pdf")
    for tag in ("home", "work"):
        standin.shelf.tags[tag] = protocol.TagState(tag)
        standin.shelf.suggest(lease.path, tag, lease.text[:40], lease.text)
    person.searches("landlord repairs roof")
    person.sees_preview()
    part = _part(window)
    qtbot.waitUntil(lambda: [chip.text() for chip in part.suggestions] == ["home?", "work?"])
    assert lease.text[:20].split()[0] in part.suggestions[0].accessibleName()
    qtbot.keyClick(part.suggestions[0], Qt.Key.Key_A)
    qtbot.waitUntil(lambda: [chip.text() for chip in part.suggestions] == ["work?"])
    qtbot.keyClick(part.suggestions[0], Qt.Key.Key_R)
    qtbot.waitUntil(lambda: not part.suggestions)
    assert lease.tags == ("home",)
    assert (lease.path, "work") in standin.shelf.refused


def test_a_tag_on_a_card_filters_the_results(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn
) -> None:
    for document in standin.documents:
        document.tags = ("home",) if document.name.endswith("sent.txt") else ()
    names = person.searches("landlord roof heating")
    row = names.index("Letter to the landlord, sent.txt")
    view = window.search.results.view
    index = view.model().index(row, 0)
    view.scrollTo(index)
    delegate = view.itemDelegate()
    assert isinstance(delegate, PassageDelegate)
    option = QStyleOptionViewItem()
    option.rect = view.visualRect(index)
    ((tag, place),) = delegate.tag_rects(QRectF(option.rect), window.search.results._card(index))
    assert tag == "home"
    with qtbot.waitSignal(window.searching.answered):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert person.names == ["Letter to the landlord, sent.txt"]
    assert [chip.label for chip in window.query.chips()] == ["home"]


def test_what_is_said_at_the_foot_of_a_card_gives_way_to_its_tag(window: MainWindow, person: Person) -> None:
    person.searches("landlord roof heating")
    view = window.search.results.view
    delegate = view.itemDelegate()
    assert isinstance(delegate, PassageDelegate)
    rect, card = (
        QRectF(view.visualRect(view.model().index(0, 0))),
        window.search.results._card(view.model().index(0, 0)),
    )
    wordy = replace(
        card, tags=("home", "taxes"), foot="99% sure · a heading that is as long as the whole card is wide, or more"
    )
    places = delegate.tag_rects(rect, wordy)
    assert [tag for tag, _ in places] == ["home", "taxes"]
    assert places[0][1].left() > rect.left() + 80
    assert places[0][1].right() < places[1][1].left()
    assert places[1][1].right() <= rect.right()
