"""The colours of a text: of code, of the fields of a mail, of headings."""

from bisect import bisect_right

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument, QTextFormat

from desktop.styling import Style
from desktop.theme import Theme, Type

COLORS = {
    Style.FIELD: "second",
    Style.QUOTE: "second",
    Style.KEYWORD: "accent",
    Style.STRING: "good",
    Style.NUMBER: "care",
    Style.COMMENT: "second",
}


class TextColors(QSyntaxHighlighter):
    """Puts the colours of the spans on the text as it is shown; costs nothing where there are none."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spans: list[tuple[int, int, Style]] = []  # in UTF-16 units of the shown text, rising
        self._looks: dict[Style, QTextCharFormat] = {}

    def show_spans(self, document: QTextDocument, spans: list[tuple[int, int, Style]]) -> None:
        self._spans = spans
        self._looks = {style: self._look(style) for style in {style for _, _, style in spans}}
        self.setDocument(document)  # paints it in the next turn of the event loop

    def stop(self) -> None:
        self._spans = []
        self.setDocument(None)

    def highlightBlock(self, text: str) -> None:
        start = self.currentBlock().position()
        end = start + self.currentBlock().length()
        first = bisect_right(self._spans, start, key=lambda span: span[1])
        for span_start, span_end, style in self._spans[first:]:
            if span_start >= end:
                return
            at = max(span_start - start, 0)
            self.setFormat(at, span_end - start - at, self._looks[style])

    def _look(self, style: Style) -> QTextCharFormat:
        form = QTextCharFormat()
        if style in COLORS:
            form.setForeground(self._theme.color(COLORS[style]))
        if style is Style.COMMENT:
            form.setFontItalic(True)
        if style in (Style.NAME, Style.HEADING, Style.SUBJECT):
            form.setFontWeight(QFont.Weight.DemiBold)
        if style in (Style.HEADING, Style.SUBJECT):
            form.setProperty(QTextFormat.Property.FontPixelSize, self._theme.font(Type.ROW).pixelSize())
        return form
