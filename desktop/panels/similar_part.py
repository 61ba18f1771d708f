"""Below the preview: which version of a document this is, and what is like it. Open, it follows what is chosen until it
is paused; closed, it asks for nothing."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QToolButton, QVBoxLayout

from desktop import words
from desktop.client import Newest
from desktop.language import tr
from desktop.models.results import Index, ResultsModel, Role
from desktop.pages import Surroundings
from desktop.panels.preview_parts import PreviewPart
from desktop.panels.versions_dialog import VersionsDialog
from desktop.told import told, trouble
from desktop.widgets.basics import Elided, button, label, tool
from indexer import protocol
from indexer.errors import WhereinError
from indexer.protocol import Answer, Hit

_MOST = 5
_OPEN = "similar_open"  # the preference


class _Model(ResultsModel):
    """Each row says what both share."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return super().data(index, role)
        hit = self.hit(index.row())
        said = words.in_common(hit)
        return f"{hit.name}   {said}" if said else hit.name


class SimilarPart(PreviewPart):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self._hit: Hit | None = None
        self._similar, self._versions = Newest(at.service), Newest(at.service)
        self._family: protocol.VersionFamily | None = None
        self._like = b""  # whose similar documents are listed
        self.toggle = QToolButton()
        self.toggle.setText(tr("Similar"))
        self.toggle.setCheckable(True)
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setProperty("role", "text")
        self.toggle.toggled.connect(self._open)
        self.pause = tool(at.icons, "pause", tr("Do not follow what is chosen among the results"), lambda: None)
        self.pause.setCheckable(True)
        self.pause.toggled.connect(self._pause)
        self.paused_at = Elided("meta")
        self.versions = button("", self._show_versions, "quiet")
        self.model = _Model(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Similar documents"))
        self.view.setDragEnabled(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setFixedHeight(116)
        self.view.activated.connect(self._activated)
        self.said = label(role="second", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.toggle)
        head.addWidget(self.pause)
        head.addWidget(self.paused_at, 1)
        head.addWidget(self.versions)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.view)
        column.addWidget(self.said)
        at.theme.changed.connect(self._show_caret)
        self.toggle.setChecked(at.preferences.flag(_OPEN, False))
        self._show_open()
        self.show_hit(None)

    def show_hit(self, hit: Hit | None) -> None:
        self._hit = hit
        self.setVisible(hit is not None)
        self.versions.hide()
        self._versions.drop()
        if not self.pause.isChecked():
            self._similar.drop()
            self.model.show(())
            self.said.hide()
        if hit is not None:
            self._versions.ask(protocol.GetVersions(hit.path), self._take_versions, lambda _: None)
            self._ask()

    def _open(self, opened: bool) -> None:
        self._at.preferences.keep(_OPEN, opened)
        self._show_open()
        self._ask()

    def _show_open(self) -> None:
        self.view.setVisible(self.toggle.isChecked())
        self.pause.setVisible(self.toggle.isChecked())
        if not self.toggle.isChecked():
            self.pause.setChecked(False)
        self.said.hide()
        self._show_caret()

    def _show_caret(self) -> None:
        self.toggle.setIcon(self._at.icons.icon("caret-down" if self.toggle.isChecked() else "caret-right", "second"))

    def _ask(self) -> None:
        if self._hit is not None and self.toggle.isChecked() and not self.pause.isChecked():
            self._like = self._hit.path
            self._similar.ask(protocol.SimilarTo(self._hit.path, limit=_MOST), self._take, self._problem)

    def _pause(self, paused: bool) -> None:
        self.pause.setIcon(self._at.icons.icon("play" if paused else "pause"))
        self.pause.setToolTip(
            tr("Follow what is chosen among the results")
            if paused
            else tr("Do not follow what is chosen among the results")
        )
        self.paused_at.show_text(tr("to {name}").format(name=words.name_of(self._like)) if paused else "")
        self._ask()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, protocol.Results):
            self.model.show(answer.hits)
            self.view.setVisible(bool(answer.hits))
            self.said.setText(tr("No other document here is close to it."))
            self.said.setVisible(not answer.hits)

    def _problem(self, problem: WhereinError) -> None:
        self.view.hide()
        self.said.setText(trouble(problem))
        self.said.show()

    def _take_versions(self, answer: Answer) -> None:
        if not isinstance(answer, protocol.Versions) or not answer.families or self._hit is None:
            return
        self._family = family = answer.families[0]
        here = self._hit.path in (family.versions[0].path, *family.versions[0].copies)
        many = words.count(len(family.versions), "version")
        newest = family.versions[0].name.replace("&", "&&")
        current = tr("this is the current one") if here else tr("current: {name}").format(name=newest)
        self.versions.setText(f"{many} · {current}")
        said = "\n".join(f"{version.name}  {words.percent(version.likeness)}" for version in family.versions)
        self.versions.setToolTip(f"{said}\n({told(family.because)})")
        self.versions.show()

    def _show_versions(self) -> None:
        """What they say differently."""
        if self._hit is not None and self._family is not None:
            VersionsDialog(self._at, self._family, self._hit.path, self).open()

    def _activated(self, index: QModelIndex) -> None:
        hit: Hit = index.data(Role.HIT)
        self._at.open(hit.path)
