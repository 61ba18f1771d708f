"""What the documents are about: topics in a tree beside their map."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import operations, states, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.topic_handful import TopicHandful
from desktop.panels.topic_tree import KEY, TopicTree
from desktop.panels.topic_ways import ways_menu
from desktop.query import Query
from desktop.told import told, trouble
from desktop.widgets.basics import Elided, EmptyState, button, label, tool
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

_FOUND = 500  # results of the search that are shown on the map


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
        self.tree = TopicTree(at.theme)
        self.setFocusProxy(self.tree)
        self.map = TopicMap(at.theme)
        self.handful = TopicHandful(at)
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
        below = QHBoxLayout()
        below.addWidget(button(tr("Find topics anew"), self.find_anew, "quiet"), 1)
        self.ways = tool(icons, "sliders", tr("How topics are found"), self._show_ways)
        below.addWidget(self.ways)
        column.addLayout(below)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 12, 4)
        self.hint = Elided("meta", Qt.TextElideMode.ElideRight)
        self.lasso = tool(icons, "lasso", tr("Take a handful (or drag with Shift)"), self._toggle_lasso)
        self.lasso.setCheckable(True)
        self.search_in = button(tr("Search in it"), lambda: self._search_in(self.tree.chosen()), "quiet")
        self.search_in.hide()
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.search_in)
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
        beside.addWidget(self.handful)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([340, 660])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _connect(self) -> None:
        self.tree.itemSelectionChanged.connect(self._chosen_changed)
        self.tree.itemDoubleClicked.connect(lambda item, _: self._search_in([item.data(0, KEY)]))
        self.tree.itemChanged.connect(self._renamed)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.map.clicked.connect(self._point_clicked)
        self.map.topic_clicked.connect(self.tree.choose)
        self.map.taken.connect(self._taken)
        self.handful.let_go.connect(self._light_found)
        self._at.service.heard.connect(self._heard)
        self._at.service.state_changed.connect(lambda _: self.refresh())
        self._at.tasks.changed.connect(self._tasks_changed)
        self._at.theme.changed.connect(self.empty.repaint_icon)
        self._at.theme.changed.connect(self._repaint)

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
            self.tree.show_topics(answer.topics)
            self._show_state()

    def _take_places(self, answer: Answer) -> None:
        if isinstance(answer, Places):
            self._places = answer
            self._of_row = np.frombuffer(answer.topics, "<i4")
            self.map.show_points(
                np.frombuffer(answer.places, "<f4").reshape(-1, 2),
                self._of_row,
                [words.name_of(path) for path in answer.paths],
                [_label(topic) for topic in self._topics.topics],
                self.tree.colors(),
            )
            self._light_found()

    def _broken(self, problem: WhereinError) -> None:
        again = [button(tr("Try again"), self.refresh, "primary")]
        if not states.absent(self.empty, self._at.service):
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
        if found.made is None and states.absent(self.empty, self._at.service):
            return
        if self._task is not None:
            done = _how_far(self._task, tr("Beginning"))
            stop = [button(tr("Cancel"), lambda: self._cancel(), "quiet")]
            self.empty.show_state("squares-four", tr("Finding what your documents are about"), done, stop)
        elif found.made is not None:
            text = tr("What was read has too little in common. With more documents there will be topics.")
            self.empty.show_state("file-search", tr("No topics found"), text, find)
        else:
            text = tr(
                "Wherein can find out what your documents are about, name it, and draw a map of it. "
                "It takes a moment, and happens beside everything else."
            )
            self.empty.show_state("squares-four", tr("What are your documents about?"), text, find)

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

    def _repaint(self) -> None:
        self.map.recolor(self.tree.colors())

    def _chosen_changed(self) -> None:
        chosen = self.tree.chosen()
        self.search_in.setVisible(len(chosen) == 1)
        if not chosen:
            self._light_found()
            return
        rows = np.isin(self._of_row, list(self.tree.below(chosen)))
        self.map.light(rows, chosen)
        self.map.go_to(rows)
        keywords = [word for topic in self._topics.topics if topic.id == chosen[0] for word in topic.keywords]
        self.hint.show_text(", ".join(keywords[:8]))

    def _renamed(self, item: QTreeWidgetItem) -> None:
        topic = self.tree.topic(item.data(0, KEY))
        name = item.text(0).strip()
        if topic is not None and name != topic.name:
            self._at.do(operations.rename_topic(topic, name))

    def _menu(self, at: QPoint) -> None:
        chosen = self.tree.chosen()
        item = self.tree.itemAt(at)
        topic = self.tree.topic(chosen[0]) if chosen else None
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

    # --- what a person wants ---

    def find_anew(self) -> None:
        self._at.do(operations.find_topics())

    def ways_menu(self) -> QMenu:
        return ways_menu(self._topics, lambda *wish: self._at.do(operations.find_topics(*wish)), self)

    def _show_ways(self) -> None:
        menu = self.ways_menu()
        menu.exec(self.ways.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        menu.deleteLater()

    def _cancel(self) -> None:
        if self._task is not None:
            self._at.do(operations.cancel_task(self._task))

    def _search_in(self, topic_ids: Sequence[int]) -> None:
        topic = self.tree.topic(topic_ids[0]) if topic_ids else None
        if topic is not None:
            typed = self._at.query().text.strip()
            self._at.look_for(Query(text=f'{typed} topic:"{topic.name}"'.strip()))

    def _light_found(self) -> None:
        """What the search found, as a selection on the map."""
        self.hint.show_text("")
        request = self._at.query().request(self._at.now(), _FOUND)
        if request is None or self.tree.selectedItems():
            self.map.light(None if not self.tree.selectedItems() else self._rows_chosen())
            return
        self._ask_found.ask(request, self._take_found, lambda _: self.map.light(None))

    def _rows_chosen(self) -> NDArray[np.bool_]:
        return np.isin(self._of_row, list(self.tree.below(self.tree.chosen())))

    def _take_found(self, answer: Answer) -> None:
        if isinstance(answer, Results) and self._places is not None:
            found = {path for hit in answer.hits for path in (hit.path, *hit.copies, *hit.near)}
            rows = np.array([path in found for path in self._places.paths], np.bool_)
            self.map.light(rows)
            self.hint.show_text(tr("In colour: what “{query}” finds").format(query=answer.query))

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
        self.handful.hold([(self._places.paths[row], self._places.kinds[row]) for row in rows.tolist()])


def _how_far(task: TaskState, otherwise: str) -> str:
    return f"{told(task.current) or otherwise} · {words.task_done(task)}"


def _label(topic: Topic) -> Label:
    """A topic without a group is named from afar, too."""
    return Label(
        topic.id, topic.name, topic.x, topic.y, coarse=topic.group or topic.parent is None, fine=not topic.group
    )
