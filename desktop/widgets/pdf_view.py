"""The pages of a PDF, fitted to the width, with the passages that match marked as with a marker pen.

Imported only when a PDF is previewed (QtPdf costs start-up time). Pages are rendered by QtPdf on its own thread.
"""

import os
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QFile, QIODevice, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QWidget

from desktop import words
from desktop.language import tr
from desktop.theme import LIGHT, Theme
from desktop.widgets.pdf_marks import Marks, Passage, PdfMarks
from desktop.widgets.pdf_selection import PdfSelection

MARGIN, BETWEEN = 16, 12
SIDEWAYS = 40  # pixels a key
KEPT_PAGES = 10
ZOOM = (0.5, 4.0)
SETTLE_MS = 60  # the width must rest that long before pages are rendered anew
_CHOSEN = QColor(168, 205, 255)  # pages are white in the dark, too


class PdfView(QAbstractScrollArea):
    ROLE = QAccessible.Role.Document

    failed = Signal(str)
    page_changed = Signal(int)  # from 1
    similar_wanted = Signal(str)  # to the chosen passage

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setDocument(self._document)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._rendered)
        self._options = QPdfDocumentRenderOptions()
        self._options.setRenderFlags(QPdfDocumentRenderOptions.RenderFlag.Annotations)
        self._file: QFile | None = None
        self._sizes: list[QSize] = []  # of the pages, in points (times 100, as whole numbers do not drift)
        self._tops: list[float] = []  # of the pages, in pixels from the top of the first
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._pending: dict[int, int] = {}  # page -> request
        self._marks = PdfMarks(self._document)
        self._zoom, self._page = 1.0, 0
        self._shows_focus = False
        self.selection = PdfSelection(self._document)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._little = QTimer(self, interval=0)  # shapes are asked for one by one: each reads its page anew
        self._little.timeout.connect(self._shape_one)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name_page()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def page(self) -> int:
        return self._page + 1

    def open(self, path: bytes, passages: Sequence[Passage]) -> None:
        """Show a file; `failed` says why it cannot be shown."""
        self.close_document()
        self._marks.show(passages)
        self._file = QFile(self)
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            self.failed.emit(error.strerror or str(error))
            return
        self._file.open(descriptor, QIODevice.OpenModeFlag.ReadOnly, QFile.FileHandleFlag.AutoCloseHandle)
        self._document.load(self._file)
        if self._document.status() is not QPdfDocument.Status.Ready:
            locked = self._document.error() is QPdfDocument.Error.IncorrectPassword
            self.failed.emit(tr("it is locked with a password") if locked else tr("it is damaged"))
            return
        count = self._document.pageCount()
        self._sizes = [(self._document.pagePointSize(page) * 100).toSize() for page in range(count)]
        self._lay_out()
        self._name_page()
        self.viewport().update()

    def close_document(self) -> None:
        self.selection.clear()
        self._document.close()
        if self._file is not None:
            self._file.close()
            self._file.deleteLater()
            self._file = None
        self._sizes, self._tops = [], []
        self._images.clear()
        self._pending.clear()
        self._marks.show(())
        self._little.stop()
        self._zoom, self._page = 1.0, 0
        self.viewport().update()

    def go_to_page(self, page: int) -> None:
        if 0 < page <= len(self._tops):
            self.verticalScrollBar().setValue(round(self._tops[page - 1] - BETWEEN))

    def go_to(self, passage: int) -> None:
        """Scroll to a passage, or to its page where it is not found on it."""
        found = self._marks.place_of(passage)
        if found is None:
            return
        self._little.start()
        page, depth = found
        if depth is None:
            self.go_to_page(page + 1)
        else:
            top = self._tops[page] + depth * self._scale(page)
            self.verticalScrollBar().setValue(round(top - self.viewport().height() / 3))

    def zoom_by(self, factor: float) -> None:
        self._zoom = min(max(self._zoom * factor, ZOOM[0]), ZOOM[1])
        self._lay_out()
        self._settle.start()

    # --- geometry ---

    def _page_width(self) -> float:
        return max((self.viewport().width() - 2 * MARGIN) * self._zoom, 40)

    def _scale(self, page: int) -> float:
        """Pixels a point."""
        return self._page_width() * 100 / max(self._sizes[page].width(), 1)

    def _rect(self, page: int) -> QRectF:
        """Where a page stands in the viewport now."""
        width = self._page_width()
        height = self._sizes[page].height() * self._scale(page) / 100
        left = max((self.viewport().width() - width) / 2, MARGIN) - self.horizontalScrollBar().value()
        return QRectF(left, self._tops[page] - self.verticalScrollBar().value(), width, height)

    def _lay_out(self) -> None:
        """Places for all pages; the point in the middle stays in the middle."""
        bar, view = self.verticalScrollBar(), self.viewport()
        share = (bar.value() + view.height() / 2) / (bar.maximum() + view.height()) if bar.maximum() else None
        top = float(BETWEEN)
        self._tops = []
        for page in range(len(self._sizes)):
            self._tops.append(top)
            top += self._sizes[page].height() * self._scale(page) / 100 + BETWEEN
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        bar.setRange(0, max(0, round(top - view.height())))
        sideways = round(self._page_width() + 2 * MARGIN - view.width())
        self.horizontalScrollBar().setRange(0, max(0, sideways))
        self.horizontalScrollBar().setPageStep(view.width())
        if share is not None:
            bar.setValue(round(share * (bar.maximum() + view.height()) - view.height() / 2))

    def _visible(self) -> range:
        if not self._tops:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(first, last)

    # --- what is marked ---

    def _marks_on(self, page: int) -> list[Marks]:
        """Reading a page's text waits for a page that is being rendered; painting must not, and comes again."""
        if not self._marks.has(page):
            if self._pending:
                return []
            self._little.start()
        return self._marks.on(page)

    def _shape_one(self) -> None:
        """One more shape; not while a page is rendered, which would have to be waited for."""
        if self._pending or not self._marks.shape_one():
            self._little.stop()  # it goes on when the page is there
        else:
            self.viewport().update()

    # --- rendering ---

    def _settled(self) -> None:
        self._pending.clear()
        self._shape_the_rest()
        self.viewport().update()

    def _wanted_size(self, page: int) -> QSize:
        rect, ratio = self._rect(page), self.devicePixelRatioF()
        return QSize(round(rect.width() * ratio), round(rect.height() * ratio))

    def _image(self, page: int) -> QImage | None:
        image = self._images.get(page)
        wanted = self._wanted_size(page)
        if (image is None or image.size() != wanted) and page not in self._pending and not self._settle.isActive():
            self._pending[page] = self._renderer.requestPage(page, wanted, self._options)
        if image is not None:
            self._images.move_to_end(page)
        return image

    def _rendered(
        self, page: int, size: QSize, image: QImage, options: QPdfDocumentRenderOptions, request: int
    ) -> None:
        if self._pending.get(page) != request:
            return  # of a document or a width that is no longer shown
        del self._pending[page]
        self._images[page] = image
        while len(self._images) > KEPT_PAGES:
            self._images.popitem(last=False)
        self._shape_the_rest()
        self.viewport().update()

    def _shape_the_rest(self) -> None:
        if self._marks.are_wanted and not self._pending:
            self._little.start()

    @property
    def settled(self) -> bool:
        """Whether all visible pages stand there at their right size, with their marks."""
        return not (self._settle.isActive() or self._little.isActive()) and all(
            page in self._images and self._images[page].size() == self._wanted_size(page) for page in self._visible()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.fillRect(event.rect(), self._theme.color("window"))
            for page in self._visible():
                self._paint_page(painter, page)
            if self._shows_focus:
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self._rect(page)
        painter.fillRect(rect, Qt.GlobalColor.white)
        marked = self._marks_on(page)
        image = self._image(page)
        if image is not None:
            painter.drawImage(rect, image)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # ink stays ink under the pen
        painter.setPen(Qt.PenStyle.NoPen)
        to_view = QTransform.fromTranslate(rect.left(), rect.top()).scale(self._scale(page), self._scale(page))
        for marks in marked:
            for polygons, color in ((marks.sentence, LIGHT.mark), (marks.words, LIGHT.mark_word)):
                painter.setBrush(color)
                for polygon in polygons:
                    painter.drawRoundedRect(to_view.mapRect(polygon.boundingRect()).adjusted(-1, -1, 1, 1), 2, 2)
        painter.setBrush(_CHOSEN)
        for polygon in self.selection.shapes_on(page):
            painter.drawRect(to_view.mapRect(polygon.boundingRect()))
        painter.restore()
        painter.setPen(self._theme.color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)

    # --- Qt ---

    def _name_page(self) -> None:
        """What a screen reader says: the page, and the passages that match on it."""
        here = tr("Page {page} of {pages}").format(page=words.number(self.page), pages=words.number(self.page_count))
        self.setAccessibleName(here if self.page_count else tr("Pages of the document"))
        self.setAccessibleDescription("\n".join(passage.text for passage in self._marks.passages_on(self._page)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who came by the keyboard sees where it is."""
        self._shows_focus = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._shows_focus = False
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        page = max(bisect_right(self._tops, middle) - 1, 0)
        if page != self._page:
            self._page = page
            self._name_page()
            self.page_changed.emit(page + 1)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        self._settle.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 ** (event.angleDelta().y() / 120))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, beside = self.verticalScrollBar(), self.horizontalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = SIDEWAYS if event.key() == Qt.Key.Key_Right else -SIDEWAYS
            beside.setValue(beside.value() + step)
        else:
            super().keyPressEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # --- a passage chosen with the mouse ---

    def _on_page(self, at: QPointF, page: int) -> QPointF:
        """A place in the viewport, in points of a page."""
        return (at - self._rect(page).topLeft()) / self._scale(page)

    def _page_at(self, at: QPointF) -> int | None:
        return next((page for page in self._visible() if self._rect(page).contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.selection.clear()
            page = self._page_at(event.position())
            if page is not None:
                self.selection.begin(page, self._on_page(event.position(), page))
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._page_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)
        if event.buttons() & Qt.MouseButton.LeftButton and self.selection.page is not None:
            self.selection.reach(self._on_page(event.position(), self.selection.page))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # what was chosen stays chosen

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.selection_menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def selection_menu(self) -> QMenu:
        """What can be done with the chosen passage."""
        text, menu = self.selection.text, QMenu(self)
        menu.addAction(tr("Copy"), self._copy).setEnabled(bool(text))
        menu.addSeparator()
        similar = menu.addAction(tr("Find documents like this text"), lambda: self.similar_wanted.emit(text))
        similar.setEnabled(bool(text))
        return menu

    def _copy(self) -> None:
        if text := self.selected():
            QGuiApplication.clipboard().setText(text)

    def selected(self) -> str:
        return self.selection.text
