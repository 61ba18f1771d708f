"""The one file that a reader may look at: already open, a regular file, never a link, device or pipe."""

import math
import mmap
import os
import stat
from dataclasses import dataclass
from functools import cached_property

from indexer.types import Failure, Reason

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Refused(Exception):
    """A reader's verdict on a file that it cannot read; ends as a `Failure` with the same words."""

    def __init__(self, code: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.failure = Failure(code, detail)


def open_regular(path: bytes) -> int:
    """A descriptor of the regular file at `path`. Raises `Refused` for anything else, and where the system says no."""
    try:
        descriptor = os.open(path, _FLAGS | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError:
        raise Refused(Reason.VANISHED) from None
    except OSError as error:
        raise Refused(Reason.UNREADABLE, error.strerror or str(error)) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused(Reason.UNREADABLE, "not a regular file")
    return descriptor


@dataclass(frozen=True)
class Source:
    """A file's name and content.

    `until` is the moment (of `time.monotonic`) at which a reader should come to an end with what it has.
    `depth` counts the archives and mails around the file: 0 for one on disk.
    """

    name: str
    data: bytes | mmap.mmap
    until: float = math.inf
    depth: int = 0

    def inside(self, name: str, data: bytes) -> "Source":
        """A file within this one."""
        return Source(name, data, self.until, self.depth + 1)

    def renamed(self, name: str) -> "Source":
        """The same content under a name that fits it."""
        return Source(name, self.data, self.until, self.depth)

    @cached_property
    def extension(self) -> str:
        stem, dot, extension = self.name.rpartition(".")
        return extension.lower() if dot and stem else ""

    @cached_property
    def content(self) -> bytes:
        """The whole content in memory, for libraries that take nothing else."""
        return self.data if isinstance(self.data, bytes) else self.data[:]

    def head(self, size: int) -> bytes:
        return self.data[:size]

    def __len__(self) -> int:
        return len(self.data)


def source_of(descriptor: int, name: str, until: float = math.inf) -> Source:
    """The file behind `descriptor`, mapped (private, so that a library may be handed a writable buffer)."""
    size = os.fstat(descriptor).st_size
    if size < 1 << 20:  # a short file is read faster than it is mapped
        with open(descriptor, "rb", closefd=False) as file:
            return Source(name, file.read(), until)
    return Source(name, mmap.mmap(descriptor, size, access=mmap.ACCESS_COPY), until)
