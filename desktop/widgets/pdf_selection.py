"""A passage of a page, chosen with the mouse in a PDF."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF
from PySide6.QtPdf import QPdfDocument, QPdfSelection


class PdfSelection:
    """From where the mouse went down to where it is, on one page. Places are in points of the page."""

    def __init__(self, document: QPdfDocument) -> None:
        self._document = document
        self._began = QPointF()
        self._found: QPdfSelection | None = None
        self.page: int | None = None  # from 0; None: nothing is, or is being, chosen

    def begin(self, page: int, at: QPointF) -> None:
        self.page, self._began, self._found = page, at, None

    def reach(self, at: QPointF) -> None:
        if self.page is not None:
            self._found = self._document.getSelection(self.page, self._began, at)

    def clear(self) -> None:
        self.page, self._found = None, None

    @property
    def text(self) -> str:
        return self._found.text().replace("\r\n", "\n").strip() if self._found is not None else ""

    def shapes_on(self, page: int) -> list[QPolygonF]:
        return list(self._found.bounds()) if self._found is not None and page == self.page else []
