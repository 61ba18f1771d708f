"""Saved searches and what they found since; and what a person did with what was found."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.search.query import parse
from indexer.settings import Settings
from indexer.store.feedback import Feedback, Verdict
from indexer.store.library import Library
from indexer.store.saved import SavedSearches
from indexer.work.noticing import Noticing

_SEARCH = msgspec.json.Decoder(protocol.Search)


@dataclass(frozen=True, slots=True)
class SavedDesk:
    saved: SavedSearches
    noticing: Noticing
    changed: Callable[[], None]

    def handlers(self) -> Handlers:
        return {
            protocol.GetSaved: lambda _: self.list(),
            protocol.SaveSearch: self.keep,
            protocol.ForgetSaved: self.forget,
            protocol.TellOfSaved: self.tell,
            protocol.SeenSaved: self.see,
        }

    def list(self) -> protocol.SavedList:
        found = []
        for search in self.saved.all():
            fresh, files = self.saved.fresh(search.id)
            asked = _SEARCH.decode(search.search)
            found.append(protocol.SavedSearch(search.id, search.name, asked, search.shown, search.tells, fresh, files))
        return protocol.SavedList(tuple(found))

    def keep(self, request: protocol.SaveSearch) -> protocol.SavedList:
        """Raises BadRequest for a search that asks nothing."""
        if not request.search.query.strip():
            raise BadRequest("empty_search", "There is nothing to look for in this search.")
        search = msgspec.json.encode(request.search).decode()
        key = self.saved.keep(request.name.strip() or request.search.query, search, request.shown, request.tells)
        self.noticing.begin(next(kept for kept in self.saved.all() if kept.id == key))
        self.changed()
        return self.list()

    def forget(self, request: protocol.ForgetSaved) -> None:
        self.saved.forget(request.id)
        self.changed()

    def tell(self, request: protocol.TellOfSaved) -> None:
        self.saved.tell(request.id, request.tells)
        if request.tells:  # what came while it was silent is no news
            self.noticing.begin(next(kept for kept in self.saved.all() if kept.id == request.id))
        self.changed()

    def see(self, request: protocol.SeenSaved) -> None:
        self.saved.see(request.id)
        self.changed()


@dataclass(frozen=True, slots=True)
class FeedbackDesk:
    library: Library
    feedback: Feedback
    settings: Callable[[], Settings]

    def handlers(self) -> Handlers:
        return {
            protocol.Judge: self.judge,
            protocol.GetFeedback: lambda _: protocol.FeedbackCount(self.feedback.count()),
            protocol.EraseFeedback: lambda _: self.feedback.erase(),
        }

    def judge(self, request: protocol.Judge) -> None:
        """Does nothing where the settings say that nothing is kept."""
        if not self.settings().keep_feedback:
            return
        query = parse(request.query).text
        if request.verdict == "unmarked":
            for verdict in (Verdict.ACCEPTED, Verdict.REJECTED):
                self.feedback.take_back(query, self._documents(request.hit), verdict)
            return
        self._record(query, request.hit, Verdict(request.verdict))
        for seen in request.passed:
            self._record(query, seen, Verdict.SKIPPED)

    def _record(self, query: str, seen: protocol.Seen, verdict: Verdict) -> None:
        for document_id in self._documents(seen):
            self.feedback.record(query, document_id, (seen.start, seen.end), verdict)

    def _documents(self, seen: protocol.Seen) -> list[int]:
        file = self.library.file_at(seen.path)
        return [file.document_id] if file is not None and file.document_id is not None else []
