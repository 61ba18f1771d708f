"""Files → text. Takes waiting files from the library, newest first, and leaves each in exactly one state.

Safe to kill at any point: an attempt is counted before it is made, and what was read is stored in one transaction. A
file that brings the whole service down is tried three times in all, after all others, then parked with its reason.
"""

import errno
import os
import stat
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog
from blake3 import blake3

from indexer import chunk
from indexer.errors import EnvironmentProblem
from indexer.extract.pictures import picture_pages
from indexer.extract.pool import PoolClosed
from indexer.formats import Format, format_of
from indexer.reasons import BY_NAME_ONLY
from indexer.store.library import Library
from indexer.store.records import StoredFile
from indexer.store.writer import Writer
from indexer.types import Extracted, Failure, Reason, Status
from indexer.watch.scan import is_placeholder

log = structlog.get_logger()

BACK_OFF = (60.0, 3600.0, 86400.0)  # seconds from a failure to the next attempt
MOST_ATTEMPTS = len(BACK_OFF) + 1
MOST_INTERRUPTED = 3  # attempts that never came to an end: it may be the file that ends us
_LOOK_AGAIN = 3600.0  # seconds until a cloud file is looked at again
_BLOCK = 1 << 20
_TRANSIENT = {Reason.TIMEOUT, Reason.MEMORY, Reason.CRASH, Reason.UNREADABLE, Reason.CHANGED}


class Extractor(Protocol):
    def extract(self, path: bytes, fmt: Format) -> Extracted | Failure: ...


@dataclass(frozen=True, slots=True)
class Content:
    """What a file held when it was read: `identity` changes when it is written to."""

    hash: bytes
    identity: tuple[int, int, int]  # size, mtime_ns, inode


class ReadingLoop:
    """`readers` threads. `versions` are those of each format's text that need no second reading, the first is what is
    made now. `on_read` is called after each file, `on_idle` whenever nothing is left, `on_problem` with a text while
    work stands still."""

    def __init__(
        self,
        library: Library,
        writer: Writer,
        extractor: Extractor,
        *,
        versions: Mapping[str, Sequence[str]],
        readers: int,
        max_bytes: Callable[[], int],
        clock: Callable[[], float],
        on_read: Callable[[], None],
        on_idle: Callable[[], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._library = library
        self._writer = writer
        self._extractor = extractor
        self._versions = versions
        self._max_bytes = max_bytes
        self._clock = clock
        self._on_read = on_read
        self._on_idle = on_idle
        self._on_problem = on_problem
        self._condition = threading.Condition()
        self._queue: list[StoredFile] = []
        self._claimed: set[int] = set()
        self._current: dict[int, bytes] = {}
        self._paused = False
        self._stopping = False
        self._idle = False
        self._threads = [
            threading.Thread(target=self._run, name=f"reading-{number}", daemon=True) for number in range(readers)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There may be new work, or newer files than those in the queue."""
        with self._condition:
            self._queue.clear()
            self._idle = False
            self._condition.notify_all()

    def pause(self, paused: bool) -> None:
        with self._condition:
            self._paused = paused
        self.wake()

    @property
    def idle(self) -> bool:
        """Nothing waits to be read, and nothing is being read."""
        with self._condition:
            return self._idle and not self._claimed

    @property
    def current(self) -> bytes:
        """A file that is being read right now, or nothing."""
        with self._condition:
            return next(iter(self._current.values()), b"")

    def close(self) -> None:
        with self._condition:
            self._stopping = True
            self._condition.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _run(self) -> None:
        while (file := self._claim()) is not None:
            try:
                self.read(file)
                self._on_problem("")
            except PoolClosed:
                self._writer.take_back_attempt(file.id)
                return
            except EnvironmentProblem as problem:
                self._on_problem(str(problem))
                with self._condition:
                    self._condition.wait_for(lambda: self._stopping, timeout=5)
            except Exception:
                log.exception("reading failed", path=os.fsdecode(file.path))
                self._give_up(file)
            finally:
                with self._condition:
                    self._claimed.discard(file.id)
                    self._current.pop(threading.get_ident(), None)
                self._on_read()

    def _claim(self) -> StoredFile | None:
        with self._condition:
            while not self._stopping:
                if not self._queue and not self._paused:
                    waiting = self._library.next_files(64 + len(self._claimed))
                    self._queue = [file for file in reversed(waiting) if file.id not in self._claimed]
                if self._queue and not self._paused:
                    file = self._queue.pop()
                    self._claimed.add(file.id)
                    self._current[threading.get_ident()] = file.path
                    return file
                self._idle = not self._queue
                if self._idle and not self._claimed:
                    self._on_idle()
                self._condition.wait()
        return None

    def _give_up(self, file: StoredFile) -> None:
        """A bug of ours: the file is parked, so that the next one gets its turn."""
        try:
            self._writer.fail(file.id, Failure(Reason.CRASH, "an error inside Wherein; see the log"))
        except EnvironmentProblem as problem:
            self._on_problem(str(problem))

    def read(self, file: StoredFile) -> None:
        """Brings one file to its final state. Raises EnvironmentProblem when the library cannot be written."""
        if _is_elsewhere(file.path):
            # Never opened: opening it would download it. It may come to this machine without its times changing.
            elsewhere = Failure(Reason.PLACEHOLDER, "it is in a cloud and not on this machine")
            return self._writer.fail(file.id, elsewhere, Status.PARTIAL, self._clock() + _LOOK_AGAIN)
        fmt = format_of(file.name)
        attempt = self._writer.begin_attempt(file.id)
        if attempt > (MOST_ATTEMPTS if file.code else MOST_INTERRUPTED):
            return self._fail(file, Failure(Reason.CRASH, "it was tried three times, and reading never came to an end"))
        if file.size > self._max_bytes():
            return self._fail(file, Failure(Reason.TOO_LARGE, "it is larger than the limit in the settings"))
        if not self._has_reader(fmt):
            return self._fail(file, Failure(Reason.NO_READER, "there is no reader for this kind of file"))
        content = content_of(file.path)
        if isinstance(content, Failure):
            return self._fail(file, content, attempt)
        known = self._library.document_with(content.hash, fmt.name)
        versions = self._versions[fmt.name]
        if known and known.extractor in versions and known.chunker == chunk.VERSION:
            return self._writer.link(file.id, known.id)
        extracted = self._extractor.extract(file.path, fmt)
        if identity_of(file.path) != content.identity:
            extracted = Failure(Reason.CHANGED, "it was written to while it was read")
        if isinstance(extracted, Failure):
            return self._fail(file, extracted, attempt)
        chunks = chunk.chunk(extracted.text, extracted.places, fmt.kind)
        self._writer.store(
            file.id,
            content.hash,
            fmt.name,
            extracted,
            chunks,
            extractor=versions[0],
            chunker=chunk.VERSION,
            pictures=bool(picture_pages(fmt, extracted)),
        )
        return None

    def _has_reader(self, fmt: Format) -> bool:
        return bool(fmt.reader)

    def _fail(self, file: StoredFile, failure: Failure, attempt: int = MOST_ATTEMPTS) -> None:
        again = failure.code in _TRANSIENT and attempt < MOST_ATTEMPTS
        retry_at = self._clock() + BACK_OFF[attempt - 1] if again else None
        status = Status.PARTIAL if failure.code in BY_NAME_ONLY else Status.FAILED
        self._writer.fail(file.id, failure, status, retry_at)


def content_of(path: bytes) -> Content | Failure:
    """The BLAKE3 of a file's bytes, read as a stream; nothing is parsed. Never follows a link, never opens a device."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        return _unreadable(error)
    with open(descriptor, "rb", buffering=0) as file:
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Failure(Reason.UNREADABLE, "it is not a regular file")
            hasher = blake3()
            while block := file.read(_BLOCK):
                hasher.update(block)
        except OSError as error:
            return _unreadable(error)
    return Content(hasher.digest(), (status.st_size, status.st_mtime_ns, status.st_ino))


def identity_of(path: bytes) -> tuple[int, int, int] | None:
    """(size, mtime_ns, inode) now; None when it is gone."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _is_elsewhere(path: bytes) -> bool:
    try:
        return is_placeholder(os.lstat(path))
    except OSError:
        return False  # reading it will say what is wrong


def _unreadable(error: OSError) -> Failure:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Failure(Reason.VANISHED, "it was gone before it could be read")
    if error.errno == errno.ELOOP:
        return Failure(Reason.UNREADABLE, "it is a link")
    return Failure(Reason.UNREADABLE, (error.strerror or str(error)).lower())
