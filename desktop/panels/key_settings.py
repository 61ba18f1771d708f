"""The keys: which one does what, and another one where a person wants it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.commands import Command, native
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.widgets.basics import button, label
from desktop.widgets.key_button import KeyButton
from desktop.widgets.setting_group import SettingGroup


class KeysSection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("Keys"))
        self._at = at
        self.fields: dict[str, KeyButton] = {}  # by the key that the command has otherwise
        self.resets: dict[str, QPushButton] = {}
        show = button(tr("Show all keys"), at.show_keys)
        self.add(tr("Everything can be done from the keyboard"), tr("Shift+? lists the keys at any time."), show)
        holder = QWidget()
        self._table = QGridLayout(holder)
        self._table.setContentsMargins(0, 4, 0, 0)
        self._table.setHorizontalSpacing(8)
        self._table.setColumnStretch(0, 1)
        said = tr(
            "Press a button, then the keys; a key that was another one's is taken from it. Backspace takes one away."
        )
        self.add(tr("Other keys"), said, holder, wide=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.fields:
            for command in self._at.commands():
                if command.default:
                    self._add_row(command)
        self._show()

    def _add_row(self, command: Command) -> None:
        default, row = command.default, self._table.rowCount()
        field = KeyButton(command.title)
        field.chosen.connect(lambda key: self._choose(default, key))
        reset = button(tr("As before"), lambda: self._keep(default, None), "quiet")
        reset.setAccessibleName(f"{reset.text()}: {command.title}")
        self._table.addWidget(label(command.title), row, 0)
        self._table.addWidget(reset, row, 1)
        self._table.addWidget(field, row, 2, Qt.AlignmentFlag.AlignRight)
        self.fields[default], self.resets[default] = field, reset

    def _choose(self, default: str, key: str) -> None:
        known = {command.default: command for command in self._at.commands() if command.default}
        before = known[default].keys
        if key == (before[0] if before else ""):
            return
        other = next((one for one in known.values() if key in one.keys and one.default != default), None)
        self._keep(default, key)
        if other is not None:
            said = tr("{key} belonged to “{title}”, which has no such key now.")
            self._at.say(said.format(key=native(key), title=other.title))

    def _keep(self, default: str, key: str | None) -> None:
        self._at.preferences.choose_key(default, None if key == default else key)
        self._at.rebind()
        self._show()

    def _show(self) -> None:
        chosen = self._at.preferences.keys
        for command in self._at.commands():
            if command.default in self.fields:
                self.fields[command.default].show_key(command.keys[0] if command.keys else "")
                self.resets[command.default].setVisible(command.default in chosen)
