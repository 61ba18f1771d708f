"""What each process may load, proved by loading it: the window has no model, the service no window."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LOAD = """
import importlib, json, pkgutil, sys
for name in json.loads(sys.argv[2]):
    sys.modules[name] = None  # importing it raises
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(json.dumps(sorted({name.partition(".")[0] for name, module in sys.modules.items() if module})))
"""

HEAVY = {"torch", "transformers", "sentence_transformers", "onnxruntime", "faiss", "sklearn"}
DATABASES = {"apsw", "sqlite3", "tantivy"}
QT = {"PySide6", "shiboken6", "qtawesome", "qtpy"}


def python(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_window_loads_no_model_and_no_database() -> None:
    loaded = set(json.loads(python("-c", LOAD, "desktop", "[]")))
    assert "PySide6" in loaded
    assert not loaded & (HEAVY | DATABASES | {"xberg", "pypdf"})


def test_all_of_the_indexer_is_imported_where_there_is_no_qt() -> None:
    loaded = set(json.loads(python("-c", LOAD, "indexer", json.dumps(sorted(QT)))))
    assert "watchdog" in loaded
    assert not loaded & QT


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("indexer.extract.worker", HEAVY | DATABASES | QT),
        ("indexer.client", HEAVY | DATABASES | QT | {"numpy"}),
        ("indexer.cli", HEAVY | DATABASES | QT | {"numpy"}),
        ("indexer.service", {"torch", "transformers", "sentence_transformers", "sklearn", "scipy"} | QT),
    ],
)
def test_a_process_loads_only_what_it_works_with(module: str, never: set[str]) -> None:
    code = f"import json, sys, {module}; print(json.dumps([name for name in sys.modules]))"
    loaded = {name.partition(".")[0] for name in json.loads(python("-c", code))}
    assert not loaded & never
