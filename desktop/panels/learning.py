"""Learning from what a person opened, accepted and tagged: is there enough, how far is it, what came of it."""

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop import model_words, operations, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import told
from desktop.widgets.basics import button, label
from desktop.widgets.setting_group import SettingGroup
from desktop.widgets.share_bar import ShareBar
from indexer.protocol import Answer, Changed, Event, GetTraining, TaskState, Training

_KINDS = {
    "encoder": (tr("Meaning"), tr("Searches and tags, and what you opened for them, become nearer in meaning.")),
    "reranker": (tr("Reading again"), tr("Learns which results you wanted and which you passed over.")),
}


class LearningCard(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("Learn from what I opened"))
        self._at = at
        self._newest = Newest(at.service)
        self._training: Training | None = None
        self._task: TaskState | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.enough = label(role="second", wrap=True)
        self.add(tr("On this computer, for you alone"), tr("A model is kept only if it is better afterwards."), None)
        self.add_below(self.enough)
        for kind, (title, said) in _KINDS.items():
            self.buttons[kind] = self._learn(kind)
            self.add(title, said, self.buttons[kind])
        self.outcome = label(role="second", wrap=True)
        self.progress = self._make_progress()
        self.add_below(self.progress)
        self.add_below(self.outcome)
        at.tasks.changed.connect(self.show_tasks)
        at.service.heard.connect(self._heard)
        self.show_tasks(at.tasks.all)

    def _learn(self, kind: str) -> QPushButton:
        return button(tr("Learn"), lambda: self._at.do(operations.train(kind)))

    def _make_progress(self) -> QWidget:
        self.said = label(role="meta")
        self.bar = ShareBar(self._at.theme)
        cancel = button(tr("Cancel"), self._cancel, "quiet")
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.said)
        row.addWidget(self.bar, 1)
        row.addWidget(cancel)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        self._newest.ask(GetTraining(), self._take, lambda _: None)  # as it was, where there is no service

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and {"models", "tags"} & set(event.areas) and self.isVisible():
            self.refresh()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Training):
            self._training = answer
            self._show()

    def show_tasks(self, tasks: Sequence[TaskState]) -> None:
        mine = [task for task in tasks if task.kind == "training"]
        self._task = next((task for task in mine if not task.over), None)
        self.progress.setVisible(self._task is not None)
        if self._task is not None:
            share = words.task_share(self._task) or 0.0
            self.said.setText(f"{told(self._task.current or self._task.title)} · {words.percent(share)}")
            self.bar.show_share(share)
        failed = mine[-1] if mine and mine[-1].state == "failed" else None
        self._show(failed)

    def _show(self, failed: TaskState | None = None) -> None:
        training = self._training
        lessons = training.searches + training.tagged if training is not None else 0
        sufficient = training is not None and lessons >= training.least
        for kind in self.buttons.values():
            kind.setEnabled(sufficient and self._task is None)
        if training is not None:
            self.enough.setText(model_words.lessons(training))
        last = training.last if training is not None else None
        said = told(failed.problem) if failed is not None else model_words.trained(last) if last is not None else ""
        self.outcome.setText(said)
        self.outcome.setVisible(bool(said))

    def _cancel(self) -> None:
        if self._task is not None:
            self._at.do(operations.cancel_task(self._task))
