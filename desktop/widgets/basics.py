"""Small parts that every page uses: lines, labels, buttons, empty states."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.icons import SIZE, Icons

_WIDEST, _MARGIN = 440, 24  # of a page that has nothing to show


def line(vertical: bool = False) -> QFrame:
    made = QFrame()
    made.setObjectName("line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A text in one of the roles of the style sheet: meta, second, row, page, bad, care. Never rich text: names of
    files are shown in labels."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def tool(icons: Icons, icon: str, name: str, on_click: Callable[[], object], shortcut: str = "") -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(SIZE, SIZE))
    made.setAccessibleName(name)
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText) if shortcut else ""
    made.setToolTip(f"{name} ({keys})" if keys else name)
    made.clicked.connect(lambda: on_click())
    return made


def button(text: str, on_click: Callable[[], object], role: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(True)
    if role:
        made.setProperty("role", role)
    made.clicked.connect(lambda: on_click())
    return made


def flush(quiet: QPushButton) -> QHBoxLayout:
    """A quiet button whose words begin where the text above it does."""
    quiet.setProperty("flush", True)
    row = QHBoxLayout()
    row.addWidget(quiet)
    row.addStretch(1)
    return row


def _said(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QPushButton) else widget.accessibleName()


def first_in(page: QWidget | None) -> QWidget | None:
    """What Tab reaches first on a page."""
    if page is None or _takes_keys(page):
        return page
    widget = page.nextInFocusChain()
    while widget is not None and page.isAncestorOf(widget):
        if _takes_keys(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


class Elided(QLabel):
    """A label of one line that gives way: what does not fit is left out in the middle, and stands in the tooltip."""

    def __init__(self, role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._whole, self._hint, self._mode = "", "", mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)
        self._align()

    @property
    def whole(self) -> str:
        return self._whole

    def show_text(self, text: str, hint: str = "") -> None:
        """`hint` stands in the tooltip as well."""
        self._whole, self._hint = " ".join(text.split("\n")), hint
        self.setAccessibleName(self._whole)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Of the whole text, for a layout that asks."""
        wide = self.fontMetrics().horizontalAdvance(self._whole) + 2  # letters may stand between two pixels
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def _align(self) -> None:
        """Where one begins to read in the window, whatever the direction of the name: names stand below each other."""
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        self.setText(shown)
        self.setToolTip("\n".join(part for part in (self._whole if shown != self._whole else "", self._hint) if part))


def balanced(text: str, metrics: QFontMetrics, most: int) -> int:
    """The narrowest width in which a text takes no more lines than in the widest: no word is left alone on the last."""
    flags = Qt.TextFlag.TextWordWrap.value

    def height(width: int) -> int:
        return metrics.boundingRect(QRect(0, 0, width, 10_000), flags, text).height()

    fewest = height(most)
    return bisect_left(range(most), True, lo=1, key=lambda width: height(width) <= fewest)


class EmptyState(QWidget):
    """A page that has nothing to show says why, and what to do: an icon, a title, a text, buttons."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._icon = QLabel()
        self._icon_name = ""
        self._shown: tuple[str, ...] = ()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = label(role="page", wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text = label(role="second", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._below = QVBoxLayout()
        self._below.setSpacing(4)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addLayout(self._buttons)
        column.addSpacing(4)
        column.addLayout(self._below)
        column.addStretch(3)
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        inner.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)

    def show_state(
        self, icon: str, title: str, text: str, buttons: Sequence[QPushButton] = (), below: Sequence[QWidget] = ()
    ) -> None:
        shown = (icon, title, text, *(button.text() for button in buttons), *map(_said, below))
        if shown == self._shown:  # nothing moves, and no button loses the focus, where nothing changed
            for widget in (*buttons, *below):
                widget.deleteLater()
            return
        self._shown = shown
        self._icon_name = icon
        self.repaint_icon()
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._balance()
        self.setAccessibleName(f"{title}. {text}")
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        for layout in (self._buttons, self._below):
            while (item := layout.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
        if buttons:
            self._buttons.addStretch(1)
            for made in buttons:
                self._buttons.addWidget(made)
            self._buttons.addStretch(1)
        for widget in below:
            self._below.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        if had_focus:  # it stays on this page, and does not go to whatever comes first in the window
            (buttons[0] if buttons else self).setFocus()

    def step(self, text: str, *, done: bool) -> QWidget:
        """A line for `below`: a step of some work, ticked when it is done."""
        made = QWidget()
        made.setAccessibleName(text)
        tick = QLabel()
        icon = self._icons.icon("check-circle", "good") if done else self._icons.icon("circle", "second")
        tick.setPixmap(icon.pixmap(QSize(16, 16), self.devicePixelRatio()))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(tick)
        row.addWidget(label(text, "second"))
        made.setFixedWidth(240)
        row.addStretch(1)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def _balance(self) -> None:
        """The text stands in lines of about the same length."""
        self._text.ensurePolished()  # its font is that of the style sheet
        widest = max(min(_WIDEST, self.width() - 2 * _MARGIN), 1)
        margin = (widest - balanced(self._text.text(), self._text.fontMetrics(), widest)) // 2
        self._text.setContentsMargins(margin, 0, margin, 0)

    def repaint_icon(self) -> None:
        if self._icon_name:
            self._icon.setPixmap(
                self._icons.icon(self._icon_name, "second").pixmap(QSize(40, 40), self.devicePixelRatio())
            )
