"""The files that could not be (wholly) read, as a list for a view."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop import words
from indexer.protocol import FailedFile

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    FAILED = Qt.ItemDataRole.UserRole


class FailuresModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files: list[FailedFile] = []

    def show(self, files: Sequence[FailedFile]) -> None:
        if list(files) == self._files:
            return  # nothing jumps under the pointer while the service works on
        self.beginResetModel()
        self._files = list(files)
        self.endResetModel()

    def file(self, row: int) -> FailedFile:
        return self._files[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._files)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        failed = self._files[index.row()]
        match role:
            case Role.FAILED:
                return failed
            case Qt.ItemDataRole.DisplayRole:
                return words.name_of(failed.path)
            case Qt.ItemDataRole.ToolTipRole:
                detail = f"\n{failed.failure.detail}" if failed.failure.detail else ""
                return words.display(failed.path) + detail
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{words.name_of(failed.path)}. {words.explain(failed)}"
        return None
