"""The folders that are searched: what is in each, and the way to let it rest or to let it go."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import operations, words
from desktop.language import tr
from desktop.pages import Surroundings
from desktop.panels.activity_cards import state_of
from desktop.widgets.basics import Elided, button, label
from desktop.widgets.setting_group import SettingGroup
from indexer.protocol import FolderState, StatusReport


class FoldersSection(SettingGroup):
    def __init__(self, at: Surroundings) -> None:
        super().__init__(tr("Folders"))
        self._at = at
        self._shown: tuple[FolderState, ...] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        holder = QWidget()
        holder.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        said = tr("Only what is in these folders is read. Taking one away forgets what was read; its files stay.")
        self.add(tr("Searched"), said, holder, wide=True)
        self.add(
            tr("Another one"),
            tr("A folder can also be dropped onto the window."),
            button(tr("Add a folder…"), at.ask_for_folder),
        )
        at.status.changed.connect(self.show_report)
        if at.status.report is not None:
            self.show_report(at.status.report)

    def show_report(self, report: StatusReport) -> None:
        if report.folders == self._shown:
            return
        self._shown = report.folders
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for folder in report.folders:
            self._rows.addWidget(self._row(folder))
        if not report.folders:
            self._rows.addWidget(label(tr("None yet"), "second"))

    def _row(self, folder: FolderState) -> QWidget:
        name = words.name_of(folder.path)
        where = Elided()
        where.show_text(words.display(folder.path))
        change = operations.resume_folder if folder.paused else operations.pause_folder
        pause = button(tr("Go on") if folder.paused else tr("Pause"), lambda: self._at.do(change(folder.path)), "quiet")
        remove = button(tr("Remove"), lambda: self._at.do(operations.remove_folder(folder.path)), "quiet")
        for made in (pause, remove):
            made.setAccessibleName(f"{made.text()}: {name}")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(where, 1)
        line.addWidget(label(f"{words.count(folder.files.total, 'file')} · {state_of(folder)}", "meta"))
        line.addWidget(pause)
        line.addWidget(remove)
        return row
