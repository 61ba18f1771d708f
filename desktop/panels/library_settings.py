"""The settings that the library declares: each says itself what it does, and gets the control that fits its type."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop import operations
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.widgets.setting_group import LinesField, NumberField, ReadOnlyLines, SettingGroup, show_value
from indexer.protocol import SettingValue

TITLES = {
    "readers": tr("Files read at once"),
    "model_threads": tr("Processor threads"),
    "model_idle_seconds": tr("Seconds until memory is freed"),
    "recognise": tr("Find text in pictures"),
    "exclude": tr("Leave out"),
    "max_file_mb": tr("Largest file, in MB"),
    "find_duplicates": tr("Look for duplicates by itself"),
    "pause_on_battery": tr("Wait while on battery"),
    "stop_with_window": tr("Stop reading when the window is closed"),
    "keep_feedback": tr("Learn from what is opened"),
    "paused": tr("Paused"),
    "vector_index": tr("How meaning is searched"),
    "keep_which": tr("Which copy stays"),
    "find_topics": tr("Find topics by itself"),
}
GROUPS = {
    tr("What is read"): ("exclude", "max_file_mb", "recognise", "find_duplicates", "find_topics", "stop_with_window"),
    tr("Performance"): ("pause_on_battery", "readers", "model_threads", "model_idle_seconds"),
}
OTHERS = tr("Advanced")
SHOWN_ELSEWHERE = {
    "paused",  # in the thin row
    "model", "dimension", "precision", "instruction", "device", "rerank", "reranker", "rerank_milliseconds",
    "entailment", "picture_model",  # all of these in Models
}  # fmt: skip
HELPS = {  # in plainer words than the command line has for those who know
    "vector_index": tr(
        "All passages are compared, or a way that is quicker in a large library. A graph takes most memory."
    ),
}
CHOICES = {
    "auto": tr("by itself"),
    "exact": tr("all compared"),
    "quantised": tr("short codes"),
    "ivf": tr("lists"),
    "hnsw": tr("a graph"),
}
EXAMPLES = {"exclude": "*.bak\nDownloads/"}  # settings of several lines


def title_of(name: str) -> str:
    return TITLES.get(name, name.replace("_", " ").capitalize())


class LibrarySection(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.controls: dict[str, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._groups: list[SettingGroup] = []
        at.settings.changed.connect(self._show)
        self._show(at.settings.all)

    def _show(self, settings: Sequence[SettingValue]) -> None:
        shown = [setting for setting in settings if setting.name not in SHOWN_ELSEWHERE]
        if set(self.controls) != {setting.name for setting in shown}:
            self._rebuild(shown)
        for setting in shown:
            control = self.controls[setting.name]
            if not control.hasFocus():
                show_value(control, setting.value)

    def _rebuild(self, settings: Sequence[SettingValue]) -> None:
        for group in self._groups:
            group.hide()
            group.deleteLater()
        self.controls = {setting.name: self._control(setting) for setting in settings}
        named = {name for names in GROUPS.values() for name in names}
        groups = GROUPS | {OTHERS: tuple(setting.name for setting in settings if setting.name not in named)}
        helps = {setting.name: setting.help for setting in settings}
        built_in = {setting.name: setting.built_in for setting in settings if setting.built_in}
        self._groups = []
        for title, names in groups.items():
            group = SettingGroup(title)
            for name in (name for name in names if name in helps):
                group.add(
                    title_of(name), HELPS.get(name) or tr(helps[name]), self.controls[name], wide=name in EXAMPLES
                )
                if name in built_in:
                    group.add_below(ReadOnlyLines(tr("What is left out by itself"), built_in[name]))
            self._groups.append(group)
            self._column.addWidget(group)

    def _control(self, setting: SettingValue) -> QWidget:
        name = setting.name

        def tell(value: object) -> None:
            if isinstance(value, bool | int | float | str):
                self._at.do(operations.change_setting(name, value))

        match setting.value:
            case bool():
                check = QCheckBox()
                check.toggled.connect(tell)
                return check
            case int():
                return NumberField(int, tell)
            case float():
                return NumberField(float, tell)
        if name in EXAMPLES:
            return LinesField(tell, EXAMPLES[name])
        if setting.among:
            return self._choice(setting, tell)
        edit = QLineEdit()
        edit.setMinimumWidth(220)
        edit.editingFinished.connect(lambda: tell(edit.text()) if edit.isModified() else None)
        return edit

    @staticmethod
    def _choice(setting: SettingValue, tell: Callable[[object], None]) -> QComboBox:
        made = QComboBox()
        for value in setting.among:
            made.addItem(CHOICES.get(value, value), value)
        made.activated.connect(lambda _: tell(made.currentData()))
        return made
