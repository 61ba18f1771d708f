"""Paints one result as a card: icon, name, where and when, the passage with its marks, the match as three bars."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from desktop.icons import SIZE, Icons
from desktop.theme import LINE_HEIGHT, Theme, Type
from desktop.widgets.card_delegate import CHIP, Card, CardDelegate, Index, runs_leftwards

MARGIN = 12  # from the edge of the list
SPACING = 4  # above and below a card
PADDING = 12
TEXT_LEFT = PADDING + SIZE + 10
MAX_LINES = 3
WIDEST_CHIP = 140
MARK = 24  # side of the buttons that mark a result
_APART, _BETWEEN = 10, 6  # pixels before the first tag, and between two
_LEAST_SAID = 70  # pixels of what is said at the foot that tags leave
LEAST_TRAIL = 56  # pixels; a shorter piece of a folder's name says nothing


@dataclass(slots=True)
class _Laid:
    layout: QTextLayout
    width: float
    lines: int
    text: str = ""
    tops: list[float] = field(default_factory=list)


class Span(NamedTuple):
    start: int
    end: int


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _x(line: QTextLine, position: int) -> float:
    """Where a character begins. (The binding answers a pair, the position it went to beside it.)"""
    x: Any = line.cursorToX(position)
    return float(x[0] if isinstance(x, tuple) else x)


class PassageDelegate(CardDelegate):
    """A card with the passage that answers; `compact` leaves the passage out."""

    def __init__(self, theme: Theme, icons: Icons, card_of: Callable[[Index], Card], parent: QObject) -> None:
        super().__init__(theme, icons, card_of, parent)
        self._laid: dict[int, _Laid] = {}
        self.compact = False
        self.alike = False  # all cards as high as the highest: none has to be laid out before it is seen

    def forget(self) -> None:
        """Other rows, another width or another font: lay out anew."""
        self._laid.clear()

    # --- measures ---

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._list_width(option)
        card = self._card_of(index)
        if self.compact:
            return QSize(width, 36)
        height = 2 * SPACING + 2 * PADDING + self._row_height(Type.ROW) + 2 + self._row_height(Type.META)
        if self.alike:
            height += 8 + MAX_LINES * self._line_height()
        elif card.passage:
            height += 8 + self._passage(index, card, width).lines * self._line_height()
        if card.said:
            height += 6 + self._row_height(Type.META)
        if card.foot or card.care or card.tags or self.alike:
            height += 6 + self._row_height(Type.META)
        return QSize(width, round(height))

    def _list_width(self, option: QStyleOptionViewItem) -> int:
        widget = option.widget
        return widget.viewport().width() if isinstance(widget, QAbstractItemView) else 480

    def _row_height(self, size: Type) -> int:
        return round(QFontMetricsF(self._theme.font(size)).height())

    def _line_height(self) -> int:
        return round(self._theme.font(Type.BODY).pixelSize() * LINE_HEIGHT)

    def _passage(self, index: Index, card: Card, width: int) -> _Laid:
        available = width - 2 * MARGIN - TEXT_LEFT - PADDING
        laid = self._laid.get(index.row())
        if laid is None or laid.width != available or laid.text != card.passage:
            laid = self._laid[index.row()] = self._lay_out(card.passage, available)
        return laid

    def _lay_out(self, text: str, width: float) -> _Laid:
        layout = QTextLayout(text, self._theme.font(Type.BODY))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = 0
        while lines < MAX_LINES:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            extra = self._line_height() - line.height()
            line.setPosition(QPointF(0, lines * self._line_height() + extra / 2))
            lines += 1
        layout.endLayout()
        return _Laid(layout, width, lines, text)

    # --- painting ---

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = self._card_of(index)
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        self._begin(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box(QRectF(rect))
        self._paint_card(painter, box, selected, hovered)
        if self.compact:
            self._paint_compact(painter, box, card)
        else:
            self._paint_full(painter, box, card, index, rect.width())
            self._paint_tags(painter, QRectF(rect), card)
        self._paint_marks(painter, QRectF(rect), card, hovered)
        painter.restore()

    def _paint_card(self, painter: QPainter, box: QRectF, selected: bool, hovered: bool) -> None:
        ground = "selected" if selected else "surface"
        edge = "accent" if selected else "strong_line" if hovered else "line"
        if self.compact and not selected:
            if hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("hover"))
                painter.drawRoundedRect(box, 6, 6)
            return
        painter.setPen(QPen(self._theme.color(edge), 1))
        painter.setBrush(self._theme.color(ground))
        painter.drawRoundedRect(box, 6 if self.compact else 8, 6 if self.compact else 8)

    def _paint_full(self, painter: QPainter, box: QRectF, card: Card, index: Index, width: int) -> None:
        left, right = box.left() + TEXT_LEFT, box.right() - PADDING
        top = box.top() + PADDING
        height = self._row_height(Type.ROW)
        self._paint_icon(painter, QRectF(box.left() + PADDING, top + (height - SIZE) / 2, SIZE, SIZE), card)
        self._paint_bars(painter, self._bars_in(box), card.bars)
        self._paint_name(painter, QRectF(left, top, right - left - 36, height), card)
        top += height + 2
        height = self._row_height(Type.META)
        self._paint_line(painter, QRectF(left, top, right - left, height), _joined(card.trail, card.when), "second")
        top += height
        if card.passage:
            top += 8
            laid = self._passage(index, card, width)
            room = self._at(QRectF(left, top, laid.width, laid.lines * self._line_height()))
            self._paint_passage(painter, laid, card, room.topLeft())
            top += laid.lines * self._line_height()
        if card.said:
            top += 6
            self._paint_line(painter, QRectF(left, top, right - left, height), card.said, "text")
            top += height
        if card.foot or card.care:
            top += 6
            tags = self._tags_in(box, card)
            foot = QRectF(left, top, (tags[0][1].left() - _APART if tags else right) - left, height)
            used = self._paint_line(painter, foot, card.foot, "second")
            if card.care:
                text = f" · {card.care}" if card.foot else card.care
                self._paint_line(painter, foot.adjusted(used, 0, 0, 0), text, "care")

    def _paint_compact(self, painter: QPainter, box: QRectF, card: Card) -> None:
        middle = box.center().y()
        self._paint_icon(painter, QRectF(box.left() + PADDING, middle - SIZE / 2, SIZE, SIZE), card)
        self._paint_bars(painter, self._bars_in(box), card.bars)
        left, right = box.left() + TEXT_LEFT, box.right() - PADDING - 36
        name_height = self._row_height(Type.BODY)
        font = self._theme.font(Type.BODY, strong=True)
        dated = QFontMetricsF(self._theme.font(Type.META)).horizontalAdvance(card.when)
        self._paint_line(
            painter, QRectF(right - dated, middle - name_height / 2, dated + 1, name_height), card.when, "second"
        )
        right -= dated + 12
        share = min(QFontMetricsF(font).horizontalAdvance(card.name), right - left)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        shown = QFontMetricsF(font).elidedText(card.name, Qt.TextElideMode.ElideMiddle, share + 1)
        self._write(painter, QRectF(left, middle - name_height / 2, share + 2, name_height), shown)
        rest = QRectF(left + share + 12, middle - name_height / 2, right - left - share - 12, name_height)
        if rest.width() > LEAST_TRAIL:
            self._paint_line(painter, rest, card.said or card.trail, "second")

    def _paint_name(self, painter: QPainter, box: QRectF, card: Card) -> None:
        font = self._theme.font(Type.ROW, strong=True)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(card.name, Qt.TextElideMode.ElideMiddle, box.width())
        if shown == card.name:  # the marks have their places only in the whole name
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("mark_word"))
            begin = self._at(QRectF(box.left(), box.top(), metrics.horizontalAdvance(shown), box.height())).left()
            for start, end in card.name_words if not runs_leftwards(shown) else ():
                x1, x2 = metrics.horizontalAdvance(card.name[:start]), metrics.horizontalAdvance(card.name[:end])
                painter.drawRoundedRect(QRectF(begin + x1 - 1, box.top(), x2 - x1 + 2, box.height()), 3, 3)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        self._write(painter, box, shown)

    def _paint_passage(self, painter: QPainter, laid: _Laid, card: Card, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if card.sentence:
            self._paint_mark(painter, laid, Span(*card.sentence), "mark", at)
        for span in card.words:
            self._paint_mark(painter, laid, Span(*span), "mark_word", at)
        painter.setPen(self._theme.color("text"))
        count = laid.layout.lineCount()
        for number in range(count):
            line = laid.layout.lineAt(number)
            last = number == count - 1 and line.textStart() + line.textLength() < len(laid.text)
            if last:
                self._paint_last_line(painter, laid, line.textStart(), at + line.position(), line.height())
            else:
                line.draw(painter, at)

    def _paint_last_line(self, painter: QPainter, laid: _Laid, start: int, at: QPointF, height: float) -> None:
        font = self._theme.font(Type.BODY)
        shown = QFontMetricsF(font).elidedText(laid.text[start:], Qt.TextElideMode.ElideRight, laid.width)
        painter.setFont(font)
        leftwards = runs_leftwards(shown)
        side = Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if leftwards else Qt.LayoutDirection.LeftToRight)
        painter.drawText(
            QRectF(at.x(), at.y(), laid.width + (0 if leftwards else 2), height),
            side | Qt.AlignmentFlag.AlignAbsolute,
            shown,
        )

    def _paint_mark(self, painter: QPainter, laid: _Laid, span: Span, color: str, at: QPointF) -> None:
        painter.setBrush(self._theme.color(color))
        for number in range(laid.layout.lineCount()):
            line = laid.layout.lineAt(number)
            start = max(span.start, line.textStart())
            end = min(span.end, line.textStart() + line.textLength())
            if start >= end:
                continue
            left, right = sorted((_x(line, start), min(_x(line, end), laid.width)))
            y = line.position().y()
            painter.drawRoundedRect(
                QRectF(at.x() + left - 1, at.y() + y - 1, right - left + 2, line.height() + 2), 3, 3
            )

    # --- hover ---

    def _box(self, rect: QRectF) -> QRectF:
        spacing = 0.5 if self.compact else SPACING + 0.5
        return rect.adjusted(MARGIN + 0.5, spacing, -MARGIN - 0.5, -spacing)

    def bars_rect(self, rect: QRectF) -> QRectF:
        return self._bars_in(self._box(rect))

    def mark_rects(self, rect: QRectF) -> tuple[QRectF, ...]:
        """Before the bars of a compact row, at the foot of a card."""
        box = self._box(rect)
        if self.compact:
            right, top = self._bars_in(box).left() - 8, box.center().y() - MARK / 2
        else:
            right, top = box.right() - PADDING + 4, box.bottom() - MARK - 8
        return QRectF(right - 2 * MARK - 4, top, MARK, MARK), QRectF(right - MARK, top, MARK, MARK)

    def tag_rects(self, rect: QRectF, card: Card) -> list[tuple[str, QRectF]]:
        return [] if self.compact else self._tags_in(self._box(rect), card)

    def _tags_in(self, box: QRectF, card: Card) -> list[tuple[str, QRectF]]:
        """At the foot of a card, after what is said there, which gives way to them."""
        metrics = QFontMetricsF(self._theme.font(Type.META))
        height = self._row_height(Type.META) + 2
        said = metrics.horizontalAdvance(_joined(card.foot, card.care))
        left, right = box.left() + TEXT_LEFT, box.right() - PADDING - (2 * MARK + 4 if card.can_mark else 0)
        widths = [min(metrics.horizontalAdvance(tag) + 2 * CHIP, WIDEST_CHIP) for tag in card.tags]
        ends = list(accumulate(width + _BETWEEN for width in widths))
        room = right - left + _BETWEEN - (min(said, _LEAST_SAID) + _APART if said else 0)
        shown = sum(end <= room for end in ends)
        if not shown:
            return []
        start = min(left + (said + _APART if said else 0), right + _BETWEEN - ends[shown - 1])
        top = box.bottom() - PADDING - height + 1
        return [
            (tag, QRectF(start + end - width - _BETWEEN, top, width, height))
            for tag, width, end in zip(card.tags[:shown], widths, ends, strict=False)
        ]

    def _bars_in(self, box: QRectF) -> QRectF:
        height = 12.0
        center = box.center().y() if self.compact else box.top() + PADDING + self._row_height(Type.ROW) / 2
        return QRectF(box.right() - PADDING - 18, center - height / 2, 18, height)

    def _said_at(self, at: QPointF, option: QStyleOptionViewItem, card: Card) -> str:
        top = option.rect.top() + SPACING + PADDING + self._row_height(Type.ROW)
        return f"{card.path}\n{card.dated}" if at.y() <= top + self._row_height(Type.META) + 4 else card.care
