"""A folder of real files, read by the real readers into a real library, and compared."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer import protocol
from indexer.chunk import chunk
from indexer.desks.alike import AlikeDesk
from indexer.extract import versions_of
from indexer.extract.pool import ExtractionPool
from indexer.formats import BY_EXTENSION
from indexer.insight.grouping import Group
from indexer.settings import Settings
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.scans import Scans
from indexer.store.writer import Writer
from indexer.types import Extracted, FileStat, Fingerprint
from indexer.work.reading import ReadingLoop
from indexer.work.tasks import Task, Tasks

FINGERPRINT = Fingerprint("tiny", "0" * 12, 4)


class Room:
    def __init__(self, directory: Path) -> None:
        self.directory = directory / "docs"
        self.directory.mkdir()
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, time.time)
        status = self.directory.stat()
        self.folder = self.writer.add_folder(bytes(self.directory), status.st_dev, status.st_ino)
        self.pool = ExtractionPool(1)
        self.reading = ReadingLoop(
            self.library,
            self.writer,
            self.pool,
            versions={name: versions_of(fmt) for name, fmt in BY_EXTENSION.items()},
            readers=1,
            max_bytes=lambda: 1 << 28,
            clock=time.time,
            on_read=lambda: None,
            on_idle=lambda: None,
            on_problem=lambda _: None,
        )
        self.tasks = Tasks(time.monotonic, on_change=lambda: None)
        self.settings = Settings(recognise=False)
        self.looked: list[bytes] = []
        self.desk = AlikeDesk.build(
            self.database,
            self.library,
            self.pool,
            self.tasks,
            clock=time.time,
            settings=lambda: self.settings,
            fingerprint=lambda: FINGERPRINT,
            look=self.looked.append,
            on_change=lambda: None,
        )

    def put(self, name: str, content: bytes | str, modified: float = 1_700_000_000.0) -> bytes:
        """Writes a file and reads it."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, (modified, modified))
        return self.read(path)

    def read(self, path: Path) -> bytes:
        status = path.lstat()
        stat = FileStat(bytes(path), status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)
        known = self.library.file_at(bytes(path))
        if known:
            self.writer.apply(lambda _: self.folder, updated=[(known.id, stat)])
        else:
            self.writer.apply(lambda _: self.folder, created=[stat])
        file = self.library.file_at(bytes(path))
        assert file is not None
        self.reading.read(file)
        return bytes(path)

    def find_written(self, path: bytes, text: str) -> None:
        """As if somebody had looked for text in this picture."""
        file = self.library.file_at(path)
        assert file is not None
        assert file.document_id is not None
        scans = Scans(self.database)
        scans.keep(file.document_id, "eyes", {1: text})
        scans.finish(file.document_id, "eyes", Extracted(text), chunk(text))

    def compare(self) -> "CountingTask":
        task = CountingTask()
        self.desk.comparing.run(task)
        return task

    def groups(self, kind: str, rules: Sequence[str] = ()) -> list[list[str]]:
        return [self.names(group) for group in self.desk.duplicates.groups(kind, rules)]

    def names(self, group: Group) -> list[str]:
        return [os.path.relpath(os.fsdecode(member.file.path), self.directory) for member in group.members]

    def families(self) -> list[list[str]]:
        return [[draft.file.name for draft in family.drafts] for family in self.desk.duplicates.families()]

    def trash(self, *removals: tuple[bytes, bytes, str]) -> protocol.Trashed:
        wanted = tuple(protocol.Removal(*removal) for removal in removals)
        return self.desk.trashing.remove(protocol.TrashCopies(wanted))

    def close(self) -> None:
        self.tasks.close()
        self.pool.close()
        self.database.close()


class CountingTask(Task):
    """Remembers how much there was to do; `at_checkpoint` may interfere."""

    def __init__(self, at_checkpoint: Callable[[], None] = lambda: None) -> None:
        super().__init__(protocol.TaskState(1, "duplicates", "test"), time.monotonic, lambda: None)
        self.total = 0
        self._at_checkpoint = at_checkpoint

    def progress(self, done: int, total: int, current: str = "") -> None:
        self.total = max(self.total, total)
        super().progress(done, total, current)

    def checkpoint(self) -> None:
        self._at_checkpoint()
        super().checkpoint()
