"""Reading the best results of a search again: within its time, and only while somebody waits for it."""

import threading
import time
from collections import deque
from collections.abc import Callable

from indexer import protocol
from indexer.models.pair_folders import reads_unasked
from indexer.search.rerank import WarmReranker
from indexer.search.searcher import Searcher
from indexer.settings import Settings

_REMEMBERED = 64  # tickets that were stopped before they began: requests may overtake each other
_LOADING_SECONDS = 8.0  # one that is made first, once on a machine, takes longer: nobody waits for that


class Refining:
    """`settings` gives the ones in force; `unasked` says whether the reranker that comes with Wherein reads without
    having been chosen."""

    def __init__(
        self,
        searcher: Searcher,
        reranker: WarmReranker,
        settings: Callable[[], Settings],
        unasked: Callable[[], bool] = reads_unasked,
    ) -> None:
        self._searcher = searcher
        self._reranker = reranker
        self._settings = settings
        self._unasked = unasked
        self._lock = threading.Lock()
        self._going: dict[int, threading.Event] = {}
        self._stopped: deque[int] = deque(maxlen=_REMEMBERED)

    @property
    def is_ready(self) -> bool:
        """Whether results can be read again now; the model is loaded meanwhile where they will be."""
        name = self._chosen()
        return name is not None and self._reranker.get(name) is not None

    def refine(self, request: protocol.Refine) -> protocol.Results | None:
        """None: it was stopped. Without a model, or where that is switched off, the order stays as it was. Who has a
        ticket has results already, and does not wait for the model."""
        name = self._chosen()
        reranker = None if name is None else self._reranker.wait(name, 0 if request.ticket else _LOADING_SECONDS)
        until = time.monotonic() + self._settings().rerank_milliseconds / 1000
        stopped = self._begin(request.ticket)
        try:
            results = self._searcher.refine(
                request.search, reranker, lambda: stopped.is_set() or time.monotonic() > until
            )
        finally:
            with self._lock:
                self._going.pop(request.ticket, None)
        return None if stopped.is_set() else results

    def stop(self, request: protocol.StopRefining) -> None:
        with self._lock:
            going = self._going.get(request.ticket)
            if going is None:
                self._stopped.append(request.ticket)
            else:
                going.set()

    def _chosen(self) -> str | None:
        """The name of the model that reads again; None: nothing is read again. The one that comes with Wherein does so
        only where it was found to make results better; another one was chosen by a person."""
        settings = self._settings()
        return settings.reranker if settings.rerank and (settings.reranker or self._unasked()) else None

    def _begin(self, ticket: int) -> threading.Event:
        stopped = threading.Event()
        with self._lock:
            if ticket in self._stopped:
                self._stopped.remove(ticket)
                stopped.set()
            self._going[ticket] = stopped
        return stopped
