"""*Find similar with Wherein* in the file manager: which files (on Windows: registry values) make it, and putting them
there. They lie in the user's own folders; nothing needs an administrator."""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from indexer.errors import EnvironmentProblem

TITLE = "Find similar with Wherein"
_TEMPLATES = files("resources") / "filemanager"
_WINDOWS_KEY = r"Software\Classes\*\shell\Wherein.FindSimilar"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to be written. `executable`: the file manager runs it, or trusts it only then."""

    path: Path
    text: str
    executable: bool = False


def command(python: str, root: str, library: str = "") -> list[str]:
    """What an entry calls, a file's path behind it: the window of this very installation, from anywhere."""
    more = ["--library", library] if library else []
    return ["env", f"PYTHONPATH={root}", python, "-m", "desktop", *more, "--similar"]


def entries(system: str, home: Path, called: Sequence[str], templates: Mapping[str, str]) -> list[Entry]:
    """The files for a system ("linux", "darwin"; none elsewhere) and a home folder. Pure."""
    quoted = shlex.join(called)

    def made(template: str, of: str = quoted) -> str:
        return Template(templates[template]).substitute(command=of, xml_command=escape(of))

    if system == "linux":
        data, config = home / ".local/share", home / ".config"
        desktop = " ".join(_desktop_quoted(part) for part in called)
        return [
            Entry(data / "nautilus/scripts" / TITLE, made("nautilus.sh"), True),
            Entry(config / "caja/scripts" / TITLE, made("nautilus.sh"), True),
            Entry(data / "nemo/actions/wherein-similar.nemo_action", made("nemo.nemo_action", desktop)),
            Entry(data / "kio/servicemenus/wherein-similar.desktop", made("dolphin.desktop", desktop), True),
        ]
    if system == "darwin":
        contents = home / "Library/Services" / f"{TITLE}.workflow" / "Contents"
        return [
            Entry(contents / "Info.plist", templates["macos.plist"]),
            Entry(contents / "document.wflow", made("macos.wflow")),
        ]
    return []


def _desktop_quoted(part: str) -> str:
    """An argument as the Desktop Entry Specification quotes it."""
    escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$").replace("%", "%%")
    return escaped if escaped == part and part and " " not in part else f'"{escaped}"'


def registry_values(python: str, root: str) -> dict[str, str]:
    """Keys below HKEY_CURRENT_USER and their default values, for Windows Explorer. Without a `root`, `python` is a
    package that is the window itself. Pure."""
    code = f"import sys; sys.path.insert(0, r'{root}'); from desktop.app import main; main(['--similar', sys.argv[1]])"
    called = f'"{python}" -c "{code}"' if root else f'"{python}" --similar'
    return {_WINDOWS_KEY: TITLE, _WINDOWS_KEY + r"\command": f'{called} "%1"'}


def install() -> list[Path]:
    """Writes the entries; where they are. Raises EnvironmentProblem."""
    if sys.platform == "win32":
        import winreg

        root = "" if getattr(sys, "frozen", False) else str(Path(__file__).parents[1])
        for key, value in registry_values(_pythonw(), root).items():
            winreg.SetValue(winreg.HKEY_CURRENT_USER, key, winreg.REG_SZ, value)
        return []
    try:
        for entry in _ours():
            entry.path.parent.mkdir(parents=True, exist_ok=True)
            entry.path.write_text(entry.text, encoding="utf-8")
            entry.path.chmod(0o755 if entry.executable else 0o644)
    except OSError as error:
        raise EnvironmentProblem(
            "entry_not_written",
            f"The entry for the file manager could not be written: {error.strerror}: “{error.filename}”.",
            "Check that the folder is yours.",
        ) from error
    return [entry.path for entry in _ours()]


def remove() -> None:
    """Takes them away again, and nothing else."""
    if sys.platform == "win32":
        import winreg

        for key in (_WINDOWS_KEY + r"\command", _WINDOWS_KEY):
            try:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                continue
        return
    for entry in _ours():
        entry.path.unlink(missing_ok=True)
        if entry.path.parent.name == "Contents" and entry.path.parent.is_dir() and not any(entry.path.parent.iterdir()):
            entry.path.parent.rmdir()
            entry.path.parent.parent.rmdir()


def installed() -> list[Path]:
    """The entries that are there."""
    if sys.platform == "win32":
        import winreg

        try:
            winreg.QueryValue(winreg.HKEY_CURRENT_USER, _WINDOWS_KEY)
        except FileNotFoundError:
            return []
        return [Path(_WINDOWS_KEY)]
    return [entry.path for entry in _ours() if entry.path.exists()]


def _ours() -> list[Entry]:
    templates = {file.name: file.read_text(encoding="utf-8") for file in _TEMPLATES.iterdir() if file.is_file()}
    called = command(sys.executable, str(Path(__file__).parents[1]))
    return entries(sys.platform, Path(os.path.expanduser("~")), called, templates)


def _pythonw() -> str:
    """Without a console."""
    beside = Path(sys.executable).with_name("pythonw.exe")
    return str(beside) if beside.exists() else sys.executable
