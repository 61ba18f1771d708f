"""What the chosen rule does, in a sentence; changed, switched off, removed."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop import tagging, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.widgets.basics import button, label, tool
from indexer.protocol import Rule, RuleState


class RuleDetails(QWidget):
    def __init__(self, at: Surroundings, edit: Callable[[RuleState], None]) -> None:
        super().__init__()
        self._at, self._edit = at, edit
        self.state: RuleState | None = None
        self.said = label(role="second", wrap=True)
        self.on = QCheckBox(tr("At work"))
        self.on.clicked.connect(self._switch)
        row = QHBoxLayout()
        row.addWidget(button(tr("Change…"), self._change, "quiet"))
        row.addStretch(1)
        row.addWidget(tool(at.icons, "trash", tr("Remove the rule"), self._remove))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.said)
        column.addWidget(self.on)
        column.addLayout(row)
        self.hide()

    def show_rule(self, state: RuleState | None) -> None:
        self.state = state
        self.setVisible(state is not None)
        if state is not None:
            about = state.rule.description or tr("like its examples")
            self.said.setText(f"{tr('Documents about')}: {about}\n{leads_to(state.rule)}")
            self.on.setChecked(not state.rule.quiet)

    def _switch(self, on: bool) -> None:
        if self.state is not None:
            self._at.do(tagging.switch_rule(self.state.rule, on))

    def _change(self) -> None:
        if self.state is not None:
            self._edit(self.state)

    def _remove(self) -> None:
        if self.state is not None:
            self._at.do(tagging.remove_rule(self.state.rule.name))


def leads_to(rule: Rule) -> str:
    parts = [
        tr("the tag “{tag}” is suggested").format(tag=rule.tag) if rule.tag else "",
        tr("the folder “{folder}” is suggested").format(folder=words.name_of(rule.folder)) if rule.folder else "",
        tr("you are told of new ones") if rule.notify else "",
    ]
    sure = tr("from {percent} on").format(percent=words.percent(rule.least)) if rule.least is not None else ""
    return "→ " + ", ".join(part for part in (*parts, sure) if part)
