"""A tag as a button: a click is one thing, keys and the menu are others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton

WIDEST = 180


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done with a chip beside a click: in its menu, and with these keys while it has the focus."""

    title: str
    keys: tuple[Qt.Key, ...]
    run: Callable[[], object]


class TagChip(QPushButton):
    def __init__(self, text: str, name: str, hint: str, on_click: Callable[[], object], deeds: Sequence[Deed]) -> None:
        """`name` is what a screen reader says; `text` what is seen."""
        super().__init__()
        self.setObjectName("chip")
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, WIDEST).replace("&", "&&"))
        self.setAccessibleName(name)
        self.setToolTip(hint)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: on_click())
        self._deeds = tuple(deeds)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for deed in self._deeds:
            if event.key() in deed.keys and not event.modifiers():
                deed.run()
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        for deed in self._deeds:
            menu.addAction(deed.title).triggered.connect(lambda _=False, run=deed.run: run())
        menu.exec(event.globalPos())
        menu.deleteLater()
