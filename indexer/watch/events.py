"""Hears the file system. What is heard is a hint of where to look; what is lost becomes a hint to look everywhere.

On Linux the folders are watched one by one (`inotify`); elsewhere the system watches a whole tree, through watchdog's
observer, which does not tell when macOS or Windows lost events: there a periodic comparison is the only safety.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Protocol

import structlog
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from indexer.watch.rules import Rules
from indexer.watch.scan import relative_to
from indexer.watch.settle import Hint

log = structlog.get_logger(__name__)

OnHint = Callable[[Hint], None]
OnProblem = Callable[[bytes, str], None]


class _Ears(Protocol):
    """How one operating system is listened to."""

    def watch(self, root: bytes, rules: Rules) -> None: ...
    def unwatch(self, root: bytes) -> None: ...
    def close(self) -> None: ...


class Watcher:
    """Calls `on_hint` from a thread of its own whenever something may have changed below a watched folder.

    It never raises for what a file system does: what cannot be watched is named in `problems`, and such a root must
    be compared with the disk from time to time. A root that was away must be watched anew when it is back.
    """

    def __init__(self, on_hint: OnHint) -> None:
        self._on_hint = on_hint
        self._lock = threading.Lock()
        self._problems: dict[bytes, str] = {}
        self._ears: _Ears | None = None
        # The kernel's queue is short: whoever reads it only puts hints here, however slow the listener is.
        self._hints: queue.SimpleQueue[Hint | None] = queue.SimpleQueue()
        self._teller = threading.Thread(target=self._tell, name="hints", daemon=True)
        self._teller.start()

    def watch(self, root: bytes, rules: Rules | None = None) -> None:
        """Listen to everything below `root` that the rules do not skip; watching it again starts over. Compare the
        whole root with the disk after this returns: from then on nothing goes unheard."""
        self.unwatch(root)
        try:
            if self._ears is None:
                self._ears = _open_ears(self._hints.put, self._note)
            self._ears.watch(root, rules or Rules())
        except OSError as error:
            self._note(
                root, f"This folder cannot be watched ({error.strerror or error}); it is looked at now and then."
            )

    def unwatch(self, root: bytes) -> None:
        if self._ears is not None:
            self._ears.unwatch(root)
        with self._lock:
            self._problems.pop(root, None)

    @property
    def problems(self) -> dict[bytes, str]:
        """Root → why changes below it may go unheard, as a sentence for a person. Such a root needs polling."""
        with self._lock:
            return dict(self._problems)

    def close(self) -> None:
        """Stop listening; no hint comes after this returns."""
        if self._ears is not None:
            self._ears.close()
            self._ears = None
        self._hints.put(None)
        self._teller.join()

    def _tell(self) -> None:
        while (hint := self._hints.get()) is not None:
            try:
                self._on_hint(hint)
            except Exception:  # whatever the listener does, this thread must live
                log.exception("a hint was not taken", directory=os.fsdecode(hint.directory))

    def _note(self, root: bytes, problem: str) -> None:
        with self._lock:
            self._problems[root] = problem
        log.warning("changes may go unheard", root=os.fsdecode(root), problem=problem)
        self._hints.put(Hint(root, root, whole=True))


def _open_ears(hear: OnHint, note: OnProblem) -> _Ears:
    ears: _Ears
    if sys.platform == "linux":
        from indexer.watch.inotify import InotifyEars  # there is no inotify to import elsewhere

        ears = InotifyEars(hear, note)
    else:
        ears = ObserverEars(hear, note, Observer())
    return ears


class ObserverEars:
    """Listens through a watchdog observer that watches whole trees: macOS and Windows."""

    def __init__(self, hear: OnHint, note: OnProblem, observer: BaseObserver) -> None:
        self._hear = hear
        self._note = note
        self._observer = observer
        self._watches: dict[bytes, ObservedWatch] = {}
        observer.start()

    def watch(self, root: bytes, rules: Rules) -> None:
        handler = _Handler(root, rules, self._hear, self._note)
        self._watches[root] = self._observer.schedule(handler, os.fsdecode(root), recursive=True)

    def unwatch(self, root: bytes) -> None:
        if (watch := self._watches.pop(root, None)) is not None:
            self._observer.unschedule(watch)

    def close(self) -> None:
        self._observer.stop()
        self._observer.join()


class _Handler(FileSystemEventHandler):
    """Turns one root's events into hints."""

    def __init__(self, root: bytes, rules: Rules, hear: OnHint, note: OnProblem) -> None:
        self._root = root
        self._rules = rules
        self._hear = hear
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        for side in (event.src_path, event.dest_path):
            if side:
                self._hint(os.fsencode(side), event)

    def _hint(self, path: bytes, event: FileSystemEvent) -> None:
        if path == self._root:
            if event.event_type in ("deleted", "moved"):
                self._note(self._root, "This folder is not there at the moment.")
            else:
                self._hear(Hint(self._root, self._root))
        elif not path.startswith(self._root):  # the system knows the root by another name
            self._hear(Hint(self._root, self._root, whole=True))
        elif self._concerns(relative_to(self._root, path), event.is_directory):
            if not event.is_directory:
                self._hear(Hint(self._root, os.path.dirname(path)))
            # Windows reports a deleted folder as a file: what it was can no longer be asked.
            if event.is_directory or event.event_type == "deleted":
                self._hear(Hint(self._root, path, whole=event.event_type not in ("modified", "attrib")))

    def _concerns(self, relative: bytes, is_directory: bool) -> bool:
        return not self._rules.excludes(relative, is_directory) or self._rules.leaves_to_content(relative)
