"""Two documents side by side: their texts with what only one of them says marked, or their pictures, beside or over
each other."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSlider, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.locate import utf16
from desktop.theme import Theme
from desktop.told import told
from desktop.widgets.basics import Elided, label
from indexer.protocol import Comparison, Side

_LONGEST = 400_000  # characters of a text that are shown


class _Text(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_side(self, side: Side, color: QColor) -> None:
        text = side.text[:_LONGEST]
        self.setPlainText(text)
        self.setAccessibleName(side.name)
        marked = QTextCharFormat()
        marked.setBackground(color)
        selections = []
        for start, end in side.changed:
            if end <= len(text):
                cursor = QTextCursor(self.document())
                cursor.setPosition(utf16(text, start))
                cursor.setPosition(utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
                selection = QTextEdit.ExtraSelection()
                selection.format, selection.cursor = marked, cursor
                selections.append(selection)
        self.setExtraSelections(selections)

    def top_offset(self) -> int:
        return self.cursorForPosition(self.viewport().rect().topLeft()).position()

    def scroll_to(self, offset: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(offset, self.document().characterCount() - 1))
        self.verticalScrollBar().setValue(cursor.blockNumber())


class _Pictures(QWidget):
    """Both pictures beside each other, or the second one over the first as far as `over` says (0 to 1)."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._second, self.over = QImage(), QImage(), 0.0
        self.setMinimumSize(120, 120)

    def show_pictures(self, first: QImage, second: QImage) -> None:
        self._first, self._second = first, second
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self.over:
                _fit(painter, self._first, QRectF(self.rect()))
                painter.setOpacity(self.over)
                _fit(painter, self._second, QRectF(self.rect()))
            else:
                half = self.width() / 2
                _fit(painter, self._first, QRectF(0, 0, half - 4, self.height()))
                _fit(painter, self._second, QRectF(half + 4, 0, half - 4, self.height()))


def _fit(painter: QPainter, image: QImage, box: QRectF) -> None:
    if image.isNull():
        return
    size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = box.center().x() - size.width() / 2, box.center().y() - size.height() / 2
    painter.drawImage(QRectF(left, top, size.width(), size.height()), image)


class CompareView(QWidget):
    """What differs is marked, and said in a sentence. Scrolling one text scrolls the other to the same words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Comparison | None = None
        self._anchors: Sequence[tuple[int, int]] = ()
        self._scrolling = False
        self.said = label(role="second", wrap=True)
        self.names = (Elided("row"), Elided("row"))
        self.texts = (_Text(), _Text())
        for number, text in enumerate(self.texts):
            text.verticalScrollBar().valueChanged.connect(lambda _, number=number: self._follow(number))
        self.pictures = _Pictures()
        self.overlay = QSlider(Qt.Orientation.Horizontal)
        self.overlay.setRange(0, 100)
        self.overlay.setAccessibleName(tr("Lay the second picture over the first one"))
        self.overlay.setToolTip(tr("Lay the second picture over the first one"))
        self.overlay.valueChanged.connect(self._lay_over)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._beside(*self.texts))
        self._stack.addWidget(self._over())
        self._message = label(role="second", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._message)
        names = QHBoxLayout()
        for name in self.names:
            names.addWidget(name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addLayout(names)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self._restyle)
        self.clear()

    @staticmethod
    def _beside(first: QWidget, second: QWidget) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(first, 1)
        row.addWidget(second, 1)
        return made

    def _over(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pictures, 1)
        column.addWidget(self.overlay)
        return made

    def clear(self, said: str = "") -> None:
        self._shown = None
        self.said.setText("")
        for name in self.names:
            name.show_text("")
        self._message.setText(said or tr("Choose a file to see it beside the one that stays."))
        self._stack.setCurrentWidget(self._message)

    def show_comparison(self, found: Comparison) -> None:
        self._shown = found
        self.said.setText(told(found.said))
        self.names[0].show_text(found.first.name)
        self.names[1].show_text(found.second.name)
        if found.first.kind == found.second.kind == "image":
            self._show_pictures(found)
        elif found.first.text or found.second.text:
            self._show_texts(found)
        else:
            self._message.setText(tr("There is no text in them to compare."))
            self._stack.setCurrentWidget(self._message)

    def _show_texts(self, found: Comparison) -> None:
        self._anchors = ()
        for text, side in zip(self.texts, (found.first, found.second), strict=True):
            text.show_side(side, self._theme.color("mark_word"))
        self._anchors = found.anchors
        self._stack.setCurrentIndex(0)

    def _show_pictures(self, found: Comparison) -> None:
        from desktop.widgets.image_view import read_image

        small = QSize(1200, 1200)
        first, second = (
            read_image(side.path)[0].scaled(small, Qt.AspectRatioMode.KeepAspectRatio)
            for side in (found.first, found.second)
        )
        self.pictures.show_pictures(first, second)
        self._stack.setCurrentIndex(1)

    def _lay_over(self, value: int) -> None:
        self.pictures.over = value / 100
        self.pictures.update()

    def _follow(self, number: int) -> None:
        """The other text goes where the same word stands."""
        if self._scrolling or not self._anchors:
            return
        offset = self.texts[number].top_offset()
        at = bisect_right(self._anchors, offset, key=lambda pair: pair[number]) - 1
        self._scrolling = True
        self.texts[1 - number].scroll_to(self._anchors[max(at, 0)][1 - number])
        self._scrolling = False

    def _restyle(self) -> None:
        if self._shown is not None:
            self.show_comparison(self._shown)
