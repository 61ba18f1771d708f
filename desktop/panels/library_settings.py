"""The settings that the library declares: each says itself what it does, and gets the control that fits its type."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop import operations, words
from desktop.pages import Surroundings
from desktop.widgets.setting_group import LinesField, NumberField, SettingGroup, show_value
from indexer.protocol import SettingValue, StatusReport

TITLES = {
    "model": "Model",
    "device": "Runs on",
    "readers": "Files read at once",
    "model_threads": "Processor threads",
    "model_idle_seconds": "Seconds until memory is freed",
    "recognise": "Find text in pictures",
    "exclude": "Leave out",
    "max_file_mb": "Largest file, in MB",
    "stop_with_window": "Stop reading when the window is closed",
    "paused": "Paused",
}
SHOWN_ELSEWHERE = {"paused"}  # in the thin row
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
        self._group: SettingGroup | None = None
        at.settings.changed.connect(self._show)
        at.status.changed.connect(self._show_report)
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
        if self._group is not None:
            self._group.hide()
            self._group.deleteLater()
        self._group = SettingGroup("Reading and understanding")
        self.controls = {setting.name: self._control(setting) for setting in settings}
        for setting in settings:
            control = self.controls[setting.name]
            self._group.add(title_of(setting.name), setting.help, control, wide=setting.name in EXAMPLES)
        self._column.addWidget(self._group)

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
        edit = QLineEdit()
        edit.setMinimumWidth(220)
        edit.editingFinished.connect(lambda: tell(edit.text()) if edit.isModified() else None)
        return edit

    def _show_report(self, report: StatusReport) -> None:
        said = f"{words.count(report.documents, 'document')}, {words.count(report.chunks, 'passage')}"
        if self._group is not None:
            self._group.setToolTip(f"{said} · {report.model}")
