"""A picture, fitted to the view, that can be enlarged. Read off the main thread."""

from PySide6.QtCore import QBuffer, QByteArray, QObject, QPointF, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.theme import Theme

MARGIN = 16
LARGEST_SIDE = 4096  # pixels; larger pictures are read at this size
LARGEST_FILE = 200_000_000  # bytes


class _Loaded(QObject):
    done = Signal(bytes, QImage, str)  # path, picture, what went wrong


class _Load(QRunnable):
    def __init__(self, path: bytes, loaded: _Loaded) -> None:
        super().__init__()
        self._path, self._loaded = path, loaded

    def run(self) -> None:
        image, problem = read_image(self._path)
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
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LARGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(LARGEST_SIDE, LARGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return image, "" if not image.isNull() else tr("this kind of picture cannot be shown")


class ImageView(QWidget):
    failed = Signal(str)
    shown = Signal(QSize)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._path, self._image = b"", QImage()
        self._zoom, self._shift, self._grabbed = 1.0, QPointF(), QPointF()
        self._loaded = _Loaded(self)
        self._loaded.done.connect(self._take)
        self.setAccessibleName(tr("Picture"))

    def open(self, path: bytes) -> None:
        self._path, self._image = path, QImage()
        self._zoom, self._shift = 1.0, QPointF()
        self.update()
        QThreadPool.globalInstance().start(_Load(path, self._loaded))

    def clear(self) -> None:
        self._path, self._image = b"", QImage()
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
            room = self.size() - QSize(2 * MARGIN, 2 * MARGIN)
            size = self._image.size() / self.devicePixelRatioF()
            if size.width() > room.width() or size.height() > room.height():
                size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            size *= self._zoom
            at = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2) + self._shift
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(at.x(), at.y(), size.width(), size.height()), self._image)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.15 ** (event.angleDelta().y() / 120))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._zoom > 1.0:
            self._shift += event.position() - self._grabbed
            self._grabbed = event.position()
            self.update()
