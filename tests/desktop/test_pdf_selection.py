"""A passage of a PDF is chosen with the mouse, copied, and compared."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.pdf_view import PdfView

LINES = ("The landlord shall bear the cost of repairs.", "The tenant pays for small damage.")


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, tmp_path: Path) -> PdfView:
    writer = QPdfWriter(str(tmp_path / "lease.pdf"))
    painter = QPainter(writer)
    painter.setFont(QFont("DejaVu Sans", 14))
    for number, line in enumerate(LINES):
        painter.drawText(QPointF(0, 400 + number * 600), line)
    painter.end()
    made = PdfView(theme)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    made.open(bytes(tmp_path / "lease.pdf"), [])
    qtbot.waitUntil(lambda: made.settled)
    return made


def on_screen(view: PdfView, x: float, y: float) -> QPoint:
    """Points of the first page → the viewport."""
    return (view._rect(0).topLeft() + QPointF(x, y) * view._scale(0)).toPoint()


def line_at(view: PdfView, number: int) -> tuple[float, float, float]:
    """Where a line begins, where it ends, and how deep it lies."""
    text = view._document.getAllText(0).text()
    box = view._document.getSelectionAtIndex(0, text.index(LINES[number]), len(LINES[number])).boundingRectangle()
    return box.left(), box.right(), box.center().y()


def choose(view: PdfView, number: int) -> None:
    left, right, depth = line_at(view, number)
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, left - 1, depth))
    QTest.mouseMove(view.viewport(), on_screen(view, (left + right) / 2, depth))
    QTest.mouseMove(view.viewport(), on_screen(view, right + 1, depth))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, right + 1, depth))


def test_what_is_like_a_chosen_passage_can_be_asked_for(view: PdfView, qtbot: QtBot) -> None:
    choose(view, 1)
    assert view.selection.text == LINES[1]
    with qtbot.waitSignal(view.similar_wanted) as told:
        view.selection_menu().actions()[-1].trigger()
    assert told.args == [LINES[1]]


def test_a_chosen_passage_is_copied_and_let_go_with_a_click(view: PdfView, qtbot: QtBot) -> None:
    choose(view, 0)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == LINES[0]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(view, 300, 500))
    assert view.selection.text == ""
    assert not any(action.isEnabled() for action in view.selection_menu().actions() if not action.isSeparator())


def test_a_chosen_passage_is_seen(view: PdfView) -> None:
    def blue() -> int:
        left, right, depth = line_at(view, 0)
        picture = view.viewport().grab().toImage()
        colors = [picture.pixelColor(on_screen(view, x, depth)) for x in range(int(left), int(right))]
        return sum(color.blue() > color.red() + 40 for color in colors)

    assert blue() == 0
    choose(view, 0)
    assert blue() > 50
