"""Paints one result as a row of columns: name, folder, kind, date, size and match stand below each other."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.icons import SIZE, Icons
from desktop.models.results import Index
from desktop.theme import Theme, Type
from desktop.widgets.card_delegate import Card, CardDelegate

ROW = 30
GAP = 8


class ColumnsDelegate(CardDelegate):
    """`widths()` are those of the columns, as the header above the list has them."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        card_of: Callable[[Index], Card],
        widths: Callable[[], Sequence[int]],
        parent: QObject,
    ) -> None:
        super().__init__(theme, icons, card_of, parent)
        self._widths = widths

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card, state = self._card_of(index), option.state
        self._begin(option)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.color("hover"))
        name, folder, kind, when, size, match = self._cells(rect)
        self._paint_icon(painter, QRectF(name.left() + GAP, rect.center().y() - SIZE / 2, SIZE, SIZE), card)
        font = self._theme.font(Type.BODY, strong=True)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        text = name.adjusted(GAP + SIZE + 8, 0, -GAP, 0)
        shown = QFontMetricsF(font).elidedText(card.name, Qt.TextElideMode.ElideMiddle, text.width())
        self._write(painter, text, shown)
        for cell, said in ((folder, card.trail), (kind, card.kind_name), (when, card.when), (size, card.size)):
            if cell.width() > 2 * GAP:  # it may have given way
                self._paint_line(painter, cell.adjusted(GAP, 0, -GAP, 0), said, "second")
        if match.width() > 24:
            self._paint_bars(painter, QRectF(match.left() + GAP, rect.center().y() - 6, 18, 12), card.bars)
        painter.restore()

    def bars_rect(self, rect: QRectF) -> QRectF:
        match = self._cells(rect)[-1]
        return QRectF(match.left() + GAP, rect.center().y() - 6, 18, 12)

    def _cells(self, rect: QRectF) -> list[QRectF]:
        cells, left = [], rect.left()
        for width in self._widths():
            cells.append(QRectF(left, rect.top(), width, rect.height()))
            left += width
        return cells
