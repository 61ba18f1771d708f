"""One library at work: `parts` is the wiring, `exchange` what loops tell each other, `answers` what may be asked."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from indexer import chunk, protocol
from indexer.desks import Handlers
from indexer.engine.answers import answers
from indexer.engine.parts import Parts, text_versions
from indexer.store import encryption, erase
from indexer.store.database import Database

__all__ = ["Engine"]


class Engine:
    """`open` reads and checks, `start` sets the loops going, `close` ends them in order."""

    @classmethod
    def open(cls, directory: Path, clock: Callable[[], float] = time.time) -> "Engine":
        """Raises EnvironmentProblem for a library that cannot be used."""
        erase.carry_out(directory)
        encryption.carry_out(directory)
        return cls(directory, encryption.open_database(directory), clock)

    def __init__(self, directory: Path, database: Database, clock: Callable[[], float]) -> None:
        self.pid = os.getpid()
        self.parts = Parts(directory, database, clock)
        self._answers = answers(self.parts)

    @property
    def answers(self) -> Handlers:
        """What clients may ask of this library, by the type of the request."""
        return self._answers

    def start(self, broadcast: Callable[[protocol.Event], None]) -> None:
        """Sets everything going; events go to `broadcast`, from a thread of the engine."""
        at = self.parts
        at.stores.writer.reread_stale(text_versions(), chunk.VERSION)
        at.exchange.hold()
        at.exchange.load()
        at.watching.start()
        for loop in (at.caching, at.looking, at.reading, at.housekeeping):
            loop.start()
        for worker in (at.understanding, at.recognising, at.noticing, at.sorting, at.seeing):
            worker.loop.start()
        at.telling.start(broadcast)
        at.switching.plan(at.tasks, at.caching)

    def close(self) -> None:
        """Ends all loops and child processes; what is half done is done again at the next start."""
        at = self.parts
        at.housekeeping.end()
        at.watching.watcher.close()
        at.telling.close()
        at.understanding.loop.end()
        at.topic_maker.close()
        at.sorting.loop.close()
        at.recognising.loop.end()
        at.seeing.close()
        at.scanning_pool.close()
        at.pool.close()  # before the tasks: one that reads a file need not wait for it
        at.switching.close()
        at.tasks.close()
        at.looking.close()
        at.reading.close()
        at.understanding.loop.join()
        at.recognising.loop.join()
        at.seeing.loop.join()
        at.caching.close()
        at.noticing.loop.close()
        at.searcher.close()
        at.switching.index.close()
        at.stores.close()
        encryption.forget_caches(at.directory)
