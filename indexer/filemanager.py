"""*Find similar with Wherein* for a file and *Search here with Wherein* for a folder, in the file manager: which files
(on Windows: registry values) make them, and putting them there. They lie in the user's own folders; nothing needs an
administrator."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from indexer import calling
from indexer.errors import EnvironmentProblem

_TEMPLATES = files("resources") / "filemanager"
_CLASSES = r"Software\Classes"


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry does with what was clicked on, and how each file manager is told on what that may be."""

    title: str
    name: str
    argument: str
    nemo: str
    dolphin: str
    macos: str
    windows: tuple[tuple[str, str], ...]  # class of things, what the path of one is called


DEEDS = (
    Deed(
        "Find similar with Wherein", "similar", "--similar", "nodirs;", "all/allfiles;", "public.data", (("*", "%1"),)
    ),
    Deed(
        "Search here with Wherein", "here", "--in", "dir;", "inode/directory;", "public.folder",
        (("Directory", "%1"), (r"Directory\Background", "%V")),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to be written. `executable`: the file manager runs it, or trusts it only then."""

    path: Path
    text: str
    executable: bool = False


def entries(
    system: str,
    home: Path,
    call: Callable[..., Sequence[str]],
    templates: Mapping[str, str],
    deeds: Sequence[Deed] = DEEDS,
) -> list[Entry]:
    """The files for a system ("linux", "darwin"; none elsewhere) and a home folder; `call(argument)` is what they
    run, a path behind it. Pure."""
    made = {"linux": _on_linux, "darwin": _on_macos}.get(system)
    return [entry for deed in deeds for entry in made(deed, home, call(deed.argument), templates)] if made else []


def _on_linux(deed: Deed, home: Path, called: Sequence[str], templates: Mapping[str, str]) -> list[Entry]:
    data, config = home / ".local/share", home / ".config"
    script = Template(templates["nautilus.sh"]).substitute(title=deed.title, command=shlex.join(called))
    desktop = " ".join(_desktop_quoted(part) for part in called)
    nemo = Template(templates["nemo.nemo_action"]).substitute(title=deed.title, command=desktop, on=deed.nemo)
    dolphin = Template(templates["dolphin.desktop"]).substitute(title=deed.title, command=desktop, on=deed.dolphin)
    return [
        Entry(data / "nautilus/scripts" / deed.title, script, True),
        Entry(config / "caja/scripts" / deed.title, script, True),
        Entry(data / f"nemo/actions/wherein-{deed.name}.nemo_action", nemo),
        Entry(data / f"kio/servicemenus/wherein-{deed.name}.desktop", dolphin, True),
    ]


def _on_macos(deed: Deed, home: Path, called: Sequence[str], templates: Mapping[str, str]) -> list[Entry]:
    contents = home / "Library/Services" / f"{deed.title}.workflow" / "Contents"
    flow = Template(templates["macos.wflow"]).substitute(command=escape(shlex.join(called)))
    info = Template(templates["macos.plist"]).substitute(title=deed.title, on=deed.macos)
    return [Entry(contents / "Info.plist", info), Entry(contents / "document.wflow", flow)]


def _desktop_quoted(part: str) -> str:
    """An argument as the Desktop Entry Specification quotes it."""
    escaped = part.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$").replace("%", "%%")
    return escaped if escaped == part and part and " " not in part else f'"{escaped}"'


def registry_values(line: Callable[..., str], deeds: Sequence[Deed] = DEEDS) -> dict[tuple[str, str], str]:
    """(key below HKEY_CURRENT_USER, name; "" for the default) → value, for Windows Explorer. `line(argument)` is the
    command line that a path is put behind. Pure."""
    made: dict[tuple[str, str], str] = {}
    for deed in deeds:
        for kind, path in deed.windows:
            key = rf"{_CLASSES}\{kind}\shell\Wherein.{deed.name}"
            made |= {
                (key, ""): deed.title,
                (key, "MultiSelectModel"): "Single",  # for several files it would be started several times
                (key + r"\command", ""): f'{line(deed.argument)} "{path}"',
            }
    return made


def install() -> list[Path]:
    """Writes the entries; where they are. Raises EnvironmentProblem."""
    if sys.platform == "win32":
        import winreg

        for (key, name), value in registry_values(calling.windows_line).items():
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as made:
                winreg.SetValueEx(made, name, 0, winreg.REG_SZ, value)
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

        for key in sorted({key for key, _ in registry_values(calling.windows_line)}, key=len, reverse=True):
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

        first = next(key for key, _ in registry_values(calling.windows_line))
        try:
            winreg.QueryValue(winreg.HKEY_CURRENT_USER, first)
        except FileNotFoundError:
            return []
        return [Path(first)]
    return [entry.path for entry in _ours() if entry.path.exists()]


def _ours() -> list[Entry]:
    templates = {file.name: file.read_text(encoding="utf-8") for file in _TEMPLATES.iterdir() if file.is_file()}
    return entries(sys.platform, Path.home(), calling.parts, templates)
