"""The versions of one document: which is the current one, and what each of the others says differently, whatever their
formats."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop import words
from desktop.client import Newest
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import told, trouble
from desktop.widgets.basics import button, label
from desktop.widgets.compare_view import CompareView
from indexer import protocol
from indexer.errors import WhereinError
from indexer.protocol import Answer, Version, VersionFamily

_KEY = Qt.ItemDataRole.UserRole


class VersionsDialog(QDialog):
    """Begins with the version at `path`, or with the one before the current one."""

    def __init__(self, at: Surroundings, family: VersionFamily, path: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._at, self._current = at, family.versions[0]
        self._compared = Newest(at.service)
        self.setWindowTitle(tr("Versions"))
        self.resize(960, 620)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Versions"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setSpacing(2)
        for version in family.versions:
            self.list.addItem(self._item(version))
        self.compare = CompareView(at.theme)
        self.compare.clear(tr("Choose a version to see what it says differently from the current one."))
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self.list)
        body.addWidget(self.compare)
        body.setSizes([280, 680])
        body.setStretchFactor(1, 1)
        body.setChildrenCollapsible(False)
        below = QHBoxLayout()
        below.addWidget(label(tr("Current: {reason}").format(reason=told(family.because)), "second"), 1)
        below.addWidget(button(tr("Open"), self._open))
        below.addWidget(button(tr("Close"), self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(tr("{many} of one document").format(many=words.count(len(family.versions), "version")),
                               "page"))  # fmt: skip
        column.addWidget(body, 1)
        column.addLayout(below)
        self.list.currentRowChanged.connect(lambda _: self._compare())
        self.list.itemActivated.connect(lambda _: self._open())
        paths = [version.path for version in family.versions]
        self.list.setCurrentRow(max(paths.index(path) if path in paths else 0, 1))

    def _item(self, version: Version) -> QListWidgetItem:
        now, roots = self._at.now(), self._at.status.roots
        current = version is self._current
        like = tr("current") if current else words.percent(version.likeness) if version.likeness else ""
        said = (words.when(version.modified, now), words.folder_trail(version.path, roots), like)
        item = QListWidgetItem(f"{version.name}\n{' · '.join(part for part in said if part)}")
        item.setIcon(self._at.icons.kind(version.kind))
        item.setToolTip(words.display(version.path))
        item.setData(_KEY, version)
        if current:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        return item

    def _chosen(self) -> Version | None:
        item = self.list.currentItem()
        chosen = item.data(_KEY) if item is not None else None
        return chosen if isinstance(chosen, Version) else None

    def _compare(self) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.path == self._current.path:
            self._compared.drop()
            self.compare.clear(tr("This is the current version."))
            return
        self._compared.ask(protocol.Compare(chosen.path, self._current.path), self._show, self._show_problem)

    def _show(self, answer: Answer) -> None:
        if isinstance(answer, protocol.Comparison):
            self.compare.show_comparison(answer)

    def _show_problem(self, problem: WhereinError) -> None:
        self.compare.clear(trouble(problem))

    def _open(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._at.open(chosen.path)
