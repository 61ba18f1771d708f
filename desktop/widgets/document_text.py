"""The text of a document, with the passages that match marked. Nothing that a document names is ever loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
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
from desktop.locate import align
from desktop.shown_part import ShownPart, window
from desktop.styling import Span
from desktop.theme import Theme, Type
from desktop.widgets import rendered_markdown
from desktop.widgets.text_colors import TextColors
from desktop.widgets.text_layout import COLUMN, ROW_SPACE, close_gaps, set_columns

HEADING_SPACE = 34
LONG_LINE = 240  # characters; code with longer ones (data, mostly) is broken where the view ends
MARGIN = 16

# What QTextDocument would take for the end of a paragraph, or would join; the length must stay.
_SAFE = {0x2029: "\n", 0xFDD0: "�", 0xFDD1: "�", 0x0C: "\n", 0x0B: "\n", 0x00: "�"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to mark; all offsets count characters of the whole text. Without a sentence that answers, only its
    words are marked: a stroke beside it tells where it is."""

    start: int
    end: int
    sentence: tuple[int, int] | None = None
    words: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A label in the margin where a page, slide or sheet begins."""

    start: int
    label: str


class DocumentText(QTextBrowser):
    similar_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text, self._part = "", ShownPart()
        self._marks: list[Mark] = []
        self._headings: list[Heading] = []
        self._long = False
        self._blocks: dict[int, str] = {}  # position of a block -> its heading
        self._current = -1
        self._code, self._rendered, self._filling = False, False, False
        self._spans: list[Span] = []
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
        if not self._part.holds(target.start, target.end):
            self._fill(target.start)
        else:
            self._paint_marks()
        place = target.sentence[0] if target.sentence else target.start
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._part.range((place, target.end))[0])
        self.setTextCursor(cursor)
        rect = self.cursorRect(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + rect.top() - self.viewport().height() // 3)

    def show_place(self, offset: int) -> None:
        """Scroll to an offset of the text, which then stands on top."""
        if not self._part.holds(offset, offset + 1):
            self._fill(offset)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._part.range((offset, len(self._text)))[0])
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - HEADING_SPACE)

    def restyle(self) -> None:
        if self._rendered:
            self._render(self._part.first)
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
        first, last = window(self._text, around)
        self._part = ShownPart(first, self._text[first:last])
        self.setCurrentCharFormat(QTextCharFormat())  # otherwise that of where the cursor stood: a heading's
        self.setPlainText(self._part.text)
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
        first, last = window(self._text, around)
        text = self._text[first:last]
        rendered_markdown.show(self.document(), styling.markdown(text), self._theme)
        shown = self.toPlainText()
        self._part = ShownPart(first, text, shown, align(text, shown, styling.hidden_in_markdown(text)))

    def _paint_spans(self) -> None:
        part = self._part
        seen = [span for span in self._spans if span.start < part.last and span.end > part.first]
        plain = part.text.isascii()
        placed = [
            (span.start - part.first, span.end - part.first, span.style)
            if plain
            else (part.position(span.start), part.position(span.end), span.style)
            for span in seen
        ]
        if placed:
            self._painter.show_spans(self.document(), placed)

    def _go_on(self, value: int) -> None:
        """At the end of what is shown of a long document, or at its beginning, show what is beyond; what was on top
        stays there."""
        bar = self.verticalScrollBar()
        more_above = value == bar.minimum() and self._part.first > 0
        more_below = value == bar.maximum() and self._part.last < len(self._text)
        if self._filling or not bar.maximum() or not (more_above or more_below):
            return
        top = self._part.offset_at(self.cursorForPosition(QPoint(4, 4)).position())
        self._filling = True
        self._fill(top)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._part.range((top, len(self._text)))[0])
        bar.setValue(bar.value() + self.cursorRect(cursor).top())
        self._filling = False

    def _set_headings(self) -> None:
        self._blocks = {}
        space = QTextBlockFormat()
        space.setTopMargin(HEADING_SPACE)
        for heading in self._headings:
            if not self._part.holds(heading.start, heading.start + 1):
                continue
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._part.position(heading.start))
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
                for spans, color in (((mark.sentence,) if mark.sentence else (), "mark"), (mark.words, "mark_word"))
                for span in spans
                for line in self._lines(span)
            ]
        )

    def _lines(self, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """The parts of a span on each line, so that the ends of lines and empty lines stay unmarked."""
        start, stop = max(span[0], self._part.first), min(span[1], self._part.last)
        for line in self._text[start:stop].split("\n"):
            if line.strip():
                yield start, start + len(line)
            start += len(line) + 1

    def _visible_marks(self) -> list[Mark]:
        part = self._part
        return [mark for mark in self._marks if mark.start < part.last and mark.end > part.first]

    def _selection(self, span: tuple[int, int], color: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        start, end = self._part.range(span)
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
            self._paint_strokes(painter)

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

    def _paint_strokes(self, painter: QPainter) -> None:
        """In the margin beside each passage, a strong one beside that in hand."""
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in self._visible_marks():
            first, last = QTextCursor(self.document()), QTextCursor(self.document())
            start, end = self._part.range((mark.start, mark.end))
            first.setPosition(start)
            last.setPosition(end)
            top, bottom = self.cursorRect(first).top(), self.cursorRect(last).bottom()
            in_hand = 0 <= self._current < len(self._marks) and mark is self._marks[self._current]
            painter.setBrush(self._theme.color("accent" if in_hand else "mark_word"))
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
