"""The settings, a card for each group of them: what the window remembers, and what the library declares.

To add a card: write a function that makes it (a `SettingGroup` or any widget), and add it to `SECTIONS`.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.folder_settings import FoldersSection
from desktop.panels.library_settings import LibrarySection
from desktop.panels.models_settings import ModelsSection
from desktop.panels.privacy_settings import PrivacySection
from desktop.panels.window_settings import KeysSection, WindowSection
from desktop.widgets.basics import label

COLUMN = 680

SECTIONS: dict[str, Callable[[Surroundings], QWidget]] = {
    "window": WindowSection,
    "folders": FoldersSection,
    "models": ModelsSection,
    "library": LibrarySection,
    "privacy": PrivacySection,
    "keys": KeysSection,
}


class SettingsPanel(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self.sections = {name: make(at) for name, make in SECTIONS.items()}
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(tr("Settings"), "page"))
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        inner = QWidget()
        inner.setMaximumWidth(COLUMN + 48)
        inner.setLayout(column)
        self.area = scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_section(self, name: str) -> None:
        """Scroll so that it begins at the top."""
        self.area.verticalScrollBar().setValue(self.sections[name].y())
