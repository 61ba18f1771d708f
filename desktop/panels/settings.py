"""The settings: what the window remembers, and what the library declares (each setting says itself what it does)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.preferences import Preferences
from desktop.theme import Appearance, Theme
from desktop.widgets.basics import button, label
from indexer.protocol import SettingValue, StatusReport

COLUMN = 680
APPEARANCES = {Appearance.SYSTEM: "As the system", Appearance.LIGHT: "Light", Appearance.DARK: "Dark"}
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
LONG = {"exclude"}


def title_of(name: str) -> str:
    return TITLES.get(name, name.replace("_", " ").capitalize())


class Group(QFrame):
    """A card with a heading and rows: a title and its help on the left, the control on the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 14)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(label(title, "row"), 0, 0, 1, 2)

    def add(self, title: str, said: str, control: QWidget | None, *, wide: bool = False) -> None:
        row = self._grid.rowCount()
        self._grid.setRowMinimumHeight(row, 10)
        self._grid.addWidget(label(title), row + 1, 0)
        text = label(said, "meta", wrap=True)
        self._grid.addWidget(text, row + 2, 0)
        if control is None:
            return
        control.setAccessibleName(title)
        control.setAccessibleDescription(said)
        if wide:
            self._grid.addWidget(control, row + 3, 0, 1, 2)
        else:
            where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(control, row + 1, 1, 2, 1, where)


class SettingsPanel(QWidget):
    changed = Signal(str, object)  # name and value of a setting of the library
    searches_forgotten = Signal()
    checkup_wanted = Signal()

    def __init__(self, theme: Theme, preferences: Preferences, where: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preferences = theme, preferences
        self._controls: dict[str, QWidget] = {}
        self._library: Group | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(24, 20, 24, 24)
        self._column.setSpacing(12)
        self._column.addWidget(label("Settings", "page"))
        self._column.addWidget(self._make_window())
        self._column.addWidget(self._make_privacy(where))
        self._column.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(COLUMN + 48)
        inner.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    # --- the window's own ---

    def _make_window(self) -> Group:
        group = Group("Window")
        self.appearance = QComboBox()
        for appearance, said in APPEARANCES.items():
            self.appearance.addItem(said, appearance)
        self.appearance.setCurrentIndex(list(APPEARANCES).index(self._preferences.appearance))
        self.appearance.currentIndexChanged.connect(lambda _: self._choose(Appearance(self.appearance.currentData())))
        group.add("Appearance", "Light like paper, or dark for the evening.", self.appearance)
        self.tray = self._flag("tray", False)
        group.add("Stay in the tray when closed", "The window is one click away; Quit in its menu ends it.", self.tray)
        return group

    def _make_privacy(self, where: str) -> Group:
        group = Group("Privacy")
        group.add("Everything stays here", "Nothing that you search or keep is sent anywhere.", None)
        self.place = label(where, "second")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if where:
            group.add("What was read is kept in", where, None)
        self.remember = self._flag("remember_searches", True)
        group.add("Remember searches", "The last few are offered when the search is empty.", self.remember)
        forget = button("Forget them now", self._forget)
        group.add("Searches so far", "Takes the remembered searches away.", forget)
        return group

    def _flag(self, name: str, default: bool) -> QCheckBox:
        made = QCheckBox()
        made.setChecked(self._preferences.flag(name, default))
        made.toggled.connect(lambda on: self._preferences.keep(name, on))
        return made

    def _choose(self, appearance: Appearance) -> None:
        self._preferences.appearance = appearance
        self._theme.set_appearance(appearance)

    def _forget(self) -> None:
        self._preferences.forget_searches()
        self.searches_forgotten.emit()

    # --- the library's ---

    def show_library(self, settings: Sequence[SettingValue]) -> None:
        """The settings that the library declares, each with the control that fits its type."""
        shown = [setting for setting in settings if setting.name not in SHOWN_ELSEWHERE]
        if set(self._controls) != {setting.name for setting in shown}:
            self._rebuild(shown)
        for setting in shown:
            control = self._controls[setting.name]
            if not control.hasFocus():
                _show_value(control, setting.value)

    def value_of(self, name: str) -> object:
        control = self._controls.get(name)
        return control.isChecked() if isinstance(control, QCheckBox) else None

    def _rebuild(self, settings: Sequence[SettingValue]) -> None:
        if self._library is not None:
            self._library.hide()
            self._library.deleteLater()
        self._library = Group("Reading and understanding")
        self._controls = {setting.name: self._control(setting) for setting in settings}
        for setting in settings:
            control = self._controls[setting.name]
            self._library.add(title_of(setting.name), setting.help, control, wide=setting.name in LONG)
        self._column.insertWidget(2, self._library)

    def _control(self, setting: SettingValue) -> QWidget:
        name = setting.name

        def tell(value: object) -> None:
            self.changed.emit(name, value)

        match setting.value:
            case bool():
                check = QCheckBox()
                check.toggled.connect(tell)
                return check
            case int():
                return _NumberField(int, tell)
            case float():
                return _NumberField(float, tell)
        if name in LONG:
            return _Lines(tell)
        edit = QLineEdit()
        edit.setMinimumWidth(220)
        edit.editingFinished.connect(lambda: tell(edit.text()) if edit.isModified() else None)
        return edit

    def show_report(self, report: StatusReport) -> None:
        said = f"{words.count(report.documents, 'document')}, {words.count(report.chunks, 'passage')}"
        if self._library is not None:
            self._library.setToolTip(f"{said} · {report.model}")


class _NumberField(QLineEdit):
    """A number; what was typed counts when the field is left, or on Enter."""

    def __init__(self, kind: type[int] | type[float], tell: Callable[[object], None]) -> None:
        super().__init__()
        self.setValidator(QIntValidator(self) if kind is int else QDoubleValidator(self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(96)

        def done() -> None:
            if self.isModified() and self.text():
                self.setModified(False)
                tell(kind(self.text()))

        self.editingFinished.connect(done)


class _Lines(QPlainTextEdit):
    """A few lines; what was written counts when the field is left."""

    def __init__(self, tell: Callable[[object], None]) -> None:
        super().__init__()
        self._tell = tell
        self.setFixedHeight(84)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("*.bak\nDownloads/")
        self.setObjectName("lines")

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        if self.document().isModified():
            self.document().setModified(False)
            self._tell(self.toPlainText())


def _show_value(control: QWidget, value: object) -> None:
    blocked = QSignalBlocker(control)
    match control, value:
        case QCheckBox(), bool():
            control.setChecked(value)
        case QLineEdit(), _:
            control.setText(str(value))
        case QPlainTextEdit(), _:
            control.setPlainText(str(value))
    blocked.unblock()
