"""New documents × saved searches → what to tell. Each document is compared once, when it can be found by its meaning.

A search is asked of the new documents alone, so this costs the same in a small library and in a large one.
"""

from collections.abc import Callable, Collection

import msgspec

from indexer.protocol import Search
from indexer.search.searcher import Searcher
from indexer.store.saved import SavedSearches, StoredSearch
from indexer.work.loop import Loop

_PAUSE_SECONDS = 2.0  # many files arrive together
_AGAIN_SECONDS = 10.0
_SEARCH = msgspec.json.Decoder(Search)


class Noticing:
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
        self._may_work, self._on_new = may_work, on_new
        self.loop = Loop("noticing", self._step, pause=pause)

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

    def _step(self) -> bool:
        if not self._may_work():
            self.loop.wake_in(_AGAIN_SECONDS)
        elif self.look():
            self._on_new()
        return False
