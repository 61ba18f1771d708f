"""Makes a package that runs without Python: `python bundle/build.py [FOLDER]`, into dist/ where none is given.

It needs PyInstaller beside what Wherein itself needs: `pip install pyinstaller`.
"""

import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist")
    target = parser.parse_args().folder.resolve()  # PyInstaller runs in the folder of the project
    return subprocess.call(
        [
            *(sys.executable, "-m", "PyInstaller", str(ROOT / "bundle" / "wherein.spec"), "--noconfirm"),
            *("--distpath", str(target), "--workpath", str(target / "build"), "--log-level", "WARN"),
        ],
        cwd=ROOT,
    )


if __name__ == "__main__":
    sys.exit(main())
