"""What is kept on this machine, where, how large it is; what is remembered; and how to be rid of all of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QMessageBox

from desktop import words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.window_settings import flag
from desktop.told import told, trouble
from desktop.widgets.basics import button, label
from desktop.widgets.setting_group import SettingGroup
from indexer.protocol import Answer, EncryptLibrary, EraseLibrary, GetStorage, Shutdown, Storage, StoredPart

PARTS = {
    "library": tr("The text that was read, and what it means"),
    "words": tr("The index of words"),
    "vectors": tr("The index of meaning"),
    "models": tr("Models that were fetched"),
    "cache": tr("Models made ready for this computer"),
}
ENCRYPTED = tr(
    "With a key that this system's keyring holds. Everything is written anew, and the indexes are kept in memory: "
    "words are found a little later after each start."
)


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
        self.kept = label(at.where, "meta", wrap=True)
        self.kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add(
            tr("What is kept, and where"),
            tr("Readable by you alone. An encrypted disk protects it like your files."),
            self.kept,
            wide=True,
        )
        self.encrypt = QCheckBox()
        self.encrypt.setEnabled(False)  # until it is known whether it can be
        self.encrypt.clicked.connect(self._ask_to_encrypt)
        self.add(tr("Encrypt the library"), ENCRYPTED, self.encrypt)
        self.not_encryptable = label(role="care", wrap=True)
        self.not_encryptable.hide()
        self.add_below(self.not_encryptable)
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
            self.encrypt.setChecked(answer.encrypted)
            self.encrypt.setEnabled(answer.encrypted or not answer.not_encryptable)
            self.not_encryptable.setText(told(answer.not_encryptable))
            self.not_encryptable.setVisible(bool(answer.not_encryptable))

    def show_parts(self, parts: Sequence[StoredPart]) -> None:
        """Each place with what lies there."""
        places: dict[str, list[str]] = {}
        for part in parts:
            if part.size:
                said = f"    {PARTS.get(part.name, part.name)}: {words.size(part.size)}"
                places.setdefault(words.display(part.path), []).append(said)
        places[self._at.preferences.place] = ["    " + tr("What this window remembers: its sizes, keys, last searches")]
        listed = [line for place, lines in places.items() for line in (place, *lines)]
        self.kept.setText("\n".join(listed) or self._at.where)

    def _ask_to_encrypt(self, wanted: bool) -> None:
        """The service writes its library anew when it begins again, which it does by itself."""
        done = tr("The library is encrypted from now on.") if wanted else tr("The library is no longer encrypted.")
        self._begin_anew(EncryptLibrary(wanted), done)

    def _forget(self) -> None:
        self._at.preferences.forget_searches()
        self._at.say(tr("The remembered searches are gone."))

    def _ask_to_erase(self) -> None:
        """There is no way back from this one, so it asks first."""
        ask = QMessageBox(self)
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
        self._begin_anew(EraseLibrary(), tr("Everything that was read is erased."))

    def _begin_anew(self, request: EncryptLibrary | EraseLibrary, done: str) -> None:
        service, say = self._at.service, self._at.say
        service.ask(
            request,
            lambda _: service.ask(Shutdown(), lambda _: say(done), lambda _: None),
            lambda problem: say(trouble(problem)),
        )
