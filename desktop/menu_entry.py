"""Wherein in the system's menu of programs, and among the programs that a folder can be opened with ("search here").

On Linux, as the desktop entry and icon theme specifications have it; Windows and macOS make theirs from the package.
"""

import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from desktop.autostart import quoted
from indexer import calling

ENTRY = """[Desktop Entry]
Type=Application
Name=Wherein
GenericName=Document search
GenericName[de]=Dokumentensuche
Comment=Find your own documents by what they mean
Comment[de]=Eigene Dokumente nach dem finden, was sie bedeuten
Exec={window}
Icon=wherein
Terminal=false
Categories=Utility;Office;
Keywords=search;find;documents;meaning;similar;
MimeType=inode/directory;
StartupWMClass=Wherein
Actions=bar;

[Desktop Action bar]
Name=Search bar
Name[de]=Suchleiste
Exec={bar}
"""


def is_possible() -> bool:
    return sys.platform.startswith("linux")


def is_there() -> bool:
    return _entry().exists()


def turn(on: bool) -> None:
    """Raises OSError where it cannot be written."""
    if on:
        for path in (_entry(), _icon()):
            path.parent.mkdir(parents=True, exist_ok=True)
        _icon().write_bytes(files("resources").joinpath("wherein.svg").read_bytes())
        window = f"{quoted(calling.parts('--in'))} %f"
        _entry().write_text(ENTRY.format(window=window, bar=quoted(calling.parts("--bar"))), encoding="utf-8")
    else:
        for path in (_entry(), _icon()):
            path.unlink(missing_ok=True)
    if tool := shutil.which("update-desktop-database"):
        subprocess.run([tool, str(_entry().parent)], check=False, capture_output=True)


def _data() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))


def _entry() -> Path:
    return _data() / "applications" / "wherein.desktop"


def _icon() -> Path:
    return _data() / "icons" / "hicolor" / "scalable" / "apps" / "wherein.svg"
