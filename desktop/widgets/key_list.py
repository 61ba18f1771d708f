"""The list of keys, as a page over the window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.commands import Command, native
from desktop.language import tr
from desktop.widgets.basics import button, label

_LEFT_FREE = 24  # of the window's height: on a small screen the list scrolls


class KeyList(QDialog):
    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(16)
        outer.addWidget(label(tr("Keys"), "page"))
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(40)
        groups: dict[str, list[Command]] = {}
        for command in commands:
            if command.keys:
                groups.setdefault(command.group, []).append(command)
        half = (sum(len(found) + 2 for found in groups.values()) + 1) // 2
        column, rows = _column(), 0
        for name, found in groups.items():
            if rows and rows + len(found) / 2 > half:
                column.addStretch(1)
                columns.addLayout(column)
                column, rows = _column(), 0
            column.addWidget(self._group(name, found))
            column.addSpacing(20)
            rows += len(found) + 2
        column.addStretch(1)
        columns.addLayout(column)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(tr("Keys"))
        outer.addWidget(scroll, 1)
        self.close_button = button(tr("Close"), self.accept)
        outer.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.close_button.setFocus()
        whole = page.sizeHint()
        scroll.setMinimumWidth(whole.width() + scroll.verticalScrollBar().sizeHint().width())
        around = self.sizeHint().height() - scroll.sizeHint().height()
        self.resize(self.sizeHint().width(), min(whole.height() + around, parent.window().height() - _LEFT_FREE))

    @staticmethod
    def _group(name: str, commands: Sequence[Command]) -> QWidget:
        made = QWidget()
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.addWidget(label(name, "meta"), 0, 0)
        for row, command in enumerate(commands, 1):
            grid.addWidget(label(command.title), row, 0)
            shown = native(command.keys[0])
            if command.keys[0] == "Up":
                shown = ", ".join(native(key) for key in command.keys)
            grid.addWidget(label(shown, "second"), row, 1, Qt.AlignmentFlag.AlignRight)
        return made


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(0)  # otherwise that of the row of columns
    return made
