"""New documents × saved searches → what to tell. Each document is compared once, when it can be found by its meaning.

A search is asked of the new documents alone, so this costs the same in a small library and in a large one.
"""

import threading
from collections.abc import Callable, Collection

import msgspec
import structlog

from indexer.errors import WhereinError
from indexer.protocol import Search
from indexer.search.searcher import Searcher
from indexer.store.saved import SavedSearches, StoredSearch

log = structlog.get_logger()

_PAUSE_SECONDS = 2.0  # many files arrive together
_AGAIN_SECONDS = 10.0
_SEARCH = msgspec.json.Decoder(Search)


class NoticingLoop:
    """`may_work`: everything that was read can be found; `on_new` is called when a saved search has new matches."""

    def __init__(
        self,
        saved: SavedSearches,
        searcher: Searcher,
        may_work: Callable[[], bool],
        on_new: Callable[[], None],
        pause: float = _PAUSE_SECONDS,
    ) -> None:
        self._saved, self._searcher = saved, searcher
        self._may_work, self._on_new, self._pause = may_work, on_new, pause
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="noticing", daemon=True)

    def start(self) -> None:
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def close(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def begin(self, search: StoredSearch) -> None:
        """What matches a search when it is saved is nothing new."""
        newest = self._saved.newest_document()
        self._saved.note(search.id, [(file, True) for files in self._matching(search, None) for file in files], newest)

    def look(self) -> bool:
        """Compares what came since the last time; whether anything new matches."""
        newest = self._saved.newest_document()
        found = False
        for search in self._saved.all():
            if search.tells and search.checked < newest:
                found |= self._compare(search, newest)
        return found

    def _compare(self, search: StoredSearch, newest: int) -> bool:
        known = self._saved.files(search.id)
        matching = self._matching(search, self._saved.documents_between(search.checked, newest))
        # A file that matched before and was written to since is a new document, but no news; nor is a copy.
        news = [files[0] for files in matching if known.isdisjoint(files)]
        every = [(file, file not in news) for files in matching for file in files]
        self._saved.note(search.id, every, newest)
        return bool(news)

    def _matching(self, search: StoredSearch, among: Collection[int] | None) -> list[list[int]]:
        """The files of each good match, the newest first."""
        if among is not None and not among:
            return []
        found = self._searcher.matching(_SEARCH.decode(search.search), among)
        return [[file.id for file in files] for files in found if files]

    def _run(self) -> None:
        waiting = False
        while True:
            self._wake.wait(_AGAIN_SECONDS if waiting else None)
            self._wake.clear()
            if self._stopping.wait(self._pause):
                return
            waiting = not self._may_work()
            if waiting:
                continue
            try:
                if self.look():
                    self._on_new()
            except WhereinError as problem:
                log.warning("saved searches were not compared", problem=str(problem))
            except Exception:
                log.exception("noticing failed")
