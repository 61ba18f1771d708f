"""Where in the document the matches are: a thin strip beside it, a stroke for each passage; a click goes there."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.theme import Theme

WIDTH = 14
STROKE = 4.0
REACH = 12  # pixels from a stroke that still mean it


class MatchStrip(QWidget):
    """`positions` are shares of the document's length, in its order."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._positions: list[float] = []
        self._current = -1
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Places of the matches"))
        theme.changed.connect(self.update)
        self.hide()

    def show_matches(self, positions: Sequence[float], current: int) -> None:
        self._positions, self._current = list(positions), current
        self.setVisible(len(positions) > 1)
        self.setToolTip(tr("{number} passages match; click to go to one").format(number=len(positions)))
        self.update()

    def _y(self, position: float) -> float:
        return 4 + min(max(position, 0.0), 1.0) * (self.height() - 8 - STROKE)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), self._theme.color("window"))
            for number, position in enumerate(self._positions):
                current = number == self._current
                painter.setPen(QPen(self._theme.color("accent" if current else "care"), 1))  # yellow alone is too faint
                painter.setBrush(self._theme.color("accent" if current else "mark_word"))
                painter.drawRoundedRect(QRectF(2.5, self._y(position), WIDTH - 5, STROKE), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._positions:
            return
        at = event.position().y()
        distances = [abs(self._y(position) + STROKE / 2 - at) for position in self._positions]
        nearest = min(range(len(distances)), key=distances.__getitem__)
        if distances[nearest] <= REACH:
            self.chosen.emit(nearest)
