"""The text of a document, with the passages that match marked. Nothing that a document names is ever loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from desktop import styling
from desktop.language import tr
from desktop.locate import Alignment, align, utf16
from desktop.styling import Span
from desktop.theme import Theme, Type
from desktop.widgets import rendered_markdown
from desktop.widgets.text_colors import TextColors
from desktop.widgets.text_layout import COLUMN, ROW_SPACE, close_gaps, set_columns

WINDOW = 16_000  # characters shown at once, and
LINES = 320  # lines at once: of longer documents the part around the match, and more where one scrolls to its end
HEADING_SPACE = 34
LONG_LINE = 240  # characters; code with longer ones (data, mostly) is broken where the view ends
MARGIN = 16

# What QTextDocument would take for the end of a paragraph, or would join; the length must stay.
_SAFE = {0x2029: "\n", 0xFDD0: "�", 0xFDD1: "�", 0x0C: "\n", 0x0B: "\n", 0x00: "�"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to mark; all offsets count characters of the whole text."""

    start: int
    end: int
    sentence: tuple[int, int] | None = None
    words: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A label in the margin where a page, slide or sheet begins."""

    start: int
    label: str


def window(text: str, around: int) -> tuple[int, int]:
    """The part of the text that is shown for a place in it: whole lines, except where a line is endless."""
    first = low = max(0, around - WINDOW // 2)
    at = around
    for _ in range(LINES // 2):
        at = text.rfind("\n", low, at)
        if at < 0:
            break
        first = at + 1
    else:
        low = first
    first = 0 if low == 0 else first
    last, high = min(len(text), first + WINDOW), min(len(text), first + WINDOW)
    at = first - 1
    for _ in range(LINES):
        at = text.find("\n", at + 1, high)
        if at < 0:
            return first, last
    return first, at + 1


class DocumentText(QTextBrowser):
    similar_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text, self._first, self._shown = "", 0, ""
        self._marks: list[Mark] = []
        self._headings: list[Heading] = []
        self._long = False
        self._blocks: dict[int, str] = {}  # position of a block -> its heading
        self._current = -1
        self._code, self._rendered, self._filling = False, False, False
        self._spans: list[Span] = []
        self._alignment: Alignment | None = None  # of the rendered text with its source
        self._painter = TextColors(theme, self)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(tr("Text of the document"))
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(MARGIN)
        self.verticalScrollBar().valueChanged.connect(self._go_on)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def loadResource(self, kind: int, name: QUrl | str) -> None:
        """A document may name pictures and style sheets, near and far: none is fetched."""
        return

    def show_document(
        self,
        text: str,
        marks: Sequence[Mark],
        headings: Sequence[Heading] = (),
        *,
        spans: Sequence[Span] = (),
        code: bool = False,
        markdown: bool = False,
        at: int = 0,
    ) -> None:
        """Show the part of the text around the mark `at`; `spans` are in the text's own offsets, rising."""
        self._text = text.replace("\r\n", " \n").replace("\r", "\n").translate(_SAFE)
        self._marks, self._headings, self._code = list(marks), list(headings), code
        self._spans = list(spans)
        self._long = any(len(line) > LONG_LINE for line in self._text.split("\n"))
        self._rendered = markdown
        self._current = -1
        self._fill(self._marks[at].start if self._marks else 0)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """The colours, where they come later than the text."""
        self._spans = list(spans)
        self._paint_spans()

    def go_to(self, mark: int) -> None:
        """Scroll to a mark, and show it as the one in hand."""
        if not 0 <= mark < len(self._marks):
            return
        self._current = mark
        target = self._marks[mark]
        if not (self._first <= target.start and target.end <= self._first + len(self._shown)):
            self._fill(target.start)
        else:
            self._paint_marks()
        place = target.sentence[0] if target.sentence else target.start
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._range((place, target.end))[0])
        self.setTextCursor(cursor)
        rect = self.cursorRect(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + rect.top() - self.viewport().height() // 3)

    def show_place(self, offset: int) -> None:
        """Scroll to an offset of the text, which then stands on top."""
        if not self._first <= offset < self._first + len(self._shown):
            self._fill(offset)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._range((offset, len(self._text)))[0])
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - HEADING_SPACE)

    def restyle(self) -> None:
        if self._rendered:
            self._render(self._first)
        elif self._spans:
            self._paint_spans()
        self._paint_marks()
        self.viewport().update()

    # --- the text ---

    def _fill(self, around: int) -> None:
        filling, self._filling = self._filling, True
        self._painter.stop()
        font = self._theme.font(Type.BODY)
        if self._code:
            font = QFont("monospace")
            font.setStyleHint(QFont.StyleHint.Monospace)
            font.setPixelSize(self._theme.font(Type.BODY).pixelSize() - 1)
        self.document().setDefaultFont(font)
        self.setWordWrapMode(
            QTextOption.WrapMode.NoWrap
            if self._code and not self._long
            else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        )
        if self._rendered:
            self._render(around)
        else:
            self._write(around, font)
        self._paint_marks()
        self._filling = filling

    def _write(self, around: int, font: QFont) -> None:
        """The text as it is, around a place in it."""
        self._alignment = None
        self._first, last = window(self._text, around)
        self._shown = self._text[self._first : last]
        self.setCurrentCharFormat(QTextCharFormat())  # otherwise that of where the cursor stood: a heading's
        self.setPlainText(self._shown)
        everything = QTextCursor(self.document())
        everything.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(round(font.pixelSize() * 1.6), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        everything.mergeBlockFormat(block)
        everything.beginEditBlock()
        if not self._code:
            close_gaps(self.document(), font)
            set_columns(self.document())
        self._set_headings()
        everything.endEditBlock()
        self._paint_spans()

    def _render(self, around: int) -> None:
        """A part of a Markdown text, as it is meant to be read."""
        self._blocks = {}
        self._first, last = window(self._text, around)
        self._shown = self._text[self._first : last]
        rendered_markdown.show(self.document(), styling.markdown(self._shown), self._theme)
        self._alignment = align(self._shown, self.toPlainText(), styling.hidden_in_markdown(self._shown))

    def _paint_spans(self) -> None:
        first, last = self._first, self._first + len(self._shown)
        seen = [span for span in self._spans if span.start < last and span.end > first]
        plain = self._shown.isascii()
        placed = [
            (span.start - first, span.end - first, span.style)
            if plain
            else (self._position(span.start), self._position(span.end), span.style)
            for span in seen
        ]
        if placed:
            self._painter.show_spans(self.document(), placed)

    def _go_on(self, value: int) -> None:
        """At the end of what is shown of a long document, or at its beginning, show what is beyond; what was on top
        stays there."""
        bar = self.verticalScrollBar()
        more_above = value == bar.minimum() and self._first > 0
        more_below = value == bar.maximum() and self._first + len(self._shown) < len(self._text)
        if self._filling or not bar.maximum() or not (more_above or more_below):
            return
        top = self._offset_at(self.cursorForPosition(QPoint(4, 4)).position())
        self._filling = True
        self._fill(top)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._range((top, len(self._text)))[0])
        bar.setValue(bar.value() + self.cursorRect(cursor).top())
        self._filling = False

    def _position(self, offset: int) -> int:
        return utf16(self._shown, min(max(offset - self._first, 0), len(self._shown)))

    def _offset_at(self, position: int) -> int:
        """The offset in the text of a position in what is shown."""
        shown = self.toPlainText() if self._alignment else self._shown
        characters = len(shown.encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))
        return self._first + (self._alignment.offset(characters) if self._alignment else characters)

    def _range(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a span of the text stands in what is shown, as Qt counts."""
        if self._alignment is None:
            return self._position(span[0]), self._position(span[1])
        plain, found = self.toPlainText(), self._alignment.range(span[0] - self._first, span[1] - self._first)
        return (utf16(plain, found[0]), utf16(plain, found[1])) if found else (0, 0)

    def _set_headings(self) -> None:
        self._blocks = {}
        last = self._first + len(self._shown)
        space = QTextBlockFormat()
        space.setTopMargin(HEADING_SPACE)
        for heading in self._headings:
            if not self._first <= heading.start < last:
                continue
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._position(heading.start))
            cursor.mergeBlockFormat(space)
            self._blocks.setdefault(cursor.block().position(), heading.label)
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(MARGIN + (HEADING_SPACE if 0 in self._blocks else 0))  # a first block has no space above
        frame.setFrameFormat(form)

    def _paint_marks(self) -> None:
        self.setExtraSelections(
            [
                self._selection(line, color)
                for mark in self._visible_marks()
                for spans, color in (((mark.sentence or (mark.start, mark.end),), "mark"), (mark.words, "mark_word"))
                for span in spans
                for line in self._lines(span)
            ]
        )

    def _lines(self, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The parts of a span on each line, so that the ends of lines and empty lines stay unmarked."""
        start, stop = max(span[0], self._first), min(span[1], self._first + len(self._shown))
        for line in self._text[start:stop].split("\n"):
            if line.strip():
                yield start, start + len(line)
            start += len(line) + 1

    def _visible_marks(self) -> list[Mark]:
        last = self._first + len(self._shown)
        return [mark for mark in self._marks if mark.start < last and mark.end > self._first]

    def _selection(self, span: tuple[int, int], color: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        start, end = self._range(span)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(self._theme.color(color))
        if color == "mark_word":
            form.setForeground(self._theme.color("text"))  # on it the colours of code and mail would be too faint
        form.setProperty(QTextFormat.Property.FullWidthSelection, False)
        selection.cursor = cursor
        selection.format = form
        return selection

    # --- Qt ---

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            layout = self.document().documentLayout()
            offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
            painter.setFont(self._theme.font(Type.META, strong=True))
            for position, heading in self._blocks.items():
                box = layout.blockBoundingRect(self.document().findBlock(position)).translated(-offset)
                if -HEADING_SPACE < box.top() < self.viewport().height() + HEADING_SPACE:
                    painter.setPen(self._theme.color("second"))
                    top = box.top() - HEADING_SPACE + 8
                    painter.drawText(QRectF(box.left(), top, box.width(), 18), heading)
                    painter.fillRect(QRectF(box.left(), top + 19, box.width(), 1), self._theme.color("line"))
            self._paint_rows(painter, offset)
            self._paint_current(painter)

    def _paint_rows(self, painter: QPainter, offset: QPoint) -> None:
        """A line below each row of a table that stands in columns."""
        layout, block = self.document().documentLayout(), self.cursorForPosition(QPoint(0, 0)).block()
        while block.isValid():
            box = layout.blockBoundingRect(block).translated(-offset)
            if box.top() > self.viewport().height():
                return
            if block.text() and block.blockFormat().tabPositions():
                below = QRectF(box.left(), box.bottom() + ROW_SPACE - 2, box.width(), 1)
                painter.fillRect(below, self._theme.color("line"))
            block = block.next()

    def _paint_current(self, painter: QPainter) -> None:
        """A stroke in the margin beside the passage in hand."""
        if not 0 <= self._current < len(self._marks):
            return
        mark = self._marks[self._current]
        first, last = QTextCursor(self.document()), QTextCursor(self.document())
        start, end = self._range((mark.start, mark.end))
        first.setPosition(start)
        last.setPosition(end)
        top, bottom = self.cursorRect(first).top(), self.cursorRect(last).bottom()
        color = QColor(self._theme.tokens.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(6, top, 3, max(bottom - top, 12)), 1.5, 1.5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What a person looks at stays where it is: the mark in hand where that is seen, otherwise the first line."""
        if self._filling:  # margins and scroll bars come and go within the resize that is under way
            super().resizeEvent(event)
            return
        held, in_hand = self.cursorForPosition(QPoint(0, 0)), self.cursorRect()
        if self._current >= 0 and self.viewport().rect().intersects(in_hand):
            held = self.textCursor()
        top = self.cursorRect(held).top()
        self._filling = True
        side = 0 if self._code else max(0, (self.width() - COLUMN) // 2)
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(held).top() - top)
        self._filling = False

    def selected(self) -> str:
        return self.textCursor().selectedText().replace("\u2029", "\n").strip()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        selected = self.selected()
        similar = QAction(tr("Find documents like this text"), menu)
        similar.setEnabled(bool(selected))
        similar.triggered.connect(lambda: self.similar_wanted.emit(selected))
        menu.addSeparator()
        menu.addAction(similar)
        menu.exec(event.globalPos())
        menu.deleteLater()
