"""Duplicates: groups of files of which one is enough. The one that stays comes first and cannot be marked; what is
marked goes to the trash, after it was compared once more, and comes back with Undo."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import operations, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import told, trouble
from desktop.widgets.basics import EmptyState, button, label, tool
from desktop.widgets.compare_view import CompareView
from indexer import protocol
from indexer.errors import WhereinError
from indexer.protocol import Answer, Changed, Copy, DuplicateGroup, Event, Refusal, Removal

KINDS = {
    "exact": tr("Same file"),
    "near": tr("Same text"),
    "image": tr("Same picture"),
    "meaning": tr("Same meaning"),
    "shown": tr("Similar picture"),
}
_TO_BE_LOOKED_AT = frozenset({"meaning", "shown"})  # alike, and no copies: nothing is ticked there
KEEP: tuple[tuple[str, tuple[str, ...]], ...] = (
    (tr("Keep as in the settings"), ()),
    (tr("Keep the oldest"), ("oldest", "short-name")),
    (tr("Keep the newest"), ("newest", "short-name")),
    (tr("Keep the largest"), ("largest", "oldest")),
    (tr("Keep the shortest name"), ("short-name", "oldest")),
    (tr("Keep the one nearest the top"), ("high", "oldest")),
)
_ROLE = Qt.ItemDataRole.UserRole
_MOST = 300  # groups that are shown at once
_AT_ONCE = 400  # files to the trash in one message


class DuplicatesPage(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._newest, self._compared = Newest(at.service), Newest(at.service)
        self._filling = False
        self.answer: protocol.Duplicates | None = None
        self.kind = "exact"
        self.tree = self._make_tree()
        self.compare = CompareView(at.theme)
        self.trash = button("", self.move_to_trash, "primary")
        self.apart = button(tr("These are not the same"), self.set_apart)
        self._summary = label(role="second")
        self._marked = label(role="second")
        self.kinds: dict[str, QPushButton] = {}
        self.keep = QComboBox()
        for said, rules in KEEP:
            self.keep.addItem(said, rules)
        self.keep.setAccessibleName(tr("Which file stays"))
        self.keep.activated.connect(lambda _: self._keep_changed())
        self.empty = EmptyState(at.icons)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._body.addWidget(self._make_list())
        self._body.addWidget(self.compare)
        self._body.setSizes([560, 440])
        self._body.setStretchFactor(0, 3)
        self._body.setStretchFactor(1, 2)
        self._body.setChildrenCollapsible(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addWidget(self._stack, 1)
        at.service.heard.connect(self._heard)
        at.tasks.changed.connect(lambda _: self._show_state())
        at.theme.changed.connect(self.empty.repaint_icon)
        self.empty.show_state("copy", tr("One moment"), tr("Duplicates are being listed."))
        self.refresh()

    # --- building ---

    def _make_head(self) -> QWidget:
        head = QWidget()
        title = QHBoxLayout()
        title.addWidget(label(tr("Duplicates"), "page"))
        title.addStretch(1)
        title.addWidget(tool(self._at.icons, "arrow-counter-clockwise", tr("Bring back what went last"), self.undo))
        title.addWidget(tool(self._at.icons, "arrows-clockwise", tr("Look for duplicates now"), self.look_now))
        row = QHBoxLayout()
        row.setSpacing(6)
        group = QButtonGroup(self)
        for kind, said in KINDS.items():
            made = QPushButton(said)
            made.setCheckable(True)
            made.setChecked(kind == self.kind)
            made.clicked.connect(lambda _=False, kind=kind: self.show_kind(kind))
            group.addButton(made)
            row.addWidget(made)
            self.kinds[kind] = made
        row.addStretch(1)
        column = QVBoxLayout(head)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(8)
        column.addLayout(title)
        column.addWidget(self._summary)
        column.addLayout(row)
        return head

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(4)
        tree.setHeaderLabels([tr("Name"), tr("Folder"), tr("Size"), tr("Changed")])
        tree.setAccessibleName(tr("Groups of duplicates"))
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setIndentation(16)
        tree.setUniformRowHeights(True)
        tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # how a name ends tells formats and copies apart
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(1, 110)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        tree.itemChanged.connect(lambda *_: None if self._filling else self._show_marked())
        tree.currentItemChanged.connect(lambda item, _: self._compare(item))
        tree.itemActivated.connect(lambda item, _: self._open(item))
        return tree

    def _make_list(self) -> QWidget:
        made = QWidget()
        mark = QPushButton(tr("Mark"))
        mark.setMenu(self._mark_menu(mark))
        above = QHBoxLayout()
        above.addWidget(self.keep)
        above.addWidget(mark)
        above.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self._marked, 1)
        below.addWidget(self.apart)
        below.addWidget(self.trash)
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 0, 12, 12)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self.tree, 1)
        column.addLayout(below)
        return made

    def _mark_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for said, select in (
            (tr("All except one"), ("all",)),
            (tr("Older than the one that stays"), ("older",)),
            (tr("Newer than the one that stays"), ("newer",)),
        ):
            menu.addAction(said).triggered.connect(lambda _=False, select=select: self.refresh(select))
        menu.addSeparator()
        menu.addAction(tr("In a folder…")).triggered.connect(lambda: self._mark_by_folder("in"))
        menu.addAction(tr("Not in a folder…")).triggered.connect(lambda: self._mark_by_folder("not"))
        menu.addSeparator()
        menu.addAction(tr("Nothing")).triggered.connect(lambda: self.mark_nothing())
        return menu

    def _mark_by_folder(self, condition: str) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, tr("Choose a folder")):
            self.refresh((f"{condition}:{chosen}",))

    # --- asking ---

    def refresh(self, select: Sequence[str] = ()) -> None:
        request = protocol.GetDuplicates(rules=self.rules, select=tuple(select), limit=_MOST)
        self._newest.ask(request, lambda answer: self._take(answer, bool(select)), self._show_problem)

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(self.keep.currentData() or ())

    def _keep_changed(self) -> None:
        self.mark_nothing()
        self.refresh()

    def look_now(self) -> None:
        self._at.service.ask(
            protocol.FindDuplicates(),
            lambda _: self._at.say(tr("Looking for duplicates.")),
            lambda problem: self._at.say(trouble(problem)),
        )

    def undo(self) -> None:
        self._at.service.ask(protocol.UndoTrash(), self._say_restored, lambda problem: self._at.say(trouble(problem)))

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and {"duplicates", "files", "folders"} & set(event.areas):
            self.refresh()

    def _take(self, answer: Answer, marked_anew: bool) -> None:
        if isinstance(answer, protocol.Duplicates):
            kept = set() if marked_anew else self.marked_paths()
            self.answer = answer
            self._show_counts(answer)
            self._fill(kept)
            self._show_state()

    def _show_problem(self, problem: WhereinError) -> None:
        again = button(tr("Try again"), self.refresh, "primary")
        self.empty.show_state("warning", tr("Duplicates cannot be listed now"), trouble(problem), [again])
        self._stack.setCurrentWidget(self.empty)

    # --- showing ---

    def count_of(self, kind: str) -> int:
        """How many groups of that kind are listed."""
        return sum(group.kind == kind for group in self.answer.groups) if self.answer else 0

    def choose_copy(self, group: int) -> None:
        """The first copy of a group beside the file that stays."""
        head = self.tree.topLevelItem(group)
        copy = head.child(1) if head is not None else None
        if copy is not None:
            self.tree.setCurrentItem(copy)

    def show_kind(self, kind: str) -> None:
        kept = self.marked_paths()
        self.kind = kind
        self.kinds[kind].setChecked(True)
        self._fill(kept)
        self._show_state()

    def _show_counts(self, answer: protocol.Duplicates) -> None:
        counts = {count.kind: count for count in answer.counts}
        for kind, made in self.kinds.items():
            many = counts[kind].groups if kind in counts else 0
            made.setText(f"{KINDS[kind]}  {words.number(many)}" if many else KINDS[kind])
        self.kinds["shown"].setVisible("shown" in counts and bool(counts["shown"].groups))  # needs a model of pictures
        exact = counts.get("exact")
        said = waiting = ""
        if exact and exact.bytes:
            said = tr("{size} are taken by second copies of the same file").format(size=words.size(exact.bytes))
        if answer.waiting:
            waiting = tr("{documents} still to be compared").format(documents=words.count(answer.waiting, "document"))
        self._summary.setText(" · ".join(part for part in (said, waiting) if part))
        self._summary.setVisible(bool(said or waiting))

    def _groups(self) -> list[DuplicateGroup]:
        return [group for group in self.answer.groups if group.kind == self.kind] if self.answer else []

    def _fill(self, kept: set[bytes]) -> None:
        self._filling = True
        now, roots = self._at.now(), self._at.status.roots
        chosen = self._chosen_path()
        self.tree.blockSignals(True)  # whoever compares two files goes on, whatever is found meanwhile
        self.tree.clear()
        for group in self._groups():
            head = QTreeWidgetItem([_title(group)])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.tree.addTopLevelItem(head)
            head.setFirstColumnSpanned(True)
            for number, file in enumerate(group.files):
                item = QTreeWidgetItem(
                    [
                        file.name,
                        words.folder_trail(file.path, roots),
                        words.size(file.size),
                        words.when(file.modified, now),
                    ]
                )
                item.setToolTip(0, words.display(file.path))
                item.setToolTip(3, words.exactly(file.modified))
                item.setData(0, _ROLE, (group, number))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self._dress(item, group, file, kept)
                head.addChild(item)
            head.setExpanded(True)
        self._choose_path(chosen)
        self.tree.blockSignals(False)
        if chosen and self._chosen_path() != chosen:
            self._compare(None)
        self._filling = False
        self._show_marked()

    def _chosen_path(self) -> bytes:
        chosen = self._chosen()
        return chosen[0].files[chosen[1]].path if chosen else b""

    def _choose_path(self, path: bytes) -> None:
        for item in self._items():
            group, number = item.data(0, _ROLE)
            if group.files[number].path == path:
                self.tree.setCurrentItem(item)
                self.tree.scrollToItem(item)
                return

    def _dress(self, item: QTreeWidgetItem, group: DuplicateGroup, file: Copy, kept: set[bytes]) -> None:
        first = group.files[0]
        if file is first:
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
            item.setText(0, tr("Stays: {name}").format(name=file.name))
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
                item.setForeground(2, self._at.theme.color("care"))
            if round(file.modified) != round(first.modified):
                item.setForeground(3, self._at.theme.color("care"))

    def _show_state(self) -> None:
        if self.answer is None:
            return
        if self._groups():
            self._stack.setCurrentWidget(self._body)
            return
        running = next((task for task in self._at.tasks.under_way if task.kind == "duplicates"), None)
        if not self._at.status.roots:
            add = button(tr("Add a folder…"), self._at.ask_for_folder, "primary")
            self.empty.show_state("copy", tr("Nothing to compare yet"), tr("Add a folder first."), [add])
        elif running is not None or self.answer.waiting:
            done = words.done_of(running.done, running.total) if running else ""
            text = tr("Documents are being compared; what is found shows here at once.")
            look = [] if running else [button(tr("Look now"), self.look_now, "primary")]
            self.empty.show_state("copy", tr("Looking for duplicates"), f"{text} {done}".strip(), look)
        else:
            self.empty.show_state("check-circle", tr("No duplicates here"), _NOTHING[self.kind])
        self._stack.setCurrentWidget(self.empty)

    # --- marks ---

    def _items(self) -> list[QTreeWidgetItem]:
        heads = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        children = [head.child(row) for head in heads if head is not None for row in range(head.childCount())]
        return [item for item in children if item is not None]

    def _marked_items(self) -> list[QTreeWidgetItem]:
        return [
            item
            for item in self._items()
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable and item.checkState(0) is Qt.CheckState.Checked
        ]

    def marked(self) -> list[Removal]:
        found = []
        for item in self._marked_items():
            group, number = item.data(0, _ROLE)
            file = group.files[number]
            found.append(Removal(file.path, group.files[0].path, file.relation))
        return found

    def marked_paths(self) -> set[bytes]:
        return {removal.path for removal in self.marked()}

    def mark_nothing(self) -> None:
        for item in self._marked_items():
            item.setCheckState(0, Qt.CheckState.Unchecked)

    def _show_marked(self) -> None:
        items = self._marked_items()
        freed = sum(item.data(0, _ROLE)[0].files[item.data(0, _ROLE)[1]].size for item in items)
        many = len(items)
        self.trash.setText(
            tr("Move {files} to the trash").format(files=words.count(many, "file")) if many else tr("Move to the trash")
        )
        self.trash.setEnabled(many > 0)
        self._marked.setText(
            tr("{size} are freed once the trash is emptied").format(size=words.size(freed)) if many else ""
        )

    # --- one file ---

    def _chosen(self) -> tuple[DuplicateGroup, int] | None:
        item = self.tree.currentItem()
        data = item.data(0, _ROLE) if item else None
        return data if data else None

    def _compare(self, item: QTreeWidgetItem | None) -> None:
        data = item.data(0, _ROLE) if item else None
        self.apart.setVisible(data is not None and data[0].kind != "exact" and data[1] > 0)
        if not data or data[1] == 0:
            self._compared.drop()
            self.compare.clear()
            return
        group, number = data
        self._compared.ask(
            protocol.Compare(group.files[0].path, group.files[number].path),
            lambda answer: self.compare.show_comparison(answer) if isinstance(answer, protocol.Comparison) else None,
            lambda problem: self.compare.clear(trouble(problem)),
        )

    def _open(self, item: QTreeWidgetItem) -> None:
        if data := item.data(0, _ROLE):
            self._at.open(data[0].files[data[1]].path)

    # --- deeds ---

    def set_apart(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        group, number = chosen
        paths = (group.files[0].path, group.files[number].path)
        self._at.do(operations.set_apart(paths))

    def move_to_trash(self) -> None:
        """Only what is compared once more and still the same goes; the answer says what stayed and why."""
        removals = self.marked()
        self.trash.setEnabled(False)
        if removals:
            self._send(removals, None, [], [])

    def _send(self, left: list[Removal], batch: int | None, moved: list[bytes], refused: list[Refusal]) -> None:
        now, later = left[:_AT_ONCE], left[_AT_ONCE:]

        def done(answer: Answer) -> None:
            if isinstance(answer, protocol.Trashed):
                moved.extend(answer.moved)
                refused.extend(answer.refused)
                if later:
                    self._send(later, answer.batch, moved, refused)
                else:
                    self._say_moved(answer.batch, moved, refused)

        self._at.service.ask(
            protocol.TrashCopies(tuple(now), batch), done, lambda problem: self._at.say(trouble(problem))
        )

    def _say_moved(self, batch: int, moved: list[bytes], refused: list[Refusal]) -> None:
        said = []
        if moved:
            said.append(tr("{files} moved to the trash.").format(files=words.count(len(moved), "file")))
        if refused:
            said.append(tr("{files} stayed.").format(files=words.count(len(refused), "file")))
            said.append(f"{words.name_of(refused[0].path)}: {told(refused[0].said)}")
        undo = protocol.UndoTrash(batch)
        self._at.say(
            " ".join(said),
            tr("Undo") if moved else "",
            lambda: self._at.service.ask(undo, self._say_restored, lambda problem: self._at.say(trouble(problem))),
        )
        self.refresh()

    def _say_restored(self, answer: Answer) -> None:
        if isinstance(answer, protocol.Restored):
            said = tr("{files} back in place.").format(files=words.count(len(answer.restored), "file"))
            if not answer.restored:
                said = told(answer.refused[0].said) if answer.refused else tr("There is nothing to bring back.")
            self._at.say(said)
            self.refresh()


_NOTHING = {
    "exact": tr("No two files hold the same bytes."),
    "near": tr("No two documents say the same in the same words."),
    "image": tr("No two pictures look the same."),
    "meaning": tr("No two documents mean nearly the same in other words."),
    "shown": tr("No two pictures show nearly the same."),
}


def _title(group: DuplicateGroup) -> str:
    files = words.count(len(group.files), "file")
    freed = sum(file.size for file in group.files[1:] if file.relation != "link")
    like = "" if group.kind == "exact" else f" · {tr('{share} alike').format(share=f'{group.score:.0%}')}"
    return f"{tr('{files} · {size} beside one').format(files=files, size=words.size(freed))}{like}"
