"""Draws a file that was not (wholly) read: its name, where it lies, the reason and what to do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop import words
from desktop.icons import SIZE, Icons
from desktop.models.failures import Role
from desktop.theme import Theme, Type
from desktop.widgets.card_delegate import runs_leftwards
from indexer.formats import format_of
from indexer.protocol import FailedFile
from indexer.types import Status

Index = QModelIndex | QPersistentModelIndex
ROW = 60


class FailureDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, icons: Icons, now: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._now = theme, icons, now
        self.roots: tuple[bytes, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        failed: FailedFile = index.data(Role.FAILED)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(0.5, 2.5, -0.5, -2.5)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(self._theme.color("selected"))
            painter.drawRoundedRect(box, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(box, 8, 8)
        kind = format_of(words.name_of(failed.path)).kind
        place = QRect(round(box.left()) + 12, round(box.center().y()) - 9, SIZE, SIZE)
        self._icons.kind(kind).paint(painter, QStyle.visualRect(option.direction, rect, place))
        left, width = box.left() + 42, box.width() - 54
        name = QRectF(left, box.top() + 7, width, 20)
        write = partial(self._write, painter, option)
        used = write(name.adjusted(0, 0, -width / 3, 0), words.name_of(failed.path), Type.BODY, "text", strong=True)
        trail = words.folder_trail(failed.path, self.roots)
        write(name.adjusted(used + 12, 0, 0, 0), trail, Type.META, "second")
        color = "bad" if failed.status is Status.FAILED else "care"
        reason = f"{words.short_reason(failed.failure.code)}."
        used = write(QRectF(left, box.top() + 28, width, 18), reason, Type.META, color)
        rest = words.explain(failed).split(". ", 1)
        after = " ".join(
            part for part in (rest[1] if len(rest) > 1 else "", words.retry_time(failed, self._now())) if part
        )
        write(QRectF(left + used + 6, box.top() + 28, width - used - 6, 18), after, Type.META, "second")
        painter.restore()

    def _write(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, text: str, size: Type, color: str,
        *, strong: bool = False,
    ) -> float:  # fmt: skip
        """One line, from the side where one begins to read; how wide it is. `box` is measured from left to right."""
        font = self._theme.font(size, strong=strong)
        metrics = QFontMetricsF(font)
        mode = Qt.TextElideMode.ElideMiddle if strong else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(text, mode, box.width())
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        leftwards = Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(leftwards if runs_leftwards(shown) else Qt.LayoutDirection.LeftToRight)
        side = Qt.AlignmentFlag.AlignRight if option.direction is leftwards else Qt.AlignmentFlag.AlignLeft
        place = QStyle.visualRect(option.direction, option.rect, box.toRect())
        painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
