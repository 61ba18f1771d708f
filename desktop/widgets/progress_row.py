"""The thin row at the bottom: what is being read, how much is left and how long; pause."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop.icons import Icons
from desktop.language import tr
from desktop.theme import Theme
from desktop.widgets.basics import Elided
from desktop.widgets.task_line import TaskLine

HEIGHT = 28


class ProgressRow(QWidget):
    """`share` of a work whose size is known is drawn as a line along the upper edge; None draws none."""

    pause_toggled = Signal()
    failures_clicked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._share: float | None = None
        self.setFixedHeight(HEIGHT)
        self.said = Elided("meta", Qt.TextElideMode.ElideRight)
        self.tasks = TaskLine(icons)
        self.failures = QPushButton()
        self.failures.setProperty("role", "quiet")
        self.failures.setStyleSheet("padding: 0 6px; min-height: 0; font-size: 11px;")
        self.failures.clicked.connect(self.failures_clicked)
        self.pause = QToolButton()
        self.pause.setIconSize(QSize(14, 14))
        self.pause.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.pause.setProperty("role", "text")
        self.pause.clicked.connect(self.pause_toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 6, 0)
        row.setSpacing(12)
        row.addWidget(self.said, 1)
        row.addWidget(self.tasks)
        row.addWidget(self.failures)
        row.addWidget(self.pause)
        self.show_work("", "", None, working=False, paused=False)
        self.show_failures("")

    def show_work(
        self, said: str, current: str, share: float | None, *, working: bool, paused: bool, wrong: bool = False
    ) -> None:
        """`wrong`: something is in the way, and `said` tells what."""
        self.said.show_text(f"{said} · {current}" if current and not wrong else said)
        if self.said.property("wrong") != wrong:
            self.said.setProperty("wrong", wrong)
            self.said.style().polish(self.said)
        self._share = share
        self.pause.setVisible(working or paused)
        self.pause.setIcon(self._icons.icon("play" if paused else "pause", "second"))
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        self.pause.setAccessibleName(tr("Go on reading") if paused else tr("Pause reading"))
        self.setAccessibleName(said)
        self.update()

    def show_notice(self, said: str) -> None:
        """Something else than work is to be said."""
        self.show_work(said, "", None, working=False, paused=False)

    def show_failures(self, said: str) -> None:
        self.failures.setText(said)
        self.failures.setVisible(bool(said))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(QRectF(0, 0, self.width(), 1), self._theme.color("line"))
            if self._share is not None:
                painter.fillRect(
                    QRectF(0, 0, self.width() * min(max(self._share, 0), 1), 2), self._theme.color("accent")
                )
