"""What the service says, shown: results, status, progress and troubles reach the parts of the window from here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from desktop import facets, states, understood, words
from desktop.client import Service, State
from desktop.language import tr
from desktop.panels.search_page import SearchPage
from desktop.panels.sidebar import SideBar
from desktop.preferences import Preferences
from desktop.query import Query
from desktop.reports import Status, Tasks
from desktop.searching import Searching
from desktop.widgets.progress_row import ProgressRow
from desktop.widgets.search_field import SearchField
from indexer.errors import WhereinError
from indexer.protocol import Progress, Results, StatusReport


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the window that show what the service says."""

    field: SearchField
    sidebar: SideBar
    search: SearchPage
    progress: ProgressRow


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the empty pages offer to do."""

    look_for: Callable[[Query], None]
    add_folder: Callable[[bytes], None]
    choose_folder: Callable[[], None]
    try_examples: Callable[[], None]


class Presenter(QObject):
    def __init__(
        self,
        service: Service,
        status: Status,
        tasks: Tasks,
        searching: Searching,
        parts: Parts,
        wishes: Wishes,
        preferences: Preferences,
        now: Callable[[], float],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service, self._status, self._searching = service, status, searching
        self._parts, self._wishes, self._preferences, self._now = parts, wishes, preferences, now
        searching.changed.connect(self._show_query)
        searching.answered.connect(self._show_results)
        searching.settled.connect(parts.search.results.settle)
        parts.field.remove_all.connect(self._remove_chips)
        parts.search.results.notes.spelling_chosen.connect(lambda text: wishes.look_for(searching.query.typed(text)))
        parts.search.results.weaker.wanted.connect(lambda: wishes.look_for(replace(searching.query, weak=True)))
        searching.emptied.connect(self.show_home)
        searching.failed.connect(self._show_problem)
        status.changed.connect(self._show_status)
        status.progress.connect(self._show_progress)
        status.files_changed.connect(self._files_changed)
        tasks.changed.connect(lambda _: parts.progress.tasks.show_tasks(tasks.under_way))
        service.state_changed.connect(self._show_state)

    # --- searching ---

    def _show_query(self, query: Query) -> None:
        field = self._parts.field
        if query.text.strip() != field.edit.text().strip():
            field.show_text(query.text)
        self._show_chips()
        self._parts.sidebar.show_query(query)
        if self._searching.results is not None:
            self._parts.search.results.show_order(query.order)

    def _show_chips(self) -> None:
        """The filters that were chosen, and those that were understood, which are known once there are results."""
        query, results, look_for = self._searching.query, self._searching.results, self._wishes.look_for
        chips = (*query.chips(), *understood.chips(query, results.understood if results else ()))
        self._parts.field.show_chips(
            [(chip.label, chip.icon, chip.hint, lambda chip=chip: look_for(chip.without)) for chip in chips]  # type: ignore[misc]
        )

    def _remove_chips(self) -> None:
        query, results = self._searching.query.unfiltered(), self._searching.results
        self._wishes.look_for(understood.without_any(query, results.understood if results else ()))

    def _show_results(self, results: Results) -> None:
        query, search = self._searching.query, self._parts.search
        self._parts.field.show_stale(False)
        self._show_chips()
        if results.hits and (query.weak or not results.no_match):
            search.show_results(results, query)
        else:
            self._show_nothing(query, results)
        self._parts.sidebar.show_facets(facets.of(query, results, self._status.roots, self._now()))

    def _show_nothing(self, query: Query, results: Results) -> None:
        empty, report, wishes = self._parts.search.show_empty(), self._status.report, self._wishes
        if folder := states.outside(query, report):
            states.never_read(empty, folder, wishes.add_folder, lambda: wishes.look_for(query.toggled_folder(folder)))
        else:
            states.nothing_found(empty, query, results, report, wishes.look_for)

    def show_home(self) -> None:
        """Nothing is looked for."""
        self._parts.field.show_stale(False)
        self._parts.sidebar.show_facets(None)
        empty, report, wishes = self._parts.search.show_empty(), self._status.report, self._wishes
        if self._service.state is State.DOWN:
            states.broken(empty, self._service)
        elif report is None:
            states.starting(empty)
        elif not report.folders:
            states.welcome(empty, home_folders(), wishes.add_folder, wishes.choose_folder, wishes.try_examples)
        else:
            again = lambda text: wishes.look_for(self._searching.query.typed(text))  # noqa: E731
            states.home(empty, report, self._status.now, self._preferences.recent, again)

    def _show_problem(self, problem: WhereinError) -> None:
        if self._service.state is State.READY:
            states.failed(self._parts.search.show_empty(), problem, self._searching.again)
        else:
            self._show_state(self._service.state)

    def _files_changed(self) -> None:
        """Rows do not jump under the pointer: new documents are offered, shown at once only if nothing was found."""
        if self._searching.query.is_empty:
            return
        if self._parts.search.results.has_results:
            self._parts.search.results.show_stale()
        else:
            self._searching.again()

    # --- the service and the library ---

    def _show_state(self, state: str) -> None:
        progress = self._parts.progress
        match state:
            case State.LOST:
                progress.show_notice(tr("The search service stopped. Starting it again…"))
                if not self._parts.search.results.has_results:
                    states.starting(self._parts.search.show_empty())
            case State.DOWN:
                progress.show_notice(states.silence(self._service))
                states.broken(self._parts.search.show_empty(), self._service)
            case State.READY:
                progress.show_notice("")
                self._searching.again()

    def _show_status(self, report: StatusReport) -> None:
        parts, failed = self._parts, report.files.failed
        parts.sidebar.show_folders(report.folders)
        parts.search.set_roots(self._status.roots)
        parts.progress.show_failures(tr("{files} not read").format(files=words.count(failed, "file")) if failed else "")
        if self._searching.query.is_empty:
            self.show_home()

    def _show_progress(self, now: Progress) -> None:
        working, report = now.stage != "idle", self._status.report
        said = words.progress(now) or (words.at_rest(report.files) if report else "")
        share = now.done / now.total if working and now.total else None
        wrong = bool(now.problem)
        self._parts.progress.show_work(said, now.current, share, working=working, paused=now.paused, wrong=wrong)
        if self._searching.query.is_empty and report is not None and report.folders:
            self.show_home()


def home_folders() -> list[Path]:
    """The folders that a person most likely keeps documents in, where they exist."""
    places = (QStandardPaths.StandardLocation.DocumentsLocation, QStandardPaths.StandardLocation.DesktopLocation)
    home = Path.home()
    found = (Path(QStandardPaths.writableLocation(place)) for place in places)
    return [path for path in dict.fromkeys(found) if path.is_dir() and path != home]
