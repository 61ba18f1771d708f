"""How things are shown, and that it is remembered."""

import os
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QTextLayout
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.client import Service
from desktop.icons import Icons
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.query import Order
from desktop.theme import Appearance, Theme
from desktop.thumbnails import Thumbnails
from desktop.widgets.basics import EmptyState
from desktop.widgets.results_view import Look
from indexer.protocol import GetPicture, Part, Why
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn


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


def test_in_a_snug_window_the_side_bar_is_icons_until_a_person_wants_more(
    qtbot: QtBot, window: MainWindow, person: Person
) -> None:
    window.resize(1240, 700)
    person.searches("landlord roof")
    whole, sidebar = window.sidebar.width(), window.sidebar
    window.resize(1040, 660)
    qtbot.waitUntil(lambda: sidebar.width() < 60)
    assert window.search.preview.width() >= 480
    assert sidebar.pages["topics"].toolTip() == "Topics"
    assert not sidebar.kinds["pdf"].isVisible()
    sidebar.unfold.click()
    qtbot.waitUntil(lambda: sidebar.width() == whole)
    assert sidebar.kinds["pdf"].isVisible()
    window.toggle_sidebar()
    qtbot.waitUntil(lambda: sidebar.width() < 60)
    window.resize(1240, 700)
    qtbot.waitUntil(lambda: sidebar.width() == whole)
    assert sidebar.kinds["pdf"].isVisible()


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


@pytest.mark.parametrize("look", list(Look))
def test_results_are_shown_in_several_ways_and_the_way_is_remembered(
    qtbot: QtBot, window: MainWindow, person: Person, preferences: Preferences, look: Look
) -> None:
    names = person.searches("landlord roof")
    results = window.search.results
    results.view.choose(1)
    next(action for action in results.header.look.menu().actions() if action.data() == look).trigger()
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


def test_names_have_room_in_the_columns_whatever_the_width(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    window.resize(1240, 700)
    person.searches("landlord roof")
    results = window.search.results
    results.set_look(Look.COLUMNS)
    head = results.columns
    for width, gone in ((340, {1, 2, 4}), (484, {2, 4}), (800, set())):
        head.resize(width, head.height())
        assert head.widths()[0] >= 180
        assert {section for section in range(head.count()) if head.isSectionHidden(section)} == gone


def test_the_gallery_fills_the_width(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    results = window.search.results
    results.set_look(Look.GALLERY)
    width = results.view.viewport().width()
    grid = results.view.gridSize().width()
    assert width - grid < width // grid * grid <= width
    qtbot.waitUntil(lambda: results.view.visualRect(results.model.index(1, 0)).left() >= grid)
    rows = [results.view.visualRect(results.model.index(row, 0)) for row in range(width // grid + 1)]
    assert len({row.top() for row in rows[:-1]}) == 1
    assert rows[-1].top() > rows[0].top()


def test_why_a_document_was_found_is_read_whole(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof")
    hit = window.search.hit
    assert hit is not None
    said = "Nearly as near in meaning as an answer is to its question, in quite a few words."
    parts = tuple(Part(name, 0.5, said) for name in ("words", "meaning", "name", "recency"))
    window.search.results.show_why(msgspec.structs.replace(hit, why=Why(parts=parts)), QPoint(400, 100))
    card = window.search.results.why
    lines = [part for part in card.findChildren(QLabel) if part.text() == said]
    assert len(lines) == 4
    assert all(part.height() >= part.heightForWidth(part.width()) for part in lines)
    card.close()


def test_a_head_of_the_columns_sorts(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    names = person.searches("landlord roof")
    results = window.search.results
    results.set_look(Look.COLUMNS)
    qtbot.mouseClick(results.columns.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert person.names == sorted(names, key=str.casefold)
    assert window.query.order is Order.NAME
    qtbot.mouseClick(results.columns.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert person.names == sorted(names, key=str.casefold)[::-1]
    assert results.columns.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_the_gallery_makes_its_pictures_aside(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    person.searches("landlord roof pharmacy")
    results = window.search.results
    results.set_look(Look.GALLERY)
    rows = [row for row, hit in enumerate(results.shown) if hit.kind in ("pdf", "image")]
    assert rows
    results.view.grab()
    qtbot.waitUntil(lambda: all(results._picture(results.model.index(row, 0)) is not None for row in rows[:2]))


def test_the_gallery_has_the_service_draw_what_the_window_cannot(
    qtbot: QtBot, theme: Theme, standin: StandIn, tmp_path: Path
) -> None:
    photo, damaged = bytes(tmp_path / "photo.heic"), bytes(tmp_path / "damaged.psd")
    for path in (photo, damaged):
        Path(os.fsdecode(path)).write_bytes(b"a format that Qt does not know")
    standin.pictures = {photo: jpeg(QSize(640, 480))}
    service = Service(standin.connect)
    thumbnails = Thumbnails(service)
    come: list[bytes] = []
    thumbnails.ready.connect(come.append)
    assert thumbnails.get(photo, 1.0, "image") is None
    assert thumbnails.get(damaged, 1.0, "image") is None
    service.start()
    qtbot.waitUntil(lambda: sorted(come) == [damaged, photo])
    picture = thumbnails.get(photo, 1.0, "image")
    assert picture is not None
    assert picture.size() == QSize(320, 240)
    assert thumbnails.get(damaged, 1.0, "image") is None
    assert len(standin.asked_for(GetPicture)) == 2, "each once"
    service.close()


def test_pictures_that_were_scrolled_away_are_not_drawn(
    qtbot: QtBot, theme: Theme, standin: StandIn, tmp_path: Path
) -> None:
    paths = [bytes(tmp_path / f"{number}.heic") for number in range(5)]
    for path in paths:
        Path(os.fsdecode(path)).write_bytes(b"a format that Qt does not know")
    standin.pictures = dict.fromkeys(paths, jpeg(QSize(64, 64)))
    service = Service(standin.connect)
    thumbnails = Thumbnails(service)
    come: list[bytes] = []
    thumbnails.ready.connect(come.append)
    standin.hold()
    service.start()
    thumbnails.get(paths[0], 1.0, "image")
    qtbot.waitUntil(lambda: len(standin.asked_for(GetPicture)) == 1)
    for path in paths[1:4]:
        thumbnails.get(path, 1.0, "image")
    qtbot.waitUntil(lambda: not thumbnails._running and not thumbnails._waiting)
    thumbnails.drop_wishes()
    thumbnails.get(paths[4], 1.0, "image")
    qtbot.waitUntil(lambda: not thumbnails._running)
    standin.release()
    qtbot.waitUntil(lambda: paths[4] in come)
    assert come == [paths[0], paths[4]]
    service.close()


def test_the_appearance_is_chosen_and_remembered(window: MainWindow, preferences: Preferences, theme: Theme) -> None:
    try:
        window.page("settings").sections["appearance"].appearance.setCurrentIndex(2)
        assert theme.tokens.dark
        assert preferences.appearance is Appearance.DARK
    finally:
        theme.set_appearance(Appearance.LIGHT)


def test_no_word_of_an_empty_page_stands_alone_on_its_line(qtbot: QtBot, theme: Theme) -> None:
    page = EmptyState(Icons(theme))
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show()
    said = "It stopped, and did not start again. Your documents and what was read of them are safe with us all"
    words = said.split(" ")
    for many in range(3, len(words) + 1):
        page.show_state("warning", "A title", " ".join(words[:many]))
        text = page._text
        qtbot.waitUntil(lambda text=text: text.height() == text.heightForWidth(text.width()))
        lines = _lines(text)
        assert len(lines) == 1 or lines[-1] > 0.6 * max(lines), words[many - 1]


def _lines(text: QLabel) -> list[float]:
    """How wide each line of a label is."""
    layout = QTextLayout(text.text(), text.font())
    layout.beginLayout()
    widths = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(text.contentsRect().width())
        widths.append(line.naturalTextWidth())
    layout.endLayout()
    return widths


def jpeg(size: QSize) -> bytes:
    image, data = QImage(size, QImage.Format.Format_RGB32), QBuffer()
    image.fill(Qt.GlobalColor.red)
    image.save(data, "JPEG")
    return bytes(data.data())
