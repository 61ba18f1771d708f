"""What waits for a decision, as a list for a view."""

from collections.abc import Collection, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from desktop import operations
from desktop.language import tr
from desktop.models.results import Index
from indexer.protocol import Suggestion

Key = tuple[bytes, str, str]


class Role(IntEnum):
    SUGGESTION = Qt.ItemDataRole.UserRole


def key_of(suggestion: Suggestion) -> Key:
    """The same suggestion has the same key whenever it is asked for."""
    return suggestion.path, suggestion.tag, suggestion.rule


class SuggestionsModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Suggestion] = []

    @property
    def suggestions(self) -> Sequence[Suggestion]:
        return self._all

    def show(self, suggestions: Sequence[Suggestion]) -> None:
        """Nothing moves, and nothing loses the focus, where nothing changed."""
        if list(suggestions) != self._all:
            self.beginResetModel()
            self._all = list(suggestions)
            self.endResetModel()

    def remove(self, keys: Collection[Key]) -> None:
        for row in reversed(range(len(self._all))):
            if key_of(self._all[row]) in keys:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._all[row]
                self.endRemoveRows()

    def row_of(self, key: Key) -> int | None:
        return next((row for row, each in enumerate(self._all) if key_of(each) == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._all)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        suggestion = self._all[index.row()]
        match role:
            case Role.SUGGESTION:
                return suggestion
            case Qt.ItemDataRole.DisplayRole:
                return suggestion.name
            case Qt.ItemDataRole.AccessibleTextRole:
                said = tr("Tag {tag} for {name}? Because of: {because}")
                return said.format(tag=target_of(suggestion), name=suggestion.name, because=_one_line(suggestion))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        drag = Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | drag

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return operations.files_to_drag([self._all[index.row()].path for index in indexes])


def target_of(suggestion: Suggestion) -> str:
    """What is suggested, in a word: the tag, or where a rule leads to."""
    if suggestion.folder is not None:
        return f"→ {suggestion.folder.rsplit(b'/', 1)[-1].decode('utf-8', 'replace')}"
    return suggestion.tag or suggestion.rule


def _one_line(suggestion: Suggestion) -> str:
    return " ".join(suggestion.because.split())
