"""What starting the window costs, and what it must not load."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pace import slowness

ROOT = Path(__file__).parents[2]
HEAVY = (
    "torch",
    "faiss",
    "transformers",
    "sentence_transformers",
    "tantivy",
    "apsw",
    "sqlite3",
    "onnxruntime",
    "numpy",
)
LATE = ("PySide6.QtPdf", "PySide6.QtPdfWidgets", "qtawesome", "PySide6.QtDBus", "pygments")

FIRST_PAINT = """
import sys, time
started = time.process_time()
from PySide6.QtCore import QEvent, QObject, QSettings
from desktop import app as entry
from PySide6.QtWidgets import QApplication

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(f"{time.process_time() - started:.3f}")
            print(" ".join(sys.modules))
            app.quit()
            app.removeEventFilter(self)
        return False

def never(on_event, on_lost):
    from indexer.errors import WhereinError
    raise WhereinError("no_service", "none in this test")

app = QApplication([])
watch = Watch()
from desktop.preferences import Preferences
from desktop.client import Service
window = entry.make_window(app, Service(never), Preferences(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
app.installEventFilter(watch)
window.show()
app.exec()
"""


def _start(tmp_path: Path) -> tuple[float, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path / "window.ini")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )
    seconds, modules = done.stdout.strip().split("\n")
    return float(seconds), set(modules.split())


def test_the_first_picture_stands_within_seven_tenths_of_a_second(tmp_path: Path) -> None:
    """In time of the processor: that others use it as well is no fault of the window."""
    slow = slowness()
    seconds, loaded = _start(tmp_path)
    assert seconds <= 0.7 * max(slow, slowness())
    assert "desktop.main_window" in loaded
    assert not loaded & set(HEAVY)
    assert not loaded & set(LATE)


def test_importing_the_whole_desktop_loads_no_model_and_no_database() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "desktop").rglob("*.py")
        if path.name not in ("__main__.py", "__init__.py")
    ]
    code = f"import sys; [__import__(name) for name in {modules!r}]; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, timeout=60, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "desktop.widgets.pdf_view" in loaded
    assert not loaded & (set(HEAVY) - {"numpy"})  # the map of topics counts with it, once it is shown
