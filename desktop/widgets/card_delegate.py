"""What all ways to draw a result have in common: bars, buttons, tags, and the direction in which one reads."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.icons import SIZE, Icons
from desktop.language import tr
from desktop.theme import Theme, Type

CHIP = 8  # before and after the name of a tag
Index = QModelIndex | QPersistentModelIndex
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What the delegate paints; the panel makes it of a hit. Ranges are offsets in `name` and in `passage`."""

    name: str
    kind: str
    trail: str
    when: str
    bars: int  # of three; 0 shows none
    because: str
    dated: str = ""  # the exact date, for the tooltip
    path: str = ""
    foot: str = ""
    said: str = ""  # what it has in common with what it is like
    passage: str = ""
    sentence: tuple[int, int] | None = None
    words: Ranges = ()
    name_words: Ranges = ()
    care: str = ""  # a warning at the foot: "Only its beginning was read"
    size: str = ""
    kind_name: str = ""
    mark: bool | None = None  # more like this one, or less
    can_mark: bool = False
    tags: tuple[str, ...] = ()


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


@lru_cache(maxsize=4096)  # each line of each row asks at each frame
def runs_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (bidirectional(char) for char in text)
    return next((found != "L" for found in directions if found in ("L", "R", "AL")), False)


def _measured(at: QPointF, option: QStyleOptionViewItem) -> QPointF:
    """A point on the item, where it would be if one read from left to right."""
    if option.direction is not Qt.LayoutDirection.RightToLeft:
        return at
    rect = QRectF(option.rect)
    return QPointF(rect.left() + rect.right() - at.x(), at.y())


class CardDelegate(QStyledItemDelegate):
    """What all ways to draw a result have in common. `card_of(index)` says what is to be told of it.

    A click on the bars asks why it was found; where there is room for it, a result can be marked (more
    like it, less).
    """

    marked = Signal(object, bool)  # index, more or less
    tag_clicked = Signal(str)
    why_wanted = Signal(object, QPoint)  # index, where on the screen

    def __init__(self, theme: Theme, icons: Icons, card_of: Callable[[Index], Card], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._card_of = theme, icons, card_of
        self._mirror: QRectF | None = None  # the item that is painted, where one reads from right to left
        self.mark_icons = ("plus", "minus")
        self.mark_hints = (tr("More like this (+)"), tr("Less like this (−)"))

    def forget(self) -> None:
        """Other rows, another width or another font: lay out anew."""

    def bars_rect(self, rect: QRectF) -> QRectF:
        """Where the three bars stand in an item's rectangle."""
        raise NotImplementedError

    def mark_rects(self, rect: QRectF) -> tuple[QRectF, ...]:
        """Where plus and minus stand in an item's rectangle; empty where there is no room for them."""
        return ()

    def tag_rects(self, rect: QRectF, card: Card) -> list[tuple[str, QRectF]]:
        """Where the tags stand in an item's rectangle: as many as there is room for."""
        return []

    def _begin(self, option: QStyleOptionViewItem) -> None:
        """An item is painted from now on: `_at` and `_write` follow the direction in which the window is read."""
        self._mirror = QRectF(option.rect) if option.direction is Qt.LayoutDirection.RightToLeft else None

    def _at(self, box: QRectF) -> QRectF:
        """Where a box stands; all measures are made from left to right."""
        if self._mirror is None:
            return box
        return QRectF(self._mirror.left() + self._mirror.right() - box.right(), box.top(), box.width(), box.height())

    def _write(self, painter: QPainter, box: QRectF, text: str) -> None:
        """One line, from the side where one begins to read; letters run in the direction of the text itself."""
        leftwards = runs_leftwards(text)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
        painter.drawText(self._at(box), _LEFT if self._mirror is None else _RIGHT, text)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            card, rect, at = self._card_of(index), QRectF(option.rect), _measured(event.position(), option)
            bars = self._near_bars(rect)
            if bars.contains(at) and card.because:
                if isinstance(view := option.widget, QAbstractItemView):
                    self.why_wanted.emit(index, view.viewport().mapToGlobal(bars.bottomRight().toPoint()))
                return True
            for tag, place in self.tag_rects(rect, card):
                if place.contains(at):
                    self.tag_clicked.emit(tag)
                    return True
            pressed = [place.contains(at) for place in self.mark_rects(rect)]
            if card.can_mark and any(pressed):
                self.marked.emit(index, pressed[0])
                return True
        return super().editorEvent(event, model, option, index)

    def _near_bars(self, rect: QRectF) -> QRectF:
        return self.bars_rect(rect).adjusted(-8, -8, 8, 8)

    def _paint_marks(self, painter: QPainter, rect: QRectF, card: Card, hovered: bool) -> None:
        """Both while the pointer is on the item, and the one that was chosen for good."""
        for icon, liked, place in zip(self.mark_icons, (True, False), self.mark_rects(rect), strict=False):
            chosen = card.mark is liked
            if not chosen and not (hovered and card.can_mark):
                continue
            painter.setPen(QPen(self._theme.color("accent" if chosen else "line"), 1))
            painter.setBrush(self._theme.color("selected" if chosen else "surface"))
            painter.drawRoundedRect(self._at(place), 6, 6)
            inner = self._at(place).adjusted(4, 4, -4, -4).toRect()
            self._icons.icon(icon, "accent" if chosen else "second").paint(painter, inner)

    def _paint_tags(self, painter: QPainter, rect: QRectF, card: Card) -> None:
        font = self._theme.font(Type.META)
        for tag, place in self.tag_rects(rect, card):
            painter.setPen(QPen(self._theme.color("strong_line"), 1))
            painter.setBrush(self._theme.color("hover"))
            place = self._at(place)
            painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
            painter.setFont(font)
            painter.setPen(self._theme.color("text"))
            shown = QFontMetricsF(font).elidedText(tag, Qt.TextElideMode.ElideRight, place.width() - 2 * CHIP)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_icon(self, painter: QPainter, box: QRectF, card: Card) -> None:
        box = self._at(box)
        self._icons.kind(card.kind).paint(painter, QRect(round(box.left()), round(box.top()), SIZE, SIZE))

    def _paint_line(self, painter: QPainter, box: QRectF, text: str, color: str) -> float:
        font = self._theme.font(Type.META)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        self._write(painter, box, shown)
        return metrics.horizontalAdvance(shown)

    def _paint_bars(self, painter: QPainter, box: QRectF, filled: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        box = self._at(box)
        for bar in range(3 if filled else 0):
            painter.setBrush(self._theme.color("accent" if bar < filled else "strong_line"))
            painter.drawRoundedRect(QRectF(box.left() + bar * 7, box.top(), 4, box.height()), 2, 2)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        card, at, rect = self._card_of(index), _measured(QPointF(event.pos()), option), QRectF(option.rect)
        said = self._said_at(at, option, card)
        if self._near_bars(rect).contains(at):
            said = card.because
        for hint, place in zip(self.mark_hints, self.mark_rects(rect), strict=False):
            if card.can_mark and place.contains(at):
                said = hint
        for tag, place in self.tag_rects(rect, card):
            if place.contains(at):
                said = tr("Documents tagged “{tag}”").format(tag=tag)
        QToolTip.showText(event.globalPos(), said, view)
        return True

    def _said_at(self, at: QPointF, option: QStyleOptionViewItem, card: Card) -> str:
        return f"{card.path}\n{card.dated}"
