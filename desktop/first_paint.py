"""For who measures how long the window takes to come up: `WHEREIN_FIRST_PAINT=1` ends it at its first picture."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

PAINTED = "painted"


class FirstPaint(QObject):
    """Says one line on stdout and ends the application when `window` has been painted once."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._end)  # after the picture, not before it
        return False

    def _end(self) -> None:
        sys.stdout.write(PAINTED + "\n")
        sys.stdout.flush()
        QApplication.quit()
