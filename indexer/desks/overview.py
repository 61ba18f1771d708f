"""How the library stands: what is done, what is left, what failed, and what is wrong with the machine."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer import protocol
from indexer.desks import Handlers
from indexer.doctor import diagnose
from indexer.settings import Settings
from indexer.store.generations import Generations
from indexer.store.library import Library, display
from indexer.store.records import StoredFolder
from indexer.types import Failure, Reason, Status
from indexer.watch.events import Watcher
from indexer.work.arranging import Arranging
from indexer.work.caching import CachingLoop
from indexer.work.looking import LookingLoop
from indexer.work.progress import Rate, Troubles, describe
from indexer.work.reading import ReadingLoop
from indexer.work.recognising import Recognising
from indexer.work.switching import Switching
from indexer.work.understanding import Understanding


@dataclass(frozen=True, slots=True)
class OverviewDesk:
    """`rate` is that of the work in hand; `troubles` are what keeps the loops from it."""

    directory: Path
    library: Library
    generations: Generations
    switching: Switching
    watcher: Watcher
    looking: LookingLoop
    reading: ReadingLoop
    understanding: Understanding
    recognising: Recognising
    caching: CachingLoop
    arranging: Arranging
    rate: Rate
    troubles: Troubles
    settings: Callable[[], Settings]

    def handlers(self) -> Handlers:
        return {protocol.GetStatus: self.status, protocol.Diagnose: self.diagnose}

    def status(self, request: protocol.GetStatus) -> protocol.StatusReport:
        counts = self.library.counts()
        documents, chunks, _ = self.library.sizes()
        folders = tuple(
            protocol.FolderState(folder.path, folder.paused, folder.state, counts.get(folder.id, protocol.FileCounts()))
            for folder in self.library.folders()
        )
        return protocol.StatusReport(
            files=_sum(counts.values()),
            documents=documents,
            chunks=chunks,
            vectors=self.library.vector_count(self.switching.in_use),
            model=self.switching.in_use.model,
            folders=folders,
            failures=(*self._closed_folders()[: request.failures], *self.library.failures(request.failures)),
            progress=self.progress(),
            meaning_ready=self.switching.meaning.now().encoder is not None,
            vector_index=self.arranging.state(),
        )

    def _closed_folders(self) -> list[protocol.FailedFile]:
        """Folders inside the watched ones that could not be looked at. Nothing is known of what is in them."""
        watched = {folder.path for folder in self.library.folders()}
        return [
            protocol.FailedFile(path, Status.FAILED, Failure(Reason.UNREADABLE, f"It cannot be looked into: {why}."))
            for path, why in sorted(self.looking.unreadable.items())
            if path not in watched
        ]

    def progress(self) -> protocol.Progress:
        counts = self.library.counts()
        files = _sum(
            counts.get(folder.id, protocol.FileCounts()) for folder in self.library.folders() if _at_work(folder)
        )
        waiting = self.generations.waiting(self.switching.in_use)
        _, chunks, _ = self.library.sizes()
        settings = self.settings()
        pictures = self.recognising.counts() if settings.recognise else (0, 0)
        left = files.pending or waiting or pictures[1] - pictures[0]
        understood = self.understanding.loop.idle or not waiting
        return describe(
            looking=not self.looking.idle,
            current=display(os.path.basename(self.reading.current)),
            files=(files.total - files.pending, files.total),
            passages=(chunks - waiting, chunks),
            pictures=pictures,
            settled=self.reading.idle and self.caching.idle and understood,
            seconds_left=self.rate.seconds_for(left, time.monotonic()),
            paused=settings.paused,
            problem=self.troubles.first or str(self.switching.meaning.problem or ""),
        )

    def diagnose(self, _: protocol.Diagnose) -> protocol.Diagnosis:
        return protocol.Diagnosis(
            tuple(
                diagnose(
                    self.directory,
                    self.library,
                    self.settings(),
                    self.watcher.problems,
                    self.looking.unreadable,
                    self.arranging.state(),
                )
            )
        )


def _at_work(folder: StoredFolder) -> bool:
    return not folder.paused and folder.state == "online"


def _sum(counts: Iterable[protocol.FileCounts]) -> protocol.FileCounts:
    every = list(counts)
    return protocol.FileCounts(
        ok=sum(count.ok for count in every),
        partial=sum(count.partial for count in every),
        failed=sum(count.failed for count in every),
        pending=sum(count.pending for count in every),
    )
