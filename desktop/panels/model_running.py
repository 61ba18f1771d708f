"""How the models run: where, how fast, with vectors of which size, and what that costs."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop import model_words, operations
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import trouble
from desktop.widgets.basics import button, label
from desktop.widgets.setting_group import NumberField, SettingGroup, show_value
from indexer.errors import WhereinError
from indexer.protocol import Answer, MeasureSizes, MeasureSpeed, ModelList, ModelState, SizeCosts, Speed


class RunningCard(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("How models run"))
        self._at = at
        self._speed, self._sizes = Newest(at.service), Newest(at.service)
        self._models: ModelList | None = None
        self._costs = SizeCosts("", 0, ())
        self.device = _choice(model_words.RUNS_ON, lambda value: at.do(operations.change_setting("device", value)))
        self.add(tr("Runs on"), tr("By itself takes a graphics card where there is one."), self.device)
        self.length = _choice({}, self._choose_size)
        self.add(tr("Size of the meaning"), tr("Shorter vectors take less space and lose a little."), self.length)
        self.precision = _choice(model_words.PRECISIONS, self._choose_precision)
        self.add(tr("Kept in"), tr("8 bit takes half of the space."), self.precision)
        self.measure = button(tr("Measure"), self._measure_sizes)
        self.costs = CostTable()
        self.add(tr("What smaller ones cost"), tr("Compared on your own passages."), self.measure)
        self.add_below(self.costs)
        self.test = button(tr("Test"), self._measure_speed)
        self.speed = label(role="second", wrap=True)
        self.add(tr("Speed"), tr("Some seconds of work for the model that is in use."), self.test)
        self.add_below(self.speed)
        self._show_speed("")
        self.rerank = QCheckBox()
        self.rerank.toggled.connect(lambda on: at.do(operations.change_setting("rerank", on)))
        self.add(tr("Read the best results again"), tr("More closely, a moment after the first ones."), self.rerank)
        self.patience = NumberField(int, lambda value: self._tell("rerank_milliseconds", value))
        self.add(tr("For at most, in milliseconds"), tr("How long it may read for one search."), self.patience)
        self.task = QLineEdit()
        self.task.setMinimumWidth(220)
        self.task.editingFinished.connect(self._tell_task)
        self.add(tr("What it looks for"), tr("For models that are told it in words; others do not read it."), self.task)
        self.free = button(tr("Free the space"), lambda: at.do(operations.forget_vectors()))
        self.kept = label(role="second", wrap=True)
        self.add(tr("Kept of other models"), tr("So that going back within a day costs nothing."), self.free)
        self.add_below(self.kept)
        at.settings.changed.connect(lambda _: self._show_settings())
        self._show_settings()

    def show_models(self, models: ModelList) -> None:
        if self._models is not None and _vectors(self._models) != _vectors(models):
            self._show_costs(SizeCosts("", 0, ()))
            self._show_speed("")
        self._models = models
        model = self._in_use()
        sizes = {str(length): str(length) for length in self._lengths(models, model)}
        _fill(self.length, sizes, str(models.building_dimension or models.dimension))
        self.task.setEnabled(model is not None and bool(model.task))
        self.task.setPlaceholderText(model.task if model is not None else "")
        self.kept.setText("\n".join(model_words.kept(kept) for kept in models.kept) or tr("Nothing"))
        self.free.setEnabled(bool(models.kept))
        self._show_settings()

    def _show_settings(self) -> None:
        value = self._at.settings.value_of
        _choose(self.device, str(value("device") or "auto"))
        _choose(self.precision, str(value("precision") or "float16"))
        shown = {"rerank": self.rerank, "rerank_milliseconds": self.patience, "instruction": self.task}
        for name, control in shown.items():
            if not control.hasFocus() and value(name) is not None:
                show_value(control, value(name))

    def _in_use(self) -> ModelState | None:
        models = self._models
        return next((m for m in models.models if m.name == models.in_use), None) if models else None

    def _lengths(self, models: ModelList, model: ModelState | None) -> list[int]:
        """Those that the model was trained for; else its own, and what was measured."""
        whole = model.dimension if model is not None else models.dimension
        shorter = model.dimensions if model is not None else ()
        found = {whole, models.dimension, *shorter, *(size.dimension for size in self._costs.sizes)}
        return sorted(found, reverse=True)

    def _choose_size(self, value: str) -> None:
        if self._models is not None:
            self._at.do(operations.use_model(self._models.in_use, int(value)))

    def _choose_precision(self, value: str) -> None:
        if self._models is not None:
            self._at.do(operations.use_model(self._models.in_use, self._models.dimension, value))

    def _tell(self, name: str, value: object) -> None:
        if isinstance(value, int):
            self._at.do(operations.change_setting(name, value))

    def _tell_task(self) -> None:
        if self.task.isModified():
            self.task.setModified(False)
            self._at.do(operations.change_setting("instruction", self.task.text().strip()))

    # --- measuring ---

    def _measure_sizes(self) -> None:
        self.measure.setEnabled(False)
        self._sizes.ask(MeasureSizes(), self._take_sizes, self._say_problem)

    def _take_sizes(self, answer: Answer) -> None:
        self.measure.setEnabled(True)
        if isinstance(answer, SizeCosts):
            self._show_costs(answer)
            if not answer.sizes:
                self._at.say(tr("There are too few passages to tell. Add a folder first."))
        if self._models is not None:
            self.show_models(self._models)

    def _show_costs(self, costs: SizeCosts) -> None:
        self._costs = costs
        self.costs.show_costs(costs, self._models)

    def _measure_speed(self) -> None:
        self.test.setEnabled(False)
        self._show_speed(tr("Measuring, for some seconds …"))
        self._speed.ask(MeasureSpeed(), self._take_speed, self._say_problem)

    def _take_speed(self, answer: Answer) -> None:
        self.test.setEnabled(True)
        if isinstance(answer, Speed):
            self._show_speed(model_words.speed(answer))

    def _say_problem(self, problem: WhereinError) -> None:
        self.test.setEnabled(True)
        self.measure.setEnabled(True)
        self._show_speed("")
        self._at.say(trouble(problem))

    def _show_speed(self, said: str) -> None:
        self.speed.setText(said)
        self.speed.setVisible(bool(said))


class CostTable(QWidget):
    """Each length and precision with its space and what it loses; the one that is in use is marked."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(4, 1)
        self.hide()

    @property
    def said(self) -> list[list[str]]:
        """The rows as they are read."""
        rows = range(1, self._grid.rowCount())
        return [[text for column in range(5) if (text := self._text(row, column))] for row in rows]

    def show_costs(self, costs: SizeCosts, models: ModelList | None) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.setVisible(bool(costs.sizes) and models is not None)
        if models is None:
            return
        heads = (tr("Numbers"), tr("Kept in"), tr("Space"), tr("Nearest that stay"))
        for column, head in enumerate(heads):
            self._grid.addWidget(label(head, "meta"), 0, column)
        for row, size in enumerate(costs.sizes, 1):
            now = (size.dimension, size.precision) == (models.dimension, models.precision)
            for column, text in enumerate((*model_words.cost(size, models.vectors), tr("in use") if now else "")):
                self._grid.addWidget(label(text, "" if now else "second"), row, column)

    def _text(self, row: int, column: int) -> str:
        item = self._grid.itemAtPosition(row, column)
        found = item.widget() if item is not None else None
        return found.text() if isinstance(found, QLabel) else ""


def _vectors(models: ModelList) -> tuple[str, int, str]:
    return models.in_use, models.dimension, models.precision


def _choice(said: Mapping[str, str], chosen: Callable[[str], object]) -> QComboBox:
    made = QComboBox()
    for value, text in said.items():
        made.addItem(text, value)
    made.activated.connect(lambda at: chosen(str(made.itemData(at))))
    return made


def _fill(box: QComboBox, said: Mapping[str, str], value: str) -> None:
    if [box.itemData(at) for at in range(box.count())] != list(said):
        with QSignalBlocker(box):
            box.clear()
            for key, text in said.items():
                box.addItem(text, key)
    _choose(box, value)


def _choose(box: QComboBox, value: str) -> None:
    with QSignalBlocker(box):
        box.setCurrentIndex(max(box.findData(value), 0))
