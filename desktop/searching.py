"""From a query to its results: asks as the query changes, forgets older questions, says what came.

The first results come at once. Where the service can, it is then asked to read the best of them again; the better order
is `settled` a moment later, unless the person has typed on.
"""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop.client import Newest, Service
from desktop.query import Order, Query
from indexer.errors import WhereinError
from indexer.protocol import Answer, Refine, Request, Results, Search, StopRefining

LIMIT = 100
_AT_ONCE = 4  # a question that is typed on waits for none before it: the service ends those when it comes


class Searching(QObject):
    """`query` is the one truth of what is looked for; everything that shows a part of it listens to `changed`."""

    changed = Signal(object)  # Query
    asked = Signal()
    answered = Signal(object)  # Results, for the query as it is now
    settled = Signal(object)  # Results: the same again, in a better order
    emptied = Signal()  # there is nothing to look for
    failed = Signal(object)  # WhereinError

    def __init__(self, service: Service, now: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._newest = Newest(service, _AT_ONCE)
        self._now = now
        self._tickets = itertools.count(secrets.randbits(30) << 32)  # of this line alone
        self._ticket: int | None = None  # of what is being refined
        self.query = Query()
        self.results: Results | None = None

    def look_for(self, query: Query) -> None:
        if query == self.query:
            return
        before, self.query = self.query, query
        self.changed.emit(query)
        if replace(query, order=before.order) != before:
            self.again()

    def order(self, order: Order) -> None:
        self.look_for(replace(self.query, order=order))

    def again(self) -> None:
        """Ask the same once more: the documents may have changed."""
        self.stop_refining()
        request = self.query.request(self._now(), LIMIT)
        if request is None:
            self._newest.drop()
            self.results = None
            self.emptied.emit()
        else:
            if isinstance(request, Search):
                request = msgspec.structs.replace(request, ticket=next(self._tickets))
            self._newest.ask(request, partial(self._take, request), self._fail)
            self.asked.emit()

    def stop_refining(self) -> None:
        """The order that is shown stays: a person types on."""
        if self._ticket is not None:
            self._service.ask(StopRefining(self._ticket), lambda _: None, lambda _: None)
            self._ticket = None

    def _take(self, request: Request, answer: Answer) -> None:
        if isinstance(answer, Results):
            self.results = answer
            self.answered.emit(answer)
            if answer.refinable and isinstance(request, Search):
                self._refine(request)

    def _refine(self, search: Search) -> None:
        ticket = self._ticket = next(self._tickets)

        def settle(answer: Answer) -> None:
            if ticket == self._ticket:
                self._ticket = None
                if isinstance(answer, Results):
                    self.results = answer
                    self.settled.emit(answer)

        self._service.ask(Refine(search, ticket), settle, lambda _: None)  # the first results stand

    def _fail(self, problem: WhereinError) -> None:
        self.results = None
        self.failed.emit(problem)
