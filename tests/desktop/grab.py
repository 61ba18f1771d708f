"""Writes a picture of every state of the window: `python -m tests.desktop.grab FOLDER [NAME...]`.

Set QT_SCALE_FACTOR=2 for the fine ones. Without QT_QPA_PLATFORM it draws off screen.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QPoint, QSettings, QTimer
from PySide6.QtGui import QCursor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.client import Service
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Appearance, Theme
from desktop.widgets.results_view import Look
from indexer.errors import WhereinError
from indexer.formats import format_of
from indexer.protocol import (
    Copy,
    DuplicateGroup,
    Measure,
    Progress,
    Rule,
    TagState,
    TaskState,
    Topic,
    TopicMap,
    Topics,
    Trained,
    Training,
    Understood,
    UseModel,
)
from tests.desktop.papers import read_examples
from tests.desktop.samples import some_failures
from tests.desktop.standin import StandIn

Step = Callable[["Studio"], None]
NOW = time.mktime((2024, 6, 6, 10, 0, 0, 0, 0, -1))


class Studio:
    """A window over the stand-in, and ways to get it into a state."""

    def __init__(self, app: QApplication, folder: Path, theme: Theme) -> None:
        self.app, self.folder = app, folder
        self.standin = StandIn(read_examples(folder))
        self.settings = QSettings(str(folder.parent / "window.ini"), QSettings.Format.IniFormat)
        self.settings.clear()
        self.preferences = Preferences(self.settings)
        self.service = Service(self.standin.connect)
        self.window = MainWindow(self.service, theme, self.preferences, lambda: NOW)
        self.window.resize(1240, 800)

        self.over: QWidget | None = None  # what lies over the window

    def grab(self) -> QPixmap:
        picture = self.window.grab()
        if self.over is not None:
            painter = QPainter(picture)
            painter.drawPixmap(self.over.pos() - self.window.pos(), self.over.grab())
            painter.end()
        return picture

    def start(self) -> None:
        self.window.show()
        self.service.start()
        self.settle(400)

    def fill(self) -> None:
        self.standin.folders[str(self.folder).encode()] = False

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.field.edit, text)
        self.settle(700)

    def settle(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def close(self) -> None:
        self.service.close()
        self.standin.close()
        self.window.hide()
        self.window.deleteLater()
        self.settle(10)


def first_run(studio: Studio) -> None:
    studio.start()


def home(studio: Studio) -> None:
    studio.fill()
    for text in ("plum cake", "heating bill of 2022", "who pays for repairs to the roof"):
        studio.preferences.remember(text)
    studio.start()


def full(studio: Studio) -> None:
    studio.fill()
    for document in studio.standin.documents:
        document.language = "de" if "draft" in document.name else "en"
        document.tags = ("housing",) if document.name.endswith((".pdf", "sent.txt")) else ()
    studio.standin.failures = some_failures(studio.folder)
    studio.start()
    studio.type("landlord pays for repairs to the roof")


def busy(studio: Studio) -> None:
    studio.fill()
    studio.standin.pending = 722
    studio.standin.meaning_ready = False
    studio.start()
    studio.type("soup with lemon")
    studio.standin.work(Progress("reading", "Minutes/2024-03-12 House meeting.md", 1204, 1926, 170.0))
    studio.settle(200)


def filtered(studio: Studio) -> None:
    full(studio)
    studio.window.sidebar.kinds["text"].click()
    studio.window.sidebar.kinds["pdf"].click()
    studio.settle(600)


def similar(studio: Studio) -> None:
    full(studio)
    row = next(i for i, hit in enumerate(studio.window.search.results.model.hits) if "Letter" in hit.name)
    studio.window.find_similar(studio.window.search.results.model.hit(row).path)
    studio.settle(700)


def similar_page(studio: Studio) -> None:
    full(studio)
    page = studio.window.show_page("similar")
    page.show_like(os.fsencode(studio.folder / "Letters" / "Letter to the landlord, first draft.txt"))
    studio.settle(700)


def duplicates(studio: Studio) -> None:
    full(studio)
    letters = studio.folder / "Letters"
    names = ("Letter to the landlord, first draft.txt", "Letter to the landlord, second draft.txt")
    first, second = (
        Copy(os.fsencode(letters / name), name, "text", 2400, NOW, relation, 0.93)
        for name, relation in zip(names, ("", "near"), strict=True)
    )
    studio.standin.duplicates = [DuplicateGroup("near", 0.93, (first, second))]
    page = studio.window.show_page("duplicates")
    studio.settle(300)
    page.show_kind("near")
    page.tree.setCurrentItem(page.tree.topLevelItem(0).child(1))
    studio.settle(500)


def topics(studio: Studio) -> None:
    """A topic for each folder of the examples, its documents around a place of its own; the last three are a group."""
    studio.fill()
    documents = studio.standin.documents
    folders = [Path(os.fsdecode(document.path)).relative_to(studio.folder).parts[0] for document in documents]
    names = sorted(set(folders))
    group, angles = len(names) + 1, np.linspace(0, 2 * np.pi, len(names), endpoint=False)
    middles = np.stack([np.cos(angles), np.sin(angles)], axis=1) * 0.8
    own = np.array([names.index(folder) for folder in folders])
    places = middles[own] + np.random.default_rng(7).normal(0, 0.07, (len(own), 2))
    sizes = np.bincount(own).tolist()
    made = [
        Topic(key + 1, name, (name.lower(),), sizes[key], group if key >= len(names) - 3 else None, False, False, *at)
        for key, (name, at) in enumerate(zip(names, middles.tolist(), strict=True))
    ]
    at = middles[-3:].mean(axis=0).tolist()
    made.insert(0, Topic(group, "Paper and post", ("paper",), sum(sizes[-3:]), None, True, False, *at))
    studio.standin.topics = Topics(tuple(made), documents=len(documents), made=NOW, method="community")
    studio.standin.topic_map = TopicMap(
        tuple(document.path for document in documents),
        tuple(format_of(document.name).kind for document in documents),
        (own + 1).astype("<i4").tobytes(),
        places.astype("<f4").tobytes(),
    )
    studio.start()
    page = studio.window.show_page("topics")
    studio.settle(400)
    page.tree.choose(names.index("Recipes") + 1)
    page.map.show_all()
    studio.settle(100)


def tags(studio: Studio) -> None:
    studio.fill()
    shelf = studio.standin.shelf
    for name, about in (("Bills", "bills and receipts with an amount to pay"), ("Housing", ""), ("Recipes", "")):
        shelf.tags[name] = TagState(name, about, taught=3)
    for document in studio.standin.documents:
        document.tags = ("Housing",) if "Lease" in document.name else ()
        because = next((s for s in document.text.split(". ") if 60 < len(s) < 160 and "\n" not in s), "")
        tag = {"Recipes": "Recipes", "Invoices": "Bills", "Letters": "Housing"}.get(
            Path(os.fsdecode(document.path)).relative_to(studio.folder).parts[0], ""
        )
        if because and tag:
            shelf.suggest(document.path, tag, because, document.text)
    studio.start()
    studio.window.show_page("tags")
    studio.settle(700)


def no_tags(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.window.show_page("tags")
    studio.settle(300)


def tag(studio: Studio) -> None:
    """One tag, with what it is about, and the document beside it."""
    tags(studio)
    studio.window.page("tags").tags.choose("Bills")
    studio.settle(600)


def rules(studio: Studio) -> None:
    """A rule chosen, and the editor of another one."""
    shelf = studio.standin.shelf
    shelf.rules["Invoices to Tax"] = Rule("Invoices to Tax", "bills with an amount", folder=b"/home/ada/Tax")
    tags(studio)
    studio.window.page("tags").tags.choose(rule="Invoices to Tax")
    studio.window.dialogs.make_rule([studio.standin.documents[0].path])
    studio.settle(300)
    from desktop.panels.rule_editor import RuleEditor

    studio.over = studio.window.findChild(RuleEditor)
    studio.over.move(studio.window.pos() + QPoint(500, 200))
    studio.settle(50)


def tag_editor(studio: Studio) -> None:
    full(studio)
    studio.standin.shelf.tags["recipes"] = TagState("recipes")
    studio.window.search.results.view.selectAll()
    studio.window.dialogs.edit_tags([hit.path for hit in studio.window.chosen()])
    studio.settle(500)
    from desktop.panels.tag_editor import TagEditor

    studio.over = studio.window.findChild(TagEditor)


def understood(studio: Studio) -> None:
    """Chips of what was understood, a mark on a result, other spellings, weaker matches, the executed query."""
    studio.fill()
    studio.standin.understands = (
        Understood("kind", "letters", "letters", 0, 7, guessed=True),
        Understood("date", "2024", "from 2024", 8, 17, guessed=True),
    )
    studio.standin.suggests = ("letters from 2024 landlord roof", "letters from 2024 landlord proof")
    studio.start()
    studio.type("letters from 2024 landlord rof heating deposit")
    studio.window.search.results.explain.click()
    hit = studio.window.search.hit
    if hit is not None:
        studio.window.mark(hit, True)
    studio.window.keeping.toggle(studio.window.query)
    studio.settle(300)
    studio.standin.finds_for_saved(b"/home/ada/new lease.pdf", b"/home/ada/letter.txt")
    studio.settle(600)


def weak(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("quantum roof chromodynamics lattice gauge theory hadron")


def why(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.explain_current()
    studio.over = studio.window.search.results.why
    studio.settle(200)


def nothing(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("submarine warranty")


def broken(studio: Studio) -> None:
    studio.standin.refuses = WhereinError(
        "disk_full", "The disk is full, so the library cannot be opened.", "Free some space, then start it again."
    )
    from desktop import client

    client.RETRY_SECONDS = ()
    studio.start()


def narrow(studio: Studio) -> None:
    studio.window.resize(620, 760)
    full(studio)


def narrow_preview(studio: Studio) -> None:
    narrow(studio)
    studio.window.search.look_closer()
    studio.settle(500)


def activity(studio: Studio) -> None:
    full(studio)
    for task in (
        TaskState(1, "duplicates", "Looking for duplicates", "running", 120, 480, "Lease Elm Street.pdf", 130.0),
        TaskState(2, "topics", "Making topics", "failed", problem="There is not enough memory for it."),
    ):
        studio.standin.task(task)
    studio.window.show_page("activity")
    studio.window.page("activity").view.setCurrentIndex(studio.window.page("activity").model.index(0, 0))
    studio.settle(300)
    studio.settle(100)


def text(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("words that a person remembers")


def code(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("rename photographs")


def picture(studio: Studio) -> None:
    studio.fill()
    studio.start()
    studio.type("bicycle hooks")
    row = next(i for i, hit in enumerate(studio.window.search.results.model.hits) if hit.kind == "image")
    studio.window.search.results.view.choose(row)
    studio.settle(600)


def said(studio: Studio) -> None:
    full(studio)
    from desktop import operations

    studio.window.do(operations.remove_folder(str(studio.folder).encode()))
    studio.settle(500)


def compact(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.set_look(Look.COMPACT)
    studio.settle(100)


def columns(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.set_look(Look.COLUMNS)
    studio.window.search.splitter.setSizes([620, 400])
    studio.settle(100)


def gallery(studio: Studio) -> None:
    full(studio)
    studio.window.search.results.set_look(Look.GALLERY)
    studio.window.search.splitter.setSizes([620, 400])
    studio.settle(700)


def settings(studio: Studio) -> None:
    full(studio)
    studio.window.show_page("settings")
    studio.settle(100)


def models(studio: Studio) -> None:
    """One that is fetched, one that reads beside the other, what smaller vectors cost."""
    full(studio)
    panel = studio.window.show_page("settings")
    studio.settle(200)
    section = panel.sections["models"]
    studio.standin.answer(UseModel("bge-small-en-v1.5"))
    studio.standin.task(
        TaskState(70, "download", "Fetching", "running", 34, 91, subject="e5-small-v2", seconds_left=90)
    )
    better = Measure("nDCG@10", (0.71, 0.68, 0.75), (0.78, 0.75, 0.81))
    studio.standin.training = Training(212, 30, 40, Trained("reranker", 170, 42, (better,), 0.99, "own-reranker-1"))
    studio.standin.changed("models")
    section.running.measure.click()
    section.running.test.click()
    studio.settle(300)
    section.cards["encoder"].open()
    studio.settle(300)
    panel.show_section("models")
    studio.settle(100)


def models_running(studio: Studio) -> None:
    models(studio)
    panel = studio.window.page("settings")
    panel.area.ensureWidgetVisible(panel.sections["models"].learning, 0, 0)
    studio.settle(200)


def guide(studio: Studio) -> None:
    full(studio)
    studio.window.keeping.toggle(studio.window.query)
    studio.window.show_page("help")
    studio.settle(200)


def stages(studio: Studio) -> None:
    studio.fill()
    studio.standin.pending = 722
    studio.standin.meaning_ready = False
    studio.standin.progress = Progress("reading", "House meeting.md", 1204, 1926, 170.0)
    studio.start()


def keys(studio: Studio) -> None:
    full(studio)
    from desktop.widgets.key_list import KeyList

    studio.over = KeyList(studio.window.commands, studio.window)
    studio.over.show()
    studio.settle(100)


def palette(studio: Studio) -> None:
    full(studio)
    from desktop.widgets.palette import Palette

    studio.over = Palette(studio.window.commands, studio.window)
    studio.over.show()
    studio.settle(100)


STATES: dict[str, Step] = {
    state.__name__: state
    for state in (
        first_run, home, full, busy, filtered, similar, similar_page, duplicates, understood, weak,
        topics, tags, no_tags, tag, rules, tag_editor,
        why, nothing, broken, narrow,
        narrow_preview, activity, text, code, picture, said, compact, columns, gallery, settings,
        models, models_running, guide, stages,
        keys, palette,
    )
}  # fmt: skip


def main(arguments: list[str]) -> None:
    target = Path(arguments[0])
    target.mkdir(parents=True, exist_ok=True)
    names = arguments[1:] or list(STATES)
    app = QApplication([])
    theme = Theme(app)
    QCursor.setPos(QPoint(600, 1600))
    looks = [Appearance(name) for name in os.environ.get("LOOKS", "light dark").split()]
    for look in looks:
        theme.set_appearance(look)
        for name in names:
            with tempfile.TemporaryDirectory() as home_folder:
                studio = Studio(app, Path(home_folder) / "Papers", theme)
                STATES[name](studio)
                studio.window.field.edit.deselect()
                QApplication.setCursorFlashTime(0)
                studio.grab().save(str(target / f"{name}-{look.value}.png"))
                studio.close()
                print(name, look.value, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
