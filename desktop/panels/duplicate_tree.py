"""Groups of duplicates in a tree: the file that stays comes first and cannot be marked, the others can."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from desktop import words
from desktop.language import tr
from desktop.theme import Theme
from indexer.protocol import Copy, DuplicateGroup, Removal

Chosen = tuple[DuplicateGroup, int]  # a file: its group, and which of its files

_ROLE = Qt.ItemDataRole.UserRole
_TO_BE_LOOKED_AT = frozenset({"meaning", "shown"})  # alike, and no copies: nothing is ticked there
_FOLDER = 104  # pixels
_WITH_FOLDER, _WITH_DATE = 480, 380  # pixels of the whole from which on these have a column


class DuplicateTree(QTreeWidget):
    marks_changed = Signal()
    chosen_changed = Signal(object)  # Chosen | None
    opened = Signal(bytes)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._filling = False
        self.setColumnCount(4)
        self.setHeaderLabels([tr("Name"), tr("Folder"), tr("Size"), tr("Changed")])
        self.setAccessibleName(tr("Groups of duplicates"))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # how a name ends tells formats and copies apart
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, _FOLDER)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        self.itemChanged.connect(lambda *_: None if self._filling else self.marks_changed.emit())
        self.currentItemChanged.connect(lambda item, _: self.chosen_changed.emit(_data(item)))
        self.itemActivated.connect(self._open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, it belongs to the names."""
        super().resizeEvent(event)
        self.setColumnHidden(1, self.width() < _WITH_FOLDER)
        self.setColumnHidden(3, self.width() < _WITH_DATE)

    # --- what is shown ---

    def show_groups(
        self, groups: Sequence[DuplicateGroup], roots: Sequence[bytes], now: float, kept: Collection[bytes]
    ) -> None:
        """`kept` are the paths of files that stay marked; the file that is chosen stays chosen."""
        before = self.chosen_path()
        self._filling = True
        self.blockSignals(True)  # whoever compares two files goes on, whatever is found meanwhile
        self.clear()
        for group in groups:
            head = QTreeWidgetItem([_title(group)])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.addTopLevelItem(head)
            head.setFirstColumnSpanned(True)
            for number, file in enumerate(group.files):
                head.addChild(self._item(group, number, file, roots, now, kept))
            head.setExpanded(True)
        self._choose_path(before)
        self.blockSignals(False)
        if self.chosen_path() != before:
            self.chosen_changed.emit(None)
        self._filling = False
        self.marks_changed.emit()

    def _item(
        self,
        group: DuplicateGroup,
        number: int,
        file: Copy,
        roots: Sequence[bytes],
        now: float,
        kept: Collection[bytes],
    ) -> QTreeWidgetItem:
        texts = [file.name, _folder(file.path, roots), words.size(file.size), words.when(file.modified, now)]
        item = QTreeWidgetItem(texts)
        item.setToolTip(0, words.display(file.path))
        item.setToolTip(1, words.display(file.path))
        item.setToolTip(3, words.exactly(file.modified))
        item.setData(0, _ROLE, (group, number))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        self._dress(item, group, file, kept)
        return item

    def _dress(self, item: QTreeWidgetItem, group: DuplicateGroup, file: Copy, kept: Collection[bytes]) -> None:
        first = group.files[0]
        if file is first:
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            stays = group.kind not in _TO_BE_LOOKED_AT
            item.setText(0, tr("Stays: {name}").format(name=file.name) if stays else file.name)
        elif file.relation == "link":
            item.setText(0, f"{file.name}  ({tr('another name of the same file')})")
        elif not file.online:
            item.setText(0, f"{file.name}  ({tr('its drive is away')})")
        elif group.kind not in _TO_BE_LOOKED_AT:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = file.marked or file.path in kept
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        if file is not first:  # what differs from the one that stays
            if file.size != first.size:
                item.setForeground(2, self._theme.color("care"))
            if round(file.modified) != round(first.modified):
                item.setForeground(3, self._theme.color("care"))

    # --- what is chosen ---

    def chosen(self) -> Chosen | None:
        return _data(self.currentItem())

    def chosen_path(self) -> bytes:
        chosen = self.chosen()
        return chosen[0].files[chosen[1]].path if chosen else b""

    def choose_copy(self, group: int) -> None:
        """The first copy of a group beside the file that stays."""
        head = self.topLevelItem(group)
        copy = head.child(1) if head is not None else None
        if copy is not None:
            self.setCurrentItem(copy)

    def _choose_path(self, path: bytes) -> None:
        for item in self._items():
            group, number = item.data(0, _ROLE)
            if group.files[number].path == path:
                self.setCurrentItem(item)
                self.scrollToItem(item)
                return

    def _open(self, item: QTreeWidgetItem) -> None:
        if data := _data(item):
            self.opened.emit(data[0].files[data[1]].path)

    # --- marks ---

    def marked(self) -> list[Removal]:
        found = []
        for item in self._marked_items():
            group, number = item.data(0, _ROLE)
            file = group.files[number]
            found.append(Removal(file.path, group.files[0].path, file.relation))
        return found

    def marked_bytes(self) -> int:
        return sum(group.files[number].size for group, number in map(_data_of_file, self._marked_items()))

    def mark_nothing(self) -> None:
        for item in self._marked_items():
            item.setCheckState(0, Qt.CheckState.Unchecked)

    def _items(self) -> list[QTreeWidgetItem]:
        heads = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        children = [head.child(row) for head in heads if head is not None for row in range(head.childCount())]
        return [item for item in children if item is not None]

    def _marked_items(self) -> list[QTreeWidgetItem]:
        return [
            item
            for item in self._items()
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable and item.checkState(0) is Qt.CheckState.Checked
        ]


def _data(item: QTreeWidgetItem | None) -> Chosen | None:
    """None for the head of a group, too."""
    return (item.data(0, _ROLE) or None) if item is not None else None


def _data_of_file(item: QTreeWidgetItem) -> Chosen:
    data: Chosen = item.data(0, _ROLE)
    return data


def _folder(path: bytes, roots: Sequence[bytes]) -> str:
    """The folder that a file lies in, without those above it: the tooltip has the path."""
    return words.folder_trail(path, roots).rpartition(" › ")[2]


def _title(group: DuplicateGroup) -> str:
    files = words.count(len(group.files), "file")
    freed = sum(file.size for file in group.files[1:] if file.relation != "link")
    like = "" if group.kind == "exact" else f" · {tr('{share} alike').format(share=words.percent(group.score))}"
    if group.kind in _TO_BE_LOOKED_AT:
        return f"{files}{like}"
    return f"{tr('{files} · {size} could be freed').format(files=files, size=words.size(freed))}{like}"
