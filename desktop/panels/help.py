"""The guide, shown in the window."""

from importlib.resources import files

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages import Surroundings
from desktop.theme import Type
from desktop.widgets import rendered_markdown
from desktop.widgets.basics import button, label

COLUMN = 640
GAP = 16  # between the text and its scroll bar


class _Guide(QTextBrowser):
    def loadResource(self, kind: int, name: QUrl | str) -> None:
        """The guide is all text."""
        return


class HelpPanel(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._theme, self._read = at.theme, False
        self.text = _Guide()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("Guide"))
        self.text.document().setDocumentMargin(0)
        self.text.setMaximumWidth(COLUMN + GAP)
        self.text.setViewportMargins(0, 0, GAP, 0)
        self.text.setStyleSheet("background: transparent;")
        head = QHBoxLayout()
        head.addWidget(label(tr("Help"), "page"), 1)
        head.addWidget(button(tr("Keys"), at.show_keys))
        column = QVBoxLayout()
        column.setContentsMargins(0, 20, 0, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        inner = QWidget()
        inner.setMaximumWidth(COLUMN + GAP)
        inner.setLayout(column)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addWidget(inner, 1)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        at.theme.changed.connect(self._fill)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._read:
            self._fill()

    def _fill(self) -> None:
        self._read = True
        self.text.document().setDefaultFont(self._theme.font(Type.BODY))
        guide = files("resources").joinpath("help", tr("guide.md")).read_text(encoding="utf-8")
        rendered_markdown.show(self.text.document(), guide, self._theme)
