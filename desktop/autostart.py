"""Starting with the session, hidden in the tray: an entry where each system looks for it."""

import plistlib
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from indexer import calling

RUN_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"


def is_on() -> bool:
    if sys.platform == "win32":
        return QSettings(RUN_KEY, QSettings.Format.NativeFormat).contains("Wherein")
    return _entry().exists()


def turn(on: bool) -> None:
    """Raises OSError where the entry cannot be written."""
    if sys.platform == "win32":
        run = QSettings(RUN_KEY, QSettings.Format.NativeFormat)
        if on:
            run.setValue("Wherein", calling.windows_line("--hidden"))
        else:
            run.remove("Wherein")
        return
    if not on:
        _entry().unlink(missing_ok=True)
        return
    _entry().parent.mkdir(parents=True, exist_ok=True)
    _entry().write_bytes(_launch_agent() if sys.platform == "darwin" else _desktop_entry())


def _entry() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / "app.wherein.plist"
    configuration = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(configuration) / "autostart" / "wherein.desktop"


def _desktop_entry() -> bytes:
    """As the Desktop Application Autostart Specification has it."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Wherein",
        "Comment=Find your own documents by what they mean",
        f"Exec={quoted(calling.parts('--hidden'))}",
        "Icon=wherein",
        "X-GNOME-Autostart-enabled=true",
    )
    return ("\n".join(lines) + "\n").encode()


def quoted(parts: Sequence[str]) -> str:
    """A command as the Desktop Entry Specification wants it."""
    return " ".join(map(_quoted, parts))


def _quoted(part: str) -> str:
    """As the Desktop Entry Specification wants arguments."""
    if part == shlex.quote(part):
        return part.replace("%", "%%")
    escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$")
    return f'"{escaped}"'.replace("%", "%%")


def _launch_agent() -> bytes:
    parts = calling.parts("--hidden")
    return plistlib.dumps(
        {
            "Label": "app.wherein",
            "ProgramArguments": ["/usr/bin/env", *parts[1:]] if parts[0] == "env" else parts,  # no PATH is searched
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",  # where there is a screen
            "ProcessType": "Interactive",  # not slowed down as work in the background is
        }
    )
