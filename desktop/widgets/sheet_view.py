"""Tables as tables: the sheets of a spreadsheet or the rows of a CSV file, with what matches marked."""

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop import operations
from desktop.language import tr
from desktop.tables import Sheet
from desktop.theme import Theme
from desktop.widgets.document_text import Mark

Index = QModelIndex | QPersistentModelIndex
FIRST_ROWS, MORE_ROWS = 200, 500
MOST_COLUMNS = 256
WIDEST = 280
FEW_ROWS = 6
MEASURED_COLUMNS, MEASURED_ROWS = 24, 60


class Role(IntEnum):
    MARK = Qt.ItemDataRole.UserRole  # "mark", "mark_word" or "", as the tokens of a theme are called


def column_name(number: int) -> str:
    """As spreadsheets call it: 0 is A, 26 is AA."""
    name = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        name = chr(ord("A") + letter) + name
        number -= 1
    return name


def is_number(text: str) -> bool:
    return bool(text) and text.replace(",", "").replace(".", "").lstrip("+-").rstrip("%€$£ ").isdigit()


class SheetModel(QAbstractTableModel):
    """Reads rows as the view comes near them. `marks` are offsets in the text of the document."""

    def __init__(
        self, sheet: Sheet, marks: Sequence[Mark], words: Sequence[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sheet, self._marks = sheet, marks
        self._words = tuple(word.casefold() for word in words)
        if not sheet.rows:
            sheet.read(FIRST_ROWS)
        self._columns = self._widest()

    def _widest(self) -> int:
        return min(max((len(row.cells) for row in self._sheet.rows), default=0), MOST_COLUMNS)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._columns

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._sheet.whole

    def fetchMore(self, parent: Index) -> None:
        self._grow(lambda: self._sheet.read(MORE_ROWS))

    def row_at(self, offset: int) -> int | None:
        """The row at an offset of the text; rows are read as far as that."""
        found: list[int | None] = []
        self._grow(lambda: found.append(self._sheet.row_at(offset)))
        return found[0]

    def _grow(self, read: Callable[[], object]) -> None:
        self.layoutAboutToBeChanged.emit()
        read()
        self._columns = self._widest()
        self.layoutChanged.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._sheet.rows[index.row()]
        cell = row.cells[index.column()] if index.column() < len(row.cells) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell
            case Qt.ItemDataRole.ToolTipRole:
                return cell if len(cell) > 30 else None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if is_number(cell) else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Role.MARK:
                here = [mark for mark in self._marks if self._answers(mark, row.start, row.end)]
                if not here:
                    return ""
                if any(word in cell.casefold() for word in self._words):
                    return "mark_word"
                return "mark" if any(self._is_short(mark, row.end - row.start) for mark in here) else ""
        return None

    @staticmethod
    def _answers(mark: Mark, start: int, end: int) -> bool:
        first, last = mark.sentence or (mark.start, mark.end)
        return first < end and last > start

    @staticmethod
    def _is_short(mark: Mark, row: int) -> bool:
        """Whether a sentence is a few rows: where nothing ends one it is the whole passage, and tells nothing."""
        first, last = mark.sentence or (mark.start, mark.end)
        return last - first <= FEW_ROWS * max(row, 1)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return column_name(section + self._sheet.first_column)
        return str(self._sheet.rows[section].number) if section < len(self._sheet.rows) else None


class _MarkedCells(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if mark := index.data(Role.MARK):
            painter.fillRect(QRectF(option.rect), self._theme.color(mark))
        super().paint(painter, option, index)


class SheetView(QWidget):
    similar_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sheets: list[Sheet] = []
        self._marks: Sequence[Mark] = ()
        self._words: list[str] = []
        self._models: dict[int, SheetModel] = {}
        self.tabs = QTabBar()
        self.tabs.setShape(QTabBar.Shape.RoundedSouth)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(tr("Sheets"))
        self.tabs.currentChanged.connect(self._show_sheet)
        self.table = QTableView()
        self.table.setObjectName("sheet")
        self.table.setAccessibleName(tr("Table"))
        self.table.setItemDelegate(_MarkedCells(theme, self.table))
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(26)
        self.table.horizontalHeader().setDefaultSectionSize(110)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setHighlightSections(False)
        self.table.setTabKeyNavigation(False)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        copy = QAction(tr("Copy"), self, shortcut=QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(lambda: operations.copy_text(self.selected()))
        self.addAction(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.tabs)

    def show_sheets(self, sheets: Sequence[Sheet], marks: Sequence[Mark], words: Sequence[str]) -> None:
        """`words` are the words of the query that stand in the passages `marks`."""
        self._sheets, self._marks, self._words, self._models = list(sheets), marks, list(words), {}
        blocked = self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in sheets:
            self.tabs.addTab(sheet.name.replace("&", "&&"))
        self.tabs.blockSignals(blocked)
        self.tabs.setVisible(len(sheets) > 1)
        self._show_sheet(0)

    def go_to(self, mark: int) -> None:
        """Show the row of a mark, on its sheet."""
        if not 0 <= mark < len(self._marks):
            return
        target = self._marks[mark]
        place = target.words[0][0] if target.words else target.sentence[0] if target.sentence else target.start
        for number in range(len(self._sheets)):
            model = self._model(number)
            row = model.row_at(place)
            if row is not None:
                self.tabs.setCurrentIndex(number)
                index = model.index(row, self._column_of(model, row))
                self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
                return

    @staticmethod
    def _column_of(model: SheetModel, row: int) -> int:
        marked = (c for c in range(model.columnCount()) if model.index(row, c).data(Role.MARK) == "mark_word")
        return next(marked, 0)

    def selected(self) -> str:
        """The chosen cells as text, as spreadsheets copy them."""
        rows: dict[int, dict[int, str]] = {}
        for index in self.table.selectedIndexes():
            rows.setdefault(index.row(), {})[index.column()] = str(index.data() or "")
        return "\n".join("\t".join(text for _, text in sorted(cells.items())) for _, cells in sorted(rows.items()))

    def restyle(self) -> None:
        self.table.viewport().update()

    def _model(self, number: int) -> SheetModel:
        if number not in self._models:
            self._models[number] = SheetModel(self._sheets[number], self._marks, self._words, self)
        return self._models[number]

    def _show_sheet(self, number: int) -> None:
        if not 0 <= number < len(self._sheets):
            return
        model = self._model(number)
        self.table.setModel(model)
        metrics = self.table.fontMetrics()
        for column in range(min(model.columnCount(), MEASURED_COLUMNS)):
            texts = (str(model.index(row, column).data()) for row in range(min(model.rowCount(), MEASURED_ROWS)))
            widest = max((metrics.horizontalAdvance(text[:60]) for text in texts), default=0)
            self.table.setColumnWidth(column, min(max(widest + 20, 56), WIDEST))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        selected = self.selected()
        menu = QMenu(self)
        copy = menu.addAction(tr("Copy"))
        copy.triggered.connect(lambda: operations.copy_text(selected))
        similar = menu.addAction(tr("Find documents like this text"))
        similar.triggered.connect(lambda: self.similar_wanted.emit(selected))
        for action in (copy, similar):
            action.setEnabled(bool(selected.strip()))
        menu.exec(event.globalPos())
        menu.deleteLater()
