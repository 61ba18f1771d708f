"""Copies to the trash, and back. Whether one may go is decided in `indexer.insight.removal`; here both files are looked
at, read, moved, and looked at once more."""

import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

import structlog
from blake3 import blake3

from indexer import protocol
from indexer.extract.pool import ExtractionPool
from indexer.formats import Format, format_of
from indexer.insight import pictures, removal, verdicts
from indexer.insight.grouping import EXACT, IMAGE
from indexer.insight.removal import SAID, No, Read, Seen
from indexer.insight.wording import align, words_of
from indexer.insight.written import Written
from indexer.store.journal import GIVEN_UP, RESTORED, TRASHED, Entry, Journal
from indexer.store.library import Library, display, prefix_range
from indexer.types import Extracted
from indexer.watch.scan import is_placeholder
from indexer.work.trash import TrashProblem

log = structlog.get_logger()

_BLOCK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Trash(Protocol):
    def move(self, path: bytes) -> bytes | None: ...
    def find(self, path: bytes, inode: int) -> bytes | None: ...
    def restore(self, place: bytes, path: bytes) -> None: ...


class _Refused(Exception):
    def __init__(self, no: No, said: str = "") -> None:
        super().__init__(no)
        self.no = no
        self.said = said or SAID[no]


@dataclass(slots=True)
class Trashing:
    """One removal at a time. `look` is told each folder in which something changed."""

    library: Library
    journal: Journal
    pool: ExtractionPool
    trash: Trash
    written: Written
    look: Callable[[bytes], None] = field(default=lambda _: None)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remove(self, request: protocol.TrashCopies) -> protocol.Trashed:
        moved, refused, size = [], [], 0
        going = {wanted.path for wanted in request.removals}
        with self._lock:
            batch = request.batch or self.journal.next_batch()
            for wanted in request.removals:
                try:
                    size += self._remove(batch, wanted, going)
                    moved.append(wanted.path)
                except _Refused as no:
                    refused.append(protocol.Refusal(wanted.path, no.no.value, no.said))
        for folder in {os.path.dirname(path) for path in moved}:
            self.look(folder)
        return protocol.Trashed(batch, tuple(moved), tuple(refused), size)

    def undo(self, request: protocol.UndoTrash) -> protocol.Restored:
        restored, refused = [], []
        with self._lock:
            for entry in self.journal.of_batch(request.batch):
                try:
                    self._restore(entry)
                    restored.append(entry.path)
                except TrashProblem as problem:
                    said = f"“{display(os.path.basename(entry.path))}” could not be brought back: {problem}."
                    refused.append(protocol.Refusal(entry.path, "not_restored", said))
        for folder in {os.path.dirname(path) for path in restored}:
            self.look(folder)
        return protocol.Restored(tuple(restored), tuple(refused))

    def recover(self) -> None:
        """Settles what was on its way to the trash when the service was killed."""
        for entry in self.journal.begun():
            if os.path.lexists(entry.path):
                self.journal.settle(entry.id, GIVEN_UP)
            else:
                self.journal.settle(entry.id, TRASHED, self.trash.find(entry.path, entry.inode))

    # --- one file --------------------------------------------------------------------------------------------------

    def _remove(self, batch: int, wanted: protocol.Removal, going: set[bytes]) -> int:
        """Bytes that went. Raises _Refused."""
        copy, reference = self._see(wanted.path), self._see(wanted.reference)
        if no := removal.before_reading(copy, reference, wanted.kind, going):
            raise _Refused(no)
        with _open(wanted.path) as ours, _open(wanted.reference) as theirs:
            opened = _seen_open(ours, copy), _seen_open(theirs, reference)
            read = self._read(wanted, ours, theirs) if opened == (copy, reference) else None
            again = self._see(wanted.path), self._see(wanted.reference)
            no = removal.after_reading(
                (copy, again[0]), (reference, again[1]), wanted.kind, read, self.journal.promised()
            )
            if no or read is None:
                raise _Refused(no or No.UNREADABLE)
            mtime = os.fstat(ours.fileno()).st_mtime_ns
            entry_id = self.journal.begin(
                batch, wanted.kind, wanted.path, wanted.reference, copy.size, mtime, copy.inode, read.content, read.kept
            )
            return self._move(entry_id, wanted, ours, (copy.size, mtime), reference)

    def _move(
        self, entry_id: int, wanted: protocol.Removal, ours: BinaryIO, state: tuple[int, int], reference: Seen
    ) -> int:
        try:
            place = self.trash.move(wanted.path)
        except (TrashProblem, OSError) as problem:
            self.journal.settle(entry_id, GIVEN_UP)
            raise _Refused(No.NO_TRASH, f"It could not be moved to the trash: {problem}") from problem
        self.journal.settle(entry_id, TRASHED, place)
        status = os.fstat(ours.fileno())
        if (status.st_size, status.st_mtime_ns) == state and self._see(wanted.reference).identity == reference.identity:
            return status.st_size
        # The file that should stay vanished, or one of them was written to, in the last moment.
        if place is not None:
            self.trash.restore(place, wanted.path)
            self.journal.settle(entry_id, RESTORED)
        raise _Refused(No.CHANGED)

    def _restore(self, entry: Entry) -> None:
        place = entry.place if entry.place and os.path.lexists(entry.place) else None
        place = place or self.trash.find(entry.path, entry.inode)
        if place is None:
            raise TrashProblem("it is not in the trash any more, or only the system's own trash can bring it back")
        self.trash.restore(place, entry.path)
        self.journal.settle(entry.id, RESTORED)

    def _see(self, path: bytes) -> Seen:
        return see(path, online=self._is_online(path))

    def _is_online(self, path: bytes) -> bool:
        for folder in self.library.folders():
            if path.startswith(prefix_range(folder.path)[0]):
                return folder.state == "online"
        return True

    def _read(self, wanted: protocol.Removal, ours: BinaryIO, theirs: BinaryIO) -> Read | None:
        try:
            if wanted.kind == EXACT:
                return _same_bytes(ours, theirs)
            content, kept = _hash(ours), _hash(theirs)
        except OSError:
            return None
        alike = self._look_alike if wanted.kind == IMAGE else self._say_the_same
        return Read(content, kept, content == kept or alike(wanted.path, wanted.reference))

    def _say_the_same(self, copy: bytes, reference: bytes) -> bool:
        """Both are read anew, by their readers."""
        texts = []
        for path in (copy, reference):
            answer = self.pool.extract(path, format_of(display(os.path.basename(path))))
            if not isinstance(answer, Extracted) or not answer.text.strip():
                return False
            texts.append(words_of(answer.text))
        return verdicts.is_same_text(align(*texts))

    def _look_alike(self, copy: bytes, reference: bytes) -> bool:
        looks = []
        for path in (copy, reference):
            name = format_of(display(os.path.basename(path))).name
            answer = self.pool.extract(path, Format(name, "image", "looks"))
            look = pictures.look_of(answer.text) if isinstance(answer, Extracted) else None
            if look is None:
                return False
            looks.append(look)
        return verdicts.is_same_picture(pictures.distance(*looks)[0], *self.written.on_files(copy, reference))


def see(path: bytes, online: bool = True) -> Seen:
    """A path as it is now; links are not followed."""
    try:
        status = os.lstat(path)
    except OSError:
        return Seen(path, present=False, online=online)
    return _seen(path, status, online)


def _seen(path: bytes, status: os.stat_result, online: bool) -> Seen:
    return Seen(
        path=path,
        present=True,
        plain=stat.S_ISREG(status.st_mode),
        placeholder=is_placeholder(status),
        online=online,
        device=status.st_dev,
        inode=status.st_ino,
        size=status.st_size,
        changed=status.st_ctime_ns if os.name == "posix" else status.st_mtime_ns,
    )


def _seen_open(file: BinaryIO, seen: Seen) -> Seen:
    return _seen(seen.path, os.fstat(file.fileno()), seen.online)


@contextmanager
def _open(path: bytes) -> Iterator[BinaryIO]:
    """A plain file, for reading. Raises _Refused."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise _Refused(No.UNREADABLE) from error
    with open(descriptor, "rb", buffering=0) as file:
        yield file


def _same_bytes(ours: BinaryIO, theirs: BinaryIO) -> Read:
    """Byte for byte, to the end of both."""
    hasher = blake3()
    while True:
        block = _block(ours)
        if block != _block(theirs):
            return Read(b"", b"", alike=False)
        if not block:
            return Read(hasher.digest(), hasher.digest(), alike=True)
        hasher.update(block)


def _hash(file: BinaryIO) -> bytes:
    hasher = blake3()
    while block := _block(file):
        hasher.update(block)
    return hasher.digest()


def _block(file: BinaryIO) -> bytes:
    """Exactly `_BLOCK` bytes, fewer only at the end."""
    parts: list[bytes] = []
    left = _BLOCK
    while left and (part := file.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
