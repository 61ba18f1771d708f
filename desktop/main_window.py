"""The window: puts the pages together and connects what they want with what is done."""

import os
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop import commands, operations, window_commands, wiring, words
from desktop.client import Service
from desktop.dialogs import Dialogs, is_whole
from desktop.feedback import Feedback
from desktop.hit_actions import HIT_ACTIONS, HitAction
from desktop.icons import Icons, app_icon
from desktop.keeping import Keeping
from desktop.language import tr
from desktop.operations import Operation
from desktop.page_stack import PageStack
from desktop.pages import PAGES, Surroundings
from desktop.panels.search_page import SearchPage
from desktop.panels.sidebar import SideBar
from desktop.preferences import Preferences
from desktop.presenter import Parts, Presenter, Wishes
from desktop.query import Query
from desktop.reports import LibrarySettings, Status, Tasks
from desktop.retagging import Retagging
from desktop.rule_news import RuleNews
from desktop.saved import SavedSearches
from desktop.searching import Searching
from desktop.side_room import Room, SideRoom
from desktop.theme import Appearance, Theme
from desktop.told import told, trouble
from desktop.widgets import roles
from desktop.widgets.basics import line, tool
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.search_field import SearchField
from desktop.widgets.toast import Toast
from indexer.protocol import Answer, Hit, RuleState, TaskState


class MainWindow(QMainWindow):
    closed = Signal()
    noticed = Signal(str)  # something happened that a person may want to know of while the window is not in front

    def __init__(
        self, service: Service, theme: Theme, preferences: Preferences, now: Callable[[], float], where: str = ""
    ) -> None:
        super().__init__()
        self._service, self._preferences, self._theme = service, preferences, theme
        self.icons = icons = Icons(theme)
        self.status = Status(service, self)
        self.settings = LibrarySettings(service, self)
        self.tasks = Tasks(service, self)
        self.searching = Searching(service, now, self)
        self.feedback = Feedback(service)
        self.saved = SavedSearches(service, preferences, now, self)
        roles.install()
        self.setWindowTitle("Wherein")
        self.setWindowIcon(QIcon(app_icon()))
        self.setAcceptDrops(True)
        self.setMinimumSize(480, 360)
        self.field = SearchField(icons)
        self.menu_button = tool(icons, "list", tr("Side bar"), self.toggle_sidebar, "Ctrl+B")
        self.sidebar = SideBar(theme, icons)
        self.progress = ProgressRow(theme, icons)
        self.keeping = Keeping(self.saved, self.searching, self.look_for, self.say, self._notice)
        self.dialogs = Dialogs(self, lambda: self.surroundings)
        self.surroundings = self._surroundings(now, where)
        self.pages = PageStack(lambda: self.surroundings)
        self.search = SearchPage(self.surroundings)
        self.pages.add("search", self.search)
        self._lay_out()
        self.toast = Toast(self.center)
        parts = Parts(self.field, self.sidebar, self.search, self.progress)
        wishes = Wishes(self.look_for, self.add_folder, self.dialogs.ask_for_folder, self.try_examples)
        self.presenter = Presenter(
            service, self.status, self.tasks, self.searching, parts, wishes, preferences, now, self
        )
        wiring.connect(self)
        self._rule_news = RuleNews(service, self.status, preferences, self)
        self._rule_news.news.connect(self._tell_of_rule)
        self._retagging = Retagging(service, self.search.results, self)
        self._count_pages()
        theme.changed.connect(self.field.repaint_icon)
        self.commands = commands.chosen(list(window_commands.commands_of(self)), preferences.keys)
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
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(5)
        self.side_room = SideRoom(self.splitter, self.sidebar, self._preferences)
        self.center = QWidget()
        column = QVBoxLayout(self.center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(line())
        column.addWidget(self.splitter, 1)
        column.addWidget(self.progress)
        self.setCentralWidget(self.center)

    def say_how_it_ended(self, task: TaskState) -> None:
        if task.state in ("done", "failed"):
            self.notify(f"{told(task.title)}: {words.task_progress(task)}")

    def notify(self, said: str) -> None:
        """Say it in the window, and outside of it where a person is elsewhere and wants to be told."""
        self.say(said)
        self._notice(said)

    def _notice(self, said: str) -> None:
        if not self.isActiveWindow() and self._preferences.flag("notices", True):
            self.noticed.emit(said)

    def _surroundings(self, now: Callable[[], float], where: str) -> Surroundings:
        return Surroundings(
            service=self._service,
            status=self.status,
            settings=self.settings,
            tasks=self.tasks,
            theme=self._theme,
            icons=self.icons,
            preferences=self._preferences,
            now=now,
            where=where,
            do=self.do,
            say=self.say,
            notify=self.notify,
            query=lambda: self.query,
            look_for=self.look_for,
            find_similar=self.find_similar,
            edit_tags=self.dialogs.edit_tags,
            make_rule=self.dialogs.make_rule,
            open_hit_menu=self.open_hit_menu,
            mark=self.mark,
            open=self.open_path,
            show_in_folder=self.show_in_folder,
            copy_paths=self.copy_paths,
            add_folder=self.add_folder,
            ask_for_folder=self.dialogs.ask_for_folder,
            choose=self.dialogs.choose,
            commands=lambda: self.commands,
            rebind=self.rebind,
            show_page=self.show_page,
            show_keys=self.dialogs.show_keys,
        )

    def _count_pages(self) -> None:
        for page in PAGES:
            if page.count is not None:
                page.count(self.surroundings, partial(self.sidebar.show_page_count, page))

    # --- what a person wants ---

    @property
    def query(self) -> Query:
        return self.searching.query

    def look_for(self, query: Query) -> None:
        self.show_page("search")
        self.searching.look_for(query)
        self.sidebar.show_query(self.query)  # a click on what is chosen already has unchecked it

    def find_similar(self, path: bytes) -> None:
        similar = self.pages.made("similar")
        if similar is not None and similar is self.pages.currentWidget():
            similar.show_like(path)  # type: ignore[attr-defined]
        else:
            self.look_for(self.query.like(path))

    def tell_similar(self, hit: Hit | None) -> None:
        """The page "similar", once it was shown, follows what is chosen."""
        if (page := self.pages.made("similar")) is not None:
            page.choose(hit)  # type: ignore[attr-defined]

    def mark(self, hit: Hit, liked: bool) -> None:
        """More like this one, or less; once more takes it back."""
        if not self.query.text.strip():
            return
        marked = self.query.marked(hit.path, liked=liked)
        chosen = hit.path in (marked.liked if liked else marked.unliked)
        self.feedback.mark(marked.text, hit, liked if chosen else None)
        self.look_for(marked)

    def open_path(self, path: bytes) -> None:
        self._preferences.remember(self.query.text.strip())
        self.feedback.open(self.query.text, self.search.results.shown, path)
        self.say(operations.open_file(path))

    def show_in_folder(self, path: bytes) -> None:
        self.say(operations.show_in_folder(path))

    def copy_paths(self, paths: Sequence[bytes]) -> None:
        self.say(operations.copy_paths(paths))

    def do(self, operation: Operation) -> None:
        """Have the service do it, and say so when it is done."""

        def say_done(answer: Answer) -> None:
            undo = operation.undoing(answer)
            if undo is None:
                self.say(operation.done)
            else:
                self.say(operation.done, tr("Undo"), lambda: self.do(undo))

        self._service.ask(operation.request, say_done, lambda problem: self.say(trouble(problem)))

    def say(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        self.toast.say(text, action, on_action)

    def add_folder(self, path: bytes) -> None:
        if is_whole(path):
            self.dialogs.ask_for_whole(path, lambda: self._add_folder(path))
        else:
            self._add_folder(path)

    def _add_folder(self, path: bytes) -> None:
        self.do(operations.add_folder(path))
        if self.pages.currentWidget() is self.search:
            self.field.setFocus()  # what offered the folder goes away

    def try_examples(self) -> None:
        from desktop.example_writer import write_examples

        self.say(tr("Writing a small household's papers…"))
        write_examples(self, self.add_folder, self.say)

    def pause_folder(self, path: bytes, paused: bool) -> None:
        self.do(operations.pause_folder(path) if paused else operations.resume_folder(path))

    def toggle_pause(self) -> None:
        self.do(operations.resume() if self.status.paused else operations.pause())

    def _tell_of_rule(self, state: RuleState) -> None:
        many = words.count(state.suggested, "document")
        said = tr("{many} for the rule “{rule}”").format(many=many, rule=state.rule.name)
        self.say(said, tr("Show"), lambda: self.show_page("tags").show_rule(state.rule.name))  # type: ignore[attr-defined]
        self._notice(said)

    def search_or_command(self) -> None:
        """To the search field; from there on to all that can be done."""
        if self.pages.currentWidget() is self.search and self.field.edit.hasFocus():
            self.dialogs.show_palette()
        else:
            self.focus_search()

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
        found = self.pages.found
        if found is not None and found.is_alone:
            found.go_back()
        elif self.pages.currentWidget() is not self.search:
            self.show_page("search")
        else:
            self.clear()

    def toggle_sidebar(self) -> None:
        self.side_room.toggle()

    def page(self, name: str) -> QWidget:
        """The page of that name in `PAGES`; made when it is first wanted."""
        is_new, page = self.pages.made(name) is None, self.pages.page(name)
        if is_new and name == "similar":
            self.tell_similar(self.search.hit)
        return page

    def show_page(self, name: str) -> QWidget:
        self.page(name)
        self.sidebar.show_page(name)
        return self.pages.show_page(name)

    def enter_page(self, name: str) -> None:
        """Show it, and go on there with the keys."""
        self.show_page(name)
        if name == "search" and not self.search.results.has_results:
            self.field.edit.setFocus()
        else:
            self.pages.enter(name)

    def switch_colours(self) -> None:
        """From light to dark or back, whatever the system has."""
        wanted = Appearance.LIGHT if self._theme.tokens.dark else Appearance.DARK
        self._preferences.appearance = wanted
        self._theme.set_appearance(wanted)

    def rebind(self) -> None:
        """The keys are other ones from now on."""
        defaults = list(window_commands.commands_of(self))
        self.commands = commands.chosen(defaults, self._preferences.keys)
        commands.install(self, self.commands)

    def chosen(self) -> list[Hit]:
        """The results that are chosen on the page that is shown, the current one first."""
        found = self.pages.found
        if found is None or (current := found.hit) is None:
            return []
        return [current, *(hit for hit in found.results.view.chosen() if hit != current)]

    def run_on_chosen(self, action: HitAction) -> None:
        if hits := self.chosen():
            action.run(self.surroundings, hits)

    def hit_menu(self, hit: Hit) -> QMenu:
        """For the chosen results where `hit` is one of them, otherwise for it alone."""
        chosen = self.chosen()
        hits = [hit, *(other for other in chosen if other != hit)] if hit in chosen else [hit]
        menu = QMenu(self)
        for action in HIT_ACTIONS:
            if action.apart:
                menu.addSeparator()
            text = f"{action.title}\t{commands.native(action.keys[0])}" if action.keys else action.title
            item = menu.addAction(self.icons.icon(action.icon), text)
            item.triggered.connect(lambda _=False, run=action.run: run(self.surroundings, hits))
        return menu

    def open_hit_menu(self, hit: Hit, at: QPoint) -> None:
        menu = self.hit_menu(hit)
        menu.exec(at)
        menu.deleteLater()

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = Room.of(self.width())
        self.side_room.fit(room)
        self.pages.set_narrow(room is Room.NARROW)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.say(tr("Drop a folder to search it, or a file to find documents like it."))

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
        self.search.results.set_look(self._preferences.look)
        self.search.results.columns.restore(self._preferences.bytes_of("columns"))
        self.search.results.set_explained(self._preferences.flag("explain", False))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._preferences.keep("geometry", self.saveGeometry())
        self._preferences.keep("search", self.search.state())
        self._preferences.keep("columns", self.search.results.columns.saveState())
        super().closeEvent(event)
        self.closed.emit()
