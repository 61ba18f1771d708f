"""The side bar: the pages, and the filters: folders, types, dates."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop import words
from desktop.icons import KINDS as KIND_ICONS
from desktop.icons import Icons
from desktop.query import KINDS, PERIODS, Period, Query
from desktop.theme import Theme
from desktop.widgets.basics import label, tool
from desktop.widgets.side_row import SideRow
from indexer.protocol import FolderState

WIDTH = 224
PAGES = {"search": ("Search", "magnifying-glass"), "activity": ("Activity", "activity")}
SHOWN_KINDS = ("pdf", "document", "spreadsheet", "presentation", "mail", "web", "text", "code", "data", "image")


class SideBar(QWidget):
    page_wanted = Signal(str)
    kind_toggled = Signal(str)
    folder_toggled = Signal(bytes)
    period_chosen = Signal(str)
    add_wanted = Signal()
    pause_wanted = Signal(bytes, bool)
    remove_wanted = Signal(bytes)
    show_wanted = Signal(bytes)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._folders: dict[bytes, tuple[FolderState, SideRow]] = {}
        self._query = Query()
        self.pages: dict[str, SideRow] = {}
        self.kinds: dict[str, SideRow] = {}
        self.periods: dict[Period, SideRow] = {}
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(8, 8, 8, 12)
        self._column.setSpacing(0)
        self._add_pages()
        self._add_folders()
        self._add_kinds()
        self._add_periods()
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setMinimumWidth(180)
        self.setMaximumWidth(320)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    # --- building ---

    def _row(self, icon: str, text: str, on_click: Callable[[], None]) -> SideRow:
        row = SideRow(self._theme, self._icons, icon, text)
        row.clicked.connect(lambda: on_click())
        return row

    def _heading(self, text: str, *tools: QWidget) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(8, 16, 0, 4)
        line.addWidget(label(text, "meta"), 1)
        for widget in tools:
            line.addWidget(widget)
        self._column.addLayout(line)

    def _add_pages(self) -> None:
        for page, (text, icon) in PAGES.items():
            row = self._row(icon, text, lambda page=page: self._choose_page(page))  # type: ignore[misc]
            self.pages[page] = row
            self._column.addWidget(row)
        self.show_page("search")

    def _add_folders(self) -> None:
        self.add = tool(self._icons, "plus", "Add a folder", self.add_wanted.emit, "Ctrl+O")
        self.add.setIconSize(QSize(14, 14))
        self._heading("Folders", self.add)
        self._folder_rows = QVBoxLayout()
        self._folder_rows.setSpacing(0)
        self._column.addLayout(self._folder_rows)

    def _add_kinds(self) -> None:
        self._heading("Types")
        for kind in SHOWN_KINDS:
            row = self._row(KIND_ICONS[kind], KINDS[kind], lambda kind=kind: self.kind_toggled.emit(kind))  # type: ignore[misc]
            self.kinds[kind] = row
            self._column.addWidget(row)

    def _add_periods(self) -> None:
        self._heading("Changed")
        for period, text in PERIODS.items():
            choose = lambda period=period: self.period_chosen.emit(period.value)  # noqa: E731
            row = self._row("clock" if period is Period.ANY else "calendar-blank", text, choose)
            self.periods[period] = row
            self._column.addWidget(row)

    # --- showing ---

    def _choose_page(self, page: str) -> None:
        self.show_page(page)
        self.page_wanted.emit(page)

    def show_page(self, page: str) -> None:
        for name, row in self.pages.items():
            row.setChecked(name == page)

    def show_query(self, query: Query) -> None:
        self._query = query
        for kind, row in self.kinds.items():
            row.setChecked(kind in query.kinds)
        for period, row in self.periods.items():
            row.setChecked(period is query.period)
        for path, (_, row) in self._folders.items():
            row.setChecked(path in query.folders)

    def show_failures(self, count: int) -> None:
        self.pages["activity"].show_count(words.number(count) if count else "", care=True)

    def show_folders(self, folders: Sequence[FolderState]) -> None:
        if [state.path for state in folders] != list(self._folders):
            self._rebuild_folders(folders)
        for state in folders:
            _, row = self._folders[state.path]
            self._folders[state.path] = (state, row)
            self._show_folder(row, state)

    def _rebuild_folders(self, folders: Sequence[FolderState]) -> None:
        for _, row in self._folders.values():
            self._folder_rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._folders = {}
        for state in folders:
            path = state.path
            row = self._row("folder", words.name_of(path), lambda path=path: self.folder_toggled.emit(path))  # type: ignore[misc]
            row.setChecked(path in self._query.folders)
            row.menu_wanted.connect(lambda at, path=path: self._menu(path, at))
            self._folder_rows.addWidget(row)
            self._folders[path] = (state, row)

    def _show_folder(self, row: SideRow, state: FolderState) -> None:
        said = words.display(state.path)
        if state.state == "offline":
            row.show_icon("link-break")
            said += "\nIts drive is not connected. What was read can still be searched."
        elif state.state == "unreadable":
            row.show_icon("warning")
            said += "\nThis folder cannot be read. Check who may open it."
        elif state.paused:
            row.show_icon("pause")
            said += "\nPaused. What was read can be searched."
        else:
            row.show_icon("folder")
        row.setToolTip(f"{said}\n{words.count(state.files.total, 'file')}")
        row.show_count(words.number(state.files.total) if state.files.total else "")

    def _menu(self, path: bytes, at: QPoint) -> None:
        menu = self.folder_menu(path)
        menu.exec(at)
        menu.deleteLater()

    def folder_menu(self, path: bytes) -> QMenu:
        state, _ = self._folders[path]
        menu = QMenu(self)
        paused = state.paused
        search = menu.addAction("Search only here" if path not in self._query.folders else "Search everywhere")
        search.triggered.connect(lambda: self.folder_toggled.emit(path))
        menu.addAction("Show in the file manager").triggered.connect(lambda: self.show_wanted.emit(path))
        menu.addSeparator()
        pause = menu.addAction("Go on reading it" if paused else "Pause reading it")
        pause.triggered.connect(lambda: self.pause_wanted.emit(path, not paused))
        remove = menu.addAction("Stop searching this folder")
        remove.triggered.connect(lambda: self.remove_wanted.emit(path))
        return menu
