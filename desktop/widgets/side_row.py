"""A row of the side bar: icon, name, count; chosen or not. A button, so that keys and screen readers know it."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from desktop.icons import SIZE, Icons
from desktop.theme import Theme, Type

HEIGHT = 30


class SideRow(QAbstractButton):
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, icons: Icons, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._icon = theme, icons, icon
        self._count, self._care, self._folded = "", False, False
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_count(self, count: str, *, care: bool = False) -> None:
        if (count, care) != (self._count, self._care):
            self._count, self._care = count, care
            self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
            self._say_folded()
            self.update()

    def fold(self, folded: bool) -> None:
        """Only the icon, with a dot where something is counted; the pointer is told the rest."""
        self._folded = folded
        self._say_folded()
        self.update()

    def _say_folded(self) -> None:
        if self._folded:
            self.setToolTip(self.accessibleName())
        elif self.toolTip() == self.accessibleName():
            self.setToolTip("")

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
            if self.isChecked() or self.underMouse() or self.hasFocus():
                painter.setPen(QPen(self._theme.color("accent"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.color("selected" if self.isChecked() else "hover"))
                painter.drawRoundedRect(box, 6, 6)
            color = "accent" if self.isChecked() else "second"
            direction = self.layoutDirection()
            place = QRect(8, (self.height() - SIZE) // 2, SIZE, SIZE)
            place = QStyle.visualRect(direction, self.rect(), place)
            self._icons.icon(self._icon, color).paint(painter, place)
            if self._folded:
                self._paint_dot(painter, place)
                return
            right = box.right() - 8
            if self._count:
                font = self._theme.font(Type.META)
                width = QFontMetricsF(font).horizontalAdvance(self._count)
                painter.setFont(font)
                painter.setPen(self._theme.color("care" if self._care else "second"))
                place = QRect(round(right - width) - 1, 0, round(width) + 3, self.height())
                painter.drawText(
                    QStyle.visualRect(direction, self.rect(), place), Qt.AlignmentFlag.AlignVCenter, self._count
                )
                right -= width + 8
            left = 8 + SIZE + 10
            font = self._theme.font(Type.BODY, strong=self.isChecked())
            painter.setFont(font)
            painter.setPen(self._theme.color("text"))
            shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, right - left)
            text = QStyle.visualRect(direction, self.rect(), QRect(left, 0, round(right - left), self.height()))
            side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute, shown)

    def _paint_dot(self, painter: QPainter, icon: QRect) -> None:
        if self._count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("care" if self._care else "accent"))
            painter.drawEllipse(QPointF(icon.right() + 1, icon.top()), 3, 3)
