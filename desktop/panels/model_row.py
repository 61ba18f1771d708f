"""One model in the list: what it is, whether it is here or in use, and what can be done with it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from desktop import model_words, operations, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.widgets.basics import button, label, tool
from desktop.widgets.share_bar import ShareBar
from indexer.protocol import ModelList, ModelState, TaskState


class ModelRow(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._model: ModelState | None = None
        self._task: TaskState | None = None
        self.name = label()
        self.summary = label(role="meta", wrap=True)
        self.facts = label(role="meta", wrap=True)
        self.note = label(role="meta", wrap=True)
        self.bar = ShareBar(at.theme)
        self.tick = QLabel()
        self.state = label(role="second")
        self.use = button(tr("Use"), self._use)
        self.leave = button(tr("Stop using"), self._leave, "quiet")
        self.allow = button(tr("Allow its code…"), self._ask_to_allow)
        self.get = button(tr("Download"), self._get)
        self.remove = button(tr("Remove"), self._remove, "quiet")
        self.pause = tool(at.icons, "pause", tr("Pause"), self._pause)
        self.cancel = tool(at.icons, "x", tr("Cancel"), self._cancel)
        for small in (self.pause, self.cancel):
            small.setIconSize(QSize(14, 14))
        said = QVBoxLayout()
        said.setSpacing(1)
        for part in (self.name, self.summary, self.facts, self.note):
            said.addWidget(part)
        said.addSpacing(2)
        said.addWidget(self.bar)
        ends = QHBoxLayout()
        ends.setSpacing(6)
        for end in (
            self.tick,
            self.state,
            self.leave,
            self.remove,
            self.use,
            self.allow,
            self.get,
            self.pause,
            self.cancel,
        ):
            ends.addWidget(end)
        right = QVBoxLayout()
        right.addLayout(ends)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(16)
        row.addLayout(said, 1)
        row.addLayout(right)

    def show_model(self, model: ModelState, models: ModelList, task: TaskState | None) -> None:
        """`task` is the one that fetches it, or that has the library read with it."""
        self._model, self._task = model, task
        under_way = task if task is not None and not task.over else None
        builds = models.building == model.name
        here = model.place in model_words.ON_DISK
        self.name.setText(model_words.name_of(model.name))
        self.summary.setText(model_words.summary(model))
        self.facts.setText(model_words.facts(model))
        self._show_note(model, models, task)
        self.bar.setVisible(under_way is not None)
        self.bar.show_share((words.task_share(under_way) if under_way else None) or 0.0)
        self.tick.setPixmap(self._at.icons.icon("check-circle", "good").pixmap(QSize(16, 16), self.devicePixelRatio()))
        self.tick.setVisible(model.in_use)
        self.state.setText(self._state(model, builds, under_way))
        self.state.setVisible(bool(self.state.text()))
        self.use.setVisible(here and not model.in_use and not builds)
        self.leave.setVisible(model.in_use and model.kind == "images")
        self.get.setVisible(model.place == "away" and under_way is None)
        self.allow.setVisible(model.place == "coded" and bool(model.code))
        self.remove.setVisible(
            model.place in ("here", "coded") and not model.in_use and not builds and bool(model.revision)
        )
        for small in (self.pause, self.cancel):
            small.setVisible(under_way is not None)
        paused = under_way is not None and under_way.state == "paused"
        self.pause.setIcon(self._at.icons.icon("play" if paused else "pause"))
        self._name_controls(model, paused)

    def _show_note(self, model: ModelState, models: ModelList, task: TaskState | None) -> None:
        said, role = "", "meta"
        if model.place == "coded":
            said = tr(
                "Works only with program code of its authors: {files}. It is not run unless you allow it."
            ).format(files=", ".join(model.code) or tr("none is here"))
        elif models.building == model.name:
            said = model_words.building(models)
        elif task is not None and not task.over:
            left = words.duration(task.seconds_left) if task.seconds_left is not None else ""
            said = " · ".join(
                part for part in (words.task_done(task), tr("{time} left").format(time=left) if left else "") if part
            )
        elif task is not None and task.state == "failed" and model.place == "away":
            said, role = task.problem, "bad"
        elif model.in_use and model.kind == "encoder":
            said = model_words.in_use(models)
        self.note.setText(said)
        self.note.setVisible(bool(said))
        if self.note.property("role") != role:
            self.note.setProperty("role", role)
            self.note.style().polish(self.note)

    def _state(self, model: ModelState, builds: bool, task: TaskState | None) -> str:
        if model.in_use:
            return tr("In use")
        if task is not None and task.state == "paused":
            return tr("Paused")
        if builds:
            return tr("Reading")
        if task is not None:
            return tr("Downloading")
        return ""

    def _name_controls(self, model: ModelState, paused: bool) -> None:
        name = model_words.name_of(model.name)
        self.setAccessibleName(f"{name}. {self.state.text()}")
        self.pause.setToolTip(tr("Go on") if paused else tr("Pause"))
        for control in (self.use, self.get, self.remove, self.leave, self.allow):
            control.setAccessibleName(f"{control.text()}: {name}")
        for small in (self.pause, self.cancel):
            small.setAccessibleName(f"{small.toolTip()}: {name}")

    # --- what a person does ---

    def _use(self) -> None:
        if self._model is not None:
            self._at.do(operations.use_model(self._model.name))

    def _get(self) -> None:
        if self._model is not None:
            self._at.do(operations.download_model(self._model.name))

    def _leave(self) -> None:
        self._at.do(operations.change_setting("picture_model", ""))

    def _ask_to_allow(self) -> None:
        model = self._model
        if model is None:
            return
        ask = QMessageBox(self)
        ask.setText(tr("Allow the program code of {name}?").format(name=model_words.name_of(model.name)))
        ask.setInformativeText(
            tr(
                "{files}, revision {revision}. It runs with your rights, in the process that understands documents. "
                "Wherein does not know what it does. Other code, or another revision, asks again."
            ).format(files=", ".join(model.code), revision=model.revision[:12] or tr("unknown"))
        )
        allow = ask.addButton(tr("Allow this code"), QMessageBox.ButtonRole.DestructiveRole)
        ask.addButton(QMessageBox.StandardButton.Cancel)
        ask.setDefaultButton(QMessageBox.StandardButton.Cancel)
        ask.exec()
        if ask.clickedButton() is allow:
            self.allow_now()
        ask.deleteLater()

    def allow_now(self) -> None:
        if self._model is not None:
            self._at.do(operations.allow_code(self._model.name, self._model.revision))

    def _remove(self) -> None:
        if self._model is not None:
            self._at.do(operations.remove_model(self._model.name))

    def _pause(self) -> None:
        if self._task is not None:
            self._at.do(operations.pause_task(self._task, paused=self._task.state == "running"))

    def _cancel(self) -> None:
        if self._task is not None:
            self._at.do(operations.cancel_task(self._task))
