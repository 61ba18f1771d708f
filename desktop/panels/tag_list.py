"""The tags there are, with how many documents carry each; below them, what the chosen one is about."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import tagging, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.rule_details import RuleDetails, leads_to
from desktop.panels.tag_details import TagDetails
from desktop.query import Query
from desktop.widgets.basics import button, flush, label
from indexer.protocol import RuleList, RuleState, TagList, TagState

_KEY = Qt.ItemDataRole.UserRole  # (tag, rule), one of them empty


class TagTree(QWidget):
    """`chosen` says the tag or the rule that is chosen, both empty for all of them."""

    chosen = Signal(str, str)

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.tags: dict[str, TagState] = {}
        self._waiting = 0
        self.rules: dict[str, RuleState] = {}
        self._wanted = ("", "")  # a tag or a rule that is chosen when it comes
        self.new = QLineEdit()
        self.new.setPlaceholderText(tr("New tag"))
        self.new.setAccessibleName(tr("Name of a new tag"))
        self.new.returnPressed.connect(self._create)
        self.tree = self._make_tree()
        at.theme.changed.connect(self._paint_counts)
        self.details = TagDetails(at)
        self.rule_details = RuleDetails(at, self.edit_rule)
        self.new_rule = button(tr("New rule…"), self.edit_rule, "quiet")
        self.new_rule.setToolTip(tr("Documents like this → suggest a tag or a folder, or tell me"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 12, 12)
        column.setSpacing(8)
        column.addWidget(label(tr("Tags"), "page"))
        column.addWidget(self.new)
        column.addWidget(self.tree, 1)
        column.addWidget(self.details)
        column.addWidget(self.rule_details)
        column.addLayout(flush(self.new_rule))
        self.setMinimumWidth(220)

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setColumnCount(3)
        tree.setHeaderLabels([tr("Tag"), "", ""])  # how many documents carry it, how many may deserve it
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(0)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.header().setMinimumSectionSize(8)
        tree.setUniformRowHeights(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.setAccessibleName(tr("Tags"))
        size = tree.sizePolicy()
        size.setRetainSizeWhenHidden(True)  # what stands above it stays there while there are no tags
        tree.setSizePolicy(size)
        tree.currentItemChanged.connect(lambda *_: self._chosen_changed())
        tree.itemDoubleClicked.connect(lambda item, _: self._open(item))
        tree.installEventFilter(self)
        return tree

    # --- what is shown ---

    @property
    def current(self) -> str:
        """The tag that is chosen; empty for all, or a rule."""
        return self._chosen()[0]

    def _chosen(self) -> tuple[str, str]:
        item = self.tree.currentItem()
        return item.data(0, _KEY) if item is not None else ("", "")

    def show_tags(self, answer: TagList) -> None:
        self.tags = {tag.name: tag for tag in answer.tags}
        self._waiting = answer.waiting
        self._fill()

    def show_rules(self, answer: RuleList) -> None:
        self.rules = {state.rule.name: state for state in answer.rules}
        self._fill()

    def _fill(self) -> None:
        chosen = self._chosen()
        if self._wanted[0] in self.tags or self._wanted[1] in self.rules:
            chosen, self._wanted = self._wanted, ("", "")
        self.tree.blockSignals(True)
        self.tree.clear()
        self.tree.setVisible(bool(self.tags or self.rules))
        rows = [_row(TagState("", documents=-1, suggested=self._waiting)), *map(_row, self.tags.values())]
        if self.rules:
            rows += [_heading(tr("Rules")), *map(_rule_row, self.rules.values())]
        self.tree.addTopLevelItems(rows)
        at = next((row for row in rows if row.data(0, _KEY) == chosen), rows[0])
        self.tree.setCurrentItem(at)
        self.tree.blockSignals(False)
        self._paint_counts()
        self._chosen_changed()

    def _paint_counts(self) -> None:
        tokens = self._at.theme
        for number in range(self.tree.topLevelItemCount()):
            row = self.tree.topLevelItem(number)
            if row is not None:
                row.setForeground(1, tokens.color("second"))
                row.setForeground(2, tokens.color("accent"))

    def _chosen_changed(self) -> None:
        tag, rule = self._chosen()
        self.details.show_tag(self.tags.get(tag))
        self.rule_details.show_rule(self.rules.get(rule))
        self.chosen.emit(tag, rule)

    def want(self, tag: str = "", rule: str = "") -> None:
        """Choose it as soon as it is there."""
        self._wanted = (tag, rule)

    def choose(self, tag: str = "", rule: str = "") -> None:
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None and item.data(0, _KEY) == (tag, rule):
                self.tree.setCurrentItem(item)

    # --- what a person does ---

    def _create(self) -> None:
        name = " ".join(self.new.text().split())
        if name:
            self.make(name)
            self.new.clear()

    def make(self, name: str, description: str = "") -> None:
        self.want(name)
        self._at.do(tagging.create(name, description))

    def edit_rule(self, state: RuleState | None = None) -> None:
        from desktop.panels.rule_editor import RuleEditor

        editor = RuleEditor(self._at, state.rule if state else None, (), self.window())
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()

    def _open(self, item: QTreeWidgetItem) -> None:
        tag, rule = item.data(0, _KEY) or ("", "")
        if tag:
            self._at.look_for(Query.tagged(tag))
        elif rule:
            self.edit_rule(self.rules[rule])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        item = self.tree.currentItem()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or item is None:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(item)
            return True
        if event.key() == Qt.Key.Key_F2 and self.current:
            self.details.name.setFocus()
            self.details.name.selectAll()
            return True
        if event.key() == Qt.Key.Key_Delete:
            self._remove(*self._chosen())
            return True
        return super().eventFilter(watched, event)

    def _remove(self, tag: str, rule: str) -> None:
        if tag:
            self._at.do(tagging.remove(self.tags[tag]))
        elif rule:
            self._at.do(tagging.remove_rule(rule))


def _row(tag: TagState) -> QTreeWidgetItem:
    """Of a tag; without a name, of all of them."""
    documents = words.number(tag.documents) if tag.documents >= 0 else ""
    fresh = tr("{number} new").format(number=words.number(tag.suggested)) if tag.suggested else ""
    row = QTreeWidgetItem([tag.name or tr("All suggestions"), documents, tr("by hand") if tag.quiet else fresh])
    row.setData(0, _KEY, (tag.name, ""))
    told = [row.text(0), words.count(tag.documents, "document") if documents else ""]
    told.append(words.count(tag.suggested, "suggestion") if tag.suggested else "")
    said = ", ".join(part for part in told if part)
    row.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
    row.setToolTip(0, f"{said}\n{tag.description}".strip())
    for column in (1, 2):
        row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return row


def _heading(text: str) -> QTreeWidgetItem:
    row = QTreeWidgetItem([text, "", ""])
    row.setFlags(Qt.ItemFlag.NoItemFlags)
    return row


def _rule_row(state: RuleState) -> QTreeWidgetItem:
    rule = state.rule
    fresh = tr("{number} new").format(number=words.number(state.suggested)) if state.suggested else ""
    row = QTreeWidgetItem([rule.name, "", tr("off") if rule.quiet else fresh])
    row.setData(0, _KEY, ("", rule.name))
    said = f"{tr('Rule')} {rule.name}, {words.count(state.suggested, 'suggestion')}"
    row.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
    row.setToolTip(0, f"{leads_to(rule)}\n{rule.description}".strip())
    row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return row
