"""The cards of the page Activity: a folder with what became of its files, and a task with how far it is."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop import operations, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import told
from desktop.widgets.basics import Elided, button, label, tool
from desktop.widgets.share_bar import ShareBar
from indexer.protocol import FolderState, TaskState


def state_of(folder: FolderState) -> str:
    """What a folder is doing, or what keeps it from being read."""
    if folder.state == "offline":
        return tr("Its drive is not connected. What was read can still be searched.")
    if folder.state == "unreadable":
        return tr("Cannot be read: check who may open it")
    if folder.paused:
        return tr("Paused")
    if folder.scanning:
        return tr("Looking for files")
    return tr("Being read") if folder.files.pending else tr("Up to date")


class FolderCard(QFrame):
    """One folder: where it is, what of it is read, and what it is doing."""

    failures_wanted = Signal(bytes)

    def __init__(self, at: Surroundings, path: bytes) -> None:
        super().__init__()
        self._at, self._path, self._paused = at, path, False
        self.setObjectName("card")
        self.setAccessibleName(words.name_of(path))
        self._icon = tool(at.icons, "folder-open", tr("Show in folder"), lambda: at.show_in_folder(path))
        name = Elided("row")
        name.show_text(words.name_of(path))
        where = Elided("meta")
        where.show_text(words.display(path))
        self.state = label(role="meta")
        self.counts = label(role="second")
        self.waiting = label(role="second")
        self.failed = QPushButton()
        self.failed.setProperty("role", "quiet")
        self.failed.clicked.connect(lambda: self.failures_wanted.emit(path))
        self.bar = ShareBar(at.theme)
        self.pause = tool(at.icons, "pause", tr("Pause"), self._toggle_pause)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(name, 1)
        top.addWidget(self.counts)
        top.addWidget(self.waiting)
        top.addWidget(self.failed)
        for small in (self.pause, self._icon):
            small.setIconSize(QSize(16, 16))
            top.addWidget(small)
        below = QHBoxLayout()
        below.addWidget(where, 1)
        below.addWidget(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 10)
        column.setSpacing(2)
        column.addLayout(top)
        column.addLayout(below)
        column.addSpacing(4)
        column.addWidget(self.bar)
        below.setContentsMargins(0, 0, 8, 0)

    def show_folder(self, folder: FolderState) -> None:
        files, self._paused = folder.files, folder.paused
        read = files.ok + files.partial
        self.counts.setText(tr("{number} read").format(number=words.number(read)))
        self.waiting.setText(f"· {tr('{number} waiting').format(number=words.number(files.pending))}")
        self.waiting.setVisible(files.pending > 0)
        missing = files.failed + files.partial
        self.failed.setText(tr("{number} not wholly read").format(number=words.number(missing)))
        self.failed.setVisible(missing > 0)
        self.state.setText(state_of(folder))
        self.bar.setVisible(files.pending > 0)
        self.bar.show_share((files.total - files.pending) / max(files.total, 1))
        self.pause.setIcon(self._at.icons.icon("play" if folder.paused else "pause"))
        self.pause.setAccessibleName(tr("Go on reading it") if folder.paused else tr("Pause reading it"))
        self.pause.setToolTip(self.pause.accessibleName())

    def _toggle_pause(self) -> None:
        change = operations.resume_folder if self._paused else operations.pause_folder
        self._at.do(change(self._path))


class TaskCard(QFrame):
    """A task: what it does, how far it is; pause and cancel while it is under way, why it failed where it did."""

    hidden = Signal(int)  # the id of a task that is over, and was seen

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._task: TaskState | None = None
        self.setObjectName("card")
        self.title = label(role="row")
        self.said = label(role="second")
        self.current = Elided("meta")
        self.bar = ShareBar(at.theme)
        self.pause = button("", self._toggle_pause)
        self.cancel = button(tr("Cancel"), self._cancel)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.said)
        top.addWidget(self.pause)
        top.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.current)
        column.addWidget(self.bar)

    def show_task(self, task: TaskState) -> None:
        self._task = task
        share = words.task_share(task)
        self.title.setText(told(task.title))
        self.said.setText(words.task_progress(task))
        self.said.setProperty("role", "bad" if task.state == "failed" else "second")
        self.said.style().polish(self.said)
        self.current.show_text(told(task.current))
        self.current.setVisible(bool(task.current))
        self.bar.setVisible(share is not None and not task.over)
        self.bar.show_share(share or 0.0)
        self.pause.setText(tr("Go on") if task.state == "paused" else tr("Pause"))
        self.pause.setVisible(not task.over)
        self.cancel.setText(tr("Hide") if task.over else tr("Cancel"))
        self.setAccessibleName(f"{told(task.title)}. {words.task_progress(task)}")

    def _toggle_pause(self) -> None:
        if self._task is not None:
            self._at.do(operations.pause_task(self._task, paused=self._task.state == "running"))

    def _cancel(self) -> None:
        if self._task is not None and self._task.over:
            self.hidden.emit(self._task.id)
        elif self._task is not None:
            self._at.do(operations.cancel_task(self._task))
