"""The text that was read from a document, in the shape that fits it: prose, mail, Markdown, code, tables, archives."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop import styling
from desktop.answering import answer_in
from desktop.aside import Aside
from desktop.icons import Icons
from desktop.language import tr
from desktop.members import members
from desktop.styling import Span
from desktop.tables import sheets
from desktop.theme import Theme
from desktop.widgets.archive_view import ArchiveView
from desktop.widgets.document_text import DocumentText, Heading, Mark
from desktop.widgets.sheet_view import SheetView
from indexer import protocol
from indexer.types import Place

MOST_COLOURED = 400_000  # characters of code; longer ones stay in one colour


def headings(places: Sequence[Place]) -> list[Heading]:
    """The labels that stand in the margin of a text."""
    named = {
        "page": tr("Page {number}"),
        "slide": tr("Slide {number}"),
        "sheet": tr("Sheet {number}"),
        "part": tr("Part {number}"),
        "member": tr("File {number}"),
    }
    return [
        Heading(
            place.start, named[place.kind].format(number=place.number) + (f" · {place.label}" if place.label else "")
        )
        for place in places
        if place.kind in named
    ]


def mark_of(passage: protocol.Passage) -> Mark:
    """A passage as it stands in the whole text."""
    start, sentence = passage.start, answer_in(passage)
    return Mark(
        start,
        passage.end,
        (start + sentence[0], start + sentence[1]) if sentence else None,
        tuple((start + first, start + last) for first, last in passage.highlights),
    )


class DocumentView(QStackedWidget):
    similar_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._length = 1
        self._marks: list[Mark] = []
        self.text = DocumentText(theme)
        self.text.similar_wanted.connect(self.similar_wanted)
        self.addWidget(self.text)
        self._sheets: SheetView | None = None
        self._archive: ArchiveView | None = None
        self._colours: Aside[list[Span]] = Aside(self, self.text.show_spans)

    def show_document(self, document: protocol.DocumentText, passages: Sequence[protocol.Passage], at: int) -> None:
        """With the passages marked, scrolled to the passage `at`."""
        self._colours.drop()
        self._length = max(len(document.text), 1)
        self._marks = [mark_of(passage) for passage in passages]
        name, text, places = document.name, document.text, document.places
        tables = sheets(name, text, places) if document.kind in ("spreadsheet", "data") else []
        if tables:
            words = {text[start:end] for mark in self._marks for start, end in mark.words}
            self.sheets().show_sheets(tables, self._marks, sorted(words))
            self.setCurrentWidget(self.sheets())
        elif document.kind == "archive" and (found := members(text, places)):
            self.archive().show_archive(found, text, self._marks, headings(places), at)
            self.setCurrentWidget(self.archive())
        else:
            self._show_text(document, at)
            self.setCurrentWidget(self.text)

    def _show_text(self, document: protocol.DocumentText, at: int) -> None:
        name, text, places = document.name, document.text, document.places
        is_code = document.kind in ("code", "data")
        spans: list[Span] = []
        if not is_code:
            spans = list(styling.headings(text, places))
            if document.kind == "mail":
                spans = sorted([*spans, *styling.mail(text)], key=lambda span: span.start)
        self.text.show_document(
            text,
            self._marks,
            headings(places),
            spans=spans,
            code=is_code,
            markdown=styling.is_markdown(name),
            at=at,
        )
        if is_code and len(text) <= MOST_COLOURED:
            self._colours.run(partial(styling.code, name, text))

    def go_to(self, mark: int) -> None:
        shown = self.currentWidget()
        if isinstance(shown, DocumentText | SheetView | ArchiveView):
            shown.go_to(mark)

    def selected(self) -> str:
        """The text that a person has marked."""
        shown = self.currentWidget()
        shown = shown.text if isinstance(shown, ArchiveView) else shown
        return shown.selected() if isinstance(shown, DocumentText | SheetView) else ""

    def zoom_by(self, factor: float) -> None:
        if self.currentWidget() is self.text:
            self.text.zoomIn(1 if factor > 1 else -1)

    def positions(self) -> list[float]:
        """Where the marks are in the document, from 0 to 1."""
        return [mark.start / self._length for mark in self._marks]

    def restyle(self) -> None:
        self.text.restyle()
        if self._sheets is not None:
            self._sheets.restyle()
        if self._archive is not None:
            self._archive.text.restyle()

    def sheets(self) -> SheetView:
        if self._sheets is None:
            self._sheets = SheetView(self._theme)
            self._sheets.similar_wanted.connect(self.similar_wanted)
            self.addWidget(self._sheets)
        return self._sheets

    def archive(self) -> ArchiveView:
        if self._archive is None:
            self._archive = ArchiveView(self._theme, self._icons)
            self._archive.text.similar_wanted.connect(self.similar_wanted)
            self.addWidget(self._archive)
        return self._archive
