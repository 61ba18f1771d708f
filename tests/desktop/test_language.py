"""Another language is a file beside the others: texts, Qt's own words and dates follow it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import language

ROOT = Path(__file__).parents[2]

CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE"><context><name></name>
<message><source>Add a folder…</source><translation>Ordner hinzufügen …</translation></message>
<message><source>Kind</source><translation>Art</translation></message>
</context></TS>
"""

SPOKEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop import language
language.files = lambda _: Path(sys.argv[1])
app = QCoreApplication([])
assert language.languages() == {"en": "English", "de": "Deutsch"}, language.languages()
language.install(app, language.wanted("de"))
from desktop.widgets.column_header import TITLES
print(language.tr("Add a folder…"), TITLES[2], language.tr("Nothing of it"))
"""


def test_english_is_there_and_stands_in_for_what_is_not() -> None:
    assert language.languages()["en"] == "English"
    assert language.wanted("xx") == "en"
    assert language.tr("Reading {name}") == "Reading {name}"


def test_a_catalogue_that_lies_there_is_spoken(tmp_path: Path) -> None:
    """In a process of its own: tables of texts are made when their modules are imported."""
    tools = Path(sys.executable).parent
    if shutil.which("pyside6-lrelease", path=str(tools)) is None:
        pytest.skip("the tool that makes catalogues is not here")
    folder = tmp_path / "translations"
    folder.mkdir()
    (folder / "wherein_de.ts").write_text(CATALOGUE, encoding="utf-8")
    release = [str(tools / "pyside6-lrelease"), str(folder / "wherein_de.ts"), "-qm", str(folder / "wherein_de.qm")]
    subprocess.run(release, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", SPOKEN, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.strip() == "Ordner hinzufügen … Art Nothing of it", done.stderr[-800:]
