"""The settings, a card for each group of them: what the window remembers, and what the library declares.

To add a card: write a function that makes it (a `SettingGroup`, or a widget with some in it), add it to `SECTIONS`, and
its title to `ICONS`.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.folder_settings import FoldersSection
from desktop.panels.key_settings import KeysSection
from desktop.panels.library_settings import LibrarySection
from desktop.panels.models_settings import ModelsSection
from desktop.panels.privacy_settings import PrivacySection
from desktop.panels.window_settings import AppearanceSection, WindowSection
from desktop.widgets.basics import label
from desktop.widgets.setting_group import SettingGroup
from desktop.widgets.side_row import SideRow

COLUMN, ROOMS = 680, 176
WIDE = COLUMN + ROOMS + 48  # below it the list of rooms is away

SECTIONS: dict[str, Callable[[Surroundings], QWidget]] = {
    "appearance": AppearanceSection,
    "window": WindowSection,
    "folders": FoldersSection,
    "library": LibrarySection,
    "models": ModelsSection,
    "privacy": PrivacySection,
    "keys": KeysSection,
}
ICONS = {
    tr("Appearance"): "paint-brush-broad",
    tr("Window"): "layout",
    tr("Folders"): "folder",
    tr("What is read"): "book-open",
    tr("Performance"): "sliders",
    tr("Advanced"): "gear",
    tr("Models"): "cpu",
    tr("Privacy"): "shield-check",
    tr("Keys"): "keyboard",
}


class SettingsPanel(QWidget):
    """Beside the cards, the list of them: a click leads to one, and the one that is on top is marked."""

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.sections = {name: make(at) for name, make in SECTIONS.items()}
        self.rooms: dict[str, SideRow] = {}
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(tr("Settings"), "page"))
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self._inner = inner = QWidget()
        inner.setMaximumWidth(COLUMN + 48)
        inner.setLayout(column)
        inner.installEventFilter(self)
        self.area = scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.verticalScrollBar().valueChanged.connect(lambda _: self._mark_room())
        self._list = QWidget()
        self._list.setFixedWidth(ROOMS)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(12, 60, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._list_rooms)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._list)
        outer.addWidget(scroll)
        self._list_rooms()

    def show_section(self, name: str) -> None:
        """Scroll so that it begins at the top."""
        self._show(self.sections[name])

    def _show(self, card: QWidget) -> None:
        self.area.verticalScrollBar().setValue(self._top(card) - 12)

    def _top(self, card: QWidget) -> int:
        return card.mapTo(self._inner, card.rect().topLeft()).y()

    def _cards(self) -> list[tuple[str, QWidget]]:
        """What the list leads to, from above, with its title; groups that are being replaced are hidden."""
        found: list[tuple[str, QWidget]] = []
        for name, section in self.sections.items():
            if isinstance(section, SettingGroup):
                found.append((section.title, section))
            elif name == "models":
                found.append((tr("Models"), section))
            else:
                groups = [group for group in section.findChildren(SettingGroup) if not group.isHidden()]
                found += [(group.title, group) for group in groups]
        return found

    def _list_rooms(self) -> None:
        titles = [title for title, _ in self._cards() if title in ICONS]
        if titles == list(self.rooms):
            return
        for row in self.rooms.values():
            row.hide()
            row.deleteLater()
        self.rooms = {title: self._room(title) for title in titles}
        for place, row in enumerate(self.rooms.values()):
            self._rows.insertWidget(place, row)
        self._mark_room()

    def _room(self, title: str) -> SideRow:
        row = SideRow(self._at.theme, self._at.icons, ICONS[title], title)
        row.clicked.connect(lambda: self._go_to(title))
        return row

    def _go_to(self, title: str) -> None:
        self._show(dict(self._cards())[title])
        self._mark_room(title)

    def _mark_room(self, wanted: str = "") -> None:
        """The one that was asked for, or the last one whose head is at the top."""
        top = self.area.verticalScrollBar().value() + 60
        above = [title for title, card in self._cards() if title in self.rooms and self._top(card) <= top]
        marked = wanted or (above[-1] if above else next(iter(self.rooms), ""))
        for title, row in self.rooms.items():
            row.setChecked(title == marked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._later.start()  # a card may have come or gone
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.setVisible(self.width() >= WIDE)
