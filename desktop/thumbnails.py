"""Small pictures of documents for the gallery: made on other threads, the newest wish first, a few hundred kept."""

from collections import OrderedDict

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from desktop.client import Service
from desktop.widgets.image_view import decode, read_image
from indexer.errors import WhereinError
from indexer.protocol import Answer, GetPicture, Picture

SIDE = 320  # pixels, enough for a tile at 2x
KEPT, MOST_WAITING, AT_ONCE = 400, 80, 2
LARGEST_PDF = 100_000_000  # bytes

Key = tuple[bytes, float]  # path, when it was changed


def make(path: bytes, kind: str) -> QImage:
    """A picture of the document, SIDE pixels at most; null where there is none."""
    return small(_first_page(path) if kind == "pdf" else read_image(path)[0])


def small(image: QImage) -> QImage:
    if image.isNull():
        return image
    return image.scaled(
        QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _first_page(path: bytes) -> QImage:
    from PySide6.QtPdf import QPdfDocument  # costs start-up time

    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_PDF + 1)
    except OSError:
        return QImage()
    if len(data) > LARGEST_PDF:
        return QImage()
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() is not QPdfDocument.Status.Ready or not document.pageCount():
        return QImage()
    size = document.pagePointSize(0).scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    page = document.render(0, size.toSize())
    document.close()
    paper = QImage(page.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, page)
    return paper


class _Bridge(QObject):
    done = Signal(object, QImage)  # Key


class _Job(QRunnable):
    def __init__(self, key: Key, kind: str, bridge: _Bridge, drawn: bytes | None = None) -> None:
        super().__init__()
        self._key, self._kind, self._bridge, self._drawn = key, kind, bridge, drawn

    def run(self) -> None:
        image = make(self._key[0], self._kind) if self._drawn is None else small(decode(self._drawn)[0])
        self._bridge.done.emit(self._key, image)


class Thumbnails(QObject):
    """What the window cannot draw (HEIC, PSD), the service is asked for, one picture at a time."""

    ready = Signal(bytes)  # the path that a picture came for

    def __init__(self, service: Service, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._bridge = _Bridge(self)
        self._bridge.done.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._made: OrderedDict[Key, QPixmap | None] = OrderedDict()  # None: there is none
        self._waiting: OrderedDict[Key, str] = OrderedDict()
        self._running: dict[Key, str] = {}
        self._foreign: list[Key] = []  # wait for the service; the newest is asked for first
        self._asked: Key | None = None  # what the service draws now

    def get(self, path: bytes, modified: float, kind: str) -> QPixmap | None:
        """The picture; None where there is none, or none yet: then it is made, and `ready` says so."""
        if kind not in ("image", "pdf"):
            return None
        key = (path, modified)
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        if key not in self._running and key not in self._foreign and key != self._asked:
            self._waiting[key] = kind
            self._waiting.move_to_end(key)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            self._start()
        return None

    def drop_wishes(self) -> None:
        """Something else is looked at now: whatever is not begun is made when it is asked for again."""
        self._waiting.clear()
        self._foreign.clear()

    def _start(self) -> None:
        while self._waiting and len(self._running) < AT_ONCE:
            key, kind = self._waiting.popitem()
            self._running[key] = kind
            QThreadPool.globalInstance().start(_Job(key, kind, self._bridge))

    def _take(self, key: Key, image: QImage) -> None:
        if self._running.pop(key, "") == "image" and image.isNull():
            self._foreign.append(key)
            self._ask()
        else:
            self._keep(key, None if image.isNull() else QPixmap.fromImage(image))
        self._start()

    def _keep(self, key: Key, picture: QPixmap | None) -> None:
        self._made[key] = picture
        while len(self._made) > KEPT:
            self._made.popitem(last=False)
        self.ready.emit(key[0])
        if key == self._asked:
            self._asked = None
            self._ask()

    def _ask(self) -> None:
        if self._asked is not None or not self._foreign:
            return
        key = self._asked = self._foreign.pop()

        def take(answer: Answer) -> None:
            if isinstance(answer, Picture):
                QThreadPool.globalInstance().start(_Job(key, "image", self._bridge, answer.jpeg))

        def refused(problem: WhereinError) -> None:
            if problem.code == "no_picture":
                self._keep(key, None)
            else:  # not now; where it is painted again it is asked for again
                self._asked = None

        self._service.ask(GetPicture(key[0]), take, refused)
