"""The list of suggestions: one key decides, and the next one is chosen at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.language import tr
from desktop.models.suggestions import Role
from indexer.protocol import Suggestion

ACCEPT = {Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Enter}
REFUSE = {Qt.Key.Key_R, Qt.Key.Key_Backspace, Qt.Key.Key_Delete}


class SuggestionsView(QListView):
    decided = Signal(object, bool)  # list[Suggestion], accepted or refused
    undo_wanted = Signal()
    looked = Signal()  # Space
    opened = Signal(object)  # Suggestion
    chosen = Signal(object)  # Suggestion | None
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setAccessibleName(tr("Suggestions"))
        self.setAccessibleDescription(tr("A accepts, R refuses, Ctrl+Z takes it back"))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Role.SUGGESTION)))

    def suggestion(self) -> Suggestion | None:
        index = self.currentIndex()
        return index.data(Role.SUGGESTION) if index.isValid() else None

    def selected(self) -> Sequence[Suggestion]:
        rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [index.data(Role.SUGGESTION) for index in rows]

    def choose(self, row: int) -> None:
        """The row, or the last one where there are fewer."""
        row = min(row, self.model().rowCount() - 1)
        if row >= 0:
            self.setCurrentIndex(self.model().index(row, 0))
        self.chosen.emit(self.suggestion())

    def currentChanged(self, current, previous) -> None:  # type: ignore[no-untyped-def]
        super().currentChanged(current, previous)
        self.chosen.emit(self.suggestion())

    def decide(self, accepted: bool) -> None:
        if suggestions := self.selected():
            self.decided.emit(suggestions, accepted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if plain and key in ACCEPT:
            self.decide(True)
        elif plain and key in REFUSE:
            self.decide(False)
        elif event.matches(QKeySequence.StandardKey.Undo) or (plain and key == Qt.Key.Key_U):
            self.undo_wanted.emit()
        elif plain and key == Qt.Key.Key_Space:
            self.looked.emit()
        elif plain and key == Qt.Key.Key_O and (suggestion := self.suggestion()) is not None:
            self.opened.emit(suggestion)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()
