"""A picture, fitted to the view, that can be enlarged, with the lines of text that were found in it: those that match
are marked. Read off the main thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QObject, QPointF, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from desktop.language import tr
from desktop.theme import LIGHT, Theme

MARGIN = 16
STEP = 48  # pixels that an arrow moves it
STEPS = {
    Qt.Key.Key_Left: QPointF(STEP, 0),
    Qt.Key.Key_Right: QPointF(-STEP, 0),
    Qt.Key.Key_Up: QPointF(0, STEP),
    Qt.Key.Key_Down: QPointF(0, -STEP),
}
LARGEST_SIDE = 4096  # pixels; larger pictures are read at this size
LARGEST_FILE = 200_000_000  # bytes


class _Loaded(QObject):
    done = Signal(bytes, QImage, str)  # path, picture, what went wrong


class _Load(QRunnable):
    def __init__(self, path: bytes, loaded: _Loaded, data: bytes | None = None) -> None:
        super().__init__()
        self._path, self._loaded, self._data = path, loaded, data

    def run(self) -> None:
        image, problem = read_image(self._path) if self._data is None else decode(self._data)
        self._loaded.done.emit(self._path, image, problem)


def read_image(path: bytes) -> tuple[QImage, str]:
    """The picture, upright, and what went wrong (then the picture is null)."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return QImage(), error.strerror or str(error)
    if len(data) > LARGEST_FILE:
        return QImage(), tr("it is too large to show")
    return decode(data)


def decode(data: bytes) -> tuple[QImage, str]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LARGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(LARGEST_SIDE, LARGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return image, "" if not image.isNull() else tr("its format is not known here")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in the picture: its box in shares of the picture's sides, and how it matches ("mark", "mark_word",
    or "" where it does not)."""

    box: QRectF
    text: str
    mark: str = ""


class ImageView(QWidget):
    """The wheel and the keys that the window has for that enlarge it; then the pointer and the arrows move it."""

    ROLE = QAccessible.Role.Graphic
    failed = Signal(str)
    shown = Signal(QSize)
    similar_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path, self._image = b"", QImage()
        self._zoom, self._shift, self._grabbed = 1.0, QPointF(), QPointF()
        self._lines: Sequence[Line] = ()
        self._under = -1  # the line under the pointer
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._loaded = _Loaded(self)
        self._loaded.done.connect(self._take)
        self.setAccessibleName(tr("Picture"))

    def open(self, path: bytes) -> None:
        self._path, self._image, self._lines = path, QImage(), ()
        self._zoom, self._shift = 1.0, QPointF()
        self.update()
        QThreadPool.globalInstance().start(_Load(path, self._loaded))

    def show_data(self, path: bytes, data: bytes) -> None:
        """The picture of the file that was opened, as somebody else has made it."""
        if path == self._path:
            QThreadPool.globalInstance().start(_Load(path, self._loaded, data))

    def clear(self) -> None:
        self._path, self._image = b"", QImage()
        self.update()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """What was found in the picture that is shown."""
        self._lines, self._under = lines, -1
        self.setAccessibleDescription("\n".join(line.text for line in lines))
        self.update()

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines

    def go_to(self, number: int) -> None:
        """Give a line an edge, and bring it to the middle, as far as the picture is larger than the view."""
        if 0 <= number < len(self._lines):
            self._under = number
            if self._zoom > 1.0:
                line = self._on_view(self._lines[number].box, self._picture())
                self._shift += QPointF(self.rect().center()) - line.center()
            self.update()

    def zoom_by(self, factor: float) -> None:
        self._zoom = min(max(self._zoom * factor, 1.0), 16.0)
        if self._zoom == 1.0:
            self._shift = QPointF()
        self.update()

    def _take(self, path: bytes, image: QImage, problem: str) -> None:
        if path != self._path:
            return
        if problem:
            self.failed.emit(problem)
            return
        self._image = image
        self.shown.emit(image.size())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), self._theme.color("window"))
            if self._image.isNull():
                return
            picture = self._picture()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(picture, self._image)
            self._paint_lines(painter, picture)
            if self.hasFocus():
                painter.setPen(QPen(self._theme.color("accent"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _picture(self) -> QRectF:
        """Where the picture stands in the view."""
        room = self.size() - QSize(2 * MARGIN, 2 * MARGIN)
        size = self._image.size() / self.devicePixelRatioF()
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        size *= self._zoom
        at = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2) + self._shift
        return QRectF(at.x(), at.y(), size.width(), size.height())

    @staticmethod
    def _on_view(box: QRectF, picture: QRectF) -> QRectF:
        return QRectF(
            picture.left() + box.left() * picture.width(),
            picture.top() + box.top() * picture.height(),
            box.width() * picture.width(),
            box.height() * picture.height(),
        )

    def _paint_lines(self, painter: QPainter, picture: QRectF) -> None:
        """As with a marker pen: what is written shows through. The line under the pointer has an edge."""
        for number, line in enumerate(self._lines):
            place = self._on_view(line.box, picture).adjusted(-2, -1, 2, 1)
            if line.mark:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                painter.fillRect(place, QColor(getattr(LIGHT, line.mark)))
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            if number == self._under:
                painter.setPen(QPen(self._theme.color("accent"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None or self._zoom == 1.0:
            super().keyPressEvent(event)
        else:
            self._shift += step
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.15 ** (event.angleDelta().y() / 120))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self._point_at(event.position())
        elif self._zoom > 1.0:
            self._shift += event.position() - self._grabbed
            self._grabbed = event.position()
            self.update()

    def _point_at(self, at: QPointF) -> None:
        picture = self._picture()
        under = (n for n, line in enumerate(self._lines) if self._on_view(line.box, picture).contains(at))
        found = next(under, -1)
        if found != self._under:
            self._under = found
            self.setToolTip(self._lines[found].text if found >= 0 else "")
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """With the line under the pointer, or with all of them."""
        if not self._lines:
            return
        chosen = self._lines if self._under < 0 else [self._lines[self._under]]
        text = "\n".join(line.text for line in chosen)
        menu = QMenu(self)
        menu.addAction(tr("Copy the text")).triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
        similar = menu.addAction(tr("Find documents like this text"))
        similar.triggered.connect(lambda: self.similar_wanted.emit(text))
        menu.exec(event.globalPos())
        menu.deleteLater()
