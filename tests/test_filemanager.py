"""The entries in the file manager: which files go where, and that they come and go."""

import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import calling, filemanager
from indexer.calling import as_windows_line
from indexer.filemanager import entries, registry_values

TEMPLATES = {path.name: path.read_text() for path in (Path(__file__).parents[1] / "resources/filemanager").iterdir()}


def call(*arguments: str) -> list[str]:
    return ["env", "PYTHONPATH=/opt/where in", "/opt/my python/bin/python", "-P", "-m", "desktop", *arguments]


def test_on_linux_each_file_manager_has_its_entries_below_the_home_folder() -> None:
    made = {
        str(entry.path.relative_to("/home/ada")): entry
        for entry in entries("linux", Path("/home/ada"), call, TEMPLATES)
    }
    assert set(made) == {
        f"{folder}/{title} with Wherein"
        for folder in (".local/share/nautilus/scripts", ".config/caja/scripts")
        for title in ("Find similar", "Search here")
    } | {
        f".local/share/{place}"
        for name in ("similar", "here")
        for place in (f"nemo/actions/wherein-{name}.nemo_action", f"kio/servicemenus/wherein-{name}.desktop")
    }
    nemo = made[".local/share/nemo/actions/wherein-similar.nemo_action"].text
    assert 'Exec=env "PYTHONPATH=/opt/where in" "/opt/my python/bin/python" -P -m desktop --similar %F' in nemo
    here = made[".local/share/kio/servicemenus/wherein-here.desktop"]
    assert here.executable
    assert "MimeType=inode/directory;" in here.text
    assert "desktop --in %f" in here.text


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_the_script_calls_the_window_with_the_first_chosen_file(tmp_path: Path) -> None:
    script = entries("linux", tmp_path, lambda _: ["printf", "%s|"], TEMPLATES)[0]
    chosen = "/home/ada/it's a “file” $HOME.pdf\n/home/ada/other.pdf\n"
    for variable in ("NAUTILUS_SCRIPT_SELECTED_FILE_PATHS", "CAJA_SCRIPT_SELECTED_FILE_PATHS"):
        said = subprocess.run(
            ["sh", "-c", script.text], env={"PATH": os.environ["PATH"], variable: chosen}, capture_output=True
        )
        assert said.stdout.decode() == "/home/ada/it's a “file” $HOME.pdf|"


@pytest.mark.skipif(os.name != "posix", reason="a command line of Windows otherwise")
def test_nothing_is_imported_from_the_folder_that_a_person_looks_at(tmp_path: Path) -> None:
    """It may have come from anywhere."""
    for name in ("json", "desktop", "argparse"):
        (tmp_path / f"{name}.py").write_text(f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()")
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    said = subprocess.run(calling.parts("--help"), cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert "--similar" in said.stdout
    assert not (tmp_path / "ran").exists()


def test_on_macos_it_is_a_quick_action_that_can_be_read() -> None:
    info, flow, here, _ = entries("darwin", Path("/Users/ada"), lambda argument: [*call(argument), "a&b"], TEMPLATES)
    assert str(info.path).startswith("/Users/ada/Library/Services/Find similar with Wherein.workflow/")
    service = plistlib.loads(info.text.encode())["NSServices"][0]
    assert service["NSMenuItem"]["default"] == "Find similar with Wherein"
    action = plistlib.loads(flow.text.encode())["actions"][0]["action"]
    assert "--similar 'a&b' \"$1\"" in action["ActionParameters"]["COMMAND_STRING"]
    assert plistlib.loads(here.text.encode())["NSServices"][0]["NSSendFileTypes"] == ["public.folder"]


def test_on_windows_it_is_a_value_for_this_user_only() -> None:
    values = registry_values(lambda argument: f"wherein.exe {argument}")
    assert all(key.startswith("Software\\Classes\\") for key, _ in values)
    similar = r"Software\Classes\*\shell\Wherein.similar"
    assert values[similar, ""] == "Find similar with Wherein"
    assert values[similar, "MultiSelectModel"] == "Single"
    assert values[similar + r"\command", ""] == 'wherein.exe --similar "%1"'
    assert values[r"Software\Classes\Directory\Background\shell\Wherein.here\command", ""].endswith('--in "%V"')


def test_a_command_line_of_windows_finds_its_program_wherever_that_is() -> None:
    assert as_windows_line(r"C:\My Tools\wherein.exe", "", ["--hidden"]) == r'"C:\My Tools\wherein.exe" --hidden'
    root = r"C:\Users\O'Brien Ünal\Wherein"
    line = as_windows_line(r"C:\Python\pythonw.exe", root, ["--hidden"])
    code = line[line.index('"') + 1 : line.rindex('"')]
    shown = code.replace("from desktop.app import main;main()", "print(sys.path[0])")
    said = subprocess.run([sys.executable, "-X", "utf8", "-c", shown], capture_output=True, text=True, encoding="utf-8")
    assert said.stdout.strip() == root
    assert line.startswith(r"C:\Python\pythonw.exe -P -c ")
    assert len(line) < 260  # more cannot start with the session


@pytest.mark.skipif(os.name != "posix", reason="files")
def test_what_is_installed_is_removed_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert filemanager.installed() == []
    paths = filemanager.install()
    assert paths == filemanager.installed() != []
    assert all(path.is_relative_to(tmp_path) for path in paths)
    other = paths[0].with_name("another script")
    other.write_text("mine")
    filemanager.remove()
    assert filemanager.installed() == []
    assert other.read_text() == "mine"
