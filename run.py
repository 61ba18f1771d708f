#!/usr/bin/env python3
"""Sets Wherein up and starts it. Needs only Python 3.11 or newer; everything is installed into .venv beside this file.

python3 run.py              install what is missing, then open the window
python3 run.py test         also install the test tools, then lint, types, import contracts and tests
python3 run.py setup        only install
python3 run.py COMMAND      any command of Wherein itself: add, search, status, doctor ...
"""

from __future__ import annotations  # for the message to a Python that is too old

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = ROOT / "requirements.txt"
TEST_REQUIREMENTS = ROOT / "requirements-test.txt"
PYTORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"

CHECKS = ("ruff check", "ruff format --check", "mypy", "lint-imports", "pytest")


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader's Python may be any
        print(f"Wherein needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: python3.12 run.py")
        return 1
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    screen = "wayland" if "WAYLAND_DISPLAY" in os.environ else "xcb"
    needs_screen = not command and "QT_QPA_PLATFORM" not in os.environ
    status = install(with_test_tools=command == "test") or check_system_libraries(screen if needs_screen else "")
    if status or command == "setup":
        return status
    if command == "test":
        return run_checks(rest)
    return start("indexer", arguments) if arguments else start("desktop", [])


def install(with_test_tools: bool) -> int:
    """Make .venv and install what the requirements pin, unless that is done already."""
    if not PYTHON.exists():
        if importlib.util.find_spec("ensurepip") is None:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            print(f"This Python cannot make environments. On Debian or Ubuntu: sudo apt install python{version}-venv")
            return 1
        print(f"Making an environment in {VENV}")
        if status := subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            return status
    for requirements in (REQUIREMENTS, TEST_REQUIREMENTS) if with_test_tools else (REQUIREMENTS,):
        stamp, digest = VENV / f"{requirements.stem}.installed", digest_of(requirements)
        if stamp.exists() and stamp.read_text() == digest:
            continue
        print(f"Installing what {requirements.name} pins (the first time this takes some minutes)", flush=True)
        subprocess.call([str(PYTHON), "-m", "ensurepip"], stdout=subprocess.DEVNULL)  # an environment may come without
        if status := (requirements == REQUIREMENTS and install_torch()) or pip("-r", str(requirements)):
            print("The installation did not finish; the reason stands above. Running this again goes on from here.")
            return status
        stamp.write_text(digest)
    return 0


def digest_of(requirements: Path) -> str:
    """Changes when the pins change, or the Python of the environment."""
    return hashlib.sha256(requirements.read_bytes() + (VENV / "pyvenv.cfg").read_bytes()).hexdigest()


def install_torch() -> int:
    """The CPU build where no NVIDIA GPU is: the default one for Linux would bring three gigabytes of CUDA."""
    if sys.platform == "darwin" or shutil.which("nvidia-smi") or Path("/proc/driver/nvidia").exists():
        return 0  # the build that requirements.txt names is the right one
    found = re.search(r"^torch==(\S+)", REQUIREMENTS.read_text(), re.MULTILINE)
    assert found, "requirements.txt does not pin torch"
    cpu_build = f"torch=={found[1]}+cpu"
    print(f"There is no NVIDIA GPU here: looking for {cpu_build} where pip looks by default", flush=True)
    if pip("--no-deps", cpu_build, quiet=True) == 0:
        return 0
    print(f"It is not there: fetching {cpu_build} from {PYTORCH_CPU_INDEX} (about 200 MB)", flush=True)
    return pip("--no-deps", cpu_build, "--index-url", PYTORCH_CPU_INDEX)


def pip(*arguments: str, quiet: bool = False) -> int:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    return subprocess.call(command, stderr=subprocess.DEVNULL if quiet else None)


def check_system_libraries(screen: str) -> int:
    """Qt takes a few libraries from the system; say all that are missing at once, and how to get them. `screen` is
    Qt's name for what it will draw on, empty for none."""
    libraries = sorted(VENV.glob("lib*/python*/site-packages/PySide6/Qt/lib/libQt6Widgets.so.6"))
    stamp = VENV / f"qt{screen}.checked"
    if not libraries or stamp.exists() or shutil.which("ldd") is None:
        return 0
    if screen:
        libraries.append(libraries[0].parents[1] / "plugins" / "platforms" / f"libq{screen}.so")
    said = subprocess.run(["ldd", *map(str, libraries)], stdout=subprocess.PIPE, text=True, check=False).stdout
    missing = sorted(set(re.findall(r"(\S+) => not found", said)))
    if not missing:
        stamp.touch()
        return 0
    print(f"The window needs libraries of the system that are not here: {', '.join(missing)}. Type:")
    if shutil.which("dnf"):
        print("  sudo dnf install " + " ".join(f"'{library}()(64bit)'" for library in missing))
    else:
        print("  sudo apt install " + " ".join(sorted({debian_package(library) for library in missing})))
    return 1


def debian_package(library: str) -> str:
    """Debian and Ubuntu name a package for the library in it (policy 8.1): libEGL.so.1 is in libegl1."""
    name, _, version = library.lower().partition(".so.")
    name = re.sub(r"^lib(glib|gthread)-2.0$", "libglib2.0", name)  # older than the rule
    return name + ("-" if name[-1].isdigit() else "") + version


def run_checks(pytest_arguments: list[str]) -> int:
    for check in CHECKS:
        print(f"\n== {check}", flush=True)
        tool, *arguments = check.split()
        arguments += pytest_arguments if tool == "pytest" else []
        if status := subprocess.call([str(BIN / tool), *arguments], cwd=ROOT, env=environment()):
            return status
    return 0


def start(package: str, arguments: list[str]) -> int:
    command = [str(PYTHON), "-m", package, *arguments]
    if os.name != "nt":
        os.execve(PYTHON, command, environment())
    return subprocess.call(command, env=environment())


def environment() -> dict[str, str]:
    """Wherein is imported from here, and nothing from the folder that the person happens to be in."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
