"""What is kept on this machine, where, how large it is; what is remembered; and how to be rid of all of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMessageBox

from desktop import words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.window_settings import flag
from desktop.told import trouble
from desktop.widgets.basics import button, label
from desktop.widgets.setting_group import SettingGroup
from indexer.protocol import Answer, EraseLibrary, GetStorage, Shutdown, Storage, StoredPart

PARTS = {
    "library": tr("The text that was read, and what it means"),
    "words": tr("The index of words"),
    "vectors": tr("The index of meaning"),
    "models": tr("Models that were fetched"),
    "cache": tr("Models made ready for this computer"),
}


class PrivacySection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("Privacy"))
        self._at = at
        self._newest = Newest(at.service)
        self.add(
            tr("Everything stays here"),
            tr("Nothing that you search or keep is sent anywhere. A model is fetched only when you ask for it."),
            None,
        )
        self.kept = label(at.where, "second", wrap=True)
        self.kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(
            tr("What is kept, and where"),
            tr("Readable by you alone. Wherein does not encrypt it: an encrypted disk protects it like your files."),
            self.kept,
            wide=True,
        )
        self.remember = flag(at.preferences, "remember_searches", True)
        self.add(tr("Remember searches"), tr("The last few are offered when the search is empty."), self.remember)
        self.forget = button(tr("Forget them now"), self._forget)
        self.add(tr("Searches so far"), tr("Takes the remembered searches away."), self.forget)
        self.erase = button(tr("Erase everything that was read…"), self._ask_to_erase)
        self.add(
            tr("Start anew"),
            tr("Erases the library: folders, text, meaning, tags and saved searches. Your own files are not touched."),
            self.erase,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._newest.ask(GetStorage(), self._take, lambda _: None)  # without sizes, where there is no service

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Storage):
            self.show_parts(answer.parts)

    def show_parts(self, parts: Sequence[StoredPart]) -> None:
        lines = [f"{PARTS.get(p.name, p.name)}: {words.size(p.size)}\n{words.display(p.path)}" for p in parts if p.size]
        self.kept.setText("\n".join(lines) or self._at.where)

    def _forget(self) -> None:
        self._at.preferences.forget_searches()
        self._at.say(tr("The remembered searches are gone."))

    def _ask_to_erase(self) -> None:
        """There is no way back from this one, so it asks first."""
        ask = QMessageBox(self)
        ask.setIcon(QMessageBox.Icon.Warning)
        ask.setText(tr("Erase everything that was read?"))
        ask.setInformativeText(
            tr("Folders, tags and saved searches go with it, and cannot be brought back. Your own files stay.")
        )
        erase = ask.addButton(tr("Erase the library"), QMessageBox.ButtonRole.DestructiveRole)
        ask.addButton(QMessageBox.StandardButton.Cancel)
        ask.setDefaultButton(QMessageBox.StandardButton.Cancel)
        ask.exec()
        if ask.clickedButton() is erase:
            self.erase_now()
        ask.deleteLater()

    def erase_now(self) -> None:
        """The service erases its library when it begins again, which it does by itself."""
        self._at.preferences.forget_searches()
        service, say = self._at.service, self._at.say
        service.ask(
            EraseLibrary(),
            lambda _: service.ask(Shutdown(), lambda _: say(tr("Everything that was read is erased.")), lambda _: None),
            lambda problem: say(trouble(problem)),
        )
