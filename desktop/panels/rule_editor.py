"""A rule, made or changed: documents about something, or like some, lead to a tag, to a folder, or to a notice."""

import os
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.told import trouble
from desktop.widgets.basics import button, label
from indexer.errors import WhereinError
from indexer.protocol import Rule, SetRule

TAG, FOLDER, TELL = range(3)
SURE: tuple[tuple[str, float | None], ...] = (
    (tr("where it is sure enough"), None),
    (tr("only from 97% on"), 0.97),
    (tr("only from 99% on"), 0.99),
)


class RuleEditor(QDialog):
    """`rule` None makes a new one; `examples` are documents that it is for."""

    def __init__(self, at: Surroundings, rule: Rule | None, examples: Sequence[bytes], parent: QWidget) -> None:
        super().__init__(parent)
        self._at, self._before, self._examples = at, rule, tuple(examples)
        self._folder = rule.folder if rule else None
        title = tr("Change a rule") if rule else tr("New rule")
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.name = QLineEdit(rule.name if rule else "")
        self.name.setPlaceholderText(tr("Invoices to the tax folder"))
        self.about = QPlainTextEdit(rule.description if rule else "")
        self.about.setObjectName("lines")
        self.about.setPlaceholderText(tr("What such documents are about, in plain words"))
        self.about.setTabChangesFocus(True)
        self.about.setFixedHeight(64)
        self.leads = QComboBox()
        for said in (tr("Suggest the tag"), tr("Suggest the folder"), tr("Only tell me")):
            self.leads.addItem(said)
        self.tag = QLineEdit(rule.tag if rule else "")
        self.folder = button("", self._choose_folder)
        self.tells = QCheckBox(tr("Tell me when a new document is like this"))
        self.sure = QComboBox()
        for said, least in SURE:
            self.sure.addItem(said, least)
        if rule is not None and rule.least is not None and rule.least not in [least for _, least in SURE]:
            self.sure.addItem(tr("only from {percent} on").format(percent=words.percent(rule.least, 1)), rule.least)
        self.problem = label(role="bad", wrap=True)
        self.problem.hide()
        self._lay_out(title)
        self._show_rule()
        self.leads.currentIndexChanged.connect(lambda _: self._show_target())

    def _lay_out(self, title: str) -> None:
        target = QHBoxLayout()
        target.addWidget(self.leads)
        target.addWidget(self.tag, 1)
        target.addWidget(self.folder, 1)
        form = QFormLayout()
        form.setSpacing(8)
        for said, widget in ((tr("Name"), self.name), (tr("Documents about"), self.about)):
            widget.setAccessibleName(said)
            form.addRow(said, widget)
        if self._examples:
            names = ", ".join(words.name_of(path) for path in self._examples[:3])
            form.addRow(tr("and like"), label(names + (" …" if len(self._examples) > 3 else ""), "second", wrap=True))
        form.addRow(tr("Then"), target)
        form.addRow(tr("Decides"), self.sure)
        form.addRow("", self.tells)
        self.leads.setAccessibleName(tr("What the rule does"))
        self.tag.setAccessibleName(tr("The tag"))
        self.tag.setPlaceholderText(tr("Name of a tag"))
        self.sure.setAccessibleName(tr("How sure it has to be"))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), self.reject))
        self.keep_button = button(tr("Keep the rule"), self.keep, "primary")
        self.keep_button.setDefault(True)
        foot.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "row"))
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addLayout(foot)

    def _show_rule(self) -> None:
        rule = self._before or Rule("")
        self.leads.setCurrentIndex(FOLDER if rule.folder else TELL if rule.notify and not rule.tag else TAG)
        self.tells.setChecked(rule.notify)
        self.sure.setCurrentIndex(max(self.sure.findData(rule.least), 0) if rule.least is not None else 0)
        self._show_target()

    def _show_target(self) -> None:
        leads = self.leads.currentIndex()
        self.tag.setVisible(leads == TAG)
        self.folder.setVisible(leads == FOLDER)
        self.folder.setText(words.name_of(self._folder) if self._folder else tr("Choose a folder…"))
        self.folder.setToolTip(words.display(self._folder or b""))
        self.tells.setVisible(leads != TELL)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose a folder"))
        if chosen:
            self.set_folder(os.fsencode(chosen))

    def set_folder(self, folder: bytes) -> None:
        self._folder = folder
        self._show_target()

    @property
    def rule(self) -> Rule:
        leads = self.leads.currentIndex()
        return Rule(
            " ".join(self.name.text().split()),
            " ".join(self.about.toPlainText().split()),
            tag=" ".join(self.tag.text().split()) if leads == TAG else "",
            folder=self._folder if leads == FOLDER else None,
            notify=self.tells.isChecked() or leads == TELL,
            least=self.sure.currentData(),
            quiet=self._before.quiet if self._before else False,
        )

    def keep(self) -> None:
        """Closes when the service has it; otherwise says what is the matter."""
        rule = self.rule
        request = SetRule(rule, self._before.name if self._before else "", self._examples)
        self.keep_button.setEnabled(False)
        self._at.service.ask(request, lambda _: self._kept(rule), self._refused)

    def _kept(self, rule: Rule) -> None:
        self._at.say(tr("The rule “{name}” is at work.").format(name=rule.name))
        self.accept()

    def _refused(self, problem: WhereinError) -> None:
        self.keep_button.setEnabled(True)
        self.problem.setText(trouble(problem))
        self.problem.show()
        self.problem.setFocus(Qt.FocusReason.OtherFocusReason)
