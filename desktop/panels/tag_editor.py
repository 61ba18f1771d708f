"""The tags of one document or many: a tick for what all carry, a dash for what some carry; typing finds a tag, or makes
one.

Nothing is changed before Enter; then all of it is, in one step that can be undone.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop import tagging, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import trouble
from desktop.widgets.basics import button, label
from indexer.errors import WhereinError
from indexer.protocol import Answer, GetMarks, GetTags, Mark, MarkList, TagList

WIDTH, HEIGHT = 360, 380
_NEW = Qt.ItemDataRole.UserRole  # of the row that makes a tag


class TagEditor(QDialog):
    def __init__(self, at: Surroundings, paths: Sequence[bytes], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._at, self._paths = at, tuple(paths)
        self._before: dict[str, Qt.CheckState] = {}
        self._states: dict[str, Qt.CheckState] = {}
        self._asked, self._listed = Newest(at.service), Newest(at.service)
        what = words.name_of(paths[0]) if len(paths) == 1 else words.count(len(paths), "document")
        title = tr("Tags of {what}").format(what=what)
        self.setObjectName("palette")
        self.setAccessibleName(title)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Find a tag, or type a new one"))
        self.edit.setAccessibleName(title)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Tags"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._toggle)
        said = label(tr("Space ticks · Enter keeps it · Esc leaves all as it was"), "meta")
        foot = QHBoxLayout()
        foot.addWidget(said, 1)
        foot.addWidget(button(tr("Done"), self.keep, "primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(label(title, "row"))
        column.addWidget(self.edit)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.resize(min(WIDTH, parent.width() - 32), HEIGHT)
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + 56)
        self.edit.setFocus()
        self._listed.ask(GetTags(), self._take_tags, self._problem)

    # --- what is known ---

    def _take_tags(self, answer: Answer) -> None:
        if isinstance(answer, TagList):
            self._before = {tag.name: Qt.CheckState.Unchecked for tag in answer.tags}
            self._asked.ask(GetMarks(self._paths), self._take_marks, self._problem)

    def _take_marks(self, answer: Answer) -> None:
        if not isinstance(answer, MarkList):
            return
        carried = [set(file.tags) for file in answer.files]
        for tag in self._before:
            many = sum(tag in tags for tags in carried)
            self._before[tag] = (
                Qt.CheckState.Unchecked if not many
                else Qt.CheckState.Checked if many == len(carried) else Qt.CheckState.PartiallyChecked
            )  # fmt: skip
        self._states = {**self._before, **self._states}
        self._fill(self.edit.text())

    def _problem(self, problem: WhereinError) -> None:
        self._at.say(trouble(problem))
        self.reject()

    def _fill(self, text: str) -> None:
        wanted = " ".join(text.split())
        self.list.clear()
        for tag, state in sorted(self._states.items(), key=lambda pair: _order(pair, self._before)):
            if wanted.casefold() in tag.casefold():
                self._add(tag, state, new=False)
        if wanted and wanted.casefold() not in {tag.casefold() for tag in self._states}:
            self._add(wanted, Qt.CheckState.Unchecked, new=True)
        self.list.setCurrentRow(0)

    def _add(self, tag: str, state: Qt.CheckState, *, new: bool) -> None:
        item = QListWidgetItem(tr("New tag “{tag}”").format(tag=tag) if new else tag)
        item.setData(_NEW, tag)
        if not new:
            item.setCheckState(state)
        self.list.addItem(item)

    # --- what a person does ---

    def _toggle(self, item: QListWidgetItem) -> None:
        tag: str = item.data(_NEW)
        ticked = self._states.get(tag) is Qt.CheckState.Checked
        self._states[tag] = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        if tag in self._before and item.text() == tag:
            item.setCheckState(self._states[tag])
        else:
            self.edit.clear()

    def keep(self) -> None:
        marks = changes(self._paths, self._before, self._states)
        if marks:
            self._at.do(tagging.mark(marks, _said(self._paths, marks)))
        self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        item, key = self.list.currentItem(), event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % max(self.list.count(), 1))
            return True
        typed = self.edit.text().strip()
        if key == Qt.Key.Key_Space and item is not None and not typed:
            self._toggle(item)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if typed and item is not None and self._states.get(item.data(_NEW)) is not Qt.CheckState.Checked:
                self._toggle(item)  # what was typed is what is wanted
                self.edit.clear()
            else:
                self.keep()
            return True
        return super().eventFilter(watched, event)


def _order(pair: tuple[str, Qt.CheckState], before: Mapping[str, Qt.CheckState]) -> tuple[bool, str]:
    """What is carried comes first, and does not move while it is ticked."""
    return before.get(pair[0], Qt.CheckState.Checked) is Qt.CheckState.Unchecked, pair[0].casefold()


def changes(
    paths: Sequence[bytes], before: Mapping[str, Qt.CheckState], after: Mapping[str, Qt.CheckState]
) -> list[Mark]:
    """What has to be marked so that all documents carry what is ticked and none what is not."""
    return [
        Mark(path, tag, state is Qt.CheckState.Checked)
        for tag, state in after.items()
        if state is not before.get(tag, Qt.CheckState.Unchecked) and state is not Qt.CheckState.PartiallyChecked
        for path in paths
    ]


def _said(paths: Sequence[bytes], marks: Sequence[Mark]) -> str:
    put = list(dict.fromkeys(mark.tag for mark in marks if mark.carried))
    taken = list(dict.fromkeys(mark.tag for mark in marks if not mark.carried))
    parts = [
        tr("tagged {tags}").format(tags=", ".join(f"“{tag}”" for tag in put)) if put else "",
        tr("{tags} taken off").format(tags=", ".join(f"“{tag}”" for tag in taken)) if taken else "",
    ]
    return f"{words.count(len(paths), 'document')}: {', '.join(filter(None, parts))}."
