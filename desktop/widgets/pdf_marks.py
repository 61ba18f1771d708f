"""What is marked on the pages of a PDF: where the passages that match stand on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QPolygonF
from PySide6.QtPdf import QPdfDocument

from desktop.locate import Range, locate, utf16


@dataclass(frozen=True, slots=True)
class Passage:
    """What to mark: on that page (from 1) that text, with offsets in it."""

    page: int
    text: str
    sentence: tuple[int, int] | None = None
    words: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Marks:
    """What is marked of a passage, in points of its page; and the spans of its text that wait for their shapes."""

    sentence: list[QPolygonF] = field(default_factory=list)
    words: list[QPolygonF] = field(default_factory=list)
    wait_sentence: list[Range] = field(default_factory=list)
    wait_words: list[Range] = field(default_factory=list)


class PdfMarks:
    """Pages count from 0. A page's text is read when its marks are first asked for; each shape reads it anew, so shapes
    come one by one."""

    def __init__(self, document: QPdfDocument) -> None:
        self._document = document
        self._passages: list[Passage] = []
        self._found: dict[int, list[Marks]] = {}

    def show(self, passages: Sequence[Passage]) -> None:
        self._passages, self._found = list(passages), {}

    @property
    def are_wanted(self) -> bool:
        """Whether a page was asked for that may wait for shapes."""
        return bool(self._found)

    def has(self, page: int) -> bool:
        """Whether the marks of the page can be had without its text being read."""
        return page in self._found

    def on(self, page: int) -> list[Marks]:
        if page not in self._found:
            passages = self.passages_on(page)
            text = self._document.getAllText(page).text() if passages else ""
            self._found[page] = [_marks_of(text, passage) for passage in passages]
        return self._found[page]

    def passages_on(self, page: int) -> list[Passage]:
        return [passage for passage in self._passages if passage.page == page + 1]

    def place_of(self, number: int) -> tuple[int, float | None] | None:
        """The page of a passage, and how deep it lies there in points (None where it is not found on it)."""
        if not (0 <= number < len(self._passages) and 0 < self._passages[number].page <= self._document.pageCount()):
            return None
        page = self._passages[number].page - 1
        marks = self.on(page)[self.passages_on(page).index(self._passages[number])]
        self._shape_sentence(page, marks)
        polygons = marks.sentence or marks.words
        return page, polygons[0].boundingRect().top() if polygons else None

    def shape_one(self) -> bool:
        """One more shape; False where none is missing."""
        for page, all_marks in self._found.items():
            for marks in all_marks:
                if marks.wait_sentence:
                    self._shape_sentence(page, marks)
                elif marks.wait_words:
                    marks.words += self._shape(page, marks.wait_words.pop(0))
                else:
                    continue
                return True
        return False

    def _shape_sentence(self, page: int, marks: Marks) -> None:
        while marks.wait_sentence:
            marks.sentence += self._shape(page, marks.wait_sentence.pop())

    def _shape(self, page: int, span: Range) -> list[QPolygonF]:
        return list(self._document.getSelectionAtIndex(page, span[0], span[1] - span[0]).bounds())


def _marks_of(text: str, passage: Passage) -> Marks:
    located = locate(text, passage.text, passage.sentence, passage.words)
    if located is None:
        return Marks()

    def in_qt(span: Range) -> Range:
        return utf16(text, span[0]), utf16(text, span[1])

    sentence = [in_qt(located.sentence)] if located.sentence else []
    return Marks(wait_sentence=sentence, wait_words=[in_qt(span) for span in located.words])
