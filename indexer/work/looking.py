"""Disk → rows. Hints say where to look, a diff of the directory with the rows says what is true.

Rows are removed only while the folder is certainly the one that was added: a drive that is away, an empty mount point,
an I/O error keep everything that is known.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import structlog

from indexer.errors import EnvironmentProblem
from indexer.store.library import Library, display, prefix_range
from indexer.store.records import StoredFile, StoredFolder
from indexer.store.writer import Writer
from indexer.types import FileStat
from indexer.watch.plan import Action, Create, Move, Remove, Update, plan
from indexer.watch.rules import Rules
from indexer.watch.scan import Unreadable, walk
from indexer.watch.settle import Hint, Settler

log = structlog.get_logger()

_BATCH = 1000  # new files a transaction: names are searchable while a large folder is still being walked
_SAMPLE = 32  # known files that are looked for, to recognise a folder whose identity changed
_OFFLINE_SECONDS = 10.0  # between two looks for folders that are away


@dataclass(slots=True)
class _Batch:
    """Actions as the writer takes them."""

    created: list[FileStat] = field(default_factory=list)
    updated: list[tuple[int, FileStat]] = field(default_factory=list)
    moved: list[tuple[int, FileStat]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)

    def add(self, action: Action) -> None:
        match action:
            case Create(stat):
                self.created.append(stat)
            case Update(file_id, stat):
                self.updated.append((file_id, stat))
            case Move(file_id, stat):
                self.moved.append((file_id, stat))
            case Remove(file_id):
                self.removed.append(file_id)


class LookingLoop:
    """One thread. `hint` may be called from any; `on_change` is called whenever rows changed, `on_return` with a
    folder that was away and is back. `rules` tells what is left out below a watched folder."""

    def __init__(
        self,
        library: Library,
        writer: Writer,
        rules: Callable[[bytes], Rules],
        *,
        clock: Callable[[], float],
        on_change: Callable[[], None],
        on_return: Callable[[bytes], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._library = library
        self._writer = writer
        self._rules = rules
        self._clock = clock
        self._on_change = on_change
        self._on_return = on_return
        self._on_problem = on_problem
        self._settler = Settler()
        self._condition = threading.Condition()
        self._stopping = False
        self._looking = False
        self._unreadable: dict[bytes, str] = {}
        self._thread = threading.Thread(target=self._run, name="looking", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def hint(self, hint: Hint) -> None:
        with self._condition:
            self._settler.hint(hint, self._clock())
            self._condition.notify_all()

    def look_everywhere(self) -> None:
        for folder in self._library.folders():
            self.hint(Hint(folder.path, folder.path, whole=True))

    def forget(self, root: bytes) -> None:
        with self._condition:
            self._settler.forget(root)

    @property
    def idle(self) -> bool:
        with self._condition:
            return not self._looking and self._settler.next_due() is None

    @property
    def unreadable(self) -> dict[bytes, str]:
        """Folders and files inside that could not be looked at, and why."""
        return dict(self._unreadable)

    def close(self) -> None:
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._condition:
                due: list[Hint] = []
                while not self._stopping and not (due := self._settler.due(self._clock())):
                    next_due = self._settler.next_due()
                    patience = _OFFLINE_SECONDS if next_due is None else max(0.0, next_due - self._clock())
                    if not self._condition.wait(patience) and next_due is None:
                        due = self._returned()
                        break
                if self._stopping:
                    return
                self._looking = bool(due)
            try:
                if due:
                    self.look(due)
                self._on_problem("")
            except EnvironmentProblem as problem:
                self._on_problem(str(problem))
                for hint in due:
                    self.hint(hint)
            except Exception:
                log.exception("looking failed")
            finally:
                self._looking = False
                if due:
                    self._on_change()

    def _returned(self) -> list[Hint]:
        """Folders that were away and may be back."""
        away = [folder for folder in self._library.folders() if folder.state != "online"]
        return [Hint(folder.path, folder.path, whole=True) for folder in away if os.path.isdir(folder.path)]

    def look(self, hints: Iterable[Hint]) -> None:
        """Compares these places with the library and brings the rows in line."""
        folders = {folder.path: folder for folder in self._library.folders()}
        here = [hint for hint in hints if hint.root in folders and self._recognise(folders[hint.root])]
        first_time = [hint for hint in here if not self._library.files_below(hint.root)]
        for hint in first_time:
            self._take_in(folders[hint.root])
        self._compare([hint for hint in here if hint not in first_time])

    def _recognise(self, folder: StoredFolder) -> bool:
        """Is what lies at the folder's path the folder that was added? Records its state either way."""
        state = self._state_of(folder)
        if state != folder.state:
            self._writer.set_folder(folder.id, state=state)
            if state == "online":
                self._on_return(folder.path)
        return state == "online"

    def _state_of(self, folder: StoredFolder) -> str:
        try:
            status = os.stat(folder.path)
            with os.scandir(folder.path) as entries:
                empty = next(entries, None) is None
        except PermissionError:
            return "unreadable"
        except OSError:
            return "offline"
        if status.st_ino == folder.inode and not (empty and status.st_dev != folder.device):
            return "online"
        known = self._library.files_below(folder.path)[:_SAMPLE]
        if known and not any(_is_still_there(file) for file in known):
            return "offline"
        return "online"

    def _take_in(self, folder: StoredFolder) -> None:
        """The first look at a folder: rows are written while it is walked."""
        batch = _Batch()
        for entry in self._walk([Hint(folder.path, folder.path, whole=True)]):
            if isinstance(entry, FileStat):
                batch.created.append(entry)
            if len(batch.created) >= _BATCH:
                self._write(batch)
                batch = _Batch()
        self._write(batch)

    def _compare(self, hints: list[Hint]) -> None:
        if not hints:
            return
        batch = _Batch()
        for action in plan(self._walk(hints), self._stored(hints)):
            batch.add(action)
        self._write(batch)

    def _walk(self, hints: Iterable[Hint]) -> Iterator[FileStat | Unreadable]:
        for hint in hints:
            for known in [path for path in self._unreadable if _covers(hint, path)]:
                del self._unreadable[known]
            for entry in walk(hint.root, self._rules(hint.root), hint.directory, deep=hint.whole):
                if isinstance(entry, Unreadable):
                    self._unreadable[entry.path] = entry.detail
                yield entry

    def _stored(self, hints: Iterable[Hint]) -> list[StoredFile]:
        shallow = [hint.directory for hint in hints if not hint.whole]
        stored = {file.id: file for file in self._library.files_directly_in(shallow)}
        for hint in hints:
            if hint.whole:
                stored |= {file.id: file for file in self._library.files_below(hint.directory)}
        return list(stored.values())

    def _write(self, batch: _Batch) -> None:
        """Moves and removals in one transaction, so that nothing is lost between them."""
        folders = self._library.folders()

        def folder_of(path: bytes) -> int:
            return next(folder.id for folder in folders if path.startswith(prefix_range(folder.path)[0]))

        if batch.moved or batch.updated or batch.removed:
            self._writer.apply(folder_of, updated=batch.updated, moved=batch.moved, removed=batch.removed)
        for at in range(0, len(batch.created), _BATCH):
            self._writer.apply(folder_of, created=batch.created[at : at + _BATCH])
            self._on_change()
        log.info(
            "looked",
            created=len(batch.created),
            updated=len(batch.updated),
            moved=len(batch.moved),
            removed=len(batch.removed),
            first=display(batch.created[0].path) if batch.created else "",
        )


def _covers(hint: Hint, path: bytes) -> bool:
    """Will a walk for this hint look at that place again?"""
    if path == hint.directory or os.path.dirname(path) == hint.directory:
        return True
    return hint.whole and path.startswith(prefix_range(hint.directory)[0])


def _is_still_there(file: StoredFile) -> bool:
    try:
        status = os.lstat(file.path)
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (file.size, file.mtime_ns)
