"""The command palette: type a part of what you want to do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.commands import Command, native
from desktop.language import tr

WIDTH, HEIGHT, ROW = 520, 360, 30
FROM_TOP, AROUND = 56, 76  # from the top of the window; what is not the list, and the room below it


def matching(commands: Sequence[Command], text: str) -> list[Command]:
    """The commands that have every word of the text in them; those that begin with it first."""
    wanted = text.casefold().split()
    found = [command for command in commands if all(word in _said(command) for word in wanted)]
    return sorted(found, key=lambda command: not command.title.casefold().startswith(text.casefold().strip()))


def _said(command: Command) -> str:
    return f"{command.title} {command.group}".casefold()


class Palette(QDialog):
    """`otherwise` is what can be done with a text that no command has in it."""

    def __init__(
        self,
        commands: Sequence[Command],
        parent: QWidget,
        question: str = "",
        otherwise: Callable[[str], Command] | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._commands = [command for command in commands if command.run is not None]
        self._otherwise = otherwise
        self.chosen: Command | None = None
        question = question or tr("What do you want to do?")
        self.setAccessibleName(question)
        self.setObjectName("palette")
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(question)
        self.edit.setAccessibleName(tr("Command"))
        self.edit.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.edit)
        column.addWidget(self.list)
        self.edit.textChanged.connect(self._show)
        self.list.itemClicked.connect(lambda *_: self._take())
        self._room = parent.height()
        self._width = min(WIDTH, parent.width() - 32)
        self._show("")
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - self.width()) // 2, corner.y() + FROM_TOP)
        self.edit.setFocus()

    def _show(self, text: str) -> None:
        self.list.clear()
        found = matching(self._commands, text)
        if not found and self._otherwise is not None:
            found = [self._otherwise(text.strip())]
        for command in found:
            item = QTreeWidgetItem([command.title, native(command.keys[0]) if command.keys else ""])
            item.setData(0, Qt.ItemDataRole.UserRole, command)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setSizeHint(0, QSize(0, ROW))
            item.setForeground(1, self.palette().placeholderText())
            self.list.addTopLevelItem(item)
        if not self.list.topLevelItemCount():
            nothing = QTreeWidgetItem([tr("Nothing found")])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setSizeHint(0, QSize(0, ROW))
            self.list.addTopLevelItem(nothing)
            self._fit()
            return
        self._choose(0)
        self._fit()

    def _fit(self) -> None:
        """As high as what it lists."""
        room = self._room - FROM_TOP - AROUND
        height = min(self.list.topLevelItemCount() * ROW + 4, HEIGHT, max(room, 3 * ROW))
        self.list.setFixedHeight(height)
        self.adjustSize()
        self.resize(self._width, self.height())

    def _choose(self, row: int) -> None:
        item = self.list.topLevelItem(row % max(self.list.topLevelItemCount(), 1))
        if item is not None:
            self.list.setCurrentItem(item)
            self.list.setAccessibleDescription(item.text(0))
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self.edit, item.text(0))
            )  # the keys stay there

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(0, Qt.ItemDataRole.UserRole)
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._choose(self.list.currentIndex().row() + step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)
