"""How the window of this very installation is started once more, from anywhere: by the session, a menu, a file manager.

Wherever that happens to be, nothing is imported from there (`-P`): a folder from somewhere may hold a json.py.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
_WITHOUT_ENVIRONMENT = "import sys;sys.path[:0]=[{root}];from desktop.app import main;main()"


def parts(*arguments: str) -> list[str]:
    """For a system that has `env`. A package is the window itself."""
    if is_packaged():
        return [sys.executable, *arguments]
    return ["env", f"PYTHONPATH={ROOT}", sys.executable, "-P", "-m", "desktop", *arguments]


def windows_line(*arguments: str) -> str:
    """A command line for Windows, where an entry cannot set the environment; without a console. Short: what starts
    with the session may have 260 characters."""
    return as_windows_line(sys.executable if is_packaged() else _pythonw(), "" if is_packaged() else ROOT, arguments)


def as_windows_line(program: str, root: str, arguments: Sequence[str]) -> str:
    """Pure. Without a `root`, the program is the window itself."""
    quoted = "r'" + root.replace("'", "'+chr(39)+r'") + "'"
    code = ["-P", "-c", _WITHOUT_ENVIRONMENT.format(root=quoted)] if root else []
    return subprocess.list2cmdline([program, *code, *arguments])


def is_packaged() -> bool:
    return bool(getattr(sys, "frozen", False))


def _pythonw() -> str:
    beside = Path(sys.executable).with_name("pythonw.exe")
    return str(beside) if beside.exists() else sys.executable
