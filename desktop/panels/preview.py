"""The chosen document: its page, text or picture, with the passages that match, and what can be done with it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.document_view import DocumentView
from desktop.panels.picture_view import PictureView
from desktop.panels.preview_parts import PARTS
from desktop.told import trouble
from desktop.widgets.basics import Elided, EmptyState, button, first_in, label, line, tool
from desktop.widgets.match_strip import MatchStrip
from indexer import protocol
from indexer.errors import WhereinError
from indexer.protocol import Answer, Hit

if TYPE_CHECKING:
    from desktop.widgets.pdf_view import PdfView


ROOMY = 440  # pixels


class PreviewPanel(QWidget):
    open_wanted = Signal(object)  # Hit; so are the others
    folder_wanted = Signal(object)
    copy_wanted = Signal(object)
    similar_wanted = Signal(object)
    similar_text_wanted = Signal(str)
    back_wanted = Signal()
    shown = Signal()  # what was asked for stands there

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        theme, icons = at.theme, at.icons
        self._theme, self._icons, self._now = theme, icons, at.now
        self._newest = Newest(at.service)
        self._hit: Hit | None = None
        self._document: protocol.DocumentText | None = None
        self._passages: list[protocol.Passage] = []  # in the order of the document
        self._at = 0
        self._roots: tuple[bytes, ...] = ()
        self._pdf: PdfView | None = None
        self.document = DocumentView(theme, icons)
        self.document.similar_wanted.connect(self.similar_text_wanted)
        self.image = PictureView(at)
        self.image.not_shown.connect(self._image_failed)
        self.image.similar_wanted.connect(self.similar_text_wanted)
        self.image.shown.connect(lambda _: self.shown.emit())
        self.empty = EmptyState(icons)
        self._stack = QStackedWidget()
        self._coming = QWidget()  # while the first text is on its way
        for page in (self.empty, self._coming, self.document, self.image):
            self._stack.addWidget(page)
        self.setObjectName("preview")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._header = self._make_header()
        self._strip = self._make_strip()
        column.addWidget(self._header)
        column.addWidget(self._strip)
        column.addWidget(line())
        self.strip = MatchStrip(theme)
        self.strip.chosen.connect(self.go_to)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._stack, 1)
        body.addWidget(self.strip)
        column.addLayout(body, 1)
        self.parts = [make(at) for make in PARTS]
        for part in self.parts:
            column.addWidget(part)
        theme.changed.connect(self._restyle)
        self.shown.connect(self._pass_keys_on)
        self.clear()

    def _make_header(self) -> QWidget:
        self.back = tool(self._icons, "arrow-left", tr("Back to the results"), self.back_wanted.emit, "Esc")
        self.back.hide()
        self.name = Elided("row")
        self.meta = Elided("meta")

        def emit(signal: str) -> Callable[[], None]:
            return lambda: getattr(self, signal).emit(self._hit) if self._hit else None

        self.similar = tool(self._icons, "intersect", tr("Find similar documents"), emit("similar_wanted"))
        self.similar.setText(f" {tr('Similar')}")
        self.folder = tool(self._icons, "folder-open", tr("Show in folder"), emit("folder_wanted"))
        self.copy = tool(self._icons, "copy", tr("Copy path"), emit("copy_wanted"), "Ctrl+Shift+C")
        self.open = button(tr("Open"), emit("open_wanted"), "primary")
        self.open.setToolTip(tr("Open with its program (Enter)"))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addWidget(self.name, 1)
        for widget in (self.similar, self.folder, self.copy):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.open)
        header = QWidget()
        column = QVBoxLayout(header)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.meta)
        return header

    def _make_strip(self) -> QWidget:
        """Which passage is in hand, and the way to the others; the zoom."""
        self.matches = Elided("meta", Qt.TextElideMode.ElideRight)
        self.previous = tool(self._icons, "caret-up", tr("Passage before"), lambda: self.step(-1), "Shift+F3")
        self.next = tool(self._icons, "caret-down", tr("Next passage"), lambda: self.step(1), "F3")
        self._zoom_out = tool(self._icons, "magnifying-glass-minus", tr("Smaller"), lambda: self.zoom_by(0.8), "Ctrl+-")
        self._zoom_in = tool(self._icons, "magnifying-glass-plus", tr("Larger"), lambda: self.zoom_by(1.25), "Ctrl++")
        self.page = label(role="meta")
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 0, 12, 6)
        row.setSpacing(2)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addSpacing(6)
        row.addWidget(self.matches, 1)
        row.addWidget(self.page)
        row.addSpacing(6)
        row.addWidget(self._zoom_out)
        row.addWidget(self._zoom_in)
        for small in (self.previous, self.next, self._zoom_in, self._zoom_out):
            small.setIconSize(QSize(14, 14))
        return strip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, it belongs to the name."""
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        roomy = self.width() >= ROOMY
        self.similar.setToolButtonStyle(styles.ToolButtonTextBesideIcon if roomy else styles.ToolButtonIconOnly)

    # --- what is shown ---

    @property
    def hit(self) -> Hit | None:
        return self._hit

    @property
    def content(self) -> QWidget | None:
        """What the document is shown by."""
        return self._stack.currentWidget()

    def set_roots(self, roots: Sequence[bytes]) -> None:
        self._roots = tuple(roots)

    def clear(self) -> None:
        self._forget()
        self._header.hide()
        self._strip.hide()
        for part in self.parts:
            part.show_hit(None)
        self.empty.show_state("eye", "", tr("Choose a document to see it here."))
        self._stack.setCurrentWidget(self.empty)

    def show_hit(self, hit: Hit) -> None:
        if self._hit is not None and self._hit.path == hit.path and self._hit.passages == hit.passages:
            return
        self._forget()
        self._hit = hit
        self._passages = sorted(hit.passages, key=lambda passage: passage.start)
        self._at = self._passages.index(hit.passages[0]) if hit.passages else 0
        self.name.show_text(hit.name)
        self._show_meta()
        self._header.show()
        self._show_strip()
        for part in self.parts:
            part.show_hit(hit)
        if hit.kind == "pdf":
            self._show_pdf(hit)
        elif hit.kind == "image":
            self._show_image(hit)
        else:
            self._ask_text(hit)

    def step(self, by: int) -> None:
        """To the next passage that matches, around the end."""
        if self._passages:
            self.go_to((self._at + by) % len(self._passages))

    def go_to(self, passage: int) -> None:
        self._at = passage
        self._show_strip()
        self._go()

    def zoom_by(self, factor: float) -> None:
        if self._pdf is not None and self._stack.currentWidget() is self._pdf:
            self._pdf.zoom_by(factor)
        elif self._stack.currentWidget() is self.image:
            self.image.zoom_by(factor)
        elif self._stack.currentWidget() is self.document:
            self.document.zoom_by(factor)

    def show_alone(self, alone: bool) -> None:
        """As a page of its own, with a way back."""
        self.back.setVisible(alone)

    def take_keys(self) -> None:
        """From now on the keys scroll what is shown; until that has come they are held by the way back."""
        (first_in(self._stack.currentWidget()) or self.back).setFocus()

    def _pass_keys_on(self) -> None:
        if self.back.hasFocus():
            self.take_keys()

    def _forget(self) -> None:
        self._newest.drop()
        self._hit, self._document, self._passages, self._at = None, None, [], 0
        self.strip.show_matches((), -1)
        self.image.clear()
        if self._pdf is not None:
            self._pdf.close_document()

    def _show_meta(self) -> None:
        hit = self._hit
        if hit is None:
            return
        author = self._document.author if self._document else ""
        pages = words.pages(hit.kind, hit.page_count)
        trail = words.folder_trail(hit.path, self._roots)
        parts = (trail, words.when(hit.modified, self._now()), words.size(hit.size), pages, author)
        self.meta.show_text(" · ".join(part for part in parts if part))

    def _show_strip(self) -> None:
        many = len(self._passages)
        self.previous.setVisible(many > 1)
        self.next.setVisible(many > 1)
        has_pages = self._hit is not None and self._hit.kind == "pdf"  # which page it is stands on the right
        place = words.place_of(self._passages[self._at].place) if many and not has_pages else ""
        all_of_them = self._hit is None or not self._hit.more
        said = tr("Passage {number} of {many}") if all_of_them else tr("Passage {number} of the {many} best")
        said = said.format(number=self._at + 1, many=many) if many > 1 else ""
        self.matches.show_text(" · ".join(part for part in (said, place) if part))
        zooms = self._hit is not None and self._hit.kind in ("pdf", "image")
        self._zoom_in.setVisible(zooms)
        self._zoom_out.setVisible(zooms)
        self.page.setText("")
        self._strip.setVisible(many > 1 or zooms)

    def _go(self) -> None:
        self._show_places()
        if self._pdf is not None and self._stack.currentWidget() is self._pdf:
            self._pdf.go_to(self._at)
            self._page_changed(self._pdf.page)  # also where the next passage is on the same one
        elif self._stack.currentWidget() is self.document:
            self.document.go_to(self._at)
        elif self._stack.currentWidget() is self.image:
            self.image.go_to_passage(self._at)

    def _show_places(self) -> None:
        if self._pdf is not None and self._stack.currentWidget() is self._pdf:
            places = [(p.place.number - 0.5 if p.place else 0) / max(self._pdf.page_count, 1) for p in self._passages]
        else:
            places = self.document.positions() if self._document else []
        self.strip.show_matches(places, self._at)

    # --- each kind ---

    def _show_pdf(self, hit: Hit) -> None:
        from desktop.widgets.pdf_marks import Passage

        view = self._pdf_view()
        passages = [
            Passage(p.place.number if p.place and p.place.kind == "page" else 1, p.text, p.sentence, p.highlights)
            for p in self._passages
        ]
        self._stack.setCurrentWidget(view)
        view.open(hit.path, passages)
        if self._stack.currentWidget() is view:
            self._page_changed(view.page)
            self._go()
            self.shown.emit()

    def _pdf_view(self) -> "PdfView":
        if self._pdf is None:
            from desktop.widgets.pdf_view import PdfView

            self._pdf = PdfView(self._theme)
            self._pdf.failed.connect(self._pdf_failed)
            self._pdf.page_changed.connect(self._page_changed)
            self._pdf.similar_wanted.connect(self.similar_text_wanted)
            self._stack.addWidget(self._pdf)
        return self._pdf

    def _page_changed(self, page: int) -> None:
        count = self._pdf.page_count if self._pdf else 0
        self.page.setText(
            tr("Page {page} of {pages}").format(page=words.number(page), pages=words.number(count)) if count else ""
        )

    def _pdf_failed(self, reason: str) -> None:
        if self._hit is not None:
            self._ask_text(self._hit, tr("The pages cannot be shown: {reason}.").format(reason=reason))

    def _show_image(self, hit: Hit) -> None:
        self._stack.setCurrentWidget(self.image)
        self.image.show_picture(hit.path, self._passages)

    def _image_failed(self, reason: str) -> None:
        if self._hit is not None:
            self._ask_text(self._hit, reason)

    def _ask_text(self, hit: Hit, otherwise: str = "") -> None:
        if self._stack.currentWidget() is not self.document:
            self._stack.setCurrentWidget(self._coming)
        self._newest.ask(
            protocol.GetDocument(hit.path),
            lambda answer: self._take_text(answer, otherwise),
            self._show_problem,
        )

    def _take_text(self, answer: Answer, otherwise: str) -> None:
        if not isinstance(answer, protocol.DocumentText) or self._hit is None:
            return
        self._document = answer
        self._show_meta()
        if not answer.text.strip():
            self._show_nothing(answer, otherwise)
            return
        self.document.show_document(answer, self._passages, self._at)
        self._stack.setCurrentWidget(self.document)
        self._go()
        self.shown.emit()

    def _show_nothing(self, answer: protocol.DocumentText, otherwise: str) -> None:
        if answer.failure is not None:
            failed = protocol.FailedFile(answer.path, answer.status, answer.failure)
            title, said = tr("No preview"), words.explain(failed)
        else:
            title, said = tr("No preview"), otherwise or tr("There is no text in this file.")
        self.empty.show_state("file-text", title, said)
        self._stack.setCurrentWidget(self.empty)
        self._strip.hide()  # there is nothing to walk through, and nothing to enlarge
        self.shown.emit()

    def _show_problem(self, problem: WhereinError) -> None:
        self.empty.show_state("warning", tr("This document cannot be shown now"), trouble(problem))
        self._stack.setCurrentWidget(self.empty)
        self._strip.hide()
        self.shown.emit()

    def _restyle(self) -> None:
        self.document.restyle()
        self.empty.repaint_icon()
        self.update()
