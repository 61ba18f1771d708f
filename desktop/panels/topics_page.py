"""What the documents are about: topics in a tree beside their map."""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import operations, words
from desktop.client import Newest, State
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.query import Query
from desktop.told import told, trouble
from desktop.widgets.basics import EmptyState, button, label, tool
from desktop.widgets.topic_map import Label, TopicMap
from indexer.errors import WhereinError
from indexer.protocol import (
    Answer,
    Changed,
    Event,
    GetTopicMap,
    GetTopics,
    Results,
    TaskState,
    Topic,
    Topics,
)
from indexer.protocol import (
    TopicMap as Places,
)

_LISTED = 2000  # documents of a handful
_FOUND = 500  # results of the search that are shown on the map
_KEY = Qt.ItemDataRole.UserRole


class TopicsPage(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._topics = Topics()
        self._places: Places | None = None
        self._of_row: NDArray[np.int32] = np.empty(0, np.int32)
        self._task: TaskState | None = None
        self._stale = True
        self._ask_topics, self._ask_places, self._ask_found = (Newest(at.service) for _ in range(3))
        self.tree = self._make_tree()
        self.map = TopicMap(at.theme)
        self.handful = QListWidget()
        self.empty = EmptyState(at.icons)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self._make_full())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._connect()
        self._show_state()

    # --- building ---

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(2)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        tree.setHeaderHidden(True)
        tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        tree.setEditTriggers(QTreeWidget.EditTrigger.EditKeyPressed)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.setExpandsOnDoubleClick(False)
        tree.setAccessibleName(tr("Topics"))
        return tree

    def _make_full(self) -> QWidget:
        icons = self._at.icons
        self.title = label(tr("Topics"), "page")
        self.said = label("", "second", wrap=True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.said)
        column.addWidget(self.tree, 1)
        column.addWidget(button(tr("Find topics anew"), self.find_anew, "quiet"))
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 12, 4)
        self.hint = label("", "meta")
        self.lasso = tool(icons, "intersect", tr("Take a handful (or drag with Shift)"), self._toggle_lasso)
        self.lasso.setCheckable(True)
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.lasso)
        bar.addWidget(tool(icons, "magnifying-glass-minus", tr("Farther"), lambda: self.map.zoom_by(0.7)))
        bar.addWidget(tool(icons, "magnifying-glass-plus", tr("Nearer"), lambda: self.map.zoom_by(1.4)))
        bar.addWidget(tool(icons, "arrows-out", tr("All"), self._show_all))
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addLayout(bar)
        beside.addWidget(self.map, 1)
        self.handful_box = self._make_handful()
        beside.addWidget(self.handful_box)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([300, 700])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _make_handful(self) -> QWidget:
        """What a lasso took, with what can be done with it."""
        box = QWidget()
        self.handful_said = label("", "second")
        row = QHBoxLayout()
        row.addWidget(self.handful_said, 1)
        row.addWidget(button(tr("Open"), lambda: self._with_chosen(self._at.open), "quiet"))
        row.addWidget(button(tr("Show in folder"), lambda: self._with_chosen(self._at.show_in_folder), "quiet"))
        row.addWidget(button(tr("Copy paths"), lambda: self._at.copy_paths(self._handful_paths()), "quiet"))
        row.addWidget(tool(self._at.icons, "x", tr("Let go"), self._let_go))
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 4, 12, 8)
        column.addLayout(row)
        column.addWidget(self.handful)
        self.handful.setMaximumHeight(180)
        self.handful.setAccessibleName(tr("Documents taken from the map"))
        box.hide()
        return box

    def _connect(self) -> None:
        self.tree.itemSelectionChanged.connect(self._chosen_changed)
        self.tree.itemDoubleClicked.connect(lambda item, _: self._search_in([item.data(0, _KEY)]))
        self.tree.itemChanged.connect(self._renamed)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.map.clicked.connect(self._point_clicked)
        self.map.topic_clicked.connect(self._choose)
        self.map.taken.connect(self._taken)
        self.handful.itemActivated.connect(lambda item: self._at.open(item.data(_KEY)))
        self._at.service.heard.connect(self._heard)
        self._at.service.state_changed.connect(lambda _: self.refresh())
        self._at.tasks.changed.connect(self._tasks_changed)
        self._at.theme.changed.connect(self.empty.repaint_icon)

    # --- what is known ---

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        else:
            self._light_found()

    def refresh(self) -> None:
        """Asks again, now or when the page is seen."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._ask_topics.ask(GetTopics(), self._take_topics, self._broken)

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "topics" in event.areas:
            self.refresh()

    def _tasks_changed(self, tasks: Sequence[TaskState]) -> None:
        self._task = next((task for task in tasks if task.kind == "topics" and not task.over), None)
        self._show_state()

    def _take_topics(self, answer: Answer) -> None:
        if isinstance(answer, Topics):
            self._topics = answer
            self._ask_places.ask(GetTopicMap(), self._take_places, self._broken)
            self._fill_tree()
            self._show_state()

    def _take_places(self, answer: Answer) -> None:
        if isinstance(answer, Places):
            self._places = answer
            self._of_row = np.frombuffer(answer.topics, "<i4")
            self.map.show_points(
                np.frombuffer(answer.places, "<f4").reshape(-1, 2),
                self._of_row,
                [words.name_of(path) for path in answer.paths],
                [Label(topic.id, topic.name, topic.x, topic.y, topic.group) for topic in self._topics.topics],
            )
            self._light_found()

    def _broken(self, problem: WhereinError) -> None:
        again = [button(tr("Try again"), self.refresh, "primary")]
        self.empty.show_state("warning", tr("Topics cannot be shown"), trouble(problem), again)
        self.pages.setCurrentIndex(0)

    # --- the five states ---

    def _show_state(self) -> None:
        found = self._topics
        if found.topics:
            self._show_full()
            return
        self.pages.setCurrentIndex(0)
        find = [button(tr("Find topics"), self.find_anew, "primary")]
        if self._at.service.state is not State.READY and found.made is None:
            self.empty.show_state("books", tr("One moment"), tr("The search service is starting."))
        elif self._task is not None:
            done = _how_far(self._task, tr("Beginning"))
            stop = [button(tr("Cancel"), lambda: self._cancel(), "quiet")]
            self.empty.show_state("circle", tr("Finding what your documents are about"), done, stop)
        elif found.made is not None:
            text = tr("What was read has too little in common. With more documents there will be topics.")
            self.empty.show_state("file-search", tr("No topics found"), text, find)
        else:
            text = tr(
                "Wherein can find out what your documents are about, name it, and draw a map of it. "
                "It takes a moment, and happens beside everything else."
            )
            self.empty.show_state("circle", tr("What are your documents about?"), text, find)

    def _show_full(self) -> None:
        found = self._topics
        topics = sum(not topic.group for topic in found.topics)
        said = tr("{documents} in {topics}").format(
            documents=words.count(found.documents, "document"), topics=words.count(topics, "topic")
        )
        if found.outliers:
            said = tr("{said}, {number} in none").format(said=said, number=words.number(found.outliers))
        if self._task is not None:
            said = _how_far(self._task, told(self._task.title))
        self.said.setText(said)
        self.pages.setCurrentIndex(1)

    # --- the tree ---

    def _fill_tree(self) -> None:
        chosen = set(self._chosen_topics())
        self.tree.blockSignals(True)
        self.tree.clear()
        rows: dict[int, QTreeWidgetItem] = {}
        for topic in sorted(self._topics.topics, key=lambda topic: not topic.group):
            above = rows.get(topic.parent) if topic.parent is not None else None
            rows[topic.id] = item = _item(topic)
            above.addChild(item) if above is not None else self.tree.addTopLevelItem(item)
        self.tree.expandAll()
        for topic_id, item in rows.items():
            item.setSelected(topic_id in chosen)
        self.tree.blockSignals(False)

    def _chosen_topics(self) -> list[int]:
        return [item.data(0, _KEY) for item in self.tree.selectedItems()]

    def _below(self, topic_ids: Sequence[int]) -> set[int]:
        """With the topics of groups."""
        return set(topic_ids) | {topic.id for topic in self._topics.topics if topic.parent in topic_ids}

    def _chosen_changed(self) -> None:
        chosen = self._chosen_topics()
        if not chosen:
            self._light_found()
            return
        rows = np.isin(self._of_row, list(self._below(chosen)))
        self.map.light(rows)
        self.map.go_to(rows)
        keywords = [word for topic in self._topics.topics if topic.id == chosen[0] for word in topic.keywords]
        self.hint.setText(", ".join(keywords[:8]))

    def _choose(self, topic_id: int) -> None:
        for item in self.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            item.setSelected(item.data(0, _KEY) == topic_id)
            if item.data(0, _KEY) == topic_id:
                self.tree.scrollToItem(item)

    def _renamed(self, item: QTreeWidgetItem) -> None:
        topic = self._topic(item.data(0, _KEY))
        name = item.text(0).strip()
        if topic is not None and name != topic.name:
            self._at.do(operations.rename_topic(topic, name))

    def _menu(self, at: QPoint) -> None:
        chosen = self._chosen_topics()
        item = self.tree.itemAt(at)
        topic = self._topic(chosen[0]) if chosen else None
        if topic is None or item is None:
            return
        menu = QMenu(self)
        menu.addAction(tr("Search in it")).triggered.connect(lambda: self._search_in(chosen))
        if len(chosen) == 1:
            menu.addAction(tr("Rename")).triggered.connect(lambda: self.tree.editItem(item))
            if topic.given:
                menu.addAction(tr("Name it by what is in it")).triggered.connect(
                    lambda: self._at.do(operations.rename_topic(topic, ""))
                )
            if not topic.group:
                menu.addAction(tr("Part it")).triggered.connect(lambda: self._at.do(operations.split_topic(topic)))
        elif not any(other.group for other in self._topics.topics if other.id in chosen):
            menu.addAction(tr("Make one topic of these {number}").format(number=len(chosen))).triggered.connect(
                lambda: self._at.do(operations.merge_topics(chosen))
            )
        menu.exec(self.tree.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _topic(self, topic_id: int) -> Topic | None:
        return next((topic for topic in self._topics.topics if topic.id == topic_id), None)

    # --- what a person wants ---

    def find_anew(self) -> None:
        self._at.do(operations.find_topics())

    def _cancel(self) -> None:
        if self._task is not None:
            self._at.do(operations.cancel_task(self._task))

    def _search_in(self, topic_ids: Sequence[int]) -> None:
        topic = self._topic(topic_ids[0]) if topic_ids else None
        if topic is not None:
            typed = self._at.query().text.strip()
            self._at.look_for(Query(text=f'{typed} topic:"{topic.name}"'.strip()))

    def _light_found(self) -> None:
        """What the search found, as a selection on the map."""
        self.hint.setText("")
        request = self._at.query().request(self._at.now(), _FOUND)
        if request is None or self.tree.selectedItems():
            self.map.light(None if not self.tree.selectedItems() else self._rows_chosen())
            return
        self._ask_found.ask(request, self._take_found, lambda _: self.map.light(None))

    def _rows_chosen(self) -> NDArray[np.bool_]:
        return np.isin(self._of_row, list(self._below(self._chosen_topics())))

    def _take_found(self, answer: Answer) -> None:
        if isinstance(answer, Results) and self._places is not None:
            found = {path for hit in answer.hits for path in (hit.path, *hit.copies, *hit.near)}
            rows = np.array([path in found for path in self._places.paths], np.bool_)
            self.map.light(rows)
            self.hint.setText(tr("In colour: what “{query}” finds").format(query=answer.query))

    def _show_all(self) -> None:
        self.tree.clearSelection()
        self.map.show_all()

    def _toggle_lasso(self) -> None:
        self.map.lassoing = self.lasso.isChecked()

    def _point_clicked(self, row: int) -> None:
        self._taken(np.array([row]))

    def _taken(self, rows: NDArray[np.int64]) -> None:
        if self._places is None or not len(rows):
            return
        lit = np.zeros(len(self._of_row), np.bool_)
        lit[rows] = True
        self.map.light(lit)
        self.handful.clear()
        for row in rows[:_LISTED]:
            path = self._places.paths[int(row)]
            item = QListWidgetItem(self._at.icons.kind(self._places.kinds[int(row)]), words.name_of(path))
            item.setToolTip(os.fsdecode(path))
            item.setData(_KEY, path)
            self.handful.addItem(item)
        self.handful.setCurrentRow(0)
        self.handful_said.setText(words.count(len(rows), "document"))
        self.handful_box.show()

    def _let_go(self) -> None:
        self.handful_box.hide()
        self._light_found()

    def _handful_paths(self) -> list[bytes]:
        return [self.handful.item(row).data(_KEY) for row in range(self.handful.count())]

    def _with_chosen(self, do: object) -> None:
        item = self.handful.currentItem()
        if item is not None and callable(do):
            do(item.data(_KEY))


def _how_far(task: TaskState, otherwise: str) -> str:
    return f"{told(task.current) or otherwise} · {words.done_of(task.done, task.total or 100)}"


def _item(topic: Topic) -> QTreeWidgetItem:
    item = QTreeWidgetItem([topic.name, words.number(topic.size)])
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight)
    item.setData(0, _KEY, topic.id)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    item.setToolTip(0, f"{words.count(topic.size, 'document')}: {', '.join(topic.keywords)}")
    return item
