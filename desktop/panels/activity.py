"""What was read and what was not: the work that goes on, each folder with its counts, each file that failed with the
reason and what to do."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import operations, states, words
from desktop.language import tr
from desktop.models.failures import FailuresModel, Role
from desktop.pages import Surroundings
from desktop.panels.activity_cards import FolderCard, TaskCard
from desktop.widgets.basics import EmptyState, button, label, tool
from desktop.widgets.failure_delegate import FailureDelegate
from indexer.protocol import FailedFile, Progress, StatusReport, TaskState
from indexer.types import Reason


class _Cards(QScrollArea):
    """As high as its cards, but gives way where the page is low."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._most = 240

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a card came, went, or became higher
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self, most: int = 0) -> None:
        """No higher than `most`; 0: than it was told last."""
        self._most = most or self._most
        self.setFixedHeight(min(self.column.sizeHint().height(), self._most))


class ActivityPanel(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._failures: tuple[FailedFile, ...] = ()
        self._folder: bytes | None = None  # only its failures are listed
        self._folder_cards: dict[bytes, FolderCard] = {}
        self._task_cards: dict[int, TaskCard] = {}
        self._seen: set[int] = set()  # tasks that failed, and need not be shown any more
        self.model = FailuresModel(self)
        self.view = self._make_view()
        self.setFocusProxy(self.view)
        self._delegate = FailureDelegate(at.theme, at.icons, at.now, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        self.empty = EmptyState(at.icons)
        self._cards = _Cards()
        self._totals = label(role="second")
        self._work = label(role="second", wrap=True)  # on all folders: reading, understanding, pictures
        self._work.hide()
        self._title = label(role="row")
        self._only = button("", self._show_all_folders, "chip")
        self._only.setObjectName("chip")
        self.reason = QComboBox()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.currentIndexChanged.connect(lambda _: self._filter())
        self.retry = button(tr("Try again"), self._retry)
        self.retry_all = button(tr("Try all again"), lambda: at.do(operations.retry_all(len(self._failures))))
        self._fine = label(tr("Every file was read whole."), "second")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_body())
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        at.theme.changed.connect(self._restyle)
        at.status.changed.connect(self.show_report)
        at.status.progress.connect(self._show_work)
        at.tasks.changed.connect(self.show_tasks)
        at.service.state_changed.connect(lambda _: self._show_empty())
        self._stack.setCurrentIndex(1)
        self._show_empty()
        if at.status.report is not None:
            self.show_report(at.status.report)
        self.show_tasks(at.tasks.all)
        self._show_work(at.status.now)

    def _make_view(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setAccessibleName(tr("Files that could not be read"))
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.activated.connect(lambda index: self._at.open(index.data(Role.FAILED).path))
        view.setMinimumHeight(126)
        return view

    def _make_body(self) -> QWidget:
        body = QWidget()
        head = QHBoxLayout()
        head.addWidget(label(tr("Activity"), "page"))
        head.addStretch(1)
        rescan = tool(
            self._at.icons,
            "arrows-clockwise",
            tr("Look for new and changed files"),
            lambda: self._at.do(operations.rescan()),
        )
        head.addWidget(rescan)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._only)
        row.addStretch(1)
        row.addWidget(self.reason)
        row.addWidget(self.retry)
        row.addWidget(self.retry_all)
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._totals)
        column.addWidget(self._work)
        column.addSpacing(8)
        column.addWidget(self._cards)
        column.addSpacing(16)
        column.addLayout(row)
        column.addWidget(self._fine)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cards.fit(round(self.height() * 0.45))

    # --- the work ---

    def show_tasks(self, tasks: Sequence[TaskState]) -> None:
        """Those under way, and those that went wrong; what is done is said where it shows."""
        self._seen &= {task.id for task in tasks}
        wanted = ("running", "paused", "failed")
        shown = {task.id: task for task in tasks if task.state in wanted and task.id not in self._seen}
        for gone in self._task_cards.keys() - shown.keys():
            card = self._task_cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, (task_id, task) in enumerate(shown.items()):
            if task_id not in self._task_cards:
                self._task_cards[task_id] = TaskCard(self._at)
                self._task_cards[task_id].hidden.connect(self._hide_task)
                self._cards.column.insertWidget(place, self._task_cards[task_id])
            self._task_cards[task_id].show_task(task)

    def _hide_task(self, task_id: int) -> None:
        self._seen.add(task_id)
        self.show_tasks(self._at.tasks.all)

    # --- the folders and their files ---

    def _show_empty(self) -> None:
        """What stands there while no folder does."""
        if states.absent(self.empty, self._at.service):
            return
        if self._at.status.report is None:
            states.starting(self.empty)
            return
        self.empty.show_state(
            "activity",
            tr("Nothing to read yet"),
            tr("Add a folder, and this page shows what becomes of each of its files."),
            [button(tr("Add a folder…"), self._at.ask_for_folder, "primary")],
        )

    def show_report(self, report: StatusReport) -> None:
        self._show_empty()
        self._stack.setCurrentIndex(0 if report.folders else 1)
        self._show_folders(report)
        self._delegate.roots = tuple(state.path for state in report.folders)
        self._failures = report.failures
        files = report.files
        parts = [
            tr("{number} read").format(number=words.number(files.ok + files.partial)),
            tr("{number} of them in part").format(number=words.number(files.partial)) if files.partial else "",
            tr("{number} not read").format(number=words.number(files.failed)) if files.failed else "",
            tr("{number} waiting").format(number=words.number(files.pending)) if files.pending else "",
        ]
        self._totals.setText(f"{words.count(files.total, 'file')}: {', '.join(part for part in parts if part)}")
        self._show_reasons()
        self._filter()

    def _show_work(self, now: Progress) -> None:
        """What goes on, or what is in its way."""
        self._work.setText(words.progress(now))
        self._work.setVisible(bool(self._work.text()))
        if self._work.property("wrong") != bool(now.problem):
            self._work.setProperty("wrong", bool(now.problem))
            self._work.style().polish(self._work)

    def _show_folders(self, report: StatusReport) -> None:
        paths = [state.path for state in report.folders]
        if paths != list(self._folder_cards):
            for card in self._folder_cards.values():
                card.hide()
                card.deleteLater()
            self._folder_cards = {path: FolderCard(self._at, path) for path in paths}
            for card in self._folder_cards.values():
                card.failures_wanted.connect(self._show_only)
                self._cards.column.addWidget(card)
        for state in report.folders:
            self._folder_cards[state.path].show_folder(state)
        if self._folder not in paths:
            self._folder = None

    def _show_reasons(self) -> None:
        many = Counter(failed.failure.code for failed in self._failures)
        wanted: list[tuple[Reason | None, str]] = [(None, tr("All reasons"))]
        wanted += [(reason, f"{words.short_reason(reason)} ({words.number(n)})") for reason, n in many.most_common()]
        if [self.reason.itemText(row) for row in range(self.reason.count())] == [said for _, said in wanted]:
            return
        chosen = self.reason.currentData()
        self.reason.blockSignals(True)
        self.reason.clear()
        for code, said in wanted:
            self.reason.addItem(said, code)
        self.reason.setCurrentIndex(max(self.reason.findData(chosen), 0))
        self.reason.blockSignals(False)
        self.reason.setVisible(len(many) > 1)

    def _show_only(self, folder: bytes) -> None:
        self._folder = None if folder == self._folder else folder
        self._filter()

    def _show_all_folders(self) -> None:
        self._folder = None
        self._filter()

    def _filter(self) -> None:
        reason = self.reason.currentData()
        shown = [failed for failed in self._failures if self._is_wanted(failed, reason)]
        self.model.show(shown)
        self._only.setVisible(self._folder is not None)
        self._only.setText(f"{words.name_of(self._folder)}  ×" if self._folder else "")
        any_failed = bool(self._failures)
        said = tr("{files} not wholly read").format(files=words.count(len(shown), "file"))
        self._title.setText(said if any_failed else tr("Nothing went wrong"))
        self._fine.setVisible(not any_failed)
        self.view.setVisible(any_failed)
        self._show_buttons()

    def _is_wanted(self, failed: FailedFile, reason: Reason | None) -> bool:
        inside = self._folder is None or failed.path.startswith(self._folder.rstrip(b"/") + b"/")
        return inside and (reason is None or failed.failure.code == reason)

    def _restyle(self) -> None:
        self.view.viewport().update()
        self.empty.repaint_icon()

    def _show_buttons(self) -> None:
        self.retry_all.setVisible(bool(self._failures))
        self.retry.setVisible(bool(self._failures))
        self.retry.setEnabled(bool(self._chosen()))

    # --- what can be done with a file ---

    def _chosen(self) -> list[FailedFile]:
        return [index.data(Role.FAILED) for index in self.view.selectedIndexes()]

    def _retry(self) -> None:
        for failed in self._chosen():
            self._at.do(operations.retry_file(failed.path))

    def _menu(self, at: QPoint) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        path = chosen[0].path
        menu = QMenu(self)
        menu.addAction(tr("Try again")).triggered.connect(self._retry)
        menu.addAction(tr("Open")).triggered.connect(lambda: self._at.open(path))
        menu.addAction(tr("Show in folder")).triggered.connect(lambda: self._at.show_in_folder(path))
        copy = menu.addAction(tr("Copy path"))
        copy.triggered.connect(lambda: self._at.copy_paths([failed.path for failed in chosen]))
        menu.exec(self.view.viewport().mapToGlobal(at))
        menu.deleteLater()
