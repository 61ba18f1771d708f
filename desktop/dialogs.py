"""The dialogs over the window: commands to choose from, the keys, tags and rules of documents, a folder."""

import os
from collections.abc import Callable, Sequence

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.commands import Command
from desktop.language import tr
from desktop.pages import Surroundings


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
