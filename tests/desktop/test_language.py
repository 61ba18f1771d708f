"""Another language is a file beside the others: texts, Qt's own words, numbers and dates follow it."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundle.translations import Catalogue, sources, texts
from desktop import language
from desktop.told import SOURCES, _pattern
from desktop.troubles import TROUBLES
from indexer.desks import training
from indexer.models.catalogue import MODELS
from indexer.work import arranging, assessing, switching

ROOT = Path(__file__).parents[2]
GERMAN = ROOT / "resources" / "translations" / "wherein_de.ts"

CATALOGUE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE"><context><name></name>
<message><source>Add a folder…</source><translation>Ordner hinzufügen …</translation></message>
<message><source>Kind</source><translation>Art</translation></message>
</context></TS>
"""

IN_GERMAN = """
import time
from PySide6.QtCore import QCoreApplication
from desktop import language
app = QCoreApplication([])
language.install(app, "de")
from desktop import told, words
from indexer.errors import WhereinError
from indexer.protocol import Progress
day = time.mktime((2024, 3, 2, 12, 0, 0, 0, 0, -1))
print(words.count(1, "file"), words.count(1204, "file"), words.size(4_100_000), words.when(day, day + 200 * 86_400))
print(words.progress(Progress("reading", "", 12, 340, 170.0)))
print(told.told("Holds all words: “roof”, “repair”."))
print(told.trouble(WhereinError("x", "“/a” is a file, not a folder.", "Add the folder it is in.")))
print(told.told("What nobody put into German."))
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


def test_german_is_spoken_in_texts_numbers_dates_and_what_the_service_says() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_GERMAN],
        capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "1 Datei 1.204 Dateien 4,1 MB 2. März",
        "Gelesen: 12 von 340 · noch etwa 3 Min.",
        "Enthält alle Wörter: “roof”, “repair”.",
        "„/a“ ist eine Datei, kein Ordner. Fügen Sie den Ordner hinzu, in dem sie liegt.",
        "What nobody put into German.",
    ], done.stderr[-800:]


def test_german_has_every_text_but_the_newest() -> None:
    """What has just been written may wait for its translator; `python bundle/translations.py` lists it."""
    wanted = texts(sources())
    missing = Catalogue(GERMAN).missing(wanted)
    assert len(missing) <= 0.03 * len(wanted), missing


def test_what_stands_in_the_gaps_of_a_text_stands_in_its_translation() -> None:
    for text, forms in Catalogue(GERMAN).known.items():
        for form in filter(None, forms):
            assert sorted(re.findall(r"{[^}]*}", text)) == sorted(re.findall(r"{[^}]*}", form)), text


def test_the_guide_is_there_in_german_with_as_many_chapters() -> None:
    folder = ROOT / "resources" / "help"
    guides = [(folder / name).read_text(encoding="utf-8") for name in ("guide.md", "guide_de.md")]
    assert guides[0].count("\n## ") == guides[1].count("\n## ")
    assert Catalogue(GERMAN).known["guide.md"] == ["guide_de.md"]


def test_texts_are_found_in_the_source(tmp_path: Path) -> None:
    source = tmp_path / "page.py"
    source.write_text(
        """label(tr("Topics"), f"{words.count(n, 'file')} {tr(name)}", log("no text"))""", encoding="utf-8"
    )
    found = texts([source])
    assert found["Topics"] is False
    assert found["file"] is True
    assert not {"no text", "name"} & set(found)


ROOMS = (
    "desks",
    "store",
    "insight",
    "work",
    "search",
)  # of the service: what they refuse, a person reads in the window
BESIDE_THE_WINDOW = 0.3  # of that at most: only the command line can bring it about, or it is a mistake of ours


def test_what_the_service_refuses_is_told_in_the_language_of_the_window() -> None:
    known = [_pattern(text) for text in (*SOURCES, *TROUBLES)]
    refused = {text for room in ROOMS for path in (ROOT / "indexer" / room).rglob("*.py") for text in _refusals(path)}
    untold = sorted(text for text in refused if not any(each.fullmatch(text) for each in known))
    assert len(refused) > 60
    assert len(untold) <= BESIDE_THE_WINDOW * len(refused), untold


def _refusals(path: Path) -> Iterator[str]:
    """The messages and remedies in the source, an x in place of each value."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("BadRequest", "EnvironmentProblem"):
            for argument in node.args[1:]:
                if isinstance(argument, ast.JoinedStr):
                    yield "".join(str(p.value) if isinstance(p, ast.Constant) else "x" for p in argument.values)
                elif isinstance(argument, ast.Constant):
                    yield str(argument.value)


def test_each_tasks_title_and_step_is_told_in_german() -> None:
    known = Catalogue(GERMAN).known
    for title in (
        arranging.TITLE,
        assessing.TITLE,
        switching.TITLE,
        *training._TITLES.values(),
        *training._DOING.values(),
    ):
        assert known.get(title, [""])[0], title


@pytest.mark.parametrize("script", ["translations", "build"])
def test_a_script_that_is_asked_for_help_does_nothing_else(script: str) -> None:
    asked = [sys.executable, str(ROOT / "bundle" / f"{script}.py"), "--help"]
    before = GERMAN.stat().st_mtime_ns
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
    assert f"python bundle/{script}.py" in done.stdout
    assert GERMAN.stat().st_mtime_ns == before


def test_what_a_model_is_good_for_is_told_in_german() -> None:
    patterns = [_pattern(text) for text in SOURCES]
    notes = {part for model in MODELS for note in (model.use, model.languages) for part in re.split("[;,] ", note)}
    assert len(notes) > 15
    assert [note for note in notes if note and not any(each.fullmatch(note) for each in patterns)] == []
