"""Documents that were taken from the map of topics, and what can be done with them."""

import os
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop import operations, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.widgets.basics import button, label, tool

_LISTED = 2000
_KEY = Qt.ItemDataRole.UserRole


class _Files(QListWidget):
    """Rows that can be dragged out."""

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        return operations.files_to_drag([item.data(_KEY) for item in items])


class TopicHandful(QWidget):
    """Hidden while it holds nothing."""

    let_go = Signal()

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.said = label("", "second")
        self.list = _Files()
        self.list.setMaximumHeight(180)
        self.list.setDragEnabled(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(tr("Documents taken from the map"))
        self.list.itemActivated.connect(lambda item: at.open(item.data(_KEY)))
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(button(tr("Open"), lambda: self._with_current(at.open), "quiet"))
        row.addWidget(button(tr("Show in folder"), lambda: self._with_current(at.show_in_folder), "quiet"))
        row.addWidget(button(tr("Copy paths"), lambda: at.copy_paths(self.paths()), "quiet"))
        row.addWidget(tool(at.icons, "x", tr("Let go"), self._let_go))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 8)
        column.addLayout(row)
        column.addWidget(self.list)
        self.hide()

    def hold(self, files: Sequence[tuple[bytes, str]]) -> None:
        """(path, kind) of each document."""
        self.list.clear()
        for path, kind in files[:_LISTED]:
            item = QListWidgetItem(self._at.icons.kind(kind), words.name_of(path))
            item.setToolTip(os.fsdecode(path))
            item.setData(_KEY, path)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.said.setText(words.count(len(files), "document"))
        self.show()

    def paths(self) -> list[bytes]:
        return [self.list.item(row).data(_KEY) for row in range(self.list.count())]

    def _let_go(self) -> None:
        self.hide()
        self.let_go.emit()

    def _with_current(self, do: Callable[[bytes], None]) -> None:
        if (item := self.list.currentItem()) is not None:
            do(item.data(_KEY))
