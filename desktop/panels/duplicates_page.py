"""Duplicates: groups of files of which one is enough. The one that stays comes first and cannot be marked; what is
marked goes to the trash, after it was compared once more, and comes back with Undo."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import operations, states, words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.duplicate_tree import Chosen, DuplicateTree
from desktop.told import told, trouble
from desktop.widgets.basics import EmptyState, button, label, tool
from desktop.widgets.compare_view import CompareView
from indexer import protocol
from indexer.errors import WhereinError
from indexer.protocol import Answer, Changed, DuplicateGroup, Event, Refusal, Removal

KINDS = {
    "exact": tr("Same file"),
    "near": tr("Same text"),
    "image": tr("Same picture"),
    "meaning": tr("Same meaning"),
    "shown": tr("Similar picture"),
}
KEEP: tuple[tuple[str, tuple[str, ...]], ...] = (
    (tr("Keep as in the settings"), ()),
    (tr("Keep the oldest"), ("oldest", "short-name")),
    (tr("Keep the newest"), ("newest", "short-name")),
    (tr("Keep the largest"), ("largest", "oldest")),
    (tr("Keep the shortest name"), ("short-name", "oldest")),
    (tr("Keep the one nearest the top"), ("high", "oldest")),
)
_MOST = 300  # groups that are shown at once
_AT_ONCE = 400  # files to the trash in one message


class DuplicatesPage(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._newest, self._compared = Newest(at.service), Newest(at.service)
        self.answer: protocol.Duplicates | None = None
        self.kind = "exact"
        self._marking: tuple[str, ...] = ()  # the rules that mark copies, until they were answered
        self._person_chose = False  # the kind; until then the first one of which there are some is shown
        self.tree = DuplicateTree(at.theme)
        self.setFocusProxy(self.tree)
        self.compare = CompareView(at.theme)
        self.trash = button("", self.move_to_trash, "primary")
        self.apart = button(tr("These are not the same"), self.set_apart)
        self.apart.hide()
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
        self._body.setSizes([600, 400])
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
        self.tree.marks_changed.connect(self._show_marked)
        self.tree.chosen_changed.connect(self._compare)
        self.tree.opened.connect(at.open)
        at.service.heard.connect(self._heard)
        at.tasks.changed.connect(lambda _: self._show_state())
        at.theme.changed.connect(self.empty.repaint_icon)
        at.service.state_changed.connect(lambda _: self.refresh())
        if not states.absent(self.empty, at.service):
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
        """Ask again; `select` marks copies by rules, also where something changes before that is answered."""
        self._marking = tuple(select) or self._marking
        request = protocol.GetDuplicates(rules=self.rules, select=self._marking, limit=_MOST)
        self._newest.ask(request, self._take, self._show_problem)

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

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, protocol.Duplicates):
            kept = set() if self._marking else self.marked_paths()
            self._marking = ()
            self.answer = answer
            self._show_counts(answer)
            if not self._person_chose and not self._groups():
                self._choose_kind(next((kind for kind in KINDS if self.count_of(kind)), self.kind))
            self._fill(kept)
            self._show_state()

    def _show_problem(self, problem: WhereinError) -> None:
        self._marking = ()
        again = button(tr("Try again"), self.refresh, "primary")
        if not states.absent(self.empty, self._at.service):
            self.empty.show_state("warning", tr("Duplicates cannot be listed now"), trouble(problem), [again])
        self._stack.setCurrentWidget(self.empty)

    # --- showing ---

    def count_of(self, kind: str) -> int:
        """How many groups of that kind are listed."""
        return sum(group.kind == kind for group in self.answer.groups) if self.answer else 0

    def choose_copy(self, group: int) -> None:
        """The first copy of a group beside the file that stays."""
        self.tree.choose_copy(group)

    def show_kind(self, kind: str) -> None:
        kept = self.marked_paths()
        self._person_chose = True
        self._choose_kind(kind)
        self._fill(kept)
        self._show_state()

    def _choose_kind(self, kind: str) -> None:
        self.kind = kind
        self.kinds[kind].setChecked(True)

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
        self.tree.show_groups(self._groups(), self._at.status.roots, self._at.now(), kept)

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

    def marked(self) -> list[Removal]:
        return self.tree.marked()

    def marked_paths(self) -> set[bytes]:
        return {removal.path for removal in self.marked()}

    def mark_nothing(self) -> None:
        self._marking = ()
        self.tree.mark_nothing()

    def _show_marked(self) -> None:
        many = len(self.marked())
        self.trash.setText(
            tr("Move {files} to the trash").format(files=words.count(many, "file")) if many else tr("Move to the trash")
        )
        self.trash.setEnabled(many > 0)
        freed = words.size(self.tree.marked_bytes())
        self._marked.setText(tr("{size} are freed once the trash is emptied").format(size=freed) if many else "")

    # --- one file ---

    def _compare(self, chosen: Chosen | None) -> None:
        self.apart.setVisible(chosen is not None and chosen[0].kind != "exact" and chosen[1] > 0)
        if not chosen or chosen[1] == 0:
            self._compared.drop()
            self.compare.clear()
            return
        group, number = chosen
        self._compared.ask(
            protocol.Compare(group.files[0].path, group.files[number].path),
            lambda answer: self.compare.show_comparison(answer) if isinstance(answer, protocol.Comparison) else None,
            lambda problem: self.compare.clear(trouble(problem)),
        )

    # --- deeds ---

    def set_apart(self) -> None:
        chosen = self.tree.chosen()
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
