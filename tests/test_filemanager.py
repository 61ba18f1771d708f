"""The entry in the file manager: which files go where, and that they come and go."""

import os
import plistlib
import subprocess
from pathlib import Path

import pytest

from indexer import filemanager
from indexer.filemanager import TITLE, command, entries, registry_values

TEMPLATES = {path.name: path.read_text() for path in (Path(__file__).parents[1] / "resources/filemanager").iterdir()}
CALLED = command("/opt/my python/bin/python", "/opt/where in")


def test_on_linux_each_file_manager_has_its_entry_below_the_home_folder() -> None:
    made = {
        str(entry.path.relative_to("/home/ada")): entry
        for entry in entries("linux", Path("/home/ada"), CALLED, TEMPLATES)
    }
    assert set(made) == {
        f".local/share/nautilus/scripts/{TITLE}",
        f".config/caja/scripts/{TITLE}",
        ".local/share/nemo/actions/wherein-similar.nemo_action",
        ".local/share/kio/servicemenus/wherein-similar.desktop",
    }
    nemo = made[".local/share/nemo/actions/wherein-similar.nemo_action"].text
    assert 'Exec=env "PYTHONPATH=/opt/where in" "/opt/my python/bin/python" -m desktop --similar %F' in nemo
    assert made[".local/share/kio/servicemenus/wherein-similar.desktop"].executable


@pytest.mark.skipif(os.name != "posix", reason="a shell script")
def test_the_script_calls_the_window_with_the_first_chosen_file(tmp_path: Path) -> None:
    script = entries("linux", tmp_path, ["printf", "%s|"], TEMPLATES)[0]
    chosen = "/home/ada/it's a “file” $HOME.pdf\n/home/ada/other.pdf\n"
    for variable in ("NAUTILUS_SCRIPT_SELECTED_FILE_PATHS", "CAJA_SCRIPT_SELECTED_FILE_PATHS"):
        said = subprocess.run(
            ["sh", "-c", script.text], env={"PATH": os.environ["PATH"], variable: chosen}, capture_output=True
        )
        assert said.stdout.decode() == "/home/ada/it's a “file” $HOME.pdf|"


def test_on_macos_it_is_a_quick_action_that_can_be_read() -> None:
    info, flow = entries("darwin", Path("/Users/ada"), [*CALLED, "a&b"], TEMPLATES)
    assert str(info.path).startswith(f"/Users/ada/Library/Services/{TITLE}.workflow/")
    assert plistlib.loads(info.text.encode())["NSServices"][0]["NSMenuItem"]["default"] == TITLE
    action = plistlib.loads(flow.text.encode())["actions"][0]["action"]
    assert action["ActionParameters"]["COMMAND_STRING"].endswith("--similar 'a&b' \"$1\"")


def test_on_windows_it_is_a_value_for_this_user_only() -> None:
    values = registry_values(r"C:\\Python\\pythonw.exe", r"C:\\Wherein")
    assert all(key.startswith(r"Software\\Classes\\*\\shell".replace("\\\\", "\\")) for key in values)
    assert next(iter(values.values())) == TITLE
    assert list(values.values())[1].endswith('"%1"')
    packaged = registry_values(r"C:\Wherein\wherein.exe", "")
    assert list(packaged.values())[1] == r'"C:\Wherein\wherein.exe" --similar "%1"'


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
