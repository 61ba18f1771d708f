"""An archive: the list of what is in it, and the text of the member that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop import words
from desktop.icons import Icons
from desktop.language import tr
from desktop.members import Member
from desktop.theme import Theme
from desktop.widgets.basics import label
from desktop.widgets.document_text import DocumentText, Heading, Mark
from indexer.formats import format_of

START = Qt.ItemDataRole.UserRole


class ArchiveView(QWidget):
    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.count = label(role="meta")
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setAccessibleName(tr("What is in the archive"))
        self.list.currentItemChanged.connect(lambda item, _: self._show_member(item))
        self.text = DocumentText(theme)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(16, 8, 8, 0)
        column.setSpacing(4)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(top)
        self.splitter.addWidget(self.text)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    def show_archive(
        self, members: Sequence[Member], text: str, marks: Sequence[Mark], headings: Sequence[Heading], at: int
    ) -> None:
        self.count.setText(words.count(len(members), "file"))
        self.list.clear()
        for member in members:
            item = QListWidgetItem(self._icons.kind(format_of(member.name).kind), member.name)
            item.setData(START, member.start)
            if member.start is None:
                item.setForeground(self.palette().placeholderText())
                item.setToolTip(tr("Found by its name only"))
            self.list.addItem(item)
        readable = any(member.start is not None for member in members)
        self.text.setVisible(readable)
        if readable:
            self.text.show_document(text, marks, headings, at=at)

    def go_to(self, mark: int) -> None:
        self.text.go_to(mark)

    def _show_member(self, item: QListWidgetItem | None) -> None:
        start = item.data(START) if item is not None else None
        if start is not None:
            self.text.show_place(start)
