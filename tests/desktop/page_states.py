"""States of the other pages: each a function that brings a studio there."""

import os
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint

from indexer.formats import format_of
from indexer.protocol import (
    Copy,
    DuplicateGroup,
    Measure,
    Rule,
    TagState,
    TaskState,
    Topic,
    TopicMap,
    Topics,
    Trained,
    Training,
    UseModel,
)
from tests.desktop.search_states import full
from tests.desktop.studio import NOW, Studio


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
