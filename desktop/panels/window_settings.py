"""What the window itself remembers: how it looks, how it is summoned, and what closing it means."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QSystemTrayIcon

from desktop import autostart, hotkey, menu_entry
from desktop.commands import native
from desktop.language import languages, tr
from desktop.pages import Surroundings
from desktop.preferences import Preferences
from desktop.theme import Appearance
from desktop.told import trouble
from desktop.widgets.setting_group import SettingGroup
from indexer import filemanager
from indexer.errors import EnvironmentProblem

APPEARANCES = {Appearance.SYSTEM: tr("As the system"), Appearance.LIGHT: tr("Light"), Appearance.DARK: tr("Dark")}


def flag(preferences: Preferences, name: str, default: bool) -> QCheckBox:
    """A box that is ticked where the preference of that name is on, and keeps it."""
    made = QCheckBox()
    made.setChecked(preferences.flag(name, default))
    made.toggled.connect(lambda on: preferences.keep(name, on))
    return made


class AppearanceSection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("Appearance"))
        self._at = at
        self.appearance = QComboBox()
        for appearance, said in APPEARANCES.items():
            self.appearance.addItem(said, appearance)
        self.appearance.setCurrentIndex(list(APPEARANCES).index(at.preferences.appearance))
        self.appearance.currentIndexChanged.connect(lambda _: self._choose(Appearance(self.appearance.currentData())))
        at.theme.changed.connect(self._show)
        self.add(tr("Colours"), tr("Light like paper, or dark for the evening."), self.appearance)
        self.language = QComboBox()
        self.language.addItem(tr("As the system"), "")
        spoken = languages()
        for code, name in spoken.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(at.preferences.language), 0))
        self.language.currentIndexChanged.connect(lambda _: self._speak(self.language.currentData()))
        if len(spoken) > 1:
            self.add(tr("Language"), tr("Of the window; your documents may be in any."), self.language)

    def _show(self) -> None:
        """It may have been chosen elsewhere."""
        blocked = QSignalBlocker(self.appearance)
        self.appearance.setCurrentIndex(list(APPEARANCES).index(self._at.preferences.appearance))
        blocked.unblock()

    def _choose(self, appearance: Appearance) -> None:
        self._at.preferences.appearance = appearance
        self._at.theme.set_appearance(appearance)

    def _speak(self, language: str) -> None:
        self._at.preferences.keep("language", language)
        self._at.say(tr("This holds from the next start of Wherein on."))


class WindowSection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("Window"))
        self._at = at
        self.tray = flag(at.preferences, "tray", False)
        said = tr("The window is one click away; Quit in its menu ends it.")
        if not QSystemTrayIcon.isSystemTrayAvailable():
            said = tr("This desktop shows no tray: closing the window ends it.")
            self.tray.setEnabled(False)
        self.add(tr("Stay in the tray when closed"), said, self.tray)
        self.autostart = QCheckBox()
        self.autostart.setChecked(autostart.is_on())
        self.autostart.toggled.connect(lambda on: self._try(lambda: autostart.turn(on)))
        self.add(tr("Start with the session"), tr("Hidden in the tray, where there is one."), self.autostart)
        if menu_entry.is_possible():
            self.menu = QCheckBox()
            self.menu.setChecked(menu_entry.is_there())
            self.menu.toggled.connect(lambda on: self._try(lambda: menu_entry.turn(on)))
            said = tr("With its icon; and a folder can then be opened with Wherein, to search in it.")
            self.add(tr("In the menu of programs"), said, self.menu)
        self.notices = flag(at.preferences, "notices", True)
        said = tr("When long work ends, or a saved search finds something new, while the window is not in front.")
        self.add(tr("Notifications"), said, self.notices)
        advice = hotkey.advice()
        said = tr("Opens a small search bar over any program.")
        if advice:
            self.add(tr("Search from anywhere"), f"{said} {advice}", None)
        else:
            self.hotkey = flag(at.preferences, "hotkey", False)
            self.hotkey.toggled.connect(lambda _: at.say(tr("This holds from the next start of Wherein on.")))
            title = tr("Search from anywhere with {key}").format(key=native(hotkey.DEFAULT))
            self.add(title, said, self.hotkey)
        self.filemanager = QCheckBox()
        self.filemanager.setChecked(bool(filemanager.installed()))
        self.filemanager.toggled.connect(self._change_filemanager)
        said = tr("A right click there offers “Find similar with Wherein” for a file, and “Search here” for a folder.")
        self.add(tr("In the file manager"), said, self.filemanager)

    def _change_filemanager(self, wanted: bool) -> None:
        """The entry comes or goes at once."""
        try:
            filemanager.install() if wanted else filemanager.remove()
        except EnvironmentProblem as problem:
            self._at.say(trouble(problem))

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            self._at.say(tr("That could not be set: {reason}").format(reason=error.strerror or str(error)))
