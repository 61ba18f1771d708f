"""The window: puts the panels side by side and connects what they want with what is done."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QMainWindow, QMenu, QSplitter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop import operations, states, words
from desktop.client import Service, State, Status
from desktop.icons import Icons
from desktop.operations import Operation
from desktop.panels.activity import ActivityPanel
from desktop.panels.preview import PreviewPanel
from desktop.panels.results import ResultsPanel
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

NARROW = 900  # below, the preview is a page of its own
PREVIEW_DELAY_MS = 60  # while the choice moves on, nothing is loaded


class MainWindow(QMainWindow):
    def __init__(
        self,
        service: Service,
        theme: Theme,
        preferences: Preferences,
        now: Callable[[], float],
    ) -> None:
        super().__init__()
        self._service, self._theme, self._preferences, self._now = service, theme, preferences, now
        self._icons = icons = Icons(theme)
        self._alone = False  # the preview covers the results
        self.status = Status(service, self)
        self.searching = Searching(service, now, self)
        self.setWindowTitle("Wherein")
        self.setAcceptDrops(True)
        self.setMinimumSize(480, 360)

        self.field = SearchField(icons)
        self.menu_button = tool(icons, "list", "Side bar", self.toggle_sidebar, "Ctrl+B")
        self.sidebar = SideBar(theme, icons)
        self.results = ResultsPanel(theme, icons, now)
        self.preview = PreviewPanel(service, theme, icons, now)
        self.activity = ActivityPanel(theme, icons, now)
        self.progress = ProgressRow(theme, icons)
        self._lay_out()
        self.toast = Toast(self.centralWidget())
        self._delay = QTimer(self, singleShot=True, interval=PREVIEW_DELAY_MS)
        self._delay.timeout.connect(self._show_preview)
        self._connect()
        self._add_actions()
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
        surface = QWidget()
        surface.setObjectName("preview_side")
        self.reading = QSplitter(Qt.Orientation.Horizontal)
        self.reading.addWidget(self.results)
        self.reading.addWidget(self.preview)
        self.reading.setStretchFactor(0, 0)
        self.reading.setStretchFactor(1, 1)
        self.reading.setChildrenCollapsible(False)
        self.reading.setHandleWidth(5)
        self.results.setMinimumWidth(320)
        self.preview.setMinimumWidth(300)
        self.reading.setSizes([480, 560])
        self.pages = QStackedWidget()
        self._pages = {"search": self.reading, "activity": self.activity}
        for page in self._pages.values():
            self.pages.addWidget(page)
        self.outer = QSplitter(Qt.Orientation.Horizontal)
        self.outer.addWidget(self.sidebar)
        self.outer.addWidget(self.pages)
        self.outer.setStretchFactor(1, 1)
        self.outer.setChildrenCollapsible(False)
        self.outer.setHandleWidth(5)
        self.outer.setSizes([224, 1000])
        center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(line())
        column.addWidget(self.outer, 1)
        column.addWidget(self.progress)
        self.setCentralWidget(center)

    def _connect(self) -> None:
        field, sidebar, results, preview = self.field, self.sidebar, self.results, self.preview
        field.typed.connect(lambda text: self.look_for(self.searching.query.typed(text)))
        field.submitted.connect(self._open_current)
        field.moved.connect(self._move)
        field.cleared.connect(self.clear)
        field.remove_all.connect(lambda: self.look_for(self.searching.query.unfiltered()))

        self.searching.changed.connect(self._show_query)
        self.searching.answered.connect(self._show_results)
        self.searching.emptied.connect(self._show_home)
        self.searching.failed.connect(self._show_problem)

        sidebar.page_wanted.connect(self.show_page)
        sidebar.kind_toggled.connect(lambda kind: self.look_for(self.searching.query.toggled_kind(kind)))
        sidebar.folder_toggled.connect(lambda path: self.look_for(self.searching.query.toggled_folder(path)))
        sidebar.period_chosen.connect(self._choose_period)
        sidebar.add_wanted.connect(self.ask_for_folder)
        sidebar.pause_wanted.connect(self.pause_folder)
        sidebar.remove_wanted.connect(lambda path: self.do(operations.remove_folder(path)))
        sidebar.show_wanted.connect(lambda path: self.say(operations.show_in_folder(path)))

        results.chosen.connect(self._chosen)
        results.ordered.connect(lambda order: self.searching.order(Order(order)))
        results.refresh_wanted.connect(self.searching.again)
        results.view.opened.connect(self.open_hit)
        results.view.looked.connect(lambda _: self.look_closer())
        results.view.menu_wanted.connect(self._hit_menu)
        results.view.typed.connect(self._type_on)
        results.view.left_above.connect(self.field.setFocus)

        preview.open_wanted.connect(self.open_hit)
        preview.folder_wanted.connect(lambda hit: self.say(operations.show_in_folder(hit.path)))
        preview.copy_wanted.connect(lambda hit: self.say(operations.copy_path(hit.path)))
        preview.similar_wanted.connect(self.find_similar)
        preview.similar_text_wanted.connect(lambda text: self.look_for(self.searching.query.like_passage(text)))
        preview.back_wanted.connect(lambda: self.show_preview_alone(False))

        self.activity.retry_wanted.connect(lambda path: self.do(operations.retry_file(path)))
        self.activity.retry_all_wanted.connect(lambda many: self.do(operations.retry_all(many)))
        self.activity.open_wanted.connect(lambda path: self.say(operations.open_file(path)))
        self.activity.folder_wanted.connect(lambda path: self.say(operations.show_in_folder(path)))
        self.activity.copy_wanted.connect(lambda path: self.say(operations.copy_path(path)))
        self.activity.add_wanted.connect(self.ask_for_folder)

        self.progress.pause_toggled.connect(self.toggle_pause)
        self.progress.failures_clicked.connect(lambda: self.show_page("activity"))
        self.status.changed.connect(self._show_status)
        self.status.progress.connect(self._show_progress)
        self.status.files_changed.connect(self._files_changed)
        self._service.state_changed.connect(self._show_state)
        self._theme.changed.connect(self.field.repaint_icon)

    def _add_actions(self) -> None:
        def add(keys: list[str], done: Callable[[], object]) -> None:
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(lambda: done())
            self.addAction(action)

        add(["Ctrl+K", "/", "Ctrl+F", "Ctrl+L"], self.focus_search)
        add(["Ctrl+B"], self.toggle_sidebar)
        add(["Esc"], self.escape)
        add(["F3"], lambda: self.preview.step(1))
        add(["Shift+F3"], lambda: self.preview.step(-1))
        add(["Ctrl+Shift+C"], self._copy_current)
        add(["F5"], self.searching.again)
        add(["Ctrl+O"], self.ask_for_folder)
        add(["Ctrl++", "Ctrl+="], lambda: self.preview.zoom_by(1.25))
        add(["Ctrl+-"], lambda: self.preview.zoom_by(0.8))
        add(["Ctrl+1"], lambda: self.show_page("search"))
        add(["Ctrl+2"], lambda: self.show_page("activity"))
        add(["Ctrl+Q"], self.close)

    # --- what a person wants ---

    def look_for(self, query: Query) -> None:
        self.show_page("search")
        self.searching.look_for(query)

    def find_similar(self, hit: Hit) -> None:
        self.show_preview_alone(False)
        self.look_for(self.searching.query.like(hit.path))

    def open_hit(self, hit: Hit) -> None:
        self._preferences.remember(self.searching.query.text.strip())
        self.say(operations.open_file(hit.path))

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
        report = self.status.report
        paused = report.progress.paused if report else False
        self.do(operations.resume() if paused else operations.pause())

    def focus_search(self) -> None:
        self.show_page("search")
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    def clear(self) -> None:
        self.field.show_text("")
        self.look_for(Query(order=self.searching.query.order))
        self.field.edit.setFocus()

    def escape(self) -> None:
        """One step back: from the preview to the results, from a page to the search, then to an empty search."""
        if self._alone:
            self.show_preview_alone(False)
        elif self.pages.currentWidget() is not self.reading:
            self.show_page("search")
        else:
            self.clear()

    def look_closer(self) -> None:
        self.show_preview_alone(not self._alone)

    def toggle_sidebar(self) -> None:
        self.sidebar.setVisible(not self.sidebar.isVisible())
        if not self._is_narrow():
            self._preferences.keep("sidebar", self.sidebar.isVisible())

    def show_page(self, page: str) -> None:
        self.pages.setCurrentWidget(self._pages[page])
        self.sidebar.show_page(page)

    # --- what the service says ---

    def _show_query(self, query: Query) -> None:
        if query.text.strip() != self.field.edit.text().strip():
            self.field.show_text(query.text)
        self.field.show_chips(
            [(chip.label, chip.icon, lambda chip=chip: self.look_for(chip.without)) for chip in query.chips()]
        )
        self.sidebar.show_query(query)
        if self.searching.results is not None:
            self.results.show_order(query.order)

    def _show_results(self, results: Results) -> None:
        self.field.show_stale(False)
        if results.hits and not results.no_match:
            self.results.show_results(results, self.searching.query)
        else:
            self._show_nothing_found()

    def _show_nothing_found(self) -> None:
        query = self.searching.query
        states.nothing_found(
            self.results.show_empty(), query, self.status.report, on_loosen=lambda: self.look_for(query.unfiltered())
        )

    def _show_home(self) -> None:
        self.field.show_stale(False)
        report = self.status.report
        empty = self.results.show_empty()
        if self._service.state is State.DOWN:
            states.broken(empty, self._service.problem, on_restart=self._service.start)
        elif report is None:
            states.starting(empty)
        elif not report.folders:
            states.welcome(empty, home_folders(), on_add=self.add_folder, on_choose=self.ask_for_folder)
        else:
            recent = self._preferences.recent
            states.home(empty, report, recent, lambda text: self.look_for(self.searching.query.typed(text)))

    def _show_problem(self, problem: WhereinError) -> None:
        if self._service.state is State.READY:
            states.failed(self.results.show_empty(), problem, on_retry=self.searching.again)
        else:
            self._show_state(self._service.state)

    def _show_state(self, state: str) -> None:
        if state == State.LOST:
            self.progress.show_work(
                "The search service stopped. Starting it again…", "", None, working=False, paused=False
            )
        elif state == State.DOWN:
            self.progress.show_work("The search service is not running.", "", None, working=False, paused=False)
            states.broken(self.results.show_empty(), self._service.problem, on_restart=self._service.start)
        elif state == State.READY:
            self.progress.show_work("", "", None, working=False, paused=False)
            self.searching.again()

    def _show_status(self, report: StatusReport) -> None:
        roots = [state.path for state in report.folders]
        self.sidebar.show_folders(report.folders)
        self.sidebar.show_failures(report.files.failed)
        self.results.set_roots(roots)
        self.preview.set_roots(roots)
        self.activity.show_report(report)
        failed = report.files.failed
        self.progress.show_failures(f"{words.count(failed, 'file')} not read" if failed else "")
        if self.searching.query.is_empty:
            self._show_home()

    def _show_progress(self, now: Progress) -> None:
        working = now.stage != "idle"
        said = words.progress(now)
        if not said and self.status.report is not None:
            said = words.at_rest(self.status.report.files)
        share = now.done / now.total if working and now.total else None
        self.progress.show_work(said, now.current, share, working=working, paused=now.paused)

    def _files_changed(self) -> None:
        """Rows do not jump under the pointer: new documents are offered, and taken at once only where nothing was found."""
        if self.searching.query.is_empty:
            return
        results = self.searching.results
        if results is not None and results.hits and not results.no_match:
            self.results.show_stale()
        else:
            self.searching.again()

    # --- results and preview ---

    def _chosen(self, hit: Hit | None) -> None:
        if hit is None:
            self._delay.stop()
            self.preview.clear()
            if self._alone:
                self.show_preview_alone(False)
        else:
            self._delay.start()

    def _show_preview(self) -> None:
        hit = self.results.view.hit()
        if hit is not None:
            self.preview.show_hit(hit)

    def _move(self, by: int) -> None:
        row = self.results.view.currentIndex().row()
        self.results.view.choose(max(row + by, 0))

    def _type_on(self, text: str) -> None:
        self.field.edit.setFocus()
        self.field.edit.setText(self.field.edit.text() + text)
        self.field.edit.textEdited.emit(self.field.edit.text())

    def _open_current(self) -> None:
        hit = self.results.view.hit()
        if hit is not None:
            self.open_hit(hit)

    def _copy_current(self) -> None:
        hit = self.results.view.hit()
        if hit is not None:
            self.say(operations.copy_path(hit.path))

    def _choose_period(self, period: str) -> None:
        from dataclasses import replace

        self.look_for(replace(self.searching.query, period=Period(period)))
        self.sidebar.show_query(self.searching.query)

    def hit_menu(self, hit: Hit) -> QMenu:
        menu = QMenu(self)

        def add(text: str, icon: str, done: Callable[[], object], keys: str = "") -> None:
            action = menu.addAction(self._icons.icon(icon), text)
            action.triggered.connect(lambda: done())
            if keys:
                action.setText(f"{text}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}")

        add("Open", "arrow-square-out", lambda: self.open_hit(hit), "Return")
        add("Show in folder", "folder-open", lambda: self.say(operations.show_in_folder(hit.path)))
        add("Copy path", "copy", lambda: self.say(operations.copy_path(hit.path)), "Ctrl+Shift+C")
        menu.addSeparator()
        add("Find similar", "intersect", lambda: self.find_similar(hit))
        folder = os.path.dirname(hit.path)
        add("Search only this folder", "folder", lambda: self.look_for(self.searching.query.toggled_folder(folder)))
        return menu

    def _hit_menu(self, hit: Hit, at: QPoint) -> None:
        menu = self.hit_menu(hit)
        menu.exec(at)
        menu.deleteLater()

    def show_preview_alone(self, alone: bool) -> None:
        """The preview as a page of its own, or beside the results where there is room."""
        if alone and self.results.view.hit() is None:
            return
        self._alone = alone
        self._arrange()
        if alone:
            self._show_preview()
        else:
            self.results.view.setFocus()

    def _is_narrow(self) -> bool:
        return self.width() < NARROW

    def _arrange(self) -> None:
        narrow = self._is_narrow()
        self.results.setVisible(not self._alone)
        self.preview.setVisible(self._alone or not narrow)
        self.preview.show_alone(self._alone)

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        was_narrow = 0 <= event.oldSize().width() < NARROW
        super().resizeEvent(event)
        narrow = self._is_narrow()
        if narrow != was_narrow or event.oldSize().width() < 0:
            self.sidebar.setVisible(not narrow and self._preferences.flag("sidebar", True))
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Folders are added; a file asks for documents like it."""
        paths = [os.fsencode(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        folders = [path for path in paths if os.path.isdir(path)]
        for path in folders:
            self.add_folder(path)
        files = [path for path in paths if path not in folders]
        if files and not folders:
            self.look_for(self.searching.query.like(files[0]))
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)

    def _restore(self) -> None:
        self.resize(1240, 800)
        self.restoreGeometry(self._preferences.bytes_of("geometry"))
        self.outer.restoreState(self._preferences.bytes_of("outer"))
        self.reading.restoreState(self._preferences.bytes_of("reading"))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.keep("geometry", self.saveGeometry())
        self._preferences.keep("outer", self.outer.saveState())
        self._preferences.keep("reading", self.reading.saveState())
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
