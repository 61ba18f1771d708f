"""What the window remembers between two evenings, in QSettings. Typed, so that a damaged value is a default again."""

import os
from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, QSettings

from desktop.query import Query
from desktop.theme import Appearance
from desktop.widgets.results_view import Look

RECENT = 8
_QUERIES = msgspec.json.Decoder(list[Query])
_KEYS = msgspec.json.Decoder(dict[str, str])


class Preferences:
    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def place(self) -> str:
        """Where it is kept; on Windows a key of the registry."""
        return self._settings.fileName()

    def make_private(self) -> None:
        """Readable by this user alone: the last searches stand in it. On Windows, the registry is that anyway."""
        path = Path(self.place)
        if os.name == "posix" and self._settings.isWritable():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.chmod(0o600)  # Qt keeps that when it writes the file anew

    def bytes_of(self, name: str) -> QByteArray:
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, name: str, value: QByteArray | str | bool | int) -> None:
        self._settings.setValue(name, value)

    def flag(self, name: str, default: bool) -> bool:
        value = self._settings.value(name, default)
        return value if isinstance(value, bool) else str(value).lower() == "true"

    def whole(self, name: str, default: int) -> int:
        value = str(self._settings.value(name, default))
        return int(value) if value.isdecimal() else default

    @property
    def appearance(self) -> Appearance:
        value = str(self._settings.value("appearance", Appearance.SYSTEM.value))
        return Appearance(value) if value in list(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self._settings.setValue("appearance", appearance.value)

    @property
    def language(self) -> str:
        """The chosen language; empty: the system's."""
        return str(self._settings.value("language", ""))

    @property
    def look(self) -> Look:
        value = str(self._settings.value("look", Look.CARDS.value))
        return Look(value) if value in list(Look) else Look.CARDS

    @property
    def recent(self) -> list[str]:
        """The last searches that a person went on from, newest first."""
        value = self._settings.value("recent", [])
        values = value if isinstance(value, list) else [value]
        return [text for text in values if isinstance(text, str) and text]

    @property
    def keys(self) -> dict[str, str]:
        """The keys that a person chose, by the one that the command has otherwise."""
        try:
            return _KEYS.decode(str(self._settings.value("keys", "{}")))
        except msgspec.MsgspecError:
            return {}

    def choose_key(self, default: str, key: str | None) -> None:
        """None: as it is without a choice."""
        keys = {name: chosen for name, chosen in self.keys.items() if name != default}
        if key is not None:
            keys[default] = key
        self._settings.setValue("keys", msgspec.json.encode(keys).decode())

    def take_saved(self) -> list[Query]:
        """Searches that were kept here before the library kept them; asked once, they are here no more."""
        data = str(self._settings.value("saved", ""))
        self._settings.remove("saved")
        try:
            return _QUERIES.decode(data)
        except msgspec.MsgspecError:
            return []

    def remember(self, text: str) -> None:
        if text and self.flag("remember_searches", True):
            kept = [text, *(other for other in self.recent if other.casefold() != text.casefold())]
            self._settings.setValue("recent", kept[:RECENT])

    def forget_searches(self) -> None:
        self._settings.remove("recent")
