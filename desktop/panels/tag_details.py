"""What the chosen tag is called, what it is about, whether it is suggested."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import tagging, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.query import Query
from desktop.widgets.basics import button, label, tool
from indexer.protocol import TagState

ENOUGH = 5  # decisions, from which on a tag is judged by them


class TagDetails(QWidget):
    """What the chosen tag is called, what it is about, whether it is suggested."""

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.tag: TagState | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the tag"))
        self.name.editingFinished.connect(self._rename)
        self.about = _Description()
        self.about.setPlaceholderText(tr("What are such documents about? “Bills and receipts with an amount to pay”"))
        self.about.setAccessibleName(tr("What such documents are about"))
        self.about.left.connect(self._describe)
        self.suggested = QCheckBox(tr("Suggest it for documents"))
        self.suggested.clicked.connect(self._suggest)
        self.learnt = label(role="meta", wrap=True)
        self.shows = button(tr("Show its documents"), self._show, "quiet")
        row = QHBoxLayout()
        row.addWidget(self.shows)
        row.addStretch(1)
        row.addWidget(tool(at.icons, "trash", tr("Remove the tag"), self._remove))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        for widget in (self.name, self.about, self.suggested, self.learnt):
            column.addWidget(widget)
        column.addLayout(row)
        self.hide()

    def show_tag(self, tag: TagState | None) -> None:
        """What a person is typing stays."""
        other = tag is None or self.tag is None or tag.name != self.tag.name
        self.tag = tag
        self.setVisible(tag is not None)
        if tag is None:
            return
        if other or not self.name.isModified():
            self.name.setText(tag.name)
        if other or not self.about.document().isModified():
            self.about.setPlainText(tag.description)
        self.suggested.setChecked(not tag.quiet)
        self.learnt.setText(_learnt(tag))
        self.shows.setEnabled(tag.documents > 0)

    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        self.name.setModified(False)
        if self.tag is not None and name and name != self.tag.name:
            self._at.do(tagging.rename(self.tag, name))

    def _describe(self) -> None:
        about = " ".join(self.about.toPlainText().split())
        self.about.document().setModified(False)
        if self.tag is not None and about != self.tag.description:
            self._at.do(tagging.describe(self.tag, about))

    def _suggest(self, suggested: bool) -> None:
        if self.tag is not None:
            self._at.do(tagging.suggest(self.tag, suggested))

    def _show(self) -> None:
        if self.tag is not None:
            self._at.look_for(Query.tagged(self.tag.name))

    def _remove(self) -> None:
        if self.tag is not None:
            self._at.do(tagging.remove(self.tag))


class _Description(QPlainTextEdit):
    """`left` when the focus goes elsewhere, or Enter is pressed."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lines")
        self.setTabChangesFocus(True)
        self.setFixedHeight(76)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _learnt(tag: TagState) -> str:
    if tag.learns:
        return tr("Has learnt from {decisions}.").format(decisions=words.count(tag.taught, "decision"))
    left = ENOUGH - tag.taught
    return tr("Suggested by what it is about. After {decisions} it learns from yours.").format(
        decisions=words.count(left, "more decision" if tag.taught else "decision")
    )
