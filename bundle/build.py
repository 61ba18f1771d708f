"""Makes a package that runs without Python: `python bundle/build.py [FOLDER]`, into dist/ where none is given.

It needs PyInstaller beside what Wherein itself needs: `pip install pyinstaller`.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    return subprocess.call(
        [
            *(sys.executable, "-m", "PyInstaller", str(ROOT / "bundle" / "wherein.spec"), "--noconfirm"),
            *("--distpath", str(target), "--workpath", str(target / "build"), "--log-level", "WARN"),
        ],
        cwd=ROOT,
    )


if __name__ == "__main__":
    sys.exit(main())
