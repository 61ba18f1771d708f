"""The page for topics: the tree and the map say the same, and a topic is a way to search."""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.panels.topic_tree import KEY
from desktop.panels.topics_page import TopicsPage
from indexer import protocol
from tests.desktop.conftest import Person
from tests.desktop.standin import StandIn

HOUSE, FOOD, LEASES, ROOFS, SOUPS = 1, 2, 3, 4, 5


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot, standin: StandIn) -> TopicsPage:
    paths = [document.path for document in standin.documents]
    own = np.array([(LEASES, ROOFS, SOUPS, -1)[number % 4] for number in range(len(paths))], "<i4")
    places = np.random.default_rng(1).uniform(-1, 1, (len(paths), 2)).astype("<f4")
    topics = (
        protocol.Topic(HOUSE, "House", ("house",), 2, None, True, False, 0.0, 0.0),
        protocol.Topic(SOUPS, "Soups", ("leek", "stock"), 1, None, False, True, 0.5, 0.5),
        protocol.Topic(LEASES, "Leases", ("rent", "deposit"), 1, HOUSE, False, False, -0.5, 0.0),
        protocol.Topic(ROOFS, "Roofs", ("tiles",), 1, HOUSE, False, False, -0.4, 0.2),
    )
    standin.topics = protocol.Topics(topics, documents=len(paths), outliers=1, made=1.0, method="community")
    standin.topic_map = protocol.TopicMap(tuple(paths), ("text",) * len(paths), own.tobytes(), places.tobytes())
    made = window.show_page("topics")
    assert isinstance(made, TopicsPage)
    qtbot.waitUntil(lambda: made.tree.topLevelItemCount() == 2 and made.map._places.shape[0] == len(paths))
    return made


def lit(page: TopicsPage) -> set[int]:
    """Topics of the documents that are in colour."""
    assert page.map._lit is not None
    return set(page._of_row[page.map._lit].tolist())


def test_topics_stand_below_their_groups_in_the_colours_of_the_map(page: TopicsPage) -> None:
    house, soups = page.tree.topLevelItem(0), page.tree.topLevelItem(1)
    assert house is not None
    assert soups is not None
    assert [house.text(0), soups.text(0)] == ["House", "Soups"]
    assert [house.child(row).text(0) for row in range(2)] == ["Leases", "Roofs"]
    for item in (soups, house.child(0)):
        dot = item.icon(0).pixmap(10, 10).toImage().pixelColor(5, 5)
        assert dot.rgb() == page.map._colors[item.data(0, KEY)].rgb()
    assert house.icon(0).isNull()


def test_what_is_chosen_in_the_tree_is_in_colour_and_what_is_clicked_on_the_map_is_chosen(page: TopicsPage) -> None:
    page.tree.choose(HOUSE)
    assert lit(page) == {LEASES, ROOFS}
    page.map.topic_clicked.emit(SOUPS)
    assert page.tree.chosen() == [SOUPS]
    assert lit(page) == {SOUPS}
    assert page.search_in.isVisible()
    page._show_all()
    assert page.map._lit is None


def test_a_topic_filters_the_search(window: MainWindow, page: TopicsPage, qtbot: QtBot) -> None:
    page.tree.choose(SOUPS)
    qtbot.mouseClick(page.search_in, Qt.MouseButton.LeftButton)
    assert window.query.text == 'topic:"Soups"'


def test_a_name_that_a_person_types_is_given_to_the_topic(page: TopicsPage, qtbot: QtBot, standin: StandIn) -> None:
    item = page.tree.topLevelItem(1)
    assert item is not None
    item.setText(0, "Winter food")
    qtbot.waitUntil(lambda: protocol.RenameTopic(SOUPS, "Winter food") in standin.asked)


def test_a_handful_is_listed_and_let_go(page: TopicsPage, qtbot: QtBot) -> None:
    page.map.taken.emit(np.array([0, 2]))
    assert page.handful.isVisible()
    assert len(page.handful.paths()) == 2
    assert page.handful.list.mimeData([page.handful.list.item(0)]).hasUrls()
    page.handful._let_go()
    assert not page.handful.isVisible()
    assert page.map._lit is None


def test_what_the_search_finds_is_in_colour(
    window: MainWindow, page: TopicsPage, qtbot: QtBot, person: Person, papers: Path
) -> None:
    window.show_page("search")
    names = person.searches("landlord repairs")
    window.show_page("topics")
    qtbot.waitUntil(lambda: page.map._lit is not None)
    assert page._places is not None
    assert page.map._lit is not None
    found = {os.path.basename(page._places.paths[row]).decode() for row in np.flatnonzero(page.map._lit)}
    assert found == set(names)


def test_how_topics_are_found_can_be_chosen(page: TopicsPage, qtbot: QtBot, standin: StandIn) -> None:
    said = {action.text(): action for action in page.ways_menu().actions()}
    assert said["As many topics as there are"].isChecked()
    assert said["As it fits the library"].isChecked()
    said["Fewer topics"].trigger()
    qtbot.waitUntil(lambda: protocol.RefreshTopics("auto", 2) in standin.asked)
    said["In parts of about the same size (K-means)"].trigger()
    qtbot.waitUntil(lambda: protocol.RefreshTopics("kmeans", 0) in standin.asked)
