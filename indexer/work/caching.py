"""Rows → word, name and vector indexes. The indexes follow the `changes` of the library, and are made anew from it
whenever they cannot: missing, damaged, of another model, or behind what is still noted."""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import structlog

from indexer.store.library import Library
from indexer.store.writer import Writer

log = structlog.get_logger()

_BATCH = 200  # keys a commit while rebuilding


class Cache(Protocol):
    """One derived index, as the loop sees it: what it is called, how far it is, how it takes keys in and out."""

    @property
    def name(self) -> str: ...
    @property
    def saves_itself(self) -> bool: ...  # every update is durable at once
    @property
    def sequence(self) -> int: ...
    def update(self, add: Sequence[int], remove: Sequence[int], sequence: int) -> None: ...
    def all_keys(self) -> Sequence[int]: ...
    def clear(self) -> None: ...
    def save(self) -> None: ...


class CachingLoop:
    """Brings all caches up to date whenever it is woken; `on_fresh` is called after each visible change.

    `pause` seconds lie between two rounds: a commit has a fixed cost, and many files arrive together.
    """

    def __init__(
        self,
        library: Library,
        writer: Writer,
        caches: Iterable[Cache],
        on_fresh: Callable[[], None],
        pause: float = 0.25,
    ) -> None:
        self._library = library
        self._writer = writer
        self.caches = list(caches)
        self._on_fresh = on_fresh
        self._pause = pause
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._busy = True
        self._thread = threading.Thread(target=self._run, name="caching", daemon=True)

    def start(self) -> None:
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        self._busy = True
        self._wake.set()

    @property
    def idle(self) -> bool:
        """All that is stored is searchable. The notes are asked, too: a wake-up comes a moment after what it tells."""
        if self._busy:
            return False
        return not any(self._library.changes(cache.name, cache.sequence, limit=1) for cache in self.caches)

    def close(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        self.save()

    def save(self) -> None:
        """Makes all caches durable, and forgets the notes that nobody needs any more."""
        with self._lock:
            for cache in self.caches:
                cache.save()
                if cache.sequence:
                    self._writer.trim_changes(cache.name, cache.sequence)

    def catch_up(self) -> bool:
        """One round over all caches; True when anything changed."""
        with self._lock:
            changed = [self._catch_up(cache) for cache in self.caches]
        return any(changed)

    def replace(self, cache: Cache) -> None:
        """Fills a cache and puts it in the place of the one of the same name, which serves until then."""
        while not self._stopping.is_set():
            self._catch_up(cache)  # takes its time, while the others go on
            with self._lock:
                if cache.sequence >= self._library.trimmed(cache.name):  # else the notes it needs are gone: once more
                    self._catch_up(cache)
                    self.caches = [cache if known.name == cache.name else known for known in self.caches]
                    return

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            if self._stopping.is_set():
                return
            try:
                if self.catch_up():
                    self._on_fresh()
            except Exception:  # the caches can be rebuilt: say so, go on with the next round
                log.exception("a cache could not be brought up to date")
            if not self._wake.is_set():
                self._busy = False
            self._stopping.wait(self._pause)

    def _catch_up(self, cache: Cache) -> bool:
        newest = self._library.last_sequence()
        behind = cache.sequence < self._library.trimmed(cache.name)
        if behind or cache.sequence > newest or (cache.sequence == 0 and newest > 0):
            self._rebuild(cache)
        changed = False
        while changes := self._library.changes(cache.name, cache.sequence):
            last = {change.key: change.action for change in changes}
            added = [key for key, action in last.items() if action == "add"]
            cache.update(added, list(last), changes[-1].sequence)
            changed = True
            if cache.saves_itself:
                self._writer.trim_changes(cache.name, cache.sequence)
        return changed

    def _rebuild(self, cache: Cache) -> None:
        log.info("rebuilding a cache", cache=cache.name)
        start = self._library.last_sequence()
        cache.clear()
        keys = cache.all_keys()
        for at in range(0, len(keys), _BATCH):
            if self._stopping.is_set():
                return
            # Until the last batch is in, the sequence stays 0: a kill in between starts over.
            cache.update(keys[at : at + _BATCH], [], 0)
        cache.update([], [], start)
