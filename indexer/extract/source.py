"""The one file that a reader may look at: already open, a regular file, never a link, device or pipe."""

import io
import math
import mmap
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO, cast

from indexer.types import Failure, Reason

MAX_CONTENT = 256 << 20  # bytes of a file that a library may be handed in one piece
MAX_UNPACKED = 256 << 20  # bytes that may come out of all the archives in one file
MAX_DEPTH = 5  # of archives and mails inside each other

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Refused(Exception):
    """A reader's verdict on a file that it cannot read; ends as a `Failure` with the same words."""

    def __init__(self, code: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.failure = Failure(code, detail)


def open_regular(path: bytes) -> int:
    """A descriptor of the regular file at `path`. Raises `Refused` for anything else, and where the system says no."""
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise Refused(Reason.VANISHED) from None
    except OSError as error:
        raise Refused(Reason.UNREADABLE, error.strerror or str(error)) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused(Reason.UNREADABLE, "not a regular file")
    return descriptor


@dataclass
class Budget:
    """What may still be unpacked from one file and everything inside it, in bytes."""

    left: int = MAX_UNPACKED

    def spend(self, size: int) -> None:
        """Raises `Refused` when it is used up."""
        self.left -= size
        if self.left < 0:
            raise Refused(Reason.BOMB, f"It unpacks to more than {MAX_UNPACKED >> 20} MB.")


@dataclass(frozen=True)
class Source:
    """A file's name and content.

    `until` is the moment (of `time.monotonic`) at which a reader should come to an end with what it has.
    `depth` counts the archives and mails around the file: 0 for one on disk.
    `pages`, from 1, are those to look at; empty for all (only the reader "ocr" asks).
    """

    name: str
    data: bytes | mmap.mmap
    until: float = math.inf
    depth: int = 0
    budget: Budget = field(default_factory=Budget)
    pages: tuple[int, ...] = ()

    def inside(self, name: str, data: bytes) -> "Source":
        """A file within this one. Raises `Refused` where too many are inside each other."""
        if self.depth >= MAX_DEPTH:
            raise Refused(Reason.BOMB, f"More than {MAX_DEPTH} archives are inside each other.")
        return Source(name, data, self.until, self.depth + 1, self.budget)

    def renamed(self, name: str) -> "Source":
        """The same content under a name that fits it."""
        return Source(name, self.data, self.until, self.depth, self.budget)

    @cached_property
    def extension(self) -> str:
        stem, dot, extension = self.name.rpartition(".")
        return extension.lower() if dot and stem else ""

    @cached_property
    def content(self) -> bytes:
        """The whole content in memory, for libraries that take nothing else. Raises `Refused` where it is too much."""
        if isinstance(self.data, bytes):
            return self.data
        if len(self.data) > MAX_CONTENT:
            raise Refused(Reason.TOO_LARGE, f"It is larger than {MAX_CONTENT >> 20} MB.")
        return self.data[:]

    def file(self) -> BinaryIO:
        """The content as a file, for libraries that read piece by piece."""
        if isinstance(self.data, bytes):
            return io.BytesIO(self.data)
        return cast(BinaryIO, io.BufferedReader(_MappedFile(self.data)))

    def head(self, size: int) -> bytes:
        return self.data[:size]

    def __len__(self) -> int:
        return len(self.data)


class _MappedFile(io.RawIOBase):
    """A mapped file as Python's own file (`mmap` itself says neither `seekable` nor `readinto`)."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._data[self._at : self._at + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._data)}[whence]
        self._at = max(0, start + offset)
        return self._at


def source_of(descriptor: int, name: str, until: float = math.inf, pages: tuple[int, ...] = ()) -> Source:
    """The file behind `descriptor`, mapped (private, so that a library may be handed a writable buffer)."""
    size = os.fstat(descriptor).st_size
    if size < 1 << 20:  # a short file is read faster than it is mapped
        with open(descriptor, "rb", closefd=False) as file:
            return Source(name, file.read(), until, pages=pages)
    return Source(name, mmap.mmap(descriptor, size, access=mmap.ACCESS_COPY), until, pages=pages)
