"""A picture of the library, drawn by the window or else by the service, with the lines that match marked."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal

from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.widgets.image_view import ImageView, Line
from indexer import protocol
from indexer.protocol import Answer


def line_of(text: str, box: protocol.TextBox, passages: Sequence[protocol.Passage]) -> Line:
    """A line in a picture, marked where it is part of a sentence that answers, or holds a word that was asked for."""
    mark = ""
    for passage in passages:
        start, end = box.start - passage.start, box.end - passage.start
        if any(first < end and last > start for first, last in passage.highlights):
            mark = "mark_word"
        elif passage.sentence and passage.sentence[0] < end and passage.sentence[1] > start:
            mark = mark or "mark"
    return Line(QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top), text[box.start : box.end], mark)


class PictureView(ImageView):
    not_shown = Signal(str)  # why neither the window nor the service can draw it

    def __init__(self, at: Surroundings) -> None:
        super().__init__(at.theme)
        self._found, self._drawings = Newest(at.service), Newest(at.service)
        self._picture_path, self._asked = b"", False  # whether the service was asked to draw it
        self._passages: Sequence[protocol.Passage] = ()
        self._begins: list[int] = []  # the line where each passage begins
        self.failed.connect(self._ask_for_drawing)

    def show_picture(self, path: bytes, passages: Sequence[protocol.Passage]) -> None:
        self._picture_path, self._asked, self._passages = path, False, passages
        self.open(path)
        self._found.ask(protocol.GetDocument(path), self._take_boxes, lambda _: None)  # the picture stands for itself

    def clear(self) -> None:
        self._found.drop()
        self._drawings.drop()
        self._picture_path, self._passages, self._begins = b"", (), []
        super().clear()

    def go_to_passage(self, number: int) -> None:
        if number < len(self._begins):
            self.go_to(self._begins[number])

    def _take_boxes(self, answer: Answer) -> None:
        """The lines of text that were found in the picture."""
        if isinstance(answer, protocol.DocumentText):
            boxes = [box for box in answer.boxes if box.page == 1]
            self.show_lines([line_of(answer.text, box, self._passages) for box in boxes])
            begins = [[place for place, box in enumerate(boxes) if box.end > p.start] for p in self._passages]
            self._begins = [places[0] if places else -1 for places in begins]

    def _ask_for_drawing(self, reason: str) -> None:
        """What the window cannot draw (HEIC, PSD), the readers of the service mostly can."""
        path, said = self._picture_path, tr("The picture cannot be shown: {reason}.").format(reason=reason)

        def take(answer: Answer) -> None:
            if isinstance(answer, protocol.Picture):
                self.show_data(answer.path, answer.jpeg)

        if self._asked:
            self.not_shown.emit(said)
        else:
            self._asked = True
            self._drawings.ask(protocol.GetPicture(path), take, lambda _: self.not_shown.emit(said))
