"""Searches that a person keeps: words, filters and order. The library keeps them, and tells when a new document matches
one."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop import words
from desktop.client import Newest, Service, State
from desktop.language import tr
from desktop.preferences import Preferences
from desktop.query import Order, Period, Query
from indexer.errors import WhereinError
from indexer.protocol import (
    Answer,
    Changed,
    Event,
    ForgetSaved,
    GetSaved,
    Request,
    SavedList,
    SavedSearch,
    SaveSearch,
    Search,
    SeenSaved,
    TellOfSaved,
)

log = logging.getLogger(__name__)

_QUERY = msgspec.json.Decoder(Query)


@dataclass(frozen=True, slots=True)
class Kept:
    """`fresh` new documents match, among them `files`; `can_tell`: the library is able to look for such."""

    id: int
    query: Query
    tells: bool = False
    can_tell: bool = True
    fresh: int = 0
    files: tuple[bytes, ...] = ()

    @property
    def label(self) -> str:
        return label(self.query)


def label(query: Query) -> str:
    """What a saved search is called: its words, or what it is like, and how many filters narrow it."""
    said = query.text.strip()
    if query.like_path:
        said = tr("Like {name}").format(name=words.name_of(query.like_path))
    elif query.like_text:
        said = tr("Like “{text}”").format(text=" ".join(query.like_text.split())[:40])
    filters = [chip.label for chip in query.typed(query.text).chips()]
    return f"{said} · {', '.join(filters)}" if filters else said


def can_tell(query: Query) -> bool:
    """What is new was changed just now, so it never matches a search for older ones."""
    return not query.is_likeness and query.period is not Period.OLDER


def request_of(query: Query, now: float, limit: int = 100) -> SaveSearch:
    """What the library is asked to keep. Whatever is new is from the past week, month and year."""
    asked = replace(query, period=Period.ANY).request(now, limit)
    search = asked if isinstance(asked, Search) else Search(label(query))
    shown = msgspec.json.encode(replace(query, weak=False)).decode()
    return SaveSearch(label(query), search, shown, can_tell(query))


def kept_of(search: SavedSearch) -> Kept:
    """A search that another client kept is shown by its words."""
    try:
        query = _QUERY.decode(search.shown)
    except msgspec.MsgspecError:
        query = Query(search.search.query)
    return Kept(search.id, query, search.tells, can_tell(query), search.fresh, search.files)


class SavedSearches(QObject):
    """The searches that the library keeps, kept up to date."""

    changed = Signal(object)  # tuple[Kept, ...]
    news = Signal(object)  # Kept: more documents match than before
    failed = Signal(object)  # WhereinError

    def __init__(
        self, service: Service, preferences: Preferences, now: Callable[[], float], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service, self._preferences, self._now = service, preferences, now
        self._newest = Newest(service)
        self._known = False
        self.all: tuple[Kept, ...] = ()
        service.heard.connect(self._heard)
        service.state_changed.connect(lambda state: self.refresh() if state == State.READY else None)

    def find(self, query: Query) -> Kept | None:
        wanted = _comparable(query)
        return next((kept for kept in self.all if _comparable(kept.query) == wanted), None)

    def keep(self, query: Query, *, tells: bool = True) -> None:
        request = request_of(query, self._now())
        self._do(msgspec.structs.replace(request, tells=request.tells and tells))

    def forget(self, kept: Kept) -> None:
        self._do(ForgetSaved(kept.id))

    def tell(self, kept: Kept, tells: bool) -> None:
        self._do(TellOfSaved(kept.id, tells))

    def see(self, kept: Kept) -> None:
        """Its new documents are looked at."""
        if kept.fresh:
            self._do(SeenSaved(kept.id))

    def refresh(self) -> None:
        self._newest.ask(GetSaved(), self._take, lambda problem: log.warning("no saved searches: %s", problem))

    def _do(self, request: Request) -> None:
        self._service.ask(request, lambda _: self.refresh(), self._fail)

    def _fail(self, problem: WhereinError) -> None:
        self.failed.emit(problem)

    def _heard(self, event: Event) -> None:
        if isinstance(event, Changed) and "saved" in event.areas:
            self.refresh()

    def _take(self, answer: Answer) -> None:
        if not isinstance(answer, SavedList):
            return
        before = {kept.id: kept.fresh for kept in self.all}
        self.all = tuple(kept_of(search) for search in answer.searches)
        self.changed.emit(self.all)
        for kept in self.all:
            if self._known and kept.fresh > before.get(kept.id, 0):
                self.news.emit(kept)
        self._known = True
        self._bring_in()

    def _bring_in(self) -> None:
        """Searches that were kept when the window kept them itself."""
        for query in reversed(self._preferences.take_saved()):
            self.keep(query)


def _comparable(query: Query) -> Query:
    return replace(query, order=Order.RELEVANCE, weak=False)
