"""The side bar: the pages, and the filters: folders, types, dates, with how many of the documents found are in each."""

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop import words
from desktop.facets import of_period
from desktop.icons import KINDS as KIND_ICONS
from desktop.icons import Icons
from desktop.language import tr
from desktop.pages import PAGES, Page
from desktop.query import KINDS, PERIODS, Period, Query
from desktop.saved import Kept
from desktop.theme import Theme
from desktop.widgets.basics import line, tool
from desktop.widgets.facet_section import FacetSection, Section
from desktop.widgets.side_row import SideRow
from indexer.protocol import Facets, FolderState

WIDTH, LEAST, MOST = 224, 180, 320
FOLDED = 52  # only icons


class SideBar(QWidget):
    page_wanted = Signal(str)
    unfold_wanted = Signal()
    kind_toggled = Signal(str)
    folder_toggled = Signal(bytes)
    tag_toggled = Signal(str)
    language_toggled = Signal(str)
    topic_toggled = Signal(str)
    period_chosen = Signal(str)
    add_wanted = Signal()
    pause_wanted = Signal(bytes, bool)
    remove_wanted = Signal(bytes)
    show_wanted = Signal(bytes)
    saved_chosen = Signal(object)  # Kept
    unsave_wanted = Signal(object)
    tell_wanted = Signal(object, bool)  # Kept, whether it tells of new documents

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._folders: dict[bytes, tuple[FolderState, SideRow]] = {}
        self._query = Query()
        self._facets: Facets | None = None
        self._kept: list[Kept] = []
        self.add = tool(icons, "plus", tr("Add a folder"), self.add_wanted.emit, "Ctrl+O")
        self.add.setIconSize(QSize(14, 14))
        self.folder_section = Section(tr("Folders"), self.add)
        self.inner_section: FacetSection[bytes] = FacetSection(tr("Inside"), self._inner_row)
        self.kind_section: FacetSection[str] = FacetSection(tr("Types"), self._kind_row, KINDS)
        self.tag_section: FacetSection[str] = FacetSection(tr("Tags"), self._tag_row)
        self.topic_section: FacetSection[str] = FacetSection(tr("Topics"), self._topic_row)
        self.language_section: FacetSection[str] = FacetSection(tr("Languages"), self._language_row)
        self.period_section = Section(tr("Changed"))
        self.saved_section = Section(tr("Saved"))
        self.saved: list[SideRow] = []
        self.pages = {page.name: self._row(page.icon, page.title, self._to(page.name)) for page in PAGES}
        self.kinds = self.kind_section.rows
        self.periods = {period: self._period_row(period) for period in Period}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 8, 8, 12)
        column.setSpacing(0)
        for page in PAGES:
            if not page.at_foot:
                column.addWidget(self.pages[page.name])
        sections = (
            *(self.folder_section, self.inner_section, self.kind_section, self.tag_section),
            *(self.topic_section, self.period_section, self.language_section, self.saved_section),
        )
        self.unfold = self._row("funnel", tr("Folders and filters"), self.unfold_wanted.emit)
        self.unfold.setCheckable(False)
        column.addWidget(self.unfold)
        self._filters = QWidget()
        filters = QVBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(0)
        for section in sections:
            filters.addWidget(section)
        column.addWidget(self._filters)
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
        outer.addWidget(line())
        outer.addLayout(last)
        self.fold(False)
        self.show_page("search")
        self.show_query(Query())
        self.show_facets(None)
        self.show_saved(())
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(FOLDED if self.folded else WIDTH, 400)

    @property
    def folded(self) -> bool:
        return self._folded

    def fold(self, folded: bool) -> None:
        """The pages as icons, and all filters behind one more; or everything."""
        self._folded = folded
        for row in (*self.pages.values(), self.unfold):
            row.fold(folded)
        self._filters.setVisible(not folded)
        self.unfold.setVisible(folded)
        self.setMinimumWidth(FOLDED if folded else LEAST)
        self.setMaximumWidth(FOLDED if folded else MOST)

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
        return self._row(KIND_ICONS.get(kind, "file"), KINDS[kind], lambda: self.kind_toggled.emit(kind))

    def _tag_row(self, tag: str) -> SideRow:
        return self._row("tag", tag, lambda: self.tag_toggled.emit(tag))

    def _topic_row(self, topic: str) -> SideRow:
        return self._row("squares-four", topic, lambda: self.topic_toggled.emit(topic))

    def _language_row(self, language: str) -> SideRow:
        return self._row("globe", words.language(language), lambda: self.language_toggled.emit(language))

    def _inner_row(self, path: bytes) -> SideRow:
        row = self._row("folder", words.name_of(path), lambda: self.folder_toggled.emit(path))
        row.setToolTip(words.display(path))
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
        for section, chosen in self._chosen().items():
            section.show_chosen(chosen)
        for period, row in self.periods.items():
            row.setChecked(period is query.period)
        for path, (_, row) in self._folders.items():
            row.setChecked(path in query.folders)
        self._mark_saved()

    def _chosen(self) -> dict[FacetSection[Any], Collection[Any]]:
        query = self._query
        inner = [path for path in query.folders if path not in self._folders]
        return {
            self.kind_section: query.kinds,
            self.tag_section: query.tags,
            self.language_section: query.languages,
            self.topic_section: query.topics,
            self.inner_section: inner,
        }

    def show_saved(self, searches: Sequence[Kept]) -> None:
        if searches and list(searches) == self._kept:
            return
        for row in self.saved:
            row.hide()
            row.deleteLater()
        self._kept = list(searches)
        self.saved = [self._saved_row(kept) for kept in searches]
        self.saved_section.setVisible(bool(searches))
        self._order_focus()
        self._mark_saved()

    def _order_focus(self) -> None:
        """Rows that come later are reached where they stand, not at the end of the window."""
        rows: list[QWidget] = [self.add, *(row for _, row in self._folders.values())]
        for section in (self.inner_section, self.kind_section, self.tag_section, self.topic_section):
            rows += section.in_order
        rows += [*self.periods.values(), *self.language_section.in_order]
        rows += [*self.saved, *(self.pages[page.name] for page in PAGES if page.at_foot)]
        for before, after in pairwise(rows):
            QWidget.setTabOrder(before, after)

    def _saved_row(self, kept: Kept) -> SideRow:
        row = self._row("bell" if kept.tells else "bookmark-simple", kept.label, lambda: self.saved_chosen.emit(kept))
        news = [f"{tr('New')}: {words.name_of(path)}" for path in kept.files]
        row.setToolTip("\n".join([kept.label, *news]))
        row.show_count(tr("{number} new").format(number=words.number(kept.fresh)) if kept.fresh else "")
        row.menu_wanted.connect(lambda at: self._saved_menu(kept, at))
        self.saved_section.add(row)
        return row

    def _saved_menu(self, kept: Kept, at: QPoint) -> None:
        menu = self.saved_menu(kept)
        menu.exec(at)
        menu.deleteLater()

    def saved_menu(self, kept: Kept) -> QMenu:
        menu = QMenu(self)
        if kept.can_tell:
            tell = menu.addAction(tr("Tell me when a new document matches"))
            tell.setCheckable(True)
            tell.setChecked(kept.tells)
            tell.toggled.connect(lambda tells: self.tell_wanted.emit(kept, tells))
        menu.addAction(tr("Do not keep this search")).triggered.connect(lambda: self.unsave_wanted.emit(kept))
        return menu

    def _mark_saved(self) -> None:
        for row, kept in zip(self.saved, self._kept, strict=True):
            row.setChecked(kept.query == self._query)

    def show_facets(self, facets: Facets | None) -> None:
        """The counts of the documents found; None where nothing was looked for: then there is nothing to filter."""
        self._facets = facets
        shown = facets or Facets()
        chosen = self._chosen()
        inner = {path: count for path, count in shown.folders.items() if path not in self._folders}
        self.kind_section.show_counts(shown.kinds, chosen[self.kind_section])
        self.tag_section.show_counts(shown.tags, chosen[self.tag_section])
        self.topic_section.show_counts(shown.topics, chosen[self.topic_section])
        self.language_section.show_counts(
            shown.languages if len(shown.languages) > 1 else {}, chosen[self.language_section]
        )
        self.inner_section.show_counts(inner, chosen[self.inner_section])
        self.period_section.setVisible(bool(shown.kinds) or self._query.period is not Period.ANY)
        for period, row in self.periods.items():
            found = of_period(shown, period)
            row.setVisible(found > 0 or period in (self._query.period, Period.ANY))
            row.show_count(words.number(found))
        for state, row in self._folders.values():
            self._count_folder(row, state)
        self._order_focus()

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
            icon, said = "link-break", tr("Its drive is not connected. What was read can still be searched.")
        elif state.state == "unreadable":
            icon, said = "warning", tr("This folder cannot be read. Check who may open it.")
        elif state.paused:
            icon, said = "pause", tr("Paused. What was read can be searched.")
        row.show_icon(icon)
        files = words.count(state.files.total, "file")
        row.setToolTip("\n".join(part for part in (words.display(state.path), said, files) if part))
        self._count_folder(row, state)

    def _count_folder(self, row: SideRow, state: FolderState) -> None:
        """How many were found in it, while something is looked for; otherwise how many files it has."""
        shown = state.files.total if self._facets is None else self._facets.folders.get(state.path, 0)
        row.show_count(words.number(shown) if shown or self._facets is not None else "")

    def _menu(self, path: bytes, at: QPoint) -> None:
        menu = self.folder_menu(path)
        menu.exec(at)
        menu.deleteLater()

    def folder_menu(self, path: bytes) -> QMenu:
        state, _ = self._folders[path]
        menu = QMenu(self)
        paused = state.paused
        search = menu.addAction(tr("Search only here") if path not in self._query.folders else tr("Search everywhere"))
        search.triggered.connect(lambda: self.folder_toggled.emit(path))
        menu.addAction(tr("Show in the file manager")).triggered.connect(lambda: self.show_wanted.emit(path))
        menu.addSeparator()
        pause = menu.addAction(tr("Go on reading it") if paused else tr("Pause reading it"))
        pause.triggered.connect(lambda: self.pause_wanted.emit(path, not paused))
        remove = menu.addAction(tr("Stop searching this folder"))
        remove.triggered.connect(lambda: self.remove_wanted.emit(path))
        return menu
