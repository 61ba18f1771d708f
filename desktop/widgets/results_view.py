"""The list of results, in whichever shape it is drawn: its keys, its menu, what can be dragged out of it."""

from enum import StrEnum

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QCursor, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop.language import tr
from desktop.models.results import Role
from indexer.protocol import Hit

MARKS = {"+": True, "-": False, "−": False}  # keys: more like the chosen document, or less


class Look(StrEnum):
    """How results are drawn."""

    CARDS = "cards"  # each with the sentence that answers
    COMPACT = "compact"  # a row each
    COLUMNS = "columns"  # a row each, name, folder, kind, date and size below each other
    GALLERY = "gallery"  # pictures


class ResultsView(QListView):
    """Enter opens, Space looks closer; whatever else is typed goes on in the search field."""

    opened = Signal(object)  # Hit
    looked = Signal(object)  # Hit
    menu_wanted = Signal(object, QPoint)  # Hit, where on the screen
    typed = Signal(str)
    left_above = Signal()
    erased = Signal()  # Backspace
    copied = Signal()  # whatever is chosen
    resized = Signal()
    marked = Signal(object, bool)  # Hit, more like it or less

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setAccessibleName(tr("Results"))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(60)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Role.HIT)))
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().rangeChanged.connect(self._show_need)
        self._show_need(0, 0)
        self.touched = False  # a person has chosen among the rows; until then the best one is chosen

    def _show_need(self, _least: int, most: int) -> None:
        """The bar keeps its place, so that cards keep their width, but is drawn only where there is more to see."""
        bar = self.verticalScrollBar()
        bar.setProperty("idle", most == 0)
        bar.style().unpolish(bar)
        bar.style().polish(bar)

    def hit(self) -> Hit | None:
        index = self.currentIndex()
        return index.data(Role.HIT) if index.isValid() else None

    def chosen(self) -> list[Hit]:
        return [index.data(Role.HIT) for index in self.selectedIndexes()]

    def anchor(self) -> QModelIndex:
        """The row that must not move: the one under the pointer, or else the one that a person chose."""
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        if self.isVisible() and self.viewport().rect().contains(pointer) and self.indexAt(pointer).isValid():
            return self.indexAt(pointer)
        return self.currentIndex() if self.touched else QModelIndex()

    def choose(self, row: int) -> None:
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.touched = True
        hit = self.hit()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if hit is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(hit)
        elif hit is not None and plain and event.key() == Qt.Key.Key_Space:
            self.looked.emit(hit)
        elif hit is not None and event.text() in MARKS:
            self.marked.emit(hit, MARKS[event.text()])
        elif event.key() == Qt.Key.Key_Up and self._is_on_top():
            self.left_above.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        elif plain and event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For what is under the pointer; by its key for what is chosen, and there."""
        index, at = self.indexAt(event.pos()), event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            at = self.visualRect(index).intersected(self.viewport().rect()).center()
        if index.isValid():
            self.menu_wanted.emit(index.data(Role.HIT), self.viewport().mapToGlobal(at))

    def _is_on_top(self) -> bool:
        """Whether nothing is above what is chosen."""
        index = self.currentIndex()
        return index.row() <= 0 or self.visualRect(index).top() == self.visualRect(self.model().index(0, 0)).top()

    def set_look(self, look: Look, tile: QSize, *, alike: bool = False) -> None:
        """Rows below each other, or tiles of that size; `alike` where all cards have one height."""
        gallery = look is Look.GALLERY
        self.setViewMode(QListView.ViewMode.IconMode if gallery else QListView.ViewMode.ListMode)
        self.setMovement(QListView.Movement.Static)
        self.setDragEnabled(True)  # a change of the mode has its own opinion of that
        self.setGridSize(tile if gallery else QSize())
        self.setUniformItemSizes(look is not Look.CARDS or alike)
        self.setSpacing(0)
