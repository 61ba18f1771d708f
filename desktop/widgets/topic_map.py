"""Documents as points in a plane, with the names of what lies where: pan, zoom, hover, choose, take a handful.

Points are painted with numpy into one picture: 50,000 of them are a few milliseconds a frame. Names are coarse from
afar and split as one comes nearer: groups, topics, documents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.language import tr
from desktop.theme import Theme, Type

_NEAREST, _FARTHEST = 120.0, 0.6  # zoom; 1: all is seen
_TOPICS_FROM, _DOCUMENTS_FROM = 1.7, 10.0
_MOST_NAMES = 40  # of documents at once
_REACH = 12.0  # pixels within which the pointer finds a point
_EDGE = 36.0  # pixels that are free around all points
_FEW = 2000  # points; fewer are painted larger
_SHADES = 4  # of the edge of a point
_ASIDE = (0, -1, 1, -2, 2)  # lines by which a name gives way to another one, and to points


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map; `key` is emitted when it is clicked. `coarse` ones are shown from afar, `fine` ones from
    near."""

    key: int
    text: str
    x: float
    y: float
    coarse: bool
    fine: bool


class TopicMap(QWidget):
    """`clicked` tells the row of a point; `topic_clicked` the key of a name; `taken` the rows inside of a lasso."""

    ROLE = QAccessible.Role.Chart

    clicked = Signal(int)
    topic_clicked = Signal(int)
    taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._places: NDArray[np.float32] = np.empty((0, 2), np.float32)
        self._topics: NDArray[np.int32] = np.empty(0, np.int32)
        self._names: Sequence[str] = ()
        self._labels: Sequence[Label] = ()
        self._lit: NDArray[np.bool_] | None = None
        self._named: tuple[int, ...] = ()
        self._colors: dict[int, QColor] = {}
        self._whole = QRectF(-1, -1, 2, 2)  # where the points lie
        self._zoom, self._middle = 1.0, QPointF(0, 0)
        self._aim: NDArray[np.bool_] | None = None  # rows that fill the view, until a person moves it
        self._pressed: QPointF | None = None
        self._moved = False
        self._lasso: list[QPointF] | None = None
        self._boxes: list[tuple[QRectF, int]] = []
        self.lassoing = False  # a drag takes a handful, also without the Shift key
        self.setMouseTracking(True)
        self.setMinimumSize(240, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Map of topics"))
        theme.changed.connect(self.update)

    # --- what is shown ---

    def show_points(
        self,
        places: NDArray[np.float32],
        topics: NDArray[np.int32],
        names: Sequence[str],
        labels: Sequence[Label],
        colors: Mapping[int, QColor],
    ) -> None:
        """`places` (n, 2), most within -1 … 1; `topics` (n,) keys of `colors`, -1 for none. Where the view is stays,
        unless nothing is left to see there."""
        at_home = self._zoom == 1.0 and self._middle == self._whole.center()
        self._places, self._topics, self._names, self._labels = places, topics, names, labels
        self._colors = dict(colors)
        if len(places):
            named = np.array([(label.x, label.y) for label in labels], np.float32).reshape(-1, 2)
            everything = np.concatenate([places, named])
            low, high = everything.min(axis=0), everything.max(axis=0)
            (x, y), (wide, tall) = ((low + high) / 2).tolist(), np.maximum(high - low, 0.1).tolist()
            self._whole = QRectF(x - wide / 2, y - tall / 2, wide, tall)  # around the middle, also of a single point
        self._lit, self._named, self._aim = None, (), None
        if at_home or not self._in_view().any():
            self.show_all()
        self.update()

    def recolor(self, colors: Mapping[int, QColor]) -> None:
        self._colors = dict(colors)
        self.update()

    def light(self, rows: NDArray[np.bool_] | None, named: Sequence[int] = ()) -> None:
        """Only these rows (n,) in colour, the others faint; None: all. The names with these keys come before others,
        from near and afar."""
        self._lit, self._named = rows, tuple(named)
        self.update()

    def go_to(self, rows: NDArray[np.bool_]) -> None:
        """So that these rows fill the view."""
        if rows.any():
            self._aim = rows
            chosen = self._places[rows]
            low, high = np.quantile(chosen, [0.05, 0.95], axis=0)
            middle = (low + high) / 2
            self._middle = QPointF(float(middle[0]), float(middle[1]))
            wide = max(float((high - low).max()), 0.05)
            view = max(min(self.width(), self.height()) - 2 * _EDGE, 1.0)
            self._zoom = float(np.clip(0.7 * view / wide / self._home_scale, _FARTHEST, _NEAREST))
            self.update()

    def show_all(self) -> None:
        self._zoom, self._middle, self._aim = 1.0, self._whole.center(), None
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """What lies under `at` stays there."""
        at = at or QPointF(self.width() / 2, self.height() / 2)
        before = self._of_screen(at)
        self._aim = None
        self._zoom = min(max(self._zoom * factor, _FARTHEST), _NEAREST)
        after = self._of_screen(at)
        self._middle += before - after
        self.update()

    # --- where things are ---

    @property
    def _home_scale(self) -> float:
        """Pixels a unit where all points are seen."""
        wide, high = max(self.width() - 2 * _EDGE, 40.0), max(self.height() - 2 * _EDGE, 40.0)
        return float(min(wide / self._whole.width(), high / self._whole.height()))

    @property
    def _scale(self) -> float:
        return self._home_scale * self._zoom

    def _to_screen(self, places: NDArray[np.float32]) -> NDArray[np.float32]:
        middle = np.array([self._middle.x(), self._middle.y()], np.float32)
        centre = np.array([self.width() / 2, self.height() / 2], np.float32)
        return ((places - middle) * np.float32(self._scale) + centre).astype(np.float32)

    def _in_view(self) -> NDArray[np.bool_]:
        """Which rows lie within the widget."""
        screen = self._to_screen(self._places)
        return (screen > 0).all(axis=1) & (screen[:, 0] < self.width()) & (screen[:, 1] < self.height())

    def _of_screen(self, at: QPointF) -> QPointF:
        return (at - QPointF(self.width() / 2, self.height() / 2)) / self._scale + self._middle

    def row_at(self, at: QPointF) -> int | None:
        """The point under the pointer."""
        if not len(self._places):
            return None
        away = self._to_screen(self._places) - np.array([at.x(), at.y()], np.float32)
        distances = np.einsum("nd,nd->n", away, away)
        row = int(distances.argmin())
        return row if distances[row] <= _REACH**2 else None

    def rows_within(self, path: QPolygonF) -> NDArray[np.int64]:
        """Rows inside of a polygon on the screen (even-odd rule)."""
        x, y = self._to_screen(self._places).T
        corners = np.array([(point.x(), point.y()) for point in path.toList()], np.float32)
        inside = np.zeros(len(x), np.bool_)
        for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            if y1 != y2:
                inside ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
        return np.flatnonzero(inside)

    # --- painting ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._aim is not None:
            self.go_to(self._aim)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        if len(self._places):
            painter.drawImage(0, 0, self._picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        if self._lasso:
            fill = self._theme.color("accent")
            fill.setAlpha(40)
            painter.setPen(QPen(self._theme.color("accent"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(self._lasso))
        painter.end()

    def _picture(self) -> QImage:
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        screen = self._to_screen(self._places) * np.float32(ratio)
        radius = ratio * min(2.0 + 0.5 * np.log2(max(self._zoom, 1.0)), 5.0) * (1.6 if len(screen) < _FEW else 1.0)
        edge = int(np.ceil(radius))
        columns, rows = np.rint(screen).astype(np.int64).T
        seen = (columns >= edge) & (columns < width - edge) & (rows >= edge) & (rows < height - edge)
        order = np.flatnonzero(seen)
        if self._lit is not None:  # those in colour over the faint ones
            order = order[np.argsort(self._lit[order], kind="stable")]
        places = rows[order] * width + columns[order]
        shades, which = self._shades(), self._which(order)
        picture = np.full(width * height, self._theme.color("surface").rgb(), np.uint32)
        for shade, dx, dy in _disc(radius, edge):
            picture[places + dy * width + dx] = shades[shade][which]
        image = QImage(picture.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).copy()
        image.setDevicePixelRatio(ratio)
        return image

    def _which(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The colour of each of these rows, as a column of `_shades`."""
        keys = np.array(sorted(self._colors), np.int64)
        topics = self._topics[rows]
        if not len(keys):
            return np.zeros(len(rows), np.int64)
        at = np.minimum(np.searchsorted(keys, topics), len(keys) - 1)
        known = keys[at] == topics
        if self._lit is not None:
            known &= self._lit[rows]
        return np.where(known, at, len(keys))

    def _shades(self) -> NDArray[np.uint32]:
        """(shades, colours): each topic's colour, and that of what is in none, from the softest edge to the full."""
        ground = self._theme.color("surface")
        known = [self._colors[key] for key in sorted(self._colors)]
        known.append(_mixed(self._theme.color("second"), ground, 0.35))
        return np.array(
            [[_mixed(color, ground, (1 + shade) / _SHADES).rgb() for color in known] for shade in range(_SHADES)],
            np.uint32,
        )

    def _paint_names(self, painter: QPainter) -> None:
        self._boxes = []
        afar = self._zoom < _TOPICS_FROM
        painter.setFont(self._theme.font(Type.ROW if afar else Type.BODY, strong=True))
        for label in sorted(self._labels, key=lambda label: label.key not in self._named):
            if label.key in self._named or (label.coarse if afar else label.fine):
                at = self._to_screen(np.array([[label.x, label.y]], np.float32))[0]
                self._paint_name(painter, label.text, QPointF(float(at[0]), float(at[1])), label.key, "text", _ASIDE)
        if self._zoom >= _DOCUMENTS_FROM:
            self._paint_documents(painter)

    def _paint_documents(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(Type.META))
        screen = self._to_screen(self._places)
        for row in np.flatnonzero(self._in_view())[:_MOST_NAMES]:
            at = QPointF(float(screen[row, 0]), float(screen[row, 1]) + 14)
            self._paint_name(painter, self._names[row], at, -1, "second")

    def _paint_name(
        self, painter: QPainter, text: str, at: QPointF, key: int, color: str, aside: Sequence[int] = (0,)
    ) -> None:
        """Where it covers no other name; `aside` are the lines by which it may give way."""
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 260)
        box = metrics.boundingRect(text)
        box.moveCenter(at)
        box.adjust(-4, -2, 4, 2)
        if self.rect().contains(at.toPoint()):  # a name whose place is seen is seen as a whole
            box.moveLeft(min(max(box.left(), 2.0), max(self.width() - box.width() - 2, 2.0)))
        beside = (box.translated(0, lines * box.height()) for lines in aside)
        free = [each for each in beside if not any(each.intersects(other) for other, _ in self._boxes)]
        box = min(free, key=self._hidden_by, default=QRectF())
        if not QRectF(self.rect()).intersects(box):
            return
        self._boxes.append((box, key))
        path = QPainterPath()
        path.addText(QPointF(box.left() + 4, box.top() + 2 + metrics.ascent()), painter.font(), text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("surface"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))  # fmt: skip
        painter.drawPath(path)
        painter.fillPath(path, self._theme.color(color))

    def _hidden_by(self, box: QRectF) -> int:
        """How many points lie below a name; among thousands nobody misses one."""
        if len(self._places) > _FEW:
            return 0
        x, y = self._to_screen(self._places).T
        return int(((x > box.left()) & (x < box.right()) & (y > box.top()) & (y < box.bottom())).sum())

    # --- the pointer ---

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False
            if self.lassoing or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._lasso = [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is None:
            self._hover(at, event)
            return
        if (at - self._pressed).manhattanLength() > 4:
            self._moved = True
        if self._lasso is not None:
            self._lasso.append(at)
        elif self._moved:
            self._aim = None
            self._middle -= (at - self._pressed) / self._scale
            self._pressed = at
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        lasso, self._lasso = self._lasso, None
        self.update()
        if lasso is not None and len(lasso) > 2:
            self.taken.emit(self.rows_within(QPolygonF(lasso)))
        elif pressed is not None and not self._moved:
            self._click(event.position())

    def _click(self, at: QPointF) -> None:
        for box, key in self._boxes:
            if key >= 0 and box.contains(at):
                self.topic_clicked.emit(key)
                return
        row = self.row_at(at)
        if row is not None:
            self.clicked.emit(row)

    def _hover(self, at: QPointF, event: QMouseEvent) -> None:
        row = self.row_at(at)
        named = any(key >= 0 and box.contains(at) for box, key in self._boxes)
        self.setCursor(Qt.CursorShape.PointingHandCursor if named or row is not None else Qt.CursorShape.ArrowCursor)
        if row is None or named:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._names[row], self)


def _disc(radius: float, edge: int) -> list[tuple[int, int, int]]:
    """The pixels of a point: (shade, dx, dy), the softest first, so that no edge covers what is full beside it."""
    across = range(-edge, edge + 1)
    covered = [(radius + 0.5 - float(np.hypot(dx, dy)), dx, dy) for dy in across for dx in across]
    return sorted((min(int(share * _SHADES), _SHADES - 1), dx, dy) for share, dx, dy in covered if share * _SHADES >= 1)


def _mixed(color: QColor, ground: QColor, share: float) -> QColor:
    rest = 1 - share
    return QColor(
        round(share * color.red() + rest * ground.red()),
        round(share * color.green() + rest * ground.green()),
        round(share * color.blue() + rest * ground.blue()),
    )
