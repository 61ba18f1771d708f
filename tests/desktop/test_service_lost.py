"""The service stops, does not start, or is wanted twice."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import client, instance
from desktop.instance import Instance, Wish
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Theme
from indexer.errors import EnvironmentProblem
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn


def test_the_service_is_lost_and_comes_back(qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person) -> None:
    person.searches("plum cake")
    with qtbot.waitSignal(window._service.state_changed, check_params_cb=lambda state: state == "lost"):
        standin.die()
    assert "stopped" in window.progress.said.accessibleName()
    with qtbot.waitSignal(window.searching.answered):
        pass  # it asks again by itself once the service is back
    assert person.names[0] == "Plum cake.txt"


def test_a_service_that_does_not_start_says_why_and_starts_on_demand(
    qtbot: QtBot, window: MainWindow, standin: StandIn, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop import client
    from indexer.errors import EnvironmentProblem

    monkeypatch.setattr(client, "RETRY_SECONDS", (0.01,))
    standin.refuses = EnvironmentProblem("disk_full", "The disk is full.", "Free some space.")
    standin.die()
    qtbot.waitUntil(lambda: "not running" in window.search.results.empty.accessibleName())
    assert "The disk is full. Free some space." in window.search.results.empty.accessibleName()
    standin.refuses = None
    restart = next(b for b in window.search.results.empty.findChildren(QPushButton) if b.text() == "Start it again")
    with qtbot.waitSignal(window._service.state_changed, check_params_cb=lambda state: state == "ready"):
        restart.click()
    assert person.searches("plum cake")[0] == "Plum cake.txt"


def test_a_second_start_shows_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path / "library")
    assert first.is_first
    wishes: list[Wish] = []
    first.listen(wishes.append)
    second = Instance(tmp_path / "library")
    assert not second.is_first
    wish = Wish("plum cake", b"/home/ida/Recipes\xff")
    second.tell(wish)
    qtbot.waitUntil(lambda: wishes == [wish])
    assert Instance(tmp_path / "another").is_first
    first.close()
    third = Instance(tmp_path / "library")
    assert third.is_first
    third.close()


def test_a_second_start_waits_for_the_first_one_to_listen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Instance(tmp_path / "library"), Instance(tmp_path / "library")
    wishes: list[Wish] = []
    monkeypatch.setattr(instance, "pause", lambda: first.listen(wishes.append))  # it has come so far meanwhile
    second.tell(Wish("plum cake"))
    qtbot.waitUntil(lambda: wishes == [Wish("plum cake")])
    first.close()


@pytest.mark.skipif(os.name != "posix", reason="another user cannot write there anyway")
def test_no_other_user_can_hear_what_a_second_start_wishes_for(tmp_path: Path) -> None:
    made = Instance(tmp_path / "library")
    assert Path(made._name).parent.stat().st_mode & 0o777 == 0o700
    made.close()


def test_where_no_lock_can_be_made_the_window_opens_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "_private_folder", lambda: tmp_path / "nowhere")
    assert Instance(tmp_path / "library").is_first


@pytest.mark.parametrize("name", ["search", "duplicates", "topics", "tags", "activity"])
def test_each_page_says_that_there_is_no_service_and_starts_it(
    qtbot: QtBot, theme: Theme, preferences: Preferences, standin: StandIn, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(client, "RETRY_SECONDS", ())
    standin.refuses = EnvironmentProblem("disk_full", "The disk is full.", "Free some space.")
    service = client.Service(standin.connect)
    window = MainWindow(service, theme, preferences, time.time)
    qtbot.addWidget(window)
    window.show()
    page = window.show_page(name)
    empty = {"search": lambda: page.results.empty, "tags": lambda: page.inbox.empty}.get(name, lambda: page.empty)()
    assert "starting" in empty.accessibleName()
    service.start()
    qtbot.waitUntil(lambda: empty.accessibleName().startswith("The search service is not running. The disk is full."))
    standin.refuses = None
    next(each for each in empty.findChildren(QPushButton) if each.text() == "Start it again").click()
    qtbot.waitUntil(lambda: not empty.isVisible() or "service" not in empty.accessibleName())
    service.close()
