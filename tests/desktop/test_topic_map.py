"""The map of topics: near and far, the pointer, a handful of documents; quick with very many of them."""

import itertools
import time

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPolygonF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.topic_colors import colors
from desktop.widgets.topic_map import Label, TopicMap
from tests.pace import slowness

PLACES = np.array([[-0.5, 0], [-0.4, 0.1], [0.5, 0], [0.9, 0.9]], np.float32)
TOPICS = np.array([1, 1, 2, -1], np.int32)
NAMES = ["a", "b", "c", "d"]
LABELS = [
    Label(1, "West", -0.45, 0.05, coarse=False, fine=True),
    Label(2, "East", 0.5, 0.3, coarse=False, fine=True),
    Label(3, "All", 0, -0.5, coarse=True, fine=False),
]
COLORS = colors([(1, 3), (2, 3)], dark=False)


@pytest.fixture
def topic_map(qtbot: QtBot, theme: Theme) -> TopicMap:
    made = TopicMap(theme)
    qtbot.addWidget(made)
    made.resize(600, 600)
    made.show_points(PLACES, TOPICS, NAMES, LABELS, COLORS)
    made.show()
    return made


def place_of(topic_map: TopicMap, row: int) -> QPointF:
    x, y = topic_map._to_screen(PLACES[row : row + 1])[0]
    return QPointF(float(x), float(y))


def square(middle: QPointF, half: float) -> QPolygonF:
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return QPolygonF([middle + QPointF(x * half, y * half) for x, y in corners])


def picture(topic_map: TopicMap) -> QImage:
    return topic_map.grab().toImage()


def test_a_click_tells_the_document_under_the_pointer(qtbot: QtBot, topic_map: TopicMap) -> None:
    with qtbot.waitSignal(topic_map.clicked) as told:
        QTest.mouseClick(topic_map, Qt.MouseButton.LeftButton, pos=place_of(topic_map, 2).toPoint())
    assert told.args == [2]
    assert topic_map.row_at(QPointF(300, 100)) is None


def test_names_are_coarse_from_afar_and_split_on_zoom(qtbot: QtBot, topic_map: TopicMap) -> None:
    picture(topic_map)
    assert {key for _, key in topic_map._boxes} == {3}
    shown = set()
    for row in (0, 2):
        topic_map.show_all()
        topic_map.zoom_by(2, place_of(topic_map, row))
        picture(topic_map)
        shown |= {key for _, key in topic_map._boxes}
    assert shown == {1, 2}
    topic_map.go_to(TOPICS == 1)
    picture(topic_map)
    assert -1 in {key for _, key in topic_map._boxes}, "documents have names from near"


def test_what_is_under_the_pointer_stays_there_on_zoom(topic_map: TopicMap) -> None:
    at = place_of(topic_map, 2)
    topic_map.zoom_by(3, at)
    moved = place_of(topic_map, 2) - at
    assert moved.manhattanLength() < 0.5


def test_a_lasso_takes_what_is_inside(qtbot: QtBot, topic_map: TopicMap) -> None:
    west, east = place_of(topic_map, 0), place_of(topic_map, 2)
    assert topic_map.rows_within(square(west, 80)).tolist() == [0, 1]
    topic_map.lassoing = True
    first, *others = (corner.toPoint() for corner in square(east, 40).toList())
    with qtbot.waitSignal(topic_map.taken) as told:
        QTest.mousePress(topic_map, Qt.MouseButton.LeftButton, pos=first)
        for corner in others:
            QTest.mouseMove(topic_map, corner)
        QTest.mouseRelease(topic_map, Qt.MouseButton.LeftButton, pos=others[-1])
    assert told.args is not None
    assert told.args[0].tolist() == [2]


def test_a_selection_leaves_the_others_faint(topic_map: TopicMap) -> None:
    at = place_of(topic_map, 0).toPoint()
    colored = picture(topic_map).pixelColor(at)
    topic_map.light(TOPICS == 2)
    faint = picture(topic_map).pixelColor(at)
    assert colored.hslSaturation() > 60 > faint.hslSaturation()


def test_fifty_thousand_documents_move_thirty_times_a_second(topic_map: TopicMap) -> None:
    random = np.random.default_rng(0)
    places = random.normal(0, 0.4, (50_000, 2)).astype(np.float32)
    many = colors([(key, key // 6) for key in range(60)], dark=False)
    topic_map.show_points(places, random.integers(-1, 60, 50_000).astype(np.int32), [""] * 50_000, LABELS, many)
    began = time.process_time()
    for _ in range(10):
        topic_map.zoom_by(1.01)
        picture(topic_map)
    assert (time.process_time() - began) / 10 < slowness() / 30


def test_everything_is_in_view_from_afar_and_stays_where_it_was_when_documents_come(topic_map: TopicMap) -> None:
    for row in range(len(PLACES)):
        assert topic_map.rect().contains(place_of(topic_map, row).toPoint())
    topic_map.zoom_by(3, place_of(topic_map, 2))
    before = place_of(topic_map, 2)
    topic_map.show_points(PLACES, TOPICS, NAMES, LABELS, COLORS)
    assert place_of(topic_map, 2) == before


def test_documents_that_all_lie_in_one_place_stand_in_the_middle(topic_map: TopicMap) -> None:
    topic_map.show_points(np.zeros_like(PLACES), TOPICS, NAMES, [], COLORS)
    at = topic_map._to_screen(np.zeros((1, 2), np.float32))[0]
    assert at.tolist() == pytest.approx([topic_map.width() / 2, topic_map.height() / 2])


def test_a_view_in_which_nothing_is_left_shows_everything_again(topic_map: TopicMap) -> None:
    topic_map.go_to(TOPICS == 2)
    far = PLACES + np.array([40, -30], np.float32)
    topic_map.show_points(far, TOPICS, NAMES, [], COLORS)
    assert topic_map._in_view().all()


def test_what_a_map_without_a_size_was_sent_to_fills_it_once_it_has_one(qtbot: QtBot, theme: Theme) -> None:
    topic_map = TopicMap(theme)
    qtbot.addWidget(topic_map)
    topic_map.setMinimumSize(0, 0)
    topic_map.resize(0, 0)
    topic_map.show_points(PLACES, TOPICS, NAMES, LABELS, COLORS)
    topic_map.go_to(TOPICS == 1)
    topic_map.resize(600, 600)
    topic_map.show()
    seen = topic_map._to_screen(PLACES[TOPICS == 1])
    assert topic_map._in_view().tolist() == [True, True, False, False]
    assert np.ptp(seen, axis=0).max() > 300


def test_names_that_would_cover_each_other_give_way(topic_map: TopicMap) -> None:
    crowd = [Label(key, "A name", 0.0, 0.0, coarse=True, fine=True) for key in range(3)]
    topic_map.show_points(PLACES, TOPICS, NAMES, crowd, COLORS)
    picture(topic_map)
    boxes = [box for box, _ in topic_map._boxes]
    assert len(boxes) == 3
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)


def test_topics_of_a_group_have_neighbouring_hues_and_the_same_lightness_on_either_ground() -> None:
    listed = [(key, key // 4) for key in range(16)]
    for dark in (False, True):
        hues = [color.hueF() for _, color in sorted(colors(listed, dark=dark).items())]
        within = [abs(one - other) for one, other in itertools.pairwise(hues[:4])]
        assert max(min(gap, 1 - gap) for gap in within) < 0.1
        assert len({color.rgb() for color in colors(listed, dark=dark).values()}) == 16
    light, dark_ones = (colors(listed, dark=dark) for dark in (False, True))
    assert all(light[key].lightnessF() < dark_ones[key].lightnessF() for key in light)


def test_a_name_gives_way_to_the_few_points_that_it_would_hide(topic_map: TopicMap) -> None:
    tight = (np.array([0.3, -0.2]) + np.random.default_rng(7).normal(0, 0.01, (6, 2))).astype(np.float32)
    places = np.concatenate([PLACES, tight])
    labels = [Label(4, "Recipes", 0.3, -0.2, coarse=True, fine=True)]
    topic_map.show_points(places, np.array([*TOPICS, *[4] * 6], np.int32), [*NAMES, *"efghij"], labels, COLORS)
    picture(topic_map)
    ((box, key),) = topic_map._boxes
    assert key == 4
    assert not any(box.contains(QPointF(*map(float, at))) for at in topic_map._to_screen(tight))
