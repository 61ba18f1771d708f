"""The set-up: every package pinned, the right torch, `run.py` on machines of all kinds. Nothing is fetched here."""

import ast
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def pins(name: str) -> dict[str, Requirement]:
    lines = (line.strip() for line in (ROOT / name).read_text().splitlines())
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


PINS = pins("requirements.txt")
TEST_PINS = pins("requirements-test.txt")


# --- the pins ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PINS, *TEST_PINS])
def test_a_pin_names_one_public_version(name: str) -> None:
    requirement = PINS.get(name) or TEST_PINS[name]
    (specifier,) = requirement.specifier
    assert specifier.operator == "=="
    assert "*" not in specifier.version
    assert "+" not in specifier.version  # a local build exists on one index only
    assert requirement.url is None


@pytest.mark.parametrize(
    ("line", "pinned"),
    [(line, PINS) for line in PROJECT["dependencies"]]
    + [(line, PINS | TEST_PINS) for line in PROJECT["optional-dependencies"]["test"]],
)
def test_what_the_project_depends_on_is_pinned_within_its_range(line: str, pinned: dict[str, Requirement]) -> None:
    wanted = Requirement(line)
    (specifier,) = pinned[canonicalize_name(wanted.name)].specifier
    assert wanted.specifier.contains(specifier.version, prereleases=True)


LINUX = {"sys_platform": "linux", "platform_system": "Linux"}
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows"}


@pytest.mark.parametrize("platform", [LINUX, WINDOWS])
def test_what_a_pinned_package_needs_is_pinned_too(platform: dict[str, str]) -> None:
    for pinned in (PINS, PINS | TEST_PINS):
        for name in pinned:
            for need in needs_of(name, platform):
                assert need in pinned, f"{name} needs {need}"


def needs_of(name: str, platform: dict[str, str]) -> set[str]:
    try:
        needs = [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:  # made for another platform
        return set()
    environment = {**platform, "extra": ""}
    cuda = {"nvidia", "triton", "cuda-bindings", "cuda-toolkit"}  # torch itself pins what its CUDA build wants
    return {
        canonicalize_name(need.name)
        for need in needs
        if (need.marker is None or need.marker.evaluate(environment))
        and not any(need.name.startswith(prefix) for prefix in cuda)
    }


def test_every_package_that_the_code_imports_is_pinned() -> None:
    holders = packages_distributions()
    for package, pinned in {"desktop": PINS, "indexer": PINS, "tests": PINS | TEST_PINS}.items():
        for path in (ROOT / package).rglob("*.py"):
            for module in imported_by(path) - sys.stdlib_module_names - {"desktop", "indexer", "resources", "tests"}:
                names = {canonicalize_name(name) for name in holders.get(module, [])}
                assert names & pinned.keys() or not names, f"{path.relative_to(ROOT)} imports {module}"


def imported_by(path: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules.add(node.module.partition(".")[0])
    return modules


# --- run.py ------------------------------------------------------------------------------------------------------


class Machine(NamedTuple):
    """`run.py`, on a machine of its own: an environment made of scripts that note how they were called."""

    run: ModuleType
    root: Path
    calls: Path

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def add_tool(self, path: str, status: int = 0, says: str = "") -> None:
        tool = self.root / path
        tool.parent.mkdir(parents=True, exist_ok=True)
        tool.write_text(f'#!/bin/sh\necho "{tool.name}" "$@" >> "{self.calls}"\nprintf "{says}"\nexit {status}\n')
        tool.chmod(tool.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    if os.name == "nt":
        pytest.skip("the stand-in tools are shell scripts")
    specification = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert specification
    assert specification.loader
    run = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(run)
    venv = tmp_path / ".venv"
    for name, path in {
        "ROOT": tmp_path,
        "VENV": venv,
        "BIN": venv / "bin",
        "PYTHON": venv / "bin/python",
        "REQUIREMENTS": tmp_path / "requirements.txt",
        "TEST_REQUIREMENTS": tmp_path / "requirements-test.txt",
    }.items():
        monkeypatch.setattr(run, name, path)
    machine = Machine(run, tmp_path, tmp_path / "calls")
    (tmp_path / "requirements.txt").write_text("torch==2.13.0\n")
    (tmp_path / "requirements-test.txt").write_text("pytest==9.2.0\n")
    machine.add_tool(".venv/bin/python")
    (venv / "pyvenv.cfg").write_text("version = 3.11.7\n")
    monkeypatch.setattr(run.shutil, "which", lambda _name: None)
    monkeypatch.setattr(run.sys, "platform", "linux")
    return machine


def installed(machine: Machine) -> list[str]:
    return [call.partition("--disable-pip-version-check ")[2] for call in machine.called() if "-m pip" in call]


def test_a_plain_machine_gets_the_cpu_build_of_torch_before_anything_else(machine: Machine) -> None:
    assert machine.run.main(["setup"]) == 0
    assert installed(machine) == ["--no-deps torch==2.13.0+cpu", f"-r {machine.root}/requirements.txt"]


def test_the_cpu_build_comes_from_pytorchs_own_index_where_pip_has_it_not(machine: Machine) -> None:
    machine.add_tool(".venv/bin/python", status=1)
    assert machine.run.main(["setup"]) == 1
    assert installed(machine) == [
        "--no-deps torch==2.13.0+cpu",
        "--no-deps torch==2.13.0+cpu --index-url https://download.pytorch.org/whl/cpu",
    ]


def test_an_nvidia_gpu_gets_the_default_build(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.run.shutil, "which", lambda name: name if name == "nvidia-smi" else None)
    assert machine.run.main(["setup"]) == 0
    assert installed(machine) == [f"-r {machine.root}/requirements.txt"]


def test_a_mac_gets_the_default_build(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.run.sys, "platform", "darwin")
    assert machine.run.main(["setup"]) == 0
    assert installed(machine) == [f"-r {machine.root}/requirements.txt"]


def test_later_calls_install_nothing(machine: Machine) -> None:
    machine.run.main(["setup"])
    before = machine.called()
    assert machine.run.main(["setup"]) == 0
    assert machine.called() == before


@pytest.mark.parametrize("changed", ["requirements.txt", ".venv/pyvenv.cfg"])
def test_new_pins_and_a_new_python_are_installed_for(machine: Machine, changed: str) -> None:
    machine.run.main(["setup"])
    before = machine.called()
    with open(machine.root / changed, "a") as file:
        file.write("rich==15.0.0\n")
    machine.run.main(["setup"])
    assert len(machine.called()) > len(before)


def test_an_installation_that_failed_is_tried_again(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.add_tool(".venv/bin/python", status=3)
    assert machine.run.main(["setup"]) == 3
    assert "goes on from here" in capsys.readouterr().out
    machine.add_tool(".venv/bin/python")
    assert machine.run.main(["setup"]) == 0


def test_a_python_that_is_too_old_is_told_so(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine.run.sys, "version_info", (3, 9, 2))
    assert machine.run.main([]) == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().out
    assert machine.called() == []


def test_a_python_without_venv_is_told_the_line_to_type(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.run.PYTHON.unlink()
    monkeypatch.setattr(machine.run.importlib.util, "find_spec", lambda _name: None)
    assert machine.run.main([]) == 1
    assert f"sudo apt install python3.{sys.version_info.minor}-venv" in capsys.readouterr().out


def test_a_missing_library_of_the_system_is_told_with_the_line_to_type(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    qt = machine.root / ".venv/lib/python3.11/site-packages/PySide6/Qt/lib/libQt6Widgets.so.6"
    qt.parent.mkdir(parents=True)
    qt.touch()
    machine.add_tool("bin/ldd", says="\\tlibEGL.so.1 => not found\\n\\tlibc.so.6 => /lib/libc.so.6 (0x0)\\n")
    monkeypatch.setenv("PATH", f"{machine.root}/bin:{os.environ['PATH']}")
    monkeypatch.setattr(machine.run.shutil, "which", lambda name: name if name == "ldd" else None)
    assert machine.run.main(["setup"]) == 1
    assert "sudo apt install libegl1\n" in capsys.readouterr().out
    machine.add_tool("bin/ldd")
    assert machine.run.main(["setup"]) == 0


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ],
)
def test_the_package_of_a_library_is_known_by_debians_rule(machine: Machine, library: str, package: str) -> None:
    assert machine.run.debian_package(library) == package


def test_the_checks_run_in_order_and_stop_at_the_first_that_fails(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    for tool in ("ruff", "lint-imports", "pytest"):
        machine.add_tool(f".venv/bin/{tool}")
    machine.add_tool(".venv/bin/mypy", status=7)
    assert machine.run.main(["test", "-k", "watch"]) == 7
    tools = [call for call in machine.called() if not call.startswith("python")]
    assert tools == ["ruff check", "ruff format --check", "mypy"]
    assert "== mypy" in capsys.readouterr().out
    machine.add_tool(".venv/bin/mypy")
    assert machine.run.main(["test", "-k", "watch"]) == 0
    assert machine.called()[-2:] == ["lint-imports", "pytest -k watch"]


def test_every_other_command_goes_to_the_command_line_and_installs_nothing(machine: Machine) -> None:
    shutil.copy(ROOT / "run.py", machine.root)
    machine.run.main(["setup"])
    before = machine.called()
    run = [sys.executable, str(machine.root / "run.py")]
    done = subprocess.run([*run, "status", "--json"], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    subprocess.run(run, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    assert machine.called() == [*before, "python -m indexer status --json", "python -m desktop"]


# --- the package -------------------------------------------------------------------------------------------------


def test_the_wheel_holds_everything_that_the_packages_hold(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("desktop", "indexer", "resources"):
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", tmp_path, source], check=True)
    (wheel,) = tmp_path.glob("wherein-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    missing = [
        name
        for package in ("desktop", "indexer", "resources")
        for path in (source / package).rglob("*")
        if path.is_file() and (name := path.relative_to(source).as_posix()) not in held
    ]
    assert missing == []
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)
