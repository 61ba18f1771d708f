"""How topics are found: as it fits the library, or as a person wants it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.language import tr
from indexer.protocol import Topics

WAYS = {
    "auto": tr("As it fits the library"),
    "community": tr("By who is near whom (communities)"),
    "agglomerative": tr("By distance (Ward)"),
    "kmeans": tr("In parts of about the same size (K-means)"),
    "density": tr("By what lies close together on the map (HDBSCAN)"),
}
_FEWER, _MORE = 0.6, 1.6


def ways_menu(found: Topics, find: Callable[[str, int], object], parent: QWidget) -> QMenu:
    """`find(method, count)` is called with what was chosen; a count of 0 is as many as there are."""
    menu = QMenu(parent)
    many = max(2, sum(not topic.group for topic in found.topics))
    numbers = QActionGroup(menu)
    for said, count in (
        (tr("As many topics as there are"), 0),
        (tr("Fewer topics"), max(2, round(_FEWER * many))),
        (tr("More topics"), round(_MORE * many)),
    ):
        action = menu.addAction(said, partial(find, found.wanted, count))
        action.setCheckable(True)
        action.setChecked(count == 0 and found.count == 0)
        numbers.addAction(action)
    menu.addSeparator()
    ways = QActionGroup(menu)
    for way, said in WAYS.items():
        action = menu.addAction(said, partial(find, way, found.count))
        action.setCheckable(True)
        action.setChecked(found.wanted == way)
        ways.addAction(action)
    return menu
