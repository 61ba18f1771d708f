"""Starting with the session, hidden in the tray: an entry where each system looks for it."""

import os
import plistlib
import shlex
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

RUN_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"


def command(*arguments: str) -> list[str]:
    """How to start this window once more."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "desktop", *arguments]


def is_on() -> bool:
    if sys.platform == "win32":
        return QSettings(RUN_KEY, QSettings.Format.NativeFormat).contains("Wherein")
    return _entry().exists()


def turn(on: bool) -> None:
    """Raises OSError where the entry cannot be written."""
    if sys.platform == "win32":
        run = QSettings(RUN_KEY, QSettings.Format.NativeFormat)
        if on:
            run.setValue("Wherein", " ".join(f'"{part}"' for part in command("--hidden")))
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
        f"Exec={quoted_command(command('--hidden'))}",
        "Icon=wherein",
        "X-GNOME-Autostart-enabled=true",
    )
    return ("\n".join(lines) + "\n").encode()


def quoted_command(parts: list[str]) -> str:
    """A command as the Desktop Entry Specification wants it, with the place that Wherein is imported from."""
    path = os.environ.get("PYTHONPATH")
    before = ["env", f"PYTHONPATH={path}"] if path else []
    return " ".join(map(_quoted, [*before, *parts]))


def _quoted(part: str) -> str:
    """As the Desktop Entry Specification wants arguments."""
    if part == shlex.quote(part):
        return part.replace("%", "%%")
    escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$")
    return f'"{escaped}"'.replace("%", "%%")


def _launch_agent() -> bytes:
    environment = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return plistlib.dumps(
        {
            "Label": "app.wherein",
            "ProgramArguments": command("--hidden"),
            "RunAtLoad": True,
            "EnvironmentVariables": environment,
        }
    )
