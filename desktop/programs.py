"""The programs that a file can be opened with, and opening it with one of them.

Linux lists them in desktop entries (Desktop Entry Specification), by the type of file; Windows and macOS have a dialog
of their own for it.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeDatabase, QStandardPaths

_FILE_FIELDS = {"%f", "%F"}
_URL_FIELDS = {"%u", "%U"}


@dataclass(frozen=True, slots=True)
class Program:
    """`command` as its desktop entry has it, with the fields for a file in it."""

    name: str
    command: str

    def open(self, path: bytes, url: str) -> None:
        """Raises OSError where it cannot be started."""
        subprocess.Popen(self.arguments(path, url), start_new_session=True, stdin=subprocess.DEVNULL)

    def arguments(self, path: bytes, url: str) -> list[str | bytes]:
        """What to run for a file; where the entry names no place for it, it comes last."""
        made: list[str | bytes] = []
        for part in shlex.split(self.command):
            if part in _FILE_FIELDS:
                made.append(path)
            elif part in _URL_FIELDS:
                made.append(url)
            elif not (len(part) == 2 and part[0] == "%" and part != "%%"):
                made.append(part.replace("%%", "%"))
        return made if path in made or url in made else [*made, path]


def types_of(name: str) -> list[str]:
    """The type of a file by its name, and the more general ones that it is a case of."""
    kind = QMimeDatabase().mimeTypeForFile(name, QMimeDatabase.MatchMode.MatchExtension)
    return [kind.name(), *kind.aliases(), *kind.allAncestors()]


def programs_for(types: Sequence[str], folders: Iterable[Path] | None = None) -> list[Program]:
    """Those that say that they open one of the types, the most special first; each name once."""
    found: dict[str, tuple[int, Program]] = {}
    for folder in _entry_folders() if folders is None else folders:
        for entry in sorted(folder.glob("**/*.desktop")):
            fields = _fields(entry)
            opens = [types.index(kind) for kind in fields.get("MimeType", "").split(";") if kind in types]
            name, command = fields.get("Name", ""), fields.get("Exec", "")
            if opens and name and command and fields.get("NoDisplay") != "true" and fields.get("Hidden") != "true":
                found.setdefault(name, (min(opens), Program(name, command)))
    return [program for _, program in sorted(found.values(), key=lambda pair: (pair[0], pair[1].name.casefold()))]


def _entry_folders() -> list[Path]:
    return [Path(f) for f in QStandardPaths.standardLocations(QStandardPaths.StandardLocation.ApplicationsLocation)]


def _fields(entry: Path) -> dict[str, str]:
    """The group [Desktop Entry]; empty where it cannot be read."""
    try:
        lines = entry.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    return dict(_pairs(lines))


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    inside = False
    for line in lines:
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            yield key.strip(), value.strip()


def has_dialog() -> bool:
    """Whether the system asks for the program itself."""
    return sys.platform == "win32"


def system_dialog(path: bytes) -> None:
    """Raises OSError."""
    subprocess.Popen(["rundll32.exe", "shell32.dll,OpenAs_RunDLL", os.fsdecode(path)])


def usual_place() -> str:
    """Where programs lie that a person may pick among the files."""
    return "/Applications" if sys.platform == "darwin" else "/usr/bin"


def program_at(path: str) -> Program:
    name = os.path.splitext(os.path.basename(path))[0]
    return Program(name, shlex.join(["open", "-a", path] if sys.platform == "darwin" else [path]).replace("%", "%%"))
