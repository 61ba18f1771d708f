"""The documents that were found, as a list for a view."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

import msgspec
from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop import operations, styling, words
from desktop.excerpt import Excerpt, excerpt
from desktop.language import tr
from indexer.protocol import Hit

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    HIT = Qt.ItemDataRole.UserRole
    EXCERPT = Qt.ItemDataRole.UserRole + 1


class ResultsModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []
        self._excerpts: dict[int, Excerpt] = {}

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    def show(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self._hits = list(hits)
        self._excerpts = {}
        self.endResetModel()

    def rearrange(self, hits: Sequence[Hit]) -> None:
        """The same question answered better: rows move, come and go; whoever holds on to one keeps hold of it."""
        wanted = {hit.path for hit in hits}
        for row in reversed(range(len(self._hits))):
            if self._hits[row].path not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._hits[row]
                self.endRemoveRows()
        known = {hit.path for hit in self._hits}
        new = [hit for hit in hits if hit.path not in known]
        if new:
            self.beginInsertRows(QModelIndex(), len(self._hits), len(self._hits) + len(new) - 1)
            self._hits += new
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        rows = {hit.path: row for row, hit in enumerate(hits)}
        moved = [self.index(rows[self._hits[index.row()].path], 0) for index in held]
        self._hits, self._excerpts = list(hits), {}
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def retag(self, tags: Mapping[bytes, tuple[str, ...]]) -> list[int]:
        """The documents at these paths carry these tags now; the rows that changed."""
        changed = []
        for row, hit in enumerate(self._hits):
            if hit.path in tags and hit.tags != tags[hit.path]:
                self._hits[row] = msgspec.structs.replace(hit, tags=tags[hit.path])
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
                changed.append(row)
        return changed

    def hit(self, row: int) -> Hit:
        return self._hits[row]

    def row_of(self, path: bytes) -> int | None:
        return next((row for row, hit in enumerate(self._hits) if hit.path == path), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self._hits[index.row()]
        match role:
            case Role.HIT:
                return hit
            case Role.EXCERPT:
                return self._excerpt(index.row())
            case Qt.ItemDataRole.DisplayRole:
                return hit.name
            case Qt.ItemDataRole.AccessibleTextRole:
                said = self._excerpt(index.row())
                tags = f"{tr('Tags: {tags}').format(tags=', '.join(hit.tags))}. " if hit.tags else ""
                return f"{hit.name}. {words.TIERS[hit.tier]}. {tags}{said.text if said else ''}"
        return None

    def _excerpt(self, row: int) -> Excerpt | None:
        if not self._hits[row].passages:
            return None
        if row not in self._excerpts:
            hit = self._hits[row]
            self._excerpts[row] = excerpt(hit.passages[0], markdown=styling.is_markdown(hit.name))
        return self._excerpts[row]

    def flags(self, index: Index) -> Qt.ItemFlag:
        drag = Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | drag

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return operations.files_to_drag([self._hits[index.row()].path for index in indexes])
