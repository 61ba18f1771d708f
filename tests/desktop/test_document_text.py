from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from desktop.shown_part import LINES, WINDOW, window
from desktop.theme import Theme, Type
from desktop.widgets import rendered_markdown
from desktop.widgets.document_text import DocumentText, Mark


@given(st.integers(0, 3), st.integers(1, 4000), st.data())
def test_the_part_that_is_shown_has_the_place_in_it_and_is_bounded(kind: int, size: int, data: st.DataObject) -> None:
    text = ("a line of text\n", "x", "\n", "word " * 9)[kind] * size
    around = data.draw(st.integers(0, len(text) - 1))
    first, last = window(text, around)
    assert first <= around < last
    assert last - first <= WINDOW
    assert text[first:last].count("\n") <= LINES


def test_a_short_text_is_shown_whole() -> None:
    assert window("one\ntwo\n", 5) == (0, 8)
    assert window("", 0) == (0, 0)


def test_what_follows_a_heading_in_markdown_is_no_heading(qtbot: QtBot, theme: Theme) -> None:
    view = DocumentText(theme)
    qtbot.addWidget(view)
    view.show_document("# The rent\n\nIt is due.", [Mark(2, 10, (2, 10))], markdown=True)
    view.go_to(0)
    view.show_document("The rent is due on the first day.", [Mark(0, 8)])
    letters = QTextCursor(view.document())
    letters.setPosition(5)
    assert letters.charFormat().fontWeight() == QFont.Weight.Normal
    assert letters.charFormat().font().pixelSize() == theme.font(Type.BODY).pixelSize()


def test_the_mark_in_hand_stays_in_sight_where_lines_break_anew(qtbot: QtBot, theme: Theme) -> None:
    text = "".join(
        f"Paragraph {number} is about the heat of the {number}th house. " * 6 + "\n\n" for number in range(200)
    )
    view = DocumentText(theme)
    qtbot.addWidget(view)
    view.resize(360, 400)
    view.show()
    start = text.index("Paragraph 150 ")
    view.show_document(text, [Mark(start, start + 20, (start, start + 20))])
    view.go_to(0)
    before = view.cursorRect().top()
    assert 0 < before < 400
    for width in (1000, 420, 800):
        view.resize(width, 400)
        assert abs(view.cursorRect().top() - before) <= 2
    view.verticalScrollBar().setValue(300)
    first = view.cursorForPosition(QPoint(0, 0)).position()
    view.resize(500, 400)
    assert abs(view.cursorForPosition(QPoint(0, 0)).position() - first) < 200


def test_code_keeps_its_lines_unless_they_are_endless(qtbot: QtBot, theme: Theme) -> None:
    view = DocumentText(theme)
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show()
    for text, broken in (("x = 1  # " + "why " * 40, False), ('{"said": "' + "why " * 400 + '"}', True)):
        view.show_document(text, [Mark(0, 5)], code=True)
        assert (view.horizontalScrollBar().maximum() == 0) is broken


def test_scrolling_to_the_end_of_what_is_shown_goes_on(qtbot: QtBot, theme: Theme) -> None:
    text = "".join(f"line number {number} 😀\n" for number in range(5_000))
    view = DocumentText(theme)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    start = text.index("line number 2500")
    view.show_document(text, [Mark(start, start + 10)])
    view.go_to(0)
    assert "line number 2500 " in view.toPlainText()
    assert "line number 4999 " not in view.toPlainText()
    bar = view.verticalScrollBar()
    for _ in range(50):
        bar.setValue(bar.maximum())
    assert "line number 4999 " in view.toPlainText()
    for _ in range(50):
        bar.setValue(bar.minimum())
    assert view.toPlainText().startswith("line number 0 ")


def test_what_stood_on_top_stays_there_when_more_is_shown(qtbot: QtBot, theme: Theme) -> None:
    text = "".join(f"line number {number} 😀\n" for number in range(5_000))
    view = DocumentText(theme)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    view.show_document(text, [])
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 1)
    before = view.cursorForPosition(view.viewport().rect().topLeft()).block().text()
    bar.setValue(bar.maximum())
    after = view.cursorForPosition(view.viewport().rect().topLeft()).block().text()
    numbers = [int(said.split()[2]) for said in (before, after)]
    assert abs(numbers[1] - numbers[0]) <= 1


def test_headings_in_markdown_are_as_large_as_their_level_says_and_code_is_set_apart(theme: Theme) -> None:
    document = QTextDocument()
    document.setDefaultFont(theme.font(Type.BODY))
    text = "# One `code`\n\nfirst\n\n## Two\n\n```\na = 1\nb = 2\n```\nafter\n"
    rendered_markdown.show(document, text, theme)
    blocks = {block.text(): block for block in map(document.findBlockByNumber, range(document.blockCount()))}
    sizes = {said: block.begin().fragment().charFormat().font().pixelSize() for said, block in blocks.items()}
    assert sizes["One code"] == theme.font(Type.PAGE).pixelSize()
    assert sizes["Two"] == theme.font(Type.ROW).pixelSize()
    assert sizes["first"] != sizes["Two"]
    assert blocks["a = 1"].blockFormat().bottomMargin() == 0
    assert blocks["b = 2"].blockFormat().bottomMargin() > 0
