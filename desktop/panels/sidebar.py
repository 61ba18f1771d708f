"""The side bar: the pages, and the filters: folders, types, dates, with how many of the documents found are in each."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop import saved, words
from desktop.facets import Facets
from desktop.icons import KINDS as KIND_ICONS
from desktop.icons import Icons
from desktop.pages import PAGES, Page
from desktop.query import KINDS, PERIODS, Period, Query
from desktop.theme import Theme
from desktop.widgets.basics import label, tool
from desktop.widgets.side_row import SideRow
from indexer.protocol import FolderState

WIDTH = 224


class Section(QWidget):
    """A heading with rows under it."""

    def __init__(self, title: str, *tools: QWidget) -> None:
        super().__init__()
        line = QHBoxLayout()
        line.setContentsMargins(8, 16, 0, 4)
        line.addWidget(label(title, "meta"), 1)
        for widget in tools:
            line.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(line)

    def add(self, row: QWidget) -> None:
        self._column.addWidget(row)


class SideBar(QWidget):
    page_wanted = Signal(str)
    kind_toggled = Signal(str)
    folder_toggled = Signal(bytes)
    period_chosen = Signal(str)
    add_wanted = Signal()
    pause_wanted = Signal(bytes, bool)
    remove_wanted = Signal(bytes)
    show_wanted = Signal(bytes)
    saved_chosen = Signal(object)  # Query
    unsave_wanted = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._folders: dict[bytes, tuple[FolderState, SideRow]] = {}
        self._query, self._facets = Query(), Facets(Query())
        self._saved_queries: list[Query] = []
        self.add = tool(icons, "plus", "Add a folder", self.add_wanted.emit, "Ctrl+O")
        self.add.setIconSize(QSize(14, 14))
        self.folder_section = Section("Folders", self.add)
        self.kind_section, self.period_section = Section("Types"), Section("Changed")
        self.saved_section = Section("Saved")
        self.saved: list[SideRow] = []
        self.pages = {page.name: self._row(page.icon, page.title, self._to(page.name)) for page in PAGES}
        self.kinds = {kind: self._kind_row(kind) for kind in KINDS}
        self.periods = {period: self._period_row(period) for period in Period}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 8, 8, 12)
        column.setSpacing(0)
        for page in PAGES:
            if not page.at_foot:
                column.addWidget(self.pages[page.name])
        for section in (self.folder_section, self.kind_section, self.period_section, self.saved_section):
            column.addWidget(section)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        last = QVBoxLayout()
        last.setContentsMargins(8, 4, 8, 8)
        last.setSpacing(0)
        for page in PAGES:
            if page.at_foot:
                last.addWidget(self.pages[page.name])
        outer.addLayout(last)
        self.setMinimumWidth(180)
        self.setMaximumWidth(320)
        self.show_page("search")
        self.show_query(Query())
        self.show_facets(None)
        self.show_saved(())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 400)

    # --- building ---

    def _row(self, icon: str, text: str, on_click: Callable[[], None]) -> SideRow:
        row = SideRow(self._theme, self._icons, icon, text)
        row.clicked.connect(lambda: on_click())
        return row

    def _to(self, page: str) -> Callable[[], None]:
        def go() -> None:
            self.show_page(page)
            self.page_wanted.emit(page)

        return go

    def _kind_row(self, kind: str) -> SideRow:
        row = self._row(KIND_ICONS.get(kind, "file"), KINDS[kind], lambda: self.kind_toggled.emit(kind))
        self.kind_section.add(row)
        return row

    def _period_row(self, period: Period) -> SideRow:
        icon = "clock" if period is Period.ANY else "calendar-blank"
        row = self._row(icon, PERIODS[period], lambda: self.period_chosen.emit(period.value))
        self.period_section.add(row)
        return row

    # --- showing ---

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

        self._mark_saved()

    def show_saved(self, queries: Sequence[Query]) -> None:
        for row in self.saved:
            row.hide()
            row.deleteLater()
        self._saved_queries = list(queries)
        self.saved = [self._saved_row(query) for query in queries]
        self.saved_section.setVisible(bool(queries))
        self._order_focus()
        self._mark_saved()

    def _order_focus(self) -> None:
        """Rows that come later are reached where they stand, not at the end of the window."""
        rows = [self.add, *(row for _, row in self._folders.values()), *self.kinds.values(), *self.periods.values()]
        rows += [*self.saved, *(self.pages[page.name] for page in PAGES if page.at_foot)]
        for before, after in pairwise(rows):
            QWidget.setTabOrder(before, after)

    def _saved_row(self, query: Query) -> SideRow:
        row = self._row("bookmark-simple", saved.label(query), lambda: self.saved_chosen.emit(query))
        row.setToolTip(saved.label(query))
        row.menu_wanted.connect(lambda at: self._saved_menu(query, at))
        self.saved_section.add(row)
        return row

    def _saved_menu(self, query: Query, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Do not keep this search").triggered.connect(lambda: self.unsave_wanted.emit(query))
        menu.exec(at)
        menu.deleteLater()

    def _mark_saved(self) -> None:
        for row, query in zip(self.saved, self._saved_queries, strict=True):
            row.setChecked(query == self._query)

    def show_facets(self, facets: Facets | None) -> None:
        """The counts of the documents found; None where nothing was looked for: then there is nothing to filter."""
        self._facets = facets or Facets(Query())
        self.kind_section.setVisible(bool(self._facets.kinds) or bool(self._query.kinds))
        self.period_section.setVisible(bool(self._facets.kinds) or self._query.period is not Period.ANY)
        for kind, row in self.kinds.items():
            found = self._facets.kinds.get(kind, 0)
            row.setVisible(found > 0 or kind in self._query.kinds)
            row.show_count(words.number(found))
        for period, row in self.periods.items():
            found = self._facets.periods.get(period, 0)
            row.setVisible(found > 0 or period in (self._query.period, Period.ANY))
            row.show_count(words.number(found))
        for state, row in self._folders.values():
            self._count_folder(row, state)

    def show_page_count(self, page: Page, count: int) -> None:
        self.pages[page.name].show_count(words.number(count) if count else "", care=page.care)

    def show_folders(self, folders: Sequence[FolderState]) -> None:
        if [state.path for state in folders] != list(self._folders):
            self._rebuild_folders(folders)
        for state in folders:
            _, row = self._folders[state.path]
            self._folders[state.path] = (state, row)
            self._show_folder(row, state)

    def _rebuild_folders(self, folders: Sequence[FolderState]) -> None:
        for _, row in self._folders.values():
            row.hide()
            row.deleteLater()
        self._folders = {state.path: (state, self._folder_row(state.path)) for state in folders}
        self._order_focus()

    def _folder_row(self, path: bytes) -> SideRow:
        row = self._row("folder", words.name_of(path), lambda: self.folder_toggled.emit(path))
        row.setChecked(path in self._query.folders)
        row.menu_wanted.connect(lambda at: self._menu(path, at))
        self.folder_section.add(row)
        return row

    def _show_folder(self, row: SideRow, state: FolderState) -> None:
        icon, said = "folder", ""
        if state.state == "offline":
            icon, said = "link-break", "\nIts drive is not connected. What was read can still be searched."
        elif state.state == "unreadable":
            icon, said = "warning", "\nThis folder cannot be read. Check who may open it."
        elif state.paused:
            icon, said = "pause", "\nPaused. What was read can be searched."
        row.show_icon(icon)
        row.setToolTip(f"{words.display(state.path)}{said}\n{words.count(state.files.total, 'file')}")
        self._count_folder(row, state)

    def _count_folder(self, row: SideRow, state: FolderState) -> None:
        """How many were found in it, while something is looked for; otherwise how many files it has."""
        found = self._facets.folders.get(state.path)
        shown = state.files.total if found is None else found
        row.show_count(words.number(shown) if shown or found is not None else "")

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
