"""The dialogs over the window: commands to choose from, the keys, tags and rules of documents, a folder."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop import words
from desktop.commands import Command
from desktop.language import tr
from desktop.pages import Surroundings


def is_whole(path: bytes) -> bool:
    """Whether it is a home folder, a drive, or holds the home folder."""
    folder, home = Path(os.path.abspath(os.fsdecode(path))), Path.home()
    return folder == home or folder in home.parents or folder.parent == folder


class Dialogs:
    """`at` gives what the window offers, which is made after this. Each dialog is imported when it is first wanted."""

    def __init__(self, window: QWidget, at: Callable[[], Surroundings]) -> None:
        self._window, self._at = window, at

    def edit_tags(self, paths: Sequence[bytes]) -> None:
        from desktop.panels.tag_editor import TagEditor

        editor = TagEditor(self._at(), paths, self._window)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()

    def make_rule(self, paths: Sequence[bytes]) -> None:
        from desktop.panels.rule_editor import RuleEditor

        editor = RuleEditor(self._at(), None, paths, self._window)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()

    def ask_for_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self._window, tr("Choose a folder to search"), start)
        if chosen:
            self._at().add_folder(os.fsencode(chosen))

    def ask_for_whole(self, path: bytes, read: Callable[[], None]) -> None:
        """A home folder or a drive holds much that nobody looks for: it is read only where a person means that."""
        ask = QMessageBox(self._window)
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.setText(tr("Read all of “{path}”?").format(path=words.display(path)))
        ask.setInformativeText(
            tr(
                "It holds much that programs keep for themselves, and reading it may take hours. "
                "With the folders of your documents alone, less comes between you and what you look for."
            )
        )
        ask.addButton(tr("Choose a folder…"), QMessageBox.ButtonRole.ActionRole).clicked.connect(self.ask_for_folder)
        ask.addButton(tr("Read all of it"), QMessageBox.ButtonRole.AcceptRole).clicked.connect(read)
        ask.setDefaultButton(ask.addButton(QMessageBox.StandardButton.Cancel))
        ask.open()

    def show_palette(self) -> None:
        at = self._at()

        def search_for(text: str) -> Command:
            return Command(tr("Search for “{text}”").format(text=text), "", lambda: at.look_for(at.query().typed(text)))

        self.choose(tr("What do you want to do?"), at.commands(), search_for)

    def choose(
        self, question: str, offered: Sequence[Command], otherwise: Callable[[str], Command] | None = None
    ) -> None:
        """Let a person choose one of them by typing a part of it, and do it."""
        from desktop.widgets.palette import Palette

        palette = Palette(offered, self._window, question, otherwise)
        if palette.exec() and palette.chosen is not None and palette.chosen.run is not None:
            palette.chosen.run()
        palette.deleteLater()

    def show_keys(self) -> None:
        from desktop.widgets.key_list import KeyList

        keys = KeyList(self._at().commands(), self._window)
        keys.exec()
        keys.deleteLater()
