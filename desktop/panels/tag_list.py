"""The tags there are, with how many documents carry each; below them, what the chosen one is about."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop import tagging, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.query import Query
from desktop.widgets.basics import button, label, tool
from indexer.protocol import TagList, TagState

ENOUGH = 5  # decisions, from which on a tag is judged by them
_NAME = Qt.ItemDataRole.UserRole


class TagDetails(QWidget):
    """What the chosen tag is called, what it is about, whether it is suggested."""

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.tag: TagState | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the tag"))
        self.name.editingFinished.connect(self._rename)
        self.about = _Description()
        self.about.setPlaceholderText(tr("What are such documents about? “Bills and receipts with an amount to pay”"))
        self.about.setAccessibleName(tr("What such documents are about"))
        self.about.left.connect(self._describe)
        self.suggested = QCheckBox(tr("Suggest it for documents"))
        self.suggested.clicked.connect(self._suggest)
        self.learnt = label(role="meta", wrap=True)
        self.shows = button(tr("Show its documents"), self._show, "quiet")
        row = QHBoxLayout()
        row.addWidget(self.shows)
        row.addStretch(1)
        row.addWidget(tool(at.icons, "trash", tr("Remove the tag"), self._remove))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        for widget in (self.name, self.about, self.suggested, self.learnt):
            column.addWidget(widget)
        column.addLayout(row)
        self.hide()

    def show_tag(self, tag: TagState | None) -> None:
        """What a person is typing stays."""
        other = tag is None or self.tag is None or tag.name != self.tag.name
        self.tag = tag
        self.setVisible(tag is not None)
        if tag is None:
            return
        if other or not self.name.hasFocus():
            self.name.setText(tag.name)
        if other or not self.about.hasFocus():
            self.about.setPlainText(tag.description)
        self.suggested.setChecked(not tag.quiet)
        self.learnt.setText(_learnt(tag))
        self.shows.setEnabled(tag.documents > 0)

    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        if self.tag is not None and name and name != self.tag.name:
            self._at.do(tagging.rename(self.tag, name))

    def _describe(self) -> None:
        about = " ".join(self.about.toPlainText().split())
        if self.tag is not None and about != self.tag.description:
            self._at.do(tagging.describe(self.tag, about))

    def _suggest(self, suggested: bool) -> None:
        if self.tag is not None:
            self._at.do(tagging.suggest(self.tag, suggested))

    def _show(self) -> None:
        if self.tag is not None:
            self._at.look_for(Query.tagged(self.tag.name))

    def _remove(self) -> None:
        if self.tag is not None:
            self._at.do(tagging.remove(self.tag))


class _Description(QPlainTextEdit):
    """`left` when the focus goes elsewhere, or Enter is pressed."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lines")
        self.setTabChangesFocus(True)
        self.setFixedHeight(76)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _learnt(tag: TagState) -> str:
    if tag.learns:
        return tr("Has learnt from {decisions}.").format(decisions=words.count(tag.taught, "decision"))
    left = ENOUGH - tag.taught
    return tr("Suggested by what it is about. After {decisions} it learns from yours.").format(
        decisions=words.count(left, "more decision" if tag.taught else "decision")
    )


class TagTree(QWidget):
    """`chosen` says the name of the tag that is chosen, empty for all of them."""

    chosen = Signal(str)

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.tags: dict[str, TagState] = {}
        self._wanted = ""  # a tag that was just made: it is chosen when it comes
        self.new = QLineEdit()
        self.new.setPlaceholderText(tr("New tag"))
        self.new.setAccessibleName(tr("Name of a new tag"))
        self.new.returnPressed.connect(self._create)
        self.tree = self._make_tree()
        at.theme.changed.connect(self._paint_counts)
        self.details = TagDetails(at)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 12, 12)
        column.setSpacing(8)
        column.addWidget(label(tr("Tags"), "page"))
        column.addWidget(self.new)
        column.addWidget(self.tree, 1)
        column.addWidget(self.details)
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
        tree.currentItemChanged.connect(lambda *_: self._chosen_changed())
        tree.itemDoubleClicked.connect(lambda item, _: self._show_documents(item))
        tree.installEventFilter(self)
        return tree

    # --- what is shown ---

    @property
    def current(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, _NAME)) if item is not None else ""

    def show_tags(self, answer: TagList) -> None:
        current = self._wanted if self._wanted in {tag.name for tag in answer.tags} else self.current
        self._wanted = "" if current == self._wanted else self._wanted
        self.tags = {tag.name: tag for tag in answer.tags}
        self.tree.blockSignals(True)
        self.tree.clear()
        self.tree.setVisible(bool(self.tags))
        rows = [_row(TagState("", documents=-1, suggested=answer.waiting)), *map(_row, self.tags.values())]
        for row in rows:
            self.tree.addTopLevelItem(row)
            if row.data(0, _NAME) == current:
                self.tree.setCurrentItem(row)
        if self.tree.currentItem() is None:
            self.tree.setCurrentItem(rows[0])
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
        self.details.show_tag(self.tags.get(self.current))
        self.chosen.emit(self.current)

    def choose(self, tag: str) -> None:
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None and item.data(0, _NAME) == tag:
                self.tree.setCurrentItem(item)

    # --- what a person does ---

    def _create(self) -> None:
        name = " ".join(self.new.text().split())
        if name:
            self.make(name)
            self.new.clear()

    def make(self, name: str, description: str = "") -> None:
        self._wanted = name
        self._at.do(tagging.create(name, description))

    def _show_documents(self, item: QTreeWidgetItem) -> None:
        if tag := str(item.data(0, _NAME)):
            self._at.look_for(Query.tagged(tag))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.current:
            if event.key() == Qt.Key.Key_F2:
                self.details.name.setFocus()
                self.details.name.selectAll()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._at.look_for(Query.tagged(self.current))
                return True
            if event.key() == Qt.Key.Key_Delete and self.details.tag is not None:
                self._at.do(tagging.remove(self.details.tag))
                return True
        return super().eventFilter(watched, event)


def _row(tag: TagState) -> QTreeWidgetItem:
    """Of a tag; without a name, of all of them."""
    documents = words.number(tag.documents) if tag.documents >= 0 else ""
    fresh = tr("{number} new").format(number=words.number(tag.suggested)) if tag.suggested else ""
    row = QTreeWidgetItem([tag.name or tr("All suggestions"), documents, tr("by hand") if tag.quiet else fresh])
    row.setData(0, _NAME, tag.name)
    told = [row.text(0), words.count(tag.documents, "document") if documents else ""]
    told.append(words.count(tag.suggested, "suggestion") if tag.suggested else "")
    said = ", ".join(part for part in told if part)
    row.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
    row.setToolTip(0, f"{said}\n{tag.description}".strip())
    for column in (1, 2):
        row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return row
