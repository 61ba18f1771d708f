"""What the window itself remembers: how it looks, what closing means, and what it keeps of a person's searches."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox

from desktop.pages import Surroundings
from desktop.preferences import Preferences
from desktop.theme import Appearance
from desktop.widgets.basics import button, label
from desktop.widgets.setting_group import SettingGroup
from indexer import filemanager
from indexer.errors import EnvironmentProblem

APPEARANCES = {Appearance.SYSTEM: "As the system", Appearance.LIGHT: "Light", Appearance.DARK: "Dark"}


def flag(preferences: Preferences, name: str, default: bool) -> QCheckBox:
    """A box that is ticked where the preference of that name is on, and keeps it."""
    made = QCheckBox()
    made.setChecked(preferences.flag(name, default))
    made.toggled.connect(lambda on: preferences.keep(name, on))
    return made


class WindowSection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__("Window")
        self._at = at
        self.appearance = QComboBox()
        for appearance, said in APPEARANCES.items():
            self.appearance.addItem(said, appearance)
        self.appearance.setCurrentIndex(list(APPEARANCES).index(at.preferences.appearance))
        self.appearance.currentIndexChanged.connect(lambda _: self._choose(Appearance(self.appearance.currentData())))
        self.add("Appearance", "Light like paper, or dark for the evening.", self.appearance)
        self.tray = flag(at.preferences, "tray", False)
        self.add("Stay in the tray when closed", "The window is one click away; Quit in its menu ends it.", self.tray)
        self.filemanager = QCheckBox()
        self.filemanager.setChecked(bool(filemanager.installed()))
        self.filemanager.toggled.connect(self._change_filemanager)
        said = "A right click on a file there offers “Find similar with Wherein”."
        self.add("In the file manager", said, self.filemanager)

    def _change_filemanager(self, wanted: bool) -> None:
        """The entry comes or goes at once."""
        try:
            filemanager.install() if wanted else filemanager.remove()
        except EnvironmentProblem as problem:
            self._at.say(str(problem))

    def _choose(self, appearance: Appearance) -> None:
        self._at.preferences.appearance = appearance
        self._at.theme.set_appearance(appearance)


class PrivacySection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__("Privacy")
        self._at = at
        self.add("Everything stays here", "Nothing that you search or keep is sent anywhere.", None)
        self.place = label(at.where, "second")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if at.where:
            self.add("What was read is kept in", at.where, None)
        self.remember = flag(at.preferences, "remember_searches", True)
        self.add("Remember searches", "The last few are offered when the search is empty.", self.remember)
        self.forget = button("Forget them now", self._forget)
        self.add("Searches so far", "Takes the remembered searches away.", self.forget)

    def _forget(self) -> None:
        self._at.preferences.forget_searches()
        self._at.say("The remembered searches are gone.")
