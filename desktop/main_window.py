"""The window: puts the pages together and connects what they want with what is done."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import commands, operations, saved
from desktop.client import Service, State, Status
from desktop.commands import Command
from desktop.icons import Icons, app_icon
from desktop.operations import Operation
from desktop.panels.activity import ActivityPanel
from desktop.panels.help import HelpPanel
from desktop.panels.search_page import SearchPage
from desktop.panels.settings import SettingsPanel
from desktop.panels.sidebar import WIDTH as SIDEBAR
from desktop.panels.sidebar import SideBar
from desktop.preferences import Preferences
from desktop.presenter import Parts, Presenter, Wishes
from desktop.query import Order, Period, Query
from desktop.searching import Searching
from desktop.theme import Theme
from desktop.widgets.basics import line, tool
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.search_field import SearchField
from desktop.widgets.toast import Toast
from indexer.protocol import Answer, Changed, Event, GetSettings, Hit, Settings

NARROW = 900  # below, the preview is a page of its own and the side bar is away


class MainWindow(QMainWindow):
    closed = Signal()

    def __init__(
        self, service: Service, theme: Theme, preferences: Preferences, now: Callable[[], float], where: str = ""
    ) -> None:
        super().__init__()
        self._service, self._preferences = service, preferences
        self.icons = icons = Icons(theme)
        self.status = Status(service, self)
        self.searching = Searching(service, now, self)
        self.setWindowTitle("Wherein")
        self.setWindowIcon(QIcon(app_icon()))
        self.setAcceptDrops(True)
        self.setMinimumSize(480, 360)
        self.field = SearchField(icons)
        self.menu_button = tool(icons, "list", "Side bar", self.toggle_sidebar, "Ctrl+B")
        self.sidebar = SideBar(theme, icons)
        self.search = SearchPage(service, theme, icons, now)
        self.activity = ActivityPanel(theme, icons, now)
        self.settings = SettingsPanel(theme, preferences, where)
        self.help = HelpPanel(theme)
        self.progress = ProgressRow(theme, icons)
        self._lay_out()
        self.toast = Toast(self.center)
        parts = Parts(self.field, self.sidebar, self.search, self.activity, self.progress)
        wishes = Wishes(self.look_for, self.add_folder, self.ask_for_folder, self.try_examples)
        self.presenter = Presenter(service, self.status, self.searching, parts, wishes, preferences, now, self)
        self._connect_search()
        self._connect_pages()
        self._theme = theme
        theme.changed.connect(self.field.repaint_icon)
        self.commands = list(self._commands())
        commands.install(self, self.commands)
        self._restore()
        self.presenter.show_home()
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
        self._pages: dict[str, QWidget] = {
            "search": self.search,
            "activity": self.activity,
            "settings": self.settings,
            "help": self.help,
        }
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
        results.ordered.connect(lambda order: self.searching.order(Order(order)))
        results.refresh_wanted.connect(self.searching.again)
        results.compact_toggled.connect(partial(self._preferences.keep, "compact"))
        results.view.opened.connect(self.open_hit)
        results.view.menu_wanted.connect(self._hit_menu)
        results.view.typed.connect(self.field.type_on)
        results.view.left_above.connect(self.field.setFocus)
        preview.open_wanted.connect(self.open_hit)
        preview.folder_wanted.connect(self.show_hit_in_folder)
        preview.copy_wanted.connect(self.copy_hit)
        preview.similar_wanted.connect(self.find_similar)
        preview.similar_text_wanted.connect(lambda text: self.look_for(self.query.like_passage(text)))

    def _connect_pages(self) -> None:
        sidebar, activity = self.sidebar, self.activity
        sidebar.page_wanted.connect(self.show_page)
        sidebar.kind_toggled.connect(lambda kind: self.look_for(self.query.toggled_kind(kind)))
        sidebar.folder_toggled.connect(lambda path: self.look_for(self.query.toggled_folder(path)))
        sidebar.period_chosen.connect(lambda period: self.look_for(replace(self.query, period=Period(period))))
        sidebar.saved_chosen.connect(self.look_for)
        sidebar.unsave_wanted.connect(self.toggle_saved)
        sidebar.add_wanted.connect(self.ask_for_folder)
        sidebar.pause_wanted.connect(self.pause_folder)
        sidebar.remove_wanted.connect(lambda path: self.do(operations.remove_folder(path)))
        sidebar.show_wanted.connect(lambda path: self.say(operations.show_in_folder(path)))
        activity.retry_wanted.connect(lambda path: self.do(operations.retry_file(path)))
        activity.retry_all_wanted.connect(lambda many: self.do(operations.retry_all(many)))
        activity.open_wanted.connect(lambda path: self.say(operations.open_file(path)))
        activity.folder_wanted.connect(lambda path: self.say(operations.show_in_folder(path)))
        activity.copy_wanted.connect(lambda path: self.say(operations.copy_paths([path])))
        activity.add_wanted.connect(self.ask_for_folder)
        self.settings.changed.connect(lambda name, value: self.do(operations.change_setting(name, value)))
        self.settings.searches_forgotten.connect(lambda: self.say("The remembered searches are gone."))
        self.help.keys_wanted.connect(self.show_keys)
        self.progress.pause_toggled.connect(self.toggle_pause)
        self.progress.failures_clicked.connect(lambda: self.show_page("activity"))
        self._service.heard.connect(self._heard)
        self._service.state_changed.connect(lambda state: self._ask_settings() if state == State.READY else None)

    def _commands(self) -> Iterator[Command]:
        search, preview, library, window = "Search", "Preview", "Library", "Window"
        yield Command("Go to the search field", search, self.focus_search, ("Ctrl+K", "/", "Ctrl+F", "Ctrl+L"))
        yield Command("Choose a result", search, None, ("Up", "Down"))
        yield Command("Open the document", search, None, ("Return",))
        yield Command("Find similar documents", search, lambda: self._with_current(self.find_similar), ("Ctrl+M",))
        yield Command("Show in folder", search, lambda: self._with_current(self.show_hit_in_folder), ("Ctrl+Return",))
        yield Command("Copy the path", search, lambda: self._with_current(self.copy_hit), ("Ctrl+Shift+C",))
        yield Command("Keep this search, or let it go", search, lambda: self.toggle_saved(self.query), ("Ctrl+D",))
        yield Command("Search again", search, self.searching.again, ("F5",))
        yield Command("One step back, then clear", search, self.escape, ("Esc",))
        yield Command("Quick preview", preview, None, ("Space",))
        yield Command("Next passage", preview, lambda: self.search.preview.step(1), ("F3",))
        yield Command("Passage before", preview, lambda: self.search.preview.step(-1), ("Shift+F3",))
        yield Command("Larger", preview, lambda: self.search.preview.zoom_by(1.25), ("Ctrl++", "Ctrl+="))
        yield Command("Smaller", preview, lambda: self.search.preview.zoom_by(0.8), ("Ctrl+-",))
        yield Command("Add a folder…", library, self.ask_for_folder, ("Ctrl+O",))
        yield Command("Pause reading, or go on", library, self.toggle_pause)
        yield Command("Look for new and changed files", library, lambda: self.do(operations.rescan()))
        yield Command("All commands", window, self.show_palette, ("Ctrl+Shift+P",))
        yield Command("Side bar", window, self.toggle_sidebar, ("Ctrl+B",))
        yield Command("Cards or compact rows", window, self.search.results.toggle_compact, ("Ctrl+Shift+L",))
        for number, (page, title) in enumerate((("search", "Search"), ("activity", "Activity")), 1):
            yield Command(title, window, partial(self.show_page, page), (f"Ctrl+{number}",))
        yield Command("Settings", window, partial(self.show_page, "settings"), ("Ctrl+,",))
        yield Command("Help", window, partial(self.show_page, "help"), ("F1",))
        yield Command("Keys", window, self.show_keys, ("Shift+?", "?"))
        yield Command("Close the window", window, self.close, ("Ctrl+W",))

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
        """Its path; or the paths of all that are chosen, where it is one of them."""
        chosen = [other.path for other in self.search.results.view.chosen()]
        self.say(operations.copy_paths(chosen if hit.path in chosen else [hit.path]))

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

    def try_examples(self) -> None:
        from desktop.example_writer import write_examples

        self.say("Writing a small household's papers…")
        write_examples(self, self.add_folder, self.say)

    def pause_folder(self, path: bytes, paused: bool) -> None:
        self.do(operations.pause_folder(path) if paused else operations.resume_folder(path))

    def toggle_pause(self) -> None:
        self.do(operations.resume() if self.status.paused else operations.pause())

    def toggle_saved(self, query: Query) -> None:
        if query.is_empty:
            return
        kept = saved.toggled(self._preferences.saved, query)
        self._preferences.saved = kept
        self.sidebar.show_saved(kept)
        self.say("Search kept in the side bar." if query in kept else "Search no longer kept.")

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

    def show_palette(self) -> None:
        from desktop.widgets.palette import Palette

        palette = Palette(self.commands, self)
        if palette.exec() and palette.chosen is not None and palette.chosen.run is not None:
            palette.chosen.run()
        palette.deleteLater()

    def show_keys(self) -> None:
        from desktop.widgets.key_list import KeyList

        keys = KeyList(self.commands, self)
        keys.exec()
        keys.deleteLater()

    def _with_current(self, do: Callable[[Hit], object]) -> None:
        if self.search.hit is not None:
            do(self.search.hit)

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

    # --- the settings of the library ---

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "settings" in event.areas:
            self._ask_settings()

    def _ask_settings(self) -> None:
        self._service.ask(GetSettings(), self._show_settings, lambda problem: self.say(str(problem)))

    def _show_settings(self, answer: Answer) -> None:
        if isinstance(answer, Settings):
            self.settings.show_library(answer.settings)

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
            self.say("Drop a folder to search it, or a file to find documents like it.")

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
        self.search.results.set_compact(self._preferences.flag("compact", False))
        self.sidebar.show_saved(self._preferences.saved)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.keep("geometry", self.saveGeometry())
        self._preferences.keep("search", self.search.state())
        super().closeEvent(event)
        self.closed.emit()
