"""Paints one result as a tile of the gallery: a picture of it, or the beginning of what it says; its name, its date."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.icons import Icons
from desktop.models.results import Index
from desktop.theme import Theme, Type
from desktop.widgets.card_delegate import Card, CardDelegate

TILE = QSize(168, 196)
PICTURE = 120  # the height of its picture
MARGIN = 6
ICON = 32


class TileDelegate(CardDelegate):
    """`picture_of(index)` is the picture of a document, None where there is none (yet)."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        card_of: Callable[[Index], Card],
        picture_of: Callable[[Index], QPixmap | None],
        parent: QObject,
    ) -> None:
        super().__init__(theme, icons, card_of, parent)
        self._picture_of = picture_of
        self.size = TILE

    def fit(self, width: int) -> QSize:
        """As many in a row as there is room for; what is left over is shared among them."""
        width -= 1  # what fits to the pixel is put into the next row
        self.size = QSize(width // max(width // TILE.width(), 1), TILE.height())
        return self.size

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card, state = self._card_of(index), option.state
        self._begin(option)
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(rect).adjusted(MARGIN + 0.5, MARGIN + 0.5, -MARGIN - 0.5, -MARGIN - 0.5)
        edge = "accent" if selected else "strong_line" if state & QStyle.StateFlag.State_MouseOver else "line"
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(self._theme.color("selected" if selected else "surface"))
        painter.drawRoundedRect(box, 8, 8)
        self._paint_picture(painter, QRectF(box.left() + 1, box.top() + 1, box.width() - 2, PICTURE), card, index)
        text = QRectF(box.left() + 10, box.top() + PICTURE + 7, box.width() - 20, 18)
        painter.setFont(self._theme.font(Type.BODY, strong=True))
        painter.setPen(self._theme.color("text"))
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(card.name, Qt.TextElideMode.ElideMiddle, text.width())
        self._write(painter, text, name)
        self._paint_line(painter, text.translated(0, 19), card.trail, "second")
        self._paint_line(painter, text.translated(0, 36).adjusted(0, 0, -26, 0), card.when, "second")
        self._paint_bars(painter, self.bars_rect(QRectF(rect)), card.bars)
        painter.restore()

    def bars_rect(self, rect: QRectF) -> QRectF:
        return QRectF(rect.right() - MARGIN - 28, rect.bottom() - MARGIN - 18, 18, 11)

    def _paint_picture(self, painter: QPainter, box: QRectF, card: Card, index: Index) -> None:
        painter.save()
        corners = QPainterPath()
        corners.addRoundedRect(box.adjusted(0, 0, 0, 8), 7, 7)
        painter.setClipPath(corners)
        painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
        painter.fillRect(box, self._theme.color("window"))
        picture = self._picture_of(index)
        if picture is not None:
            self._paint_pixmap(painter, box, picture)
        elif card.passage:
            self._paint_words(painter, box, card)
        else:
            side = (box.width() - ICON) / 2
            at = QRect(round(box.left() + side), round(box.center().y() - ICON / 2), ICON, ICON)
            self._icons.kind(card.kind).paint(painter, at)
        painter.restore()
        painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), self._theme.color("line"))

    def _paint_pixmap(self, painter: QPainter, box: QRectF, picture: QPixmap) -> None:
        """A photograph whole; a page from its top, as wide as the tile."""
        upright = picture.height() > picture.width() * 1.2
        scale = (box.width() - 16) / picture.width() if upright else min(
            box.width() / picture.width(), box.height() / picture.height()
        )  # fmt: skip
        size = picture.size() * scale
        left = box.left() + (box.width() - size.width()) / 2
        top = box.top() + 8 if upright else box.top() + (box.height() - size.height()) / 2
        painter.drawPixmap(QRectF(QPointF(left, top), size.toSizeF()), picture, QRectF(picture.rect()))

    def _paint_words(self, painter: QPainter, box: QRectF, card: Card) -> None:
        """The sentence that answers, on a small sheet of paper."""
        sheet = box.adjusted(14, 12, -14, 0)
        painter.fillRect(sheet, self._theme.color("surface"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawRect(sheet)
        self._icons.kind(card.kind).paint(painter, QRect(round(sheet.left()) + 8, round(sheet.top()) + 8, 16, 16))
        painter.setFont(self._theme.font(Type.META))
        painter.setPen(self._theme.color("second"))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(sheet.adjusted(8, 30, -8, 0), int(flags.value), card.passage[:160])
