"""From a query to its results: asks as the query changes, forgets older questions, says what came."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.client import Newest, Service
from desktop.query import Order, Query
from indexer.errors import WhereinError
from indexer.protocol import Answer, Results

LIMIT = 100


class Searching(QObject):
    """`query` is the one truth of what is looked for; everything that shows a part of it listens to `changed`."""

    changed = Signal(object)  # Query
    asked = Signal()
    answered = Signal(object)  # Results, for the query as it is now
    emptied = Signal()  # there is nothing to look for
    failed = Signal(object)  # WhereinError

    def __init__(self, service: Service, now: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = Newest(service)
        self._now = now
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
        request = self.query.request(self._now(), LIMIT)
        if request is None:
            self._newest.drop()
            self.results = None
            self.emptied.emit()
        else:
            self._newest.ask(request, self._take, self._fail)
            self.asked.emit()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Results):
            self.results = answer
            self.answered.emit(answer)

    def _fail(self, problem: WhereinError) -> None:
        self.results = None
        self.failed.emit(problem)
