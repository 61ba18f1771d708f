"""What the service reports of itself, kept up to date: asked again when the service says that something changed."""

import logging

from PySide6.QtCore import QObject, Signal

from desktop.client import Newest, Service, State
from indexer.protocol import (
    Advanced,
    Answer,
    Changed,
    Event,
    GetModels,
    GetSettings,
    GetStatus,
    GetTasks,
    Goodbye,
    ModelList,
    Progress,
    Settings,
    SettingValue,
    StatusReport,
    TaskList,
    TaskState,
)

log = logging.getLogger(__name__)


class Status(QObject):
    """The folders, what was read in them, and how far the work is."""

    changed = Signal(object)  # StatusReport
    progress = Signal(object)  # Progress
    files_changed = Signal()

    def __init__(self, service: Service, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = Newest(service)
        self.report: StatusReport | None = None
        self.now = Progress()
        service.heard.connect(self._heard)
        service.state_changed.connect(lambda state: self.refresh() if state == State.READY else None)

    @property
    def roots(self) -> list[bytes]:
        return [folder.path for folder in self.report.folders] if self.report else []

    @property
    def paused(self) -> bool:
        return self.now.paused

    def refresh(self) -> None:
        self._newest.ask(GetStatus(), self._take, lambda problem: log.warning("no status: %s", problem))

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, StatusReport):
            self.report = answer
            self.changed.emit(answer)
            self._progress(answer.progress)

    def _heard(self, event: Event) -> None:
        match event:
            case Advanced(progress):
                self._progress(progress)
            case Changed(areas) if set(areas) != {"tasks"}:
                self.refresh()
                if "files" in areas:
                    self.files_changed.emit()
            case Changed() | Goodbye():
                pass  # others hear of tasks; where the connection ends next, that is what counts

    def _progress(self, progress: Progress) -> None:
        self.now = progress
        self.progress.emit(progress)


class LibrarySettings(QObject):
    """The settings that the library declares, kept up to date."""

    changed = Signal(object)  # tuple[SettingValue, ...]

    def __init__(self, service: Service, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = Newest(service)
        self.all: tuple[SettingValue, ...] = ()
        service.heard.connect(self._heard)
        service.state_changed.connect(lambda state: self.refresh() if state == State.READY else None)

    def value_of(self, name: str) -> bool | int | float | str | None:
        return next((setting.value for setting in self.all if setting.name == name), None)

    def refresh(self) -> None:
        self._newest.ask(GetSettings(), self._take, lambda problem: log.warning("no settings: %s", problem))

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "settings" in event.areas:
            self.refresh()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Settings):
            self.all = answer.settings
            self.changed.emit(self.all)


class Models(QObject):
    """The models and which of them are in use, kept up to date from the first `refresh` on."""

    changed = Signal(object)  # ModelList

    def __init__(self, service: Service, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = Newest(service)
        self.list: ModelList | None = None
        service.heard.connect(self._heard)
        service.state_changed.connect(lambda state: self.refresh() if state == State.READY else None)

    def refresh(self) -> None:
        self._newest.ask(GetModels(), self._take, lambda problem: log.warning("no models: %s", problem))

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and {"models", "settings", "tasks"} & set(event.areas):
            self.refresh()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, ModelList):
            self.list = answer
            self.changed.emit(answer)


class Tasks(QObject):
    """Long work in the background. `ended` says once how each came to its end, while somebody listens."""

    changed = Signal(object)  # tuple[TaskState, ...], those under way first
    ended = Signal(object)  # TaskState

    def __init__(self, service: Service, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = Newest(service)
        self.all: tuple[TaskState, ...] = ()
        service.heard.connect(self._heard)
        service.state_changed.connect(self._state_changed)

    @property
    def under_way(self) -> list[TaskState]:
        return [task for task in self.all if not task.over]

    def refresh(self) -> None:
        self._newest.ask(GetTasks(), self._take, lambda problem: log.warning("no tasks: %s", problem))

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "tasks" in event.areas:
            self.refresh()

    def _state_changed(self, state: str) -> None:
        if state == State.READY:
            self.refresh()
        else:
            self._show(())  # they ended with it

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, TaskList):
            self._show(answer.tasks)

    def _show(self, tasks: tuple[TaskState, ...]) -> None:
        running = {task.id for task in self.under_way}
        self.all = tuple(sorted(tasks, key=lambda task: (task.over, task.id)))
        self.changed.emit(self.all)
        for task in self.all:
            if task.over and task.id in running:
                self.ended.emit(task)
