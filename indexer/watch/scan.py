"""What is on the disk below a watched folder: a stream of entries, never following a link."""

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.types import FileStat
from indexer.watch.rules import Rules


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that is there but could not be looked at. Nothing that is known at or below it is purged."""

    path: bytes
    detail: str


Entry = FileStat | Unreadable

# The file system says: the name is here, the content is elsewhere.
_MACOS_DATALESS = 0x40000000  # SF_DATALESS, sys/stat.h
_WINDOWS_ELSEWHERE = 0x00001000 | 0x00040000 | 0x00400000  # OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS

_ZIP = b"PK\3\4"
# A pipe that took the file's place is not waited for, a link not followed.
_TO_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def walk(root: bytes, rules: Rules, inside: bytes | None = None, deep: bool = True) -> Iterator[Entry]:
    """The regular files below `root`, or below `inside` (a folder somewhere in it), in no particular order.

    `deep=False` looks at that one folder only. A folder `inside` that is gone, skipped by the rules, or now reached
    through a link holds no files; one that cannot be listed is an `Unreadable`, and so is a `root` that is gone.
    """
    top = root if inside is None else inside
    relative = relative_to(root, top)
    if relative:
        if rules.excludes(relative, is_dir=True):
            return
        try:
            if not _is_plain_folder(root, relative):
                return
        except OSError as error:
            yield Unreadable(top, error.strerror or str(error))
            return
    folders = [(top, relative)]
    while folders:
        folder, relative = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    path = relative + b"/" + entry.name if relative else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if deep and not rules.skips(path, is_dir=True) and not _is_junction(entry.path):
                            folders.append((entry.path, path))
                    elif entry.is_file(follow_symlinks=False):
                        found = _look_at(entry) if _is_wanted(rules, path, entry) else None
                        if found is not None:
                            yield found
        except OSError as error:
            yield Unreadable(folder, error.strerror or str(error))


def relative_to(root: bytes, path: bytes) -> bytes:
    """`path` below `root`, its parts joined by "/"; empty for the root itself."""
    if path == root:
        return b""
    tail = path[len(root) :].lstrip(os.fsencode(os.sep))
    return tail if os.sep == "/" else tail.replace(os.fsencode(os.sep), b"/")


def is_placeholder(status: os.stat_result) -> bool:
    """Whether reading the content would fetch it from a cloud; only macOS and Windows tell."""
    return bool(
        getattr(status, "st_flags", 0) & _MACOS_DATALESS
        or getattr(status, "st_file_attributes", 0) & _WINDOWS_ELSEWHERE
    )


def _is_wanted(rules: Rules, path: bytes, entry: os.DirEntry[bytes]) -> bool:
    return not rules.skips(path, is_dir=False) or (rules.leaves_to_content(path) and _begins_as_zip(entry))


def _begins_as_zip(entry: os.DirEntry[bytes]) -> bool:
    """Never asked of a file that would have to be fetched for it. One that cannot be opened is as if it did not."""
    try:
        if is_placeholder(os.lstat(entry.path)):
            return False
        descriptor = os.open(entry.path, _TO_LOOK)
    except OSError:
        return False
    with open(descriptor, "rb", buffering=0) as file:
        return file.read(len(_ZIP)) == _ZIP


def _look_at(entry: os.DirEntry[bytes]) -> Entry | None:
    try:
        # On Windows an entry's own stat has neither inode nor device.
        status = os.lstat(entry.path) if sys.platform == "win32" else entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Unreadable(entry.path, error.strerror or str(error))
    return FileStat(
        entry.path, status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev, is_placeholder(status)
    )


def _is_plain_folder(root: bytes, relative: bytes) -> bool:
    """Whether each part of the way down is a real folder. Raises OSError where that cannot be told."""
    path = root
    if not os.path.isdir(root):
        raise NotADirectoryError(f"{os.fsdecode(root)} is not there")
    for part in relative.split(b"/"):
        path = os.path.join(path, part)
        try:
            if not stat.S_ISDIR(os.lstat(path).st_mode) or _is_junction(path):
                return False
        except FileNotFoundError:
            return False
    return True


def _is_junction(path: bytes) -> bool:
    """A link between folders that Windows shows as a folder; following it may lead in a circle."""
    return sys.platform == "win32" and os.lstat(path).st_reparse_tag == stat.IO_REPARSE_TAG_MOUNT_POINT
