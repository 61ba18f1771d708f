"""The heads of the columns above the list of results: a click sorts, a drag makes one wider."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.language import tr
from desktop.query import Order

TITLES = (tr("Name"), tr("Folder"), tr("Kind"), tr("Changed"), tr("Size"), tr("Match"))
SORTS = (  # of each column: a click chooses the first, another one the next
    (Order.NAME, Order.NAME_BACK),
    (Order.FOLDER,),
    (Order.KIND,),
    (Order.DATE, Order.OLDEST),
    (Order.SIZE, Order.SMALLEST),
    (Order.RELEVANCE,),
)
FALLING = (Order.DATE, Order.SIZE, Order.RELEVANCE, Order.NAME_BACK)
WIDTHS = (200, 120, 80, 84, 72, 64)
HEIGHT = 28
NAME_LEAST = 180  # pixels: less tells no names apart
GIVE_WAY = (2, 4, 1, 3)  # kind, size, folder, date go in that order where there is no room for them


class ColumnHeader(QHeaderView):
    ordered = Signal(str)  # Order
    changed = Signal()  # a width

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        model = QStandardItemModel(0, len(TITLES), self)
        model.setHorizontalHeaderLabels(list(TITLES))
        self.setModel(model)
        self.setFixedHeight(HEIGHT)
        self.setMinimumSectionSize(36)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(tr("Columns"))
        for section, width in enumerate(WIDTHS):
            self.resizeSection(section, width)
        self.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setSortIndicatorShown(False)
        self._order = Order.RELEVANCE
        self.sectionClicked.connect(self._sort)
        self.sectionResized.connect(lambda *_: self.changed.emit())

    def widths(self) -> Sequence[int]:
        return [self.sectionSize(section) for section in range(len(TITLES))]

    def show_order(self, order: Order) -> None:
        self._order = order
        section = next(section for section, orders in enumerate(SORTS) if order in orders)
        falls = order in FALLING
        self.setSortIndicatorShown(True)
        self.setSortIndicator(section, Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder)

    def _sort(self, section: int) -> None:
        orders = SORTS[section]
        at = (orders.index(self._order) + 1) % len(orders) if self._order in orders else 0
        self.ordered.emit(orders[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The name has the room that it needs, the others what is left."""
        for section in GIVE_WAY:
            self.setSectionHidden(section, False)
        left = self.width() - sum(self.sectionSize(section) for section in range(1, len(TITLES)))
        for section in GIVE_WAY:
            if left >= NAME_LEAST:
                break
            left += self.sectionSize(section)
            self.setSectionHidden(section, True)

    def restore(self, state: QByteArray) -> None:
        if self.restoreState(state):
            self.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)
