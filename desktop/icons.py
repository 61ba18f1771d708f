"""Icons: outlines from `resources/icons`, painted in the text's colour of the theme in force."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.theme import Theme

SIZE = 18

KINDS = {
    "pdf": "file-pdf",
    "document": "file-text",
    "spreadsheet": "table",
    "presentation": "presentation-chart",
    "mail": "envelope-simple",
    "web": "globe",
    "text": "article",
    "code": "code",
    "data": "brackets-curly",
    "image": "image",
    "audio": "music-note",
    "video": "film-strip",
    "book": "book-open",
    "archive": "archive",
}


@cache
def _outline(name: str) -> str:
    return files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _drawing(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(_outline(name).replace("currentColor", color).encode())


class _Engine(QIconEngine):
    """Asks for the colour when it paints, so a change of theme needs no new icons."""

    def __init__(self, name: str, color: Callable[[], str], faint: Callable[[], str]) -> None:
        super().__init__()
        self._name, self._color, self._faint = name, color, faint

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = self._faint() if mode is QIcon.Mode.Disabled else self._color()
        side = min(rect.width(), rect.height())
        box = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
        _drawing(self._name, color).render(painter, box)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if pixmap.isNull():  # asked for by a part that has no room yet
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._color, self._faint)


def app_icon() -> QPixmap:
    """The application's own icon, in colour."""
    pixmap = QPixmap(128, 128)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(files("resources").joinpath("wherein.svg").read_bytes()).render(painter)
    painter.end()
    return pixmap


# Whoever shows an icon shares its engine, which PySide destroys with the first QIcon: none of these may ever go.
_FIRST: list[QIcon] = []


class Icons:
    """Makes icons in the colours of `theme`; keep one for the window."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, color: str = "text") -> QIcon:
        """The icon of that name (a file in `resources/icons`) in the colour of a token."""
        key = (name, color)
        if key not in self._made:
            tokens = self._theme
            first = QIcon(_Engine(name, lambda: str(getattr(tokens.tokens, color)), lambda: tokens.tokens.strong_line))
            _FIRST.append(first)
            self._made[key] = first
        return self._made[key]

    def kind(self, kind: str, color: str = "second") -> QIcon:
        """The icon of a kind of document ("pdf", "image"...)."""
        return self.icon(KINDS.get(kind, "file"), color)
