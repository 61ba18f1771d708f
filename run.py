#!/usr/bin/env python3
"""Sets Wherein up and starts it. Needs only Python 3.11 or newer; everything is installed into .venv beside this file.

python3 run.py              install what is missing, then open the window
python3 run.py test         also install the test tools, then lint, types, import contracts and tests
python3 run.py setup        only install
python3 run.py COMMAND      any command of Wherein itself: add, search, status, doctor ...
"""

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

# Qt brings its own libraries but for these: what holds them on Debian and Ubuntu. (Fedora finds a library by its name.)
PACKAGES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libOpenGL.so.0": "libopengl0", "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1", "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6", "libglib-2.0.so.0": "libglib2.0-0", "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-util.so.1": "libxcb-util1",
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - the reader's Python may be any
        print(f"Wherein needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: python3.12 run.py")
        return 1
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    is_test = command == "test"
    status = install(is_test)
    if status == 0:
        screen = "wayland" if "WAYLAND_DISPLAY" in os.environ else "xcb"
        status = check_system_libraries("" if command or "QT_QPA_PLATFORM" in os.environ else screen)
    if status or command == "setup":
        return status
    if is_test:
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
        status = subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if status:
            return status
    for requirements in (REQUIREMENTS, TEST_REQUIREMENTS) if with_test_tools else (REQUIREMENTS,):
        stamp, digest = VENV / f"{requirements.stem}.installed", digest_of(requirements)
        if stamp.exists() and stamp.read_text() == digest:
            continue
        print(f"Installing what {requirements.name} pins (the first time this takes some minutes)", flush=True)
        subprocess.call([str(PYTHON), "-m", "ensurepip"], stdout=subprocess.DEVNULL)  # an environment may come without
        status = (requirements == REQUIREMENTS and install_torch()) or pip("-r", str(requirements))
        if status:
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
        print("  sudo apt install " + " ".join(sorted({PACKAGES.get(library, library) for library in missing})))
    return 1


def run_checks(pytest_arguments: list[str]) -> int:
    for check in CHECKS:
        print(f"\n== {check}", flush=True)
        tool, *arguments = check.split()
        arguments += pytest_arguments if tool == "pytest" else []
        status = subprocess.call([str(BIN / tool), *arguments], cwd=ROOT, env=environment())
        if status:
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
