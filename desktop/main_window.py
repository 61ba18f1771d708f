"""The window: puts the pages together and connects what they want with what is done."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import commands, facets, operations, states, words
from desktop.client import Service, State, Status
from desktop.commands import Command
from desktop.icons import Icons
from desktop.operations import Operation
from desktop.panels.activity import ActivityPanel
from desktop.panels.search_page import SearchPage
from desktop.panels.sidebar import WIDTH as SIDEBAR
from desktop.panels.sidebar import SideBar
from desktop.preferences import Preferences
from desktop.query import Order, Period, Query
from desktop.searching import Searching
from desktop.theme import Theme
from desktop.widgets.basics import line, tool
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.search_field import SearchField
from desktop.widgets.toast import Toast
from indexer.errors import WhereinError
from indexer.protocol import Hit, Progress, Results, StatusReport

NARROW = 900  # below, the preview is a page of its own and the side bar is away


class MainWindow(QMainWindow):
    def __init__(self, service: Service, theme: Theme, preferences: Preferences, now: Callable[[], float]) -> None:
        super().__init__()
        self._service, self._theme, self._preferences, self._now = service, theme, preferences, now
        self._facets: facets.Facets | None = None
        self.icons = icons = Icons(theme)
        self.status = Status(service, self)
        self.searching = Searching(service, now, self)
        self.setWindowTitle("Wherein")
        self.setAcceptDrops(True)
        self.setMinimumSize(480, 360)
        self.field = SearchField(icons)
        self.menu_button = tool(icons, "list", "Side bar", self.toggle_sidebar, "Ctrl+B")
        self.sidebar = SideBar(theme, icons)
        self.search = SearchPage(service, theme, icons, now)
        self.activity = ActivityPanel(theme, icons, now)
        self.progress = ProgressRow(theme, icons)
        self._lay_out()
        self.toast = Toast(self.center)
        self._connect_search()
        self._connect_rest()
        self.commands = self._commands()
        commands.install(self, self.commands)
        self._restore()
        self._show_home()
        self.field.setFocus()

    # --- building ---

    def _lay_out(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(8, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self.menu_button)
        row.addWidget(self.field, 1)
        self.pages = QStackedWidget()
        self._pages: dict[str, QWidget] = {"search": self.search, "activity": self.activity}
        for page in self._pages.values():
            self.pages.addWidget(page)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(5)
        self.splitter.splitterMoved.connect(lambda width, _: self._preferences.keep("sidebar_width", width))
        self.center = QWidget()
        column = QVBoxLayout(self.center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(line())
        column.addWidget(self.splitter, 1)
        column.addWidget(self.progress)
        self.setCentralWidget(self.center)

    def _connect_search(self) -> None:
        field, results, preview = self.field, self.search.results, self.search.preview
        field.typed.connect(lambda text: self.look_for(self.query.typed(text)))
        field.submitted.connect(lambda: self._with_current(self.open_hit))
        field.moved.connect(self.search.step)
        field.cleared.connect(self.clear)
        field.remove_all.connect(lambda: self.look_for(self.query.unfiltered()))
        self.searching.changed.connect(self._show_query)
        self.searching.answered.connect(self._show_results)
        self.searching.emptied.connect(self._show_home)
        self.searching.failed.connect(self._show_problem)
        results.ordered.connect(lambda order: self.searching.order(Order(order)))
        results.refresh_wanted.connect(self.searching.again)
        results.view.opened.connect(self.open_hit)
        results.view.menu_wanted.connect(self._hit_menu)
        results.view.typed.connect(self.field.type_on)
        results.view.left_above.connect(self.field.setFocus)
        preview.open_wanted.connect(self.open_hit)
        preview.folder_wanted.connect(lambda hit: self.say(operations.show_in_folder(hit.path)))
        preview.copy_wanted.connect(lambda hit: self.say(operations.copy_path(hit.path)))
        preview.similar_wanted.connect(self.find_similar)
        preview.similar_text_wanted.connect(lambda text: self.look_for(self.query.like_passage(text)))

    def _connect_rest(self) -> None:
        sidebar, activity = self.sidebar, self.activity
        sidebar.page_wanted.connect(self.show_page)
        sidebar.kind_toggled.connect(lambda kind: self.look_for(self.query.toggled_kind(kind)))
        sidebar.folder_toggled.connect(lambda path: self.look_for(self.query.toggled_folder(path)))
        sidebar.period_chosen.connect(lambda period: self.look_for(replace(self.query, period=Period(period))))
        sidebar.add_wanted.connect(self.ask_for_folder)
        sidebar.pause_wanted.connect(self.pause_folder)
        sidebar.remove_wanted.connect(lambda path: self.do(operations.remove_folder(path)))
        sidebar.show_wanted.connect(lambda path: self.say(operations.show_in_folder(path)))
        activity.retry_wanted.connect(lambda path: self.do(operations.retry_file(path)))
        activity.retry_all_wanted.connect(lambda many: self.do(operations.retry_all(many)))
        activity.open_wanted.connect(lambda path: self.say(operations.open_file(path)))
        activity.folder_wanted.connect(lambda path: self.say(operations.show_in_folder(path)))
        activity.copy_wanted.connect(lambda path: self.say(operations.copy_path(path)))
        activity.add_wanted.connect(self.ask_for_folder)
        self.progress.pause_toggled.connect(self.toggle_pause)
        self.progress.failures_clicked.connect(lambda: self.show_page("activity"))
        self.status.changed.connect(self._show_status)
        self.status.progress.connect(self._show_progress)
        self.status.files_changed.connect(self._files_changed)
        self._service.state_changed.connect(self._show_state)
        self._theme.changed.connect(self.field.repaint_icon)

    def _commands(self) -> list[Command]:
        search, preview = "Search", "Preview"
        return [
            Command("Go to the search field", search, self.focus_search, ("Ctrl+K", "/", "Ctrl+F", "Ctrl+L")),
            Command("Choose a result", search, None, ("Up", "Down")),
            Command("Open the document", search, None, ("Return",)),
            Command("Find similar documents", search, lambda: self._with_current(self.find_similar), ("Ctrl+M",)),
            Command("Show in folder", search, lambda: self._with_current(self.show_hit_in_folder), ("Ctrl+Return",)),
            Command("Copy the path", search, lambda: self._with_current(self.copy_hit), ("Ctrl+Shift+C",)),
            Command("Search again", search, self.searching.again, ("F5",)),
            Command("One step back, then clear", search, self.escape, ("Esc",)),
            Command("Quick preview", preview, None, ("Space",)),
            Command("Next passage", preview, lambda: self.search.preview.step(1), ("F3",)),
            Command("Passage before", preview, lambda: self.search.preview.step(-1), ("Shift+F3",)),
            Command("Larger", preview, lambda: self.search.preview.zoom_by(1.25), ("Ctrl++", "Ctrl+=")),
            Command("Smaller", preview, lambda: self.search.preview.zoom_by(0.8), ("Ctrl+-",)),
            Command("Add a folder…", "Library", self.ask_for_folder, ("Ctrl+O",)),
            Command("Pause reading, or go on", "Library", self.toggle_pause, ("Ctrl+Shift+P",)),
            Command("Look for new and changed files", "Library", lambda: self.do(operations.rescan())),
            Command("Side bar", "Window", self.toggle_sidebar, ("Ctrl+B",)),
            Command("Search", "Window", lambda: self.show_page("search"), ("Ctrl+1",)),
            Command("Activity", "Window", lambda: self.show_page("activity"), ("Ctrl+2",)),
            Command("Close the window", "Window", self.close, ("Ctrl+W",)),
        ]

    # --- what a person wants ---

    @property
    def query(self) -> Query:
        return self.searching.query

    def look_for(self, query: Query) -> None:
        self.show_page("search")
        self.searching.look_for(query)
        self.sidebar.show_query(self.query)  # a click on what is chosen already has unchecked it

    def find_similar(self, hit: Hit) -> None:
        self.look_for(self.query.like(hit.path))

    def open_hit(self, hit: Hit) -> None:
        self._preferences.remember(self.query.text.strip())
        self.say(operations.open_file(hit.path))

    def show_hit_in_folder(self, hit: Hit) -> None:
        self.say(operations.show_in_folder(hit.path))

    def copy_hit(self, hit: Hit) -> None:
        self.say(operations.copy_path(hit.path))

    def do(self, operation: Operation) -> None:
        """Have the service do it, and say so when it is done."""
        undo = operation.undo
        self._service.ask(
            operation.request,
            lambda _: self.say(operation.done, "Undo", lambda: self.do(undo)) if undo else self.say(operation.done),
            lambda problem: self.say(str(problem)),
        )

    def say(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        self.toast.say(text, action, on_action)

    def add_folder(self, path: bytes) -> None:
        self.do(operations.add_folder(path))

    def ask_for_folder(self) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, "Choose a folder to search", start)
        if chosen:
            self.add_folder(os.fsencode(chosen))

    def pause_folder(self, path: bytes, paused: bool) -> None:
        self.do(operations.pause_folder(path) if paused else operations.resume_folder(path))

    def toggle_pause(self) -> None:
        self.do(operations.resume() if self.status.paused else operations.pause())

    def focus_search(self) -> None:
        self.show_page("search")
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def clear(self) -> None:
        self.field.show_text("")
        self.look_for(Query(order=self.query.order))
        self.field.edit.setFocus()

    def escape(self) -> None:
        """One step back: from the preview to the results, from a page to the search, then to an empty search."""
        if self.search.is_alone:
            self.search.go_back()
        elif self.pages.currentWidget() is not self.search:
            self.show_page("search")
        else:
            self.clear()

    def show_sidebar(self, shown: bool) -> None:
        """At the width that it had: a splitter forgets it while the side bar is away."""
        self.sidebar.setVisible(shown)
        if shown:
            width = self._preferences.whole("sidebar_width", SIDEBAR)
            self.splitter.setSizes([width, max(self.width() - width, 1)])

    def toggle_sidebar(self) -> None:
        self.show_sidebar(not self.sidebar.isVisible())
        if self.width() >= NARROW:
            self._preferences.keep("sidebar", self.sidebar.isVisible())

    def show_page(self, page: str) -> None:
        self.pages.setCurrentWidget(self._pages[page])
        self.sidebar.show_page(page)

    def _with_current(self, do: Callable[[Hit], object]) -> None:
        if self.search.hit is not None:
            do(self.search.hit)

    # --- what the service says ---

    def _show_query(self, query: Query) -> None:
        if query.text.strip() != self.field.edit.text().strip():
            self.field.show_text(query.text)
        self.field.show_chips(
            [(chip.label, chip.icon, lambda chip=chip: self.look_for(chip.without)) for chip in query.chips()]  # type: ignore[misc]
        )
        self.sidebar.show_query(query)
        if self.searching.results is not None:
            self.search.results.show_order(query.order)

    def _show_results(self, results: Results) -> None:
        self.field.show_stale(False)
        if results.hits and not results.no_match:
            self.search.show_results(results, self.query)
        else:
            query = self.query
            loosen = lambda: self.look_for(query.unfiltered())  # noqa: E731
            states.nothing_found(self.search.show_empty(), query, self.status.report, loosen)
        self._facets = facets.count(self.query, self.search.results.shown, self.status.roots, self._now(), self._facets)
        self.sidebar.show_facets(self._facets)

    def _show_home(self) -> None:
        """Nothing is looked for."""
        self.field.show_stale(False)
        self._facets = None
        self.sidebar.show_facets(None)
        report = self.status.report
        if self._service.state is State.DOWN:
            states.broken(self.search.show_empty(), self._service.problem, self._service.start)
        elif report is None:
            states.starting(self.search.show_empty())
        elif not report.folders:
            states.welcome(self.search.show_empty(), home_folders(), self.add_folder, self.ask_for_folder)
        else:
            again = lambda text: self.look_for(self.query.typed(text))  # noqa: E731
            states.home(self.search.show_empty(), report, self._preferences.recent, again)

    def _show_problem(self, problem: WhereinError) -> None:
        if self._service.state is State.READY:
            states.failed(self.search.show_empty(), problem, self.searching.again)
        else:
            self._show_state(self._service.state)

    def _show_state(self, state: str) -> None:
        match state:
            case State.LOST:
                self.progress.show_notice("The search service stopped. Starting it again…")
            case State.DOWN:
                self.progress.show_notice("The search service is not running.")
                states.broken(self.search.show_empty(), self._service.problem, self._service.start)
            case State.READY:
                self.progress.show_notice("")
                self.searching.again()

    def _show_status(self, report: StatusReport) -> None:
        self.sidebar.show_folders(report.folders)
        self.sidebar.show_failures(report.files.failed)
        self.search.set_roots(self.status.roots)
        self.activity.show_report(report)
        failed = report.files.failed
        self.progress.show_failures(f"{words.count(failed, 'file')} not read" if failed else "")
        if self.query.is_empty:
            self._show_home()

    def _show_progress(self, now: Progress) -> None:
        working = now.stage != "idle"
        said = words.progress(now)
        if not said and self.status.report is not None:
            said = words.at_rest(self.status.report.files)
        share = now.done / now.total if working and now.total else None
        self.progress.show_work(said, now.current, share, working=working, paused=now.paused)

    def _files_changed(self) -> None:
        """Rows do not jump under the pointer: new documents are offered, shown at once only if nothing was found."""
        if self.query.is_empty:
            return
        if self.search.results.has_results:
            self.search.results.show_stale()
        else:
            self.searching.again()

    # --- menus ---

    def hit_menu(self, hit: Hit) -> QMenu:
        menu = QMenu(self)

        def add(text: str, icon: str, done: Callable[[], object], keys: str = "") -> None:
            action = menu.addAction(self.icons.icon(icon), f"{text}\t{commands.native(keys)}" if keys else text)
            action.triggered.connect(lambda: done())

        add("Open", "arrow-square-out", lambda: self.open_hit(hit), "Return")
        add("Show in folder", "folder-open", lambda: self.show_hit_in_folder(hit), "Ctrl+Return")
        add("Copy path", "copy", lambda: self.copy_hit(hit), "Ctrl+Shift+C")
        menu.addSeparator()
        add("Find similar", "intersect", lambda: self.find_similar(hit), "Ctrl+M")
        folder = os.path.dirname(hit.path)
        add("Search only this folder", "folder", lambda: self.look_for(self.query.toggled_folder(folder)))
        return menu

    def _hit_menu(self, hit: Hit, at: QPoint) -> None:
        menu = self.hit_menu(hit)
        menu.exec(at)
        menu.deleteLater()

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, before = self.width() < NARROW, event.oldSize().width()
        if before < 0 or narrow != (before < NARROW):
            self.show_sidebar(not narrow and self._preferences.flag("sidebar", True))
        self.search.set_narrow(narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Folders are added; a file asks for documents like it."""
        paths = [os.fsencode(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        folders = [path for path in paths if os.path.isdir(path)]
        for path in folders:
            self.add_folder(path)
        if paths and not folders:
            self.look_for(self.query.like(paths[0]))
        event.acceptProposedAction()

    def _restore(self) -> None:
        self.resize(1240, 800)
        self.restoreGeometry(self._preferences.bytes_of("geometry"))
        self.search.restore(self._preferences.bytes_of("search"))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.keep("geometry", self.saveGeometry())
        self._preferences.keep("search", self.search.state())
        super().closeEvent(event)
        app = QApplication.instance()
        if app is not None:
            app.quit()


def home_folders() -> list[Path]:
    """The folders that a person most likely keeps documents in, where they exist."""
    places = (QStandardPaths.StandardLocation.DocumentsLocation, QStandardPaths.StandardLocation.DesktopLocation)
    home = Path.home()
    found = (Path(QStandardPaths.writableLocation(place)) for place in places)
    return [path for path in dict.fromkeys(found) if path.is_dir() and path != home]
