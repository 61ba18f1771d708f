"""Why a document was found: each kind of evidence in a sentence, with how much it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label

WIDTH = 340
_BAR = 56


@dataclass(frozen=True, slots=True)
class Reason:
    """`share` of the whole score, below 0 where it speaks against it."""

    name: str
    share: float
    said: str


class Share(QWidget):
    """How much one reason counts, as a bar; one that speaks against the document is hollow."""

    def __init__(self, theme: Theme, share: float) -> None:
        super().__init__()
        self._theme, self._share = theme, share
        self.setFixedSize(_BAR, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("line"))
            painter.drawRoundedRect(QRectF(0, 1, _BAR, 6), 3, 3)
            length = max(min(abs(self._share), 1.0) * _BAR, 4.0)
            painter.setBrush(self._theme.color("accent" if self._share >= 0 else "bad"))
            painter.drawRoundedRect(QRectF(0, 1, length, 6), 3, 3)


class WhyCard(QFrame):
    """Opens over the window, and goes with the next click elsewhere or with Esc."""

    def __init__(self, theme: Theme, title: str, reasons: Sequence[Reason], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(". ".join([title, *(f"{reason.name}: {reason.said}" for reason in reasons)]))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addWidget(label(title, "row", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(2, 1)
        for row, reason in enumerate(reasons):
            grid.addWidget(label(reason.name, "second"), row, 0, Qt.AlignmentFlag.AlignTop)
            bar = QVBoxLayout()
            bar.setContentsMargins(0, 5, 0, 0)
            bar.addWidget(Share(theme, reason.share))
            bar.addStretch(1)
            grid.addLayout(bar, row, 1)
            grid.addWidget(label(reason.said, wrap=True), row, 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)

    def show_at(self, at: QPoint) -> None:
        """With its upper right corner there, but on the screen."""
        self.ensurePolished()
        self.resize(WIDTH, self.heightForWidth(WIDTH))  # its lines break at that width, not at the one they would like
        screen = QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = min(max(at.x() - self.width(), room.left()), room.right() - self.width())
        self.move(left, min(at.y(), room.bottom() - self.height()))
        self.show()
