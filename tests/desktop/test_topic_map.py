"""The map of topics: near and far, the pointer, a handful of documents; quick with very many of them."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPolygonF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.topic_map import Label, TopicMap

PLACES = np.array([[-0.5, 0], [-0.4, 0.1], [0.5, 0], [0.9, 0.9]], np.float32)
TOPICS = np.array([1, 1, 2, -1], np.int32)
NAMES = ["a", "b", "c", "d"]
LABELS = [Label(1, "West", -0.45, 0.05, False), Label(2, "East", 0.5, 0.3, False), Label(3, "All", 0, -0.5, True)]


@pytest.fixture
def topic_map(qtbot: QtBot, theme: Theme) -> TopicMap:
    made = TopicMap(theme)
    qtbot.addWidget(made)
    made.resize(600, 600)
    made.show_points(PLACES, TOPICS, NAMES, LABELS)
    made.show()
    return made


def place_of(topic_map: TopicMap, row: int) -> QPointF:
    x, y = topic_map._to_screen(PLACES[row : row + 1])[0]
    return QPointF(float(x), float(y))


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
    topic_map.zoom_by(2)
    picture(topic_map)
    assert {key for _, key in topic_map._boxes} == {1, 2}
    topic_map.go_to(TOPICS == 1)
    picture(topic_map)
    assert -1 in {key for _, key in topic_map._boxes}, "documents have names from near"


def test_what_is_under_the_pointer_stays_there_on_zoom(topic_map: TopicMap) -> None:
    at = place_of(topic_map, 2)
    topic_map.zoom_by(3, at)
    moved = place_of(topic_map, 2) - at
    assert moved.manhattanLength() < 0.5


def test_a_lasso_takes_what_is_inside(qtbot: QtBot, topic_map: TopicMap) -> None:
    assert topic_map.rows_within(
        QPolygonF([QPointF(0, 200), QPointF(300, 200), QPointF(300, 400), QPointF(0, 400)])
    ).tolist() == [0, 1]
    topic_map.lassoing = True
    with qtbot.waitSignal(topic_map.taken) as told:
        QTest.mousePress(topic_map, Qt.MouseButton.LeftButton, pos=QPoint(310, 150))
        for corner in (QPoint(590, 150), QPoint(590, 400), QPoint(310, 400)):
            QTest.mouseMove(topic_map, corner)
        QTest.mouseRelease(topic_map, Qt.MouseButton.LeftButton, pos=QPoint(310, 400))
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
    topic_map.show_points(places, random.integers(-1, 60, 50_000).astype(np.int32), [""] * 50_000, LABELS)
    began = time.process_time()
    for _ in range(10):
        topic_map.zoom_by(1.01)
        topic_map.repaint()
    assert (time.process_time() - began) / 10 < 1 / 30
