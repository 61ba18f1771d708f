"""Filters narrow what was found, and are taken back."""

import os
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.query import Period
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn


def test_filters_are_chips_that_can_be_removed(qtbot: QtBot, window: MainWindow, person: Person) -> None:
    before = person.searches("landlord roof heating")
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["pdf"].click()
    assert person.names
    assert all(name.endswith(".pdf") for name in person.names)
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["mail"].click()
    assert "Re Heating bill.eml" in person.names
    chips = [chip for chip in window.field.findChildren(QPushButton, "chip") if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["PDF  ×", "Mail  ×"]
    with qtbot.waitSignal(window.searching.answered):
        chips[0].click()
    assert person.names == ["Re Heating bill.eml"]
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.kinds["mail"].click()
    assert person.names == before


def test_tags_languages_and_inner_folders_narrow_the_results(
    qtbot: QtBot, window: MainWindow, person: Person, standin: StandIn, papers: Path
) -> None:
    for document in standin.documents:
        document.language = "de" if "Letter" in document.name else "en"
        document.tags = ("housing",) if document.name.endswith((".pdf", "sent.txt")) else ()
        document.topic = "Landlord, roof" if "Letter" in document.name else "Cake"
    before = person.searches("landlord roof")
    sidebar = window.sidebar
    with qtbot.waitSignal(window.searching.answered):
        sidebar.language_section.rows["de"].click()
    assert person.names
    assert all("Letter" in name for name in person.names)
    assert sidebar.language_section.rows["en"].isVisible()
    with qtbot.waitSignal(window.searching.answered):
        sidebar.tag_section.rows["housing"].click()
    assert person.names == ["Letter to the landlord, sent.txt"]
    chips = [chip for chip in window.field.findChildren(QPushButton, "chip") if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["housing  ×", "German  ×"]
    assert set(sidebar.topic_section.rows) >= {"Landlord, roof"}
    with qtbot.waitSignal(window.searching.answered):
        sidebar.topic_section.rows["Landlord, roof"].click()
    assert window.query.topics == ("Landlord, roof",)
    with qtbot.waitSignal(window.searching.answered):
        sidebar.topic_section.rows["Landlord, roof"].click()
    with qtbot.waitSignal(window.searching.answered):
        window.look_for(window.query.unfiltered())
    assert person.names == before
    with qtbot.waitSignal(window.searching.answered):
        sidebar.inner_section.rows[os.fsencode(papers / "Minutes")].click()
    assert person.names == ["2024-03-12 House meeting.md"]


def test_a_folder_and_a_period_narrow_the_results(
    qtbot: QtBot, window: MainWindow, person: Person, papers: Path
) -> None:
    person.searches("landlord")
    letters = os.fsencode(papers / "Letters")
    with qtbot.waitSignal(window.searching.answered):
        window.look_for(window.query.toggled_folder(letters))
    assert person.names
    assert all("Letter" in name for name in person.names)
    with qtbot.waitSignal(window.searching.answered):
        window.sidebar.periods[Period.WEEK].click()
    assert person.names == []
    assert "filters" in window.search.results.empty.accessibleName()
