"""The work that goes on in the background, in one short line: what, how far, how long; pause, cancel."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop import words
from desktop.icons import Icons
from desktop.language import tr
from desktop.told import told
from desktop.widgets.basics import label, tool
from indexer.protocol import TaskState


class TaskLine(QWidget):
    """Shows the oldest task, and that there are more; is away while there is none."""

    pause_toggled = Signal(object)  # TaskState; so is the next
    cancelled = Signal(object)
    more_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._task: TaskState | None = None
        self.said = label(role="meta")
        self.more = QPushButton()
        self.more.setProperty("role", "quiet")
        self.more.setStyleSheet("padding: 0 6px; min-height: 0; font-size: 11px;")
        self.more.clicked.connect(self.more_wanted)
        self.pause = tool(icons, "pause", tr("Pause"), lambda: self.pause_toggled.emit(self._task))
        self.cancel = tool(icons, "x", tr("Cancel"), lambda: self.cancelled.emit(self._task))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.said)
        row.addWidget(self.more)
        for small in (self.pause, self.cancel):
            small.setIconSize(QSize(12, 12))
            small.setStyleSheet("padding: 3px;")
            row.addWidget(small)
        self.hide()

    def show_tasks(self, tasks: Sequence[TaskState]) -> None:
        self.setVisible(bool(tasks))
        self._task = tasks[0] if tasks else None
        if self._task is None:
            return
        task, paused = self._task, self._task.state == "paused"
        said = " · ".join(part for part in (told(task.title), words.task_progress(task)) if part)
        self.said.setText(said)
        self.said.setToolTip(task.current)
        self.pause.setIcon(self._icons.icon("play" if paused else "pause"))
        name = tr("Go on: {title}") if paused else tr("Pause: {title}")
        self.pause.setAccessibleName(name.format(title=told(task.title)))
        self.pause.setToolTip(self.pause.accessibleName())
        self.cancel.setAccessibleName(tr("Cancel: {title}").format(title=told(task.title)))
        self.cancel.setToolTip(self.cancel.accessibleName())
        self.more.setVisible(len(tasks) > 1)
        self.more.setText(tr("and {number} more").format(number=words.number(len(tasks) - 1)))
