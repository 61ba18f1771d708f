"""What a document looks like in the preview: each kind in the shape that fits it, its passages marked in it."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QBuffer, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QAccessible, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from desktop.icons import Icons
from desktop.locate import align
from desktop.main_window import MainWindow
from desktop.members import Member, members
from desktop.panels.document_view import DocumentView
from desktop.styling import Style, code, headings, hidden_in_markdown, mail, markdown
from desktop.tables import sheets
from desktop.theme import Theme
from desktop.widgets.archive_view import START
from desktop.widgets.document_text import Mark
from desktop.widgets.sheet_view import Role, SheetModel, column_name, is_number
from indexer.formats import format_of
from indexer.protocol import DocumentText, Passage, TextBox
from indexer.types import Place
from tests.desktop.conftest import Person, comes
from tests.desktop.standin import StandIn

MINUTES = """---
title: minutes
---
# House meeting

See [the lease](https://example.org/lease?x=roof) and ![a plan of the roof](http://example.org/roof.png).

| What | Who |
|------|-----|
| Roof | Mrs Voss |

The landlord **shall** pay for the *roof*.

```python
print("roof")
```
"""
BUDGET = "Budget\n\nMonth\tRent\tHeating\nJanuary\t900\t120.50\nFebruary\t900\t98\nNotes\n\nlemons\tkilo\t3"


def passage(text: str, of: str, words: tuple[str, ...] = ()) -> Passage:
    start = text.index(of)
    spans = tuple((of.index(word), of.index(word) + len(word)) for word in words)
    return Passage(start, start + len(of), of, 1.0, sentence=(0, len(of)), highlights=spans)


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Callable[..., DocumentView]:
    view = DocumentView(theme, Icons(theme))
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()

    def show(name: str, text: str, places: tuple[Place, ...] = (), passages: tuple[Passage, ...] = ()) -> DocumentView:
        answer = DocumentText(name.encode(), name, format_of(name).kind, len(text), 0.0, text, places)
        view.show_document(answer, passages, 0)
        view.go_to(0)
        return view

    return show


def _marked(view: DocumentView) -> list[str]:
    return [selection.cursor.selectedText() for selection in view.text.extraSelections()]


def test_markdown_is_rendered_and_its_passages_are_marked_in_what_is_seen(shown: Callable[..., DocumentView]) -> None:
    sentence = "The landlord **shall** pay for the *roof*."
    text = shown("minutes.md", MINUTES, (), (passage(MINUTES, sentence, ("landlord", "roof")),)).text
    said = text.toPlainText()
    assert "House meeting\n" in said
    assert not any(mark in said for mark in ("#", "**", "```", "|", "title: minutes", "example.org"))
    assert _marked(shown("minutes.md", MINUTES, (), (passage(MINUTES, sentence, ("landlord", "roof")),))) == [
        "The landlord shall pay for the roof",
        "landlord",
        "roof",
    ]


def test_what_a_rendering_leaves_out_leads_no_passage_astray() -> None:
    source = "[the roof](http://roof.example/roof_(old)) leaks &amp; <!-- roof --> drips on the roof"
    rendered = "the roof leaks & drips on the roof"
    alignment = align(source, rendered, hidden_in_markdown(source))
    last = source.rindex("roof")
    assert alignment.range(last, last + 4) == (rendered.rindex("roof"), len(rendered))
    assert alignment.range(source.index("http"), source.index(") leaks")) is None


def test_a_rendering_that_differs_is_followed_again_after_the_difference() -> None:
    source, rendered = "one zwei three four five six seven", "one two three four five six seven"
    alignment = align(source, rendered, ())
    assert alignment.range(0, 3) == (0, 3)
    assert alignment.range(source.index("six"), len(source)) == (rendered.index("six"), len(rendered))


def test_nothing_that_a_document_names_is_loaded(shown: Callable[..., DocumentView], tmp_path: Path) -> None:
    view = shown("minutes.md", f"![x](file://{tmp_path}/a.png) <img src='http://example.org/b.png'>")
    for kind in QTextDocument.ResourceType:
        assert view.text.loadResource(kind.value, QUrl("http://example.org/b.png")) is None
    assert "￼" not in view.text.toPlainText()
    assert "!" not in markdown("![x](y)")


def test_code_stands_in_colours_that_come_from_another_thread(
    qtbot: QtBot, shown: Callable[..., DocumentView], theme: Theme
) -> None:
    view = shown("a.py", 'def roof():\n    return "leaks"  # 😀 often\n')

    def colors() -> set[str]:
        block, found = view.text.document().begin(), set()
        while block.isValid():
            found |= {form.format.foreground().color().name() for form in block.layout().formats()}
            block = block.next()
        return found

    wanted = {theme.color(name).name() for name in ("accent", "good", "second")}
    comes(qtbot, lambda: wanted - colors(), set())


def test_the_colours_of_code_lie_on_its_words() -> None:
    text = 'def roof():\n    return "leaks"  # often\n'
    found = {(text[span.start : span.end], span.style) for span in code("a.py", text)}
    assert {("def", Style.KEYWORD), ("roof", Style.NAME), ("# often", Style.COMMENT)} <= found
    assert code("a.unknown", text) == []


def test_the_head_of_a_mail_is_told_from_its_text() -> None:
    text = "From: Ida <ida@example.org>\nSubject: Heating\n\nFrom: here on it is text.\n> quoted"
    found = [(text[span.start : span.end], span.style) for span in mail(text)]
    assert found == [
        ("From: ", Style.FIELD),
        ("Subject: ", Style.FIELD),
        ("Heating", Style.SUBJECT),
        ("> quoted", Style.QUOTE),
    ]


def test_a_section_begins_with_its_heading_unless_that_is_a_whole_paragraph() -> None:
    text = "Repairs\n\nThe landlord pays.\n" + "x" * 300
    places = (Place(0, 28, "section", 1, "Repairs"), Place(28, len(text), "section", 2, "x"))
    assert [(span.start, span.end) for span in headings(text, places)] == [(0, 7)]


def test_a_spreadsheet_stands_in_tables_and_a_match_leads_to_its_cell(shown: Callable[..., DocumentView]) -> None:
    second = BUDGET.index("Notes")
    places = (Place(0, second, "sheet", 1, "Budget"), Place(second, len(BUDGET), "sheet", 2, "Notes"))
    view = shown("Budget.xlsx", BUDGET, places, (passage(BUDGET, "lemons\tkilo\t3", ("kilo",)),))
    sheet = view.currentWidget()
    assert [sheet.tabs.tabText(tab) for tab in range(sheet.tabs.count())] == ["Budget", "Notes"]
    assert sheet.tabs.currentIndex() == 1
    model = sheet.table.model()
    row = [model.index(0, column) for column in range(3)]
    assert [index.data() for index in row] == ["lemons", "kilo", "3"]
    assert [index.data(Role.MARK) for index in row] == ["mark", "mark_word", "mark"]
    sheet.tabs.setCurrentIndex(0)
    assert sheet.table.model().index(0, 0).data() == "Month"


def test_rows_and_columns_are_called_as_in_the_file(shown: Callable[..., DocumentView]) -> None:
    text = "Rent\n\nMonth\tEuro\nMay\t950\nJune\t960"
    june = text.index("June")
    cells = (Place(6, june - 1, "cells", 1, "Rent!B3:C4"), Place(june, len(text), "cells", 1, "Rent!B9:C9"))
    model = shown("a.xlsx", text, (Place(0, len(text), "sheet", 1, "Rent"), *cells), ()).currentWidget().table.model()
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(column, across) for column in range(model.columnCount())] == ["B", "C"]
    assert [model.headerData(row, down) for row in range(model.rowCount())] == ["3", "4", "9"]


def test_the_rows_of_a_long_table_are_read_as_they_are_seen(shown: Callable[..., DocumentView]) -> None:
    text = "name;place\n" + "".join(f'"row {number}";"a ""quoted""\ncell"\n' for number in range(5_000))
    view = shown("list.csv", text, (), (passage(text, '"row 3210"'),))
    model = view.currentWidget().table.model()
    assert 3_211 < model.rowCount() < 5_001
    assert model.index(3_211, 0).data() == "row 3210"
    assert model.index(3_211, 1).data() == 'a "quoted"\ncell'
    assert model.index(3_211, 0).data(Role.MARK) == "mark"
    assert model.index(3_210, 0).data(Role.MARK) == ""
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == 5_001


def test_a_file_called_csv_that_is_none_shows_what_can_be_shown() -> None:
    sheet = sheets("odd.csv", "a,b\n" + '"' + "x" * 200_000, ())[0]
    assert sheet.read(10) == 1
    assert sheet.whole


def test_an_archive_is_a_list_and_a_member_leads_to_its_text(shown: Callable[..., DocumentView]) -> None:
    text = "old/lease.txt\n\nThe tenants pay.\n\nphoto.raw\nsong.mid"
    places = (Place(0, 31, "member", 1, "old/lease.txt"),)
    assert members(text, places) == [Member("old/lease.txt", 0), Member("photo.raw"), Member("song.mid")]
    archive = shown("old.zip", text, places).currentWidget()
    assert archive.count.text() == "3 files"
    assert [archive.list.item(row).text() for row in range(3)] == ["old/lease.txt", "photo.raw", "song.mid"]
    assert archive.list.item(0).data(START) == 0
    archive.list.setCurrentRow(0)
    assert "The tenants pay." in archive.text.toPlainText()


def test_columns_are_called_as_in_spreadsheets() -> None:
    assert [column_name(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_numbers_are_told_from_words() -> None:
    assert all(map(is_number, ("3", "-1,204.50", "62 %", "900 €")))
    assert not any(map(is_number, ("", "12 May", "-", "A4")))


def test_a_picture_that_the_window_cannot_draw_is_drawn_by_the_service(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, tmp_path: Path
) -> None:
    foreign = tmp_path / "photo.heic"
    foreign.write_bytes(b"a format that Qt does not know")
    person.searches("plum cake")
    hit = person.sees_preview()
    photo = msgspec.structs.replace(hit, path=bytes(foreign), name=foreign.name, kind="image", passages=())
    preview = window.search.preview
    drawn = QImage(60, 40, QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.red)
    data = QBuffer()
    drawn.save(data, "JPEG")
    standin.pictures = {bytes(foreign): bytes(data.data())}
    with qtbot.waitSignal(preview.image.shown) as shown:
        preview.show_hit(photo)
    assert shown.args == [QSize(60, 40)]
    standin.pictures = {bytes(foreign): b"damaged"}
    preview.clear()
    preview.show_hit(photo)
    qtbot.waitUntil(lambda: "cannot be shown" in preview.empty.accessibleName())
    assert not preview._strip.isVisible()


def test_a_table_without_sentences_is_not_marked_from_top_to_bottom() -> None:
    text = "item,price\n" + "".join(f"repair {row},{row}.5\n" for row in range(300))
    (sheet,) = sheets("prices.csv", text, ())
    model = SheetModel(sheet, [Mark(0, len(text), (0, len(text)), ())], ["price"])
    assert model.index(0, 1).data(Role.MARK) == "mark_word"
    assert {model.index(row, 0).data(Role.MARK) for row in range(1, 100)} == {""}


def test_the_lines_of_a_picture_that_match_are_marked_where_they_stand(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person
) -> None:
    (receipt,) = standin.documents_named("Receipt hardware store.png")
    lines = [line for line in receipt.text.splitlines() if line.strip()]
    boxes, at = [], 0
    for row, line in enumerate(lines):
        at = receipt.text.index(line, at)
        top = 0.1 + 0.8 * row / len(lines)
        boxes.append(TextBox(at, at + len(line), 0.25, top, 0.7, top + 0.03))
    receipt.boxes = tuple(boxes)
    names = person.searches("bicycle hooks")
    window.search.results.view.choose(names.index(receipt.name))
    image = window.search.preview.image
    qtbot.waitUntil(lambda: len(image.lines) == len(lines) and not image._image.isNull())
    (marked,) = [line for line in image.lines if line.mark == "mark_word"]
    assert marked.text.startswith("Bicycle hooks")
    center = image._on_view(marked.box, image._picture()).center().toPoint()
    qtbot.mouseMove(image, center)
    qtbot.waitUntil(lambda: image.toolTip() == marked.text)
    assert image.grab(QRect(center.x(), center.y() - 3, 1, 7)).toImage().pixelColor(0, 0).blue() < 200
    assert QAccessible.queryAccessibleInterface(image).role() is QAccessible.Role.Graphic
    before = image._picture().topLeft()
    qtbot.keyClick(image, Qt.Key.Key_Right)
    assert image._picture().topLeft() == before, "it is seen whole"
    image.zoom_by(2.0)
    before = image._picture().topLeft()
    qtbot.keyClick(image, Qt.Key.Key_Right)
    assert image._picture().topLeft().x() < before.x()
    preview = window.search.preview
    first, last = boxes[0], boxes[-1]
    passages = [Passage(box.start, box.end, receipt.text[box.start : box.end], 1.0) for box in (first, last)]
    preview.show_hit(msgspec.structs.replace(preview.hit, passages=tuple(passages)))
    qtbot.waitUntil(lambda: len(image.lines) == len(lines) and not image._image.isNull())
    image.zoom_by(2.0)
    for number in (0, len(boxes) - 1):
        preview.go_to(0 if number == 0 else 1)
        line = image._on_view(image.lines[number].box, image._picture())
        assert abs(line.center().y() - image.rect().center().y()) <= 1
    with qtbot.waitSignal(window.searching.answered):
        image.similar_wanted.emit(marked.text)
    assert window.query.like_text == marked.text
