"""Topics below their groups, the largest first, each with the colour that it has on the map."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop import words
from desktop.language import tr
from desktop.theme import Theme
from desktop.widgets.topic_colors import colors
from indexer.protocol import Topic

KEY = Qt.ItemDataRole.UserRole
_DOT = 10  # pixels


class TopicTree(QTreeWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._topics: tuple[Topic, ...] = ()
        self.setColumnCount(2)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setIconSize(QSize(_DOT, _DOT))
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTreeWidget.EditTrigger.EditKeyPressed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName(tr("Topics"))
        theme.changed.connect(self._paint_dots)

    def show_topics(self, topics: Sequence[Topic]) -> None:
        """What is chosen stays chosen."""
        self._topics = tuple(topics)
        chosen = set(self.chosen())
        self.blockSignals(True)
        self.clear()
        rows: dict[int, QTreeWidgetItem] = {}
        for topic in self._in_order():
            above = rows.get(topic.parent) if topic.parent is not None else None
            rows[topic.id] = item = _item(topic)
            above.addChild(item) if above is not None else self.addTopLevelItem(item)
        self._paint_dots()
        self.expandAll()
        for topic_id, item in rows.items():
            item.setSelected(topic_id in chosen)
        self.blockSignals(False)

    def topic(self, topic_id: int) -> Topic | None:
        return next((topic for topic in self._topics if topic.id == topic_id), None)

    def chosen(self) -> list[int]:
        return [item.data(0, KEY) for item in self.selectedItems()]

    def below(self, topic_ids: Sequence[int]) -> set[int]:
        """These, with the topics of those that are groups."""
        return set(topic_ids) | {topic.id for topic in self._topics if topic.parent in topic_ids}

    def choose(self, topic_id: int) -> None:
        for item in self._items():
            item.setSelected(item.data(0, KEY) == topic_id)
            if item.data(0, KEY) == topic_id:
                self.scrollToItem(item)

    def colors(self) -> Mapping[int, QColor]:
        """Of each topic, on the ground of the theme in force."""
        listed = [(topic.id, topic.parent) for topic in self._in_order() if not topic.group]
        return colors(listed, dark=self._theme.tokens.dark)

    def _in_order(self) -> list[Topic]:
        return [
            topic
            for above in self._topics
            if above.parent is None
            for topic in (above, *(below for below in self._topics if below.parent == above.id))
        ]

    def _items(self) -> list[QTreeWidgetItem]:
        return self.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)

    def _paint_dots(self) -> None:
        ratio, of_topic = self.devicePixelRatioF(), self.colors()
        blocked = self.blockSignals(True)
        for item in self._items():
            if (color := of_topic.get(item.data(0, KEY))) is not None:
                item.setIcon(0, _dot(color, ratio))
        self.blockSignals(blocked)


def _item(topic: Topic) -> QTreeWidgetItem:
    item = QTreeWidgetItem([topic.name, words.number(topic.size)])
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setData(0, KEY, topic.id)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    item.setToolTip(0, f"{words.count(topic.size, 'document')}: {', '.join(topic.keywords)}")
    return item


def _dot(color: QColor, ratio: float) -> QIcon:
    made = QPixmap(QSize(_DOT, _DOT) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QRectF(1, 1, _DOT - 2, _DOT - 2))
    icon = QIcon(made)
    icon.addPixmap(made, QIcon.Mode.Selected)  # as it is on the map, whatever is chosen
    return icon
