"""Finding what is meant, in the window: a better order settles in, and whatever was understood can be taken back."""

import msgspec
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.result_cards import care_of
from desktop.query import Query
from desktop.settling import settled
from indexer import protocol
from indexer.protocol import Hit, Judge, Passage, Refine, Results, Search, StopRefining, Understood
from indexer.types import Status, Tier
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn

QUERY = "landlord repairs heating roof"


def backwards(results: Results) -> Results:
    return msgspec.structs.replace(results, hits=tuple(reversed(results.hits)), reread=len(results.hits))


def hits(names: str) -> list[Hit]:
    return [Hit(name.encode(), name, "text", 1, 0.0, 1.0, Tier.LIKELY) for name in names]


def order(found: list[Hit]) -> str:
    return "".join(hit.name for hit in found)


def test_rows_take_the_better_order() -> None:
    assert order(settled(hits("abcd"), hits("dcba"), ())) == "dcba"


def test_a_pinned_row_stays_where_it_is() -> None:
    assert order(settled(hits("abcd"), hits("dcba"), {b"b"})) == "dbca"
    assert order(settled(hits("abcd"), hits("dcba"), {b"a", b"b"})) == "abdc"


def test_rows_that_come_and_go_leave_the_pinned_one_alone() -> None:
    assert order(settled(hits("abc"), hits("xyab"), {b"b"})) == "xbya"
    assert order(settled(hits("abc"), hits("xy"), {b"c"})) == "xy"
    assert order(settled(hits("abcd"), hits("d"), {b"d"})) == "d"


def test_the_better_order_settles_in_and_the_best_is_chosen(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    standin.refines = backwards
    before: list[str] = []
    window.searching.answered.connect(lambda results: before.extend(hit.name for hit in results.hits))
    with qtbot.waitSignal(window.searching.settled):
        person.types(QUERY)
        window.field.flush()
    assert person.names == before[::-1]
    assert window.search.hit is not None
    assert window.search.hit.name == before[-1]


def test_the_preview_marks_the_better_sentence_too(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    def elsewhere(results: Results) -> Results:
        hits = [
            msgspec.structs.replace(
                hit, passages=tuple(msgspec.structs.replace(passage, sentence=(0, 3)) for passage in hit.passages)
            )
            for hit in results.hits
        ]
        return msgspec.structs.replace(results, hits=tuple(hits))

    standin.refines = elsewhere
    with qtbot.waitSignal(window.searching.settled):
        person.types(QUERY)
        window.field.flush()
    hit = window.search.hit
    assert hit is not None
    assert hit.passages[0].sentence == (0, 3)
    qtbot.waitUntil(lambda: window.search.preview.hit == hit)


def test_the_row_under_the_pointer_does_not_move(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    standin.refines = backwards
    window.searching.answered.connect(lambda _: standin.hold())
    before = person.searches(QUERY)
    view, model = window.search.results.view, window.search.results.model
    pointed = model.index(1, 0)
    laid_out = window.search.splitter
    qtbot.waitUntil(lambda: window.search.preview.isVisible() and view.width() == laid_out.sizes()[0] == 484)
    path, top = model.hit(1).path, view.visualRect(pointed).top()
    QCursor.setPos(view.viewport().mapToGlobal(view.visualRect(pointed).center()))
    with qtbot.waitSignal(window.searching.settled):
        standin.release()
    row = model.row_of(path)
    assert row is not None
    assert view.visualRect(model.index(row, 0)).top() == top
    assert person.names != before
    assert sorted(person.names) == sorted(before)
    QCursor.setPos(QPoint(0, 0))


def test_what_a_person_chose_stays_chosen(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    standin.refines = backwards
    window.searching.answered.connect(lambda _: standin.hold())
    person.searches(QUERY)
    qtbot.keyClick(window.field.edit, Qt.Key.Key_Down)
    chosen = window.search.hit
    with qtbot.waitSignal(window.searching.settled):
        standin.release()
    assert window.search.hit == chosen
    assert window.search.results.view.currentIndex().row() == 1


def test_typing_on_stops_the_reading(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    standin.refines = backwards
    window.searching.answered.connect(lambda _: standin.hold())
    before = person.searches(QUERY)
    person.types("s")
    assert [request.ticket for request in standin.asked_for(StopRefining)] == [
        request.ticket for request in standin.asked_for(Refine)
    ]
    with qtbot.assertNotEmitted(window.searching.settled):
        standin.release()
        with qtbot.waitSignal(window.searching.answered):
            window.field.flush()
        assert person.names == before


def test_what_was_guessed_is_a_chip_that_gives_the_words_back(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    standin.understands = (Understood("kind", "letters", "letters", 0, 7, guessed=True),)
    person.searches("letters about the roof")
    qtbot.waitUntil(lambda: bool(_chips(window)))
    chip = _chips(window)[0]
    assert chip.text() == "letters  ×"
    assert "look for the words instead" in chip.toolTip()
    with qtbot.waitSignal(window.searching.answered):
        chip.click()
    assert _chips(window) == []
    assert window.field.edit.text() == "letters about the roof"
    assert standin.asked_for(Search)[-1].as_words == ("letters",)


def test_what_was_read_before_is_not_called_unread() -> None:
    hit = Hit(b"/a.txt", "a.txt", "text", 1, 0.0, 0.5, Tier.LIKELY, status=Status.PENDING)
    assert "found by its name" in care_of(hit)
    read = msgspec.structs.replace(hit, passages=(Passage(0, 3, "one", 0.5),))
    assert care_of(read) == "is read again soon"


def test_a_guess_that_no_document_satisfies_is_said(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    standin.understands = (Understood("date", "2011", "from 2011", 8, 17, guessed=True, applied=False),)
    person.searches("letters from 2011")
    qtbot.waitUntil(lambda: bool(_chips(window)))
    assert _chips(window)[0].text() == "2011: none here  ×"
    with qtbot.waitSignal(window.searching.answered):
        _chips(window)[0].click()
    assert _chips(window) == []


def test_a_filter_that_was_typed_leaves_the_text_with_its_chip(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    standin.understands = (Understood("kind", "pdf", "type:pdf", 5, 13),)
    person.searches("roof type:pdf repairs")
    qtbot.waitUntil(lambda: bool(_chips(window)))
    with qtbot.waitSignal(window.searching.answered):
        _chips(window)[0].click()
    assert window.field.edit.text() == "roof repairs"


def test_all_chips_go_at_once(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    standin.understands = (
        Understood("kind", "letters", "letters", 0, 7, guessed=True),
        Understood("kind", "pdf", "type:pdf", 8, 16),
    )
    person.searches("letters type:pdf roof")
    window.look_for(window.query.toggled_kind("pdf").toggled_kind("mail"))
    qtbot.waitUntil(lambda: [chip.text() for chip in _chips(window)] == ["4 filters  ×"])
    with qtbot.waitSignal(window.searching.answered):
        _chips(window)[0].click()
    assert window.query == Query("letters roof", as_words=("letters",))


def test_weaker_matches_are_offered_and_shown(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    strong = person.searches("landlord roof heating deposit tenant rent keys")
    more = window.search.results.weaker
    assert more.isVisible()
    count = int(more.button.text().split()[1])
    with qtbot.waitSignal(window.searching.answered):
        more.button.click()
    assert len(person.names) == len(strong) + count
    assert not more.isVisible()


def test_no_good_match_is_said_before_weak_ones_are_shown(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("quantum roof chromodynamics lattice gauge theory hadron")
    empty = window.search.results.empty
    assert empty.accessibleName().startswith("No good match")
    show = next(made for made in empty.findChildren(QPushButton) if "weaker" in made.text())
    with qtbot.waitSignal(window.searching.answered):
        show.click()
    assert person.names
    assert window.search.results.notes.verdict.isVisible()


def test_another_spelling_is_one_click_away(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    standin.suggests = ("landlord roof",)
    person.searches("landlord rof")
    spelling = window.search.results.notes.spellings[0]
    standin.suggests = ()
    with qtbot.waitSignal(window.searching.answered):
        spelling.click()
    assert window.field.edit.text() == "landlord roof"
    assert window.search.results.notes.spellings == []


def test_the_query_is_shown_as_it_was_carried_out(window: MainWindow, person: Person) -> None:
    person.searches("landlord")
    notes = window.search.results.notes
    assert not notes.executed.isVisible()
    window.search.results.header.explain.click()
    assert notes.executed.isVisible()
    assert notes.executed.text() == "Searched for meaning of “landlord”"


def test_plus_and_minus_steer_the_search_and_stand_as_chips(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("landlord roof")
    view = window.search.results.view
    first = window.search.hit
    assert first is not None
    with qtbot.waitSignal(window.searching.answered):
        qtbot.keyClicks(view, "+")
    assert standin.asked_for(Search)[-1].like == (first.path,)
    assert [chip.text().split()[0] for chip in _chips(window)] == ["like"]
    with qtbot.waitSignal(window.searching.answered):
        qtbot.keyClicks(view, "-")
    asked = standin.asked_for(protocol.Search)[-1]
    assert (asked.like, asked.unlike) == ((), (first.path,))
    with qtbot.waitSignal(window.searching.answered):
        _chips(window)[0].click()
    assert standin.asked_for(Search)[-1].unlike == ()


def test_marks_stay_while_a_question_is_typed_on_and_go_with_it() -> None:
    query = Query("roof").marked(b"/a", liked=True)
    assert query.typed("roof repairs").liked == (b"/a",)
    assert query.typed("plum cake").liked == ()
    assert query.marked(b"/a", liked=True).liked == ()


def _chips(window: MainWindow) -> list[QPushButton]:
    return [chip for chip in window.field.findChildren(QPushButton, "chip") if chip.isVisible()]


def test_what_is_opened_and_what_was_passed_over_is_told(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, opened: list[bytes]
) -> None:
    person.searches("landlord roof")
    first, second = window.search.results.shown[:2]
    window.open_path(second.path)
    (told,) = standin.asked_for(Judge)
    assert (told.query, told.hit.path, told.verdict) == ("landlord roof", second.path, "opened")
    assert [seen.path for seen in told.passed] == [first.path]
    assert opened == [second.path]


def test_marks_on_results_are_judgements_and_can_be_taken_back(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("landlord roof")
    hit = window.search.hit
    assert hit is not None
    for liked in (True, True, False):
        with qtbot.waitSignal(window.searching.answered):
            window.mark(hit, liked)
    assert [told.verdict for told in standin.asked_for(Judge)] == ["accepted", "unmarked", "rejected"]


def test_plus_on_a_card_marks_it_and_its_bars_say_why(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    person.searches("landlord roof")
    results = window.search.results
    view = results.view

    def card() -> QRectF:
        """Where the first card is, once the preview has its place beside the list."""
        qtbot.waitUntil(lambda: 0 < view.visualRect(results.model.index(0, 0)).width() == view.viewport().width() < 600)
        return QRectF(view.visualRect(results.model.index(0, 0)))

    plus, _ = results._passages.mark_rects(card())
    with qtbot.waitSignal(window.searching.answered):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=plus.center().toPoint())
    assert len(window.query.liked) == 1
    bars = results._passages.bars_rect(card())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=bars.center().toPoint())
    assert results.why.isVisible()
    assert "Words: " in results.why.accessibleName()
    results.why.close()
