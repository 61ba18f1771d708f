"""The models, by what they are for: those on this computer, those that can be fetched, and how they run."""

from collections.abc import Sequence

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import model_words, operations, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.learning import LearningCard
from desktop.panels.model_row import ModelRow
from desktop.panels.model_running import RunningCard
from desktop.reports import Models
from desktop.widgets.basics import button, flush, label, line
from indexer.protocol import ModelList, ModelState, TaskState

ROLES = {
    "encoder": (tr("Meaning"), tr("Turns passages into meaning. Another one reads everything once, beside this one.")),
    "reranker": (tr("Reading again"), tr("Reads the best results again beside the question, and settles their order.")),
    "nli": (tr("Tags"), tr("Tells whether what a tag says follows from a passage.")),
    "images": (
        tr("Pictures"),
        tr("Finds pictures by what they show. Ask for it like this: “shows: a dog on the beach”."),
    ),
}


class ModelsSection(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.models = Models(at.service, self)
        self.cards = {kind: RoleCard(at, *said) for kind, said in ROLES.items()}
        self.running = RunningCard(at)
        self.learning = LearningCard(at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in self.cards.values():
            column.addWidget(card)
        self.cards["encoder"].add_another()
        column.addWidget(self.running)
        column.addWidget(self.learning)
        self.models.changed.connect(lambda _: self._show())
        at.tasks.changed.connect(lambda _: self._show())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.models.refresh()

    def _show(self) -> None:
        models = self.models.list
        if models is None:
            return
        for kind, card in self.cards.items():
            card.show_models([model for model in models.models if model.kind == kind], models, self._at.tasks.all)
        self.running.show_models(models)


class RoleCard(QFrame):
    """The models for one thing. Those that are only on the hub are behind a button."""

    def __init__(self, at: Surroundings, title: str, said: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._at = at
        self.rows: dict[str, ModelRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._open = False
        self.problem = label(role="bad", wrap=True)
        self.more = button("", self._toggle, "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(2)
        self._column.addWidget(label(title, "row"))
        self._column.addWidget(label(said, "meta", wrap=True))
        self._column.addWidget(self.problem)
        self._column.addLayout(self._rows)
        self._column.addLayout(flush(self.more))
        self.problem.hide()
        self.more.hide()  # until it is known how many there are

    def add_another(self) -> None:
        self.another = AnotherModel(self._at)
        self._column.addWidget(self.another)

    def show_models(self, mine: Sequence[ModelState], models: ModelList, tasks: Sequence[TaskState]) -> None:
        if [model.name for model in mine] != list(self.rows):
            self._rebuild(mine)
        away = 0
        for model in mine:
            task = _task_of(model, models, tasks)
            far = model.place == "away" and (task is None or task.over)
            away += far
            self.rows[model.name].show_model(model, models, task)
            self.rows[model.name].setVisible(self._open or not far)
        self.setVisible(bool(mine))
        self.more.setVisible(away > 0)
        more = tr("Show {count} that can be downloaded").format(count=words.number(away))
        self.more.setText(tr("Show only those on this computer") if self._open else more)
        concerned = any(model.kind == "encoder" for model in mine)
        self.problem.setText(models.problem if concerned else "")
        self.problem.setVisible(bool(self.problem.text()))

    def open(self) -> None:
        if not self._open:
            self._toggle()

    def _toggle(self) -> None:
        self._open = not self._open
        self._at.tasks.changed.emit(self._at.tasks.all)

    def _rebuild(self, mine: Sequence[ModelState]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = {}
        for model in sorted(mine, key=lambda model: model.place not in model_words.ON_DISK):
            self.rows[model.name] = ModelRow(self._at)
        self.rows = {model.name: self.rows[model.name] for model in mine}
        for model in sorted(mine, key=lambda model: model.place not in model_words.ON_DISK):
            self._rows.addWidget(self.rows[model.name])


def _task_of(model: ModelState, models: ModelList, tasks: Sequence[TaskState]) -> TaskState | None:
    """What is done with a model just now, or was last."""
    if models.building == model.name:
        return next((task for task in tasks if task.kind == "model" and not task.over), None)
    mine = [task for task in tasks if task.kind == "download" and task.subject in (model.name, model.repository)]
    return next((task for task in mine if not task.over), mine[-1] if mine else None)


class AnotherModel(QWidget):
    """A model that is in no list: by its name on the hub, or a folder of this computer."""

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("organisation/name"))
        self.name.setAccessibleName(tr("Another model of the hub"))
        self.name.returnPressed.connect(self._get)
        self.get = button(tr("Download"), self._get)
        self.get.setAccessibleName(tr("Download the model of that name"))
        self.folder = button(tr("From a folder…"), self._choose)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(tr("Another one")))
        row.addWidget(self.name, 1)
        row.addWidget(self.get)
        row.addWidget(self.folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row)

    def _get(self) -> None:
        name = self.name.text().strip()
        if name:
            self._at.do(operations.download_model(name))

    def _choose(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose the folder of a model"), start)
        if chosen:
            self.use_folder(chosen)

    def use_folder(self, path: str) -> None:
        self._at.do(operations.use_model(path))
