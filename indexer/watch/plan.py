"""What to do about the difference between the disk and the library. Pure: no file is touched here.

A path that stays is the same file, whatever an editor did to replace what it holds. A path that is new takes over
the row of one that vanished when both are the same content by (device, inode, size, mtime). The old path must really
be gone: hard links share an inode. So no action ever aims at a path that another row holds, and their order is free.
"""

import os
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from indexer.types import FileStat
from indexer.watch.scan import Entry, Unreadable


class StoredFile(Protocol):
    """What the library knows of a file."""

    @property
    def id(self) -> int: ...
    @property
    def path(self) -> bytes: ...
    @property
    def size(self) -> int: ...
    @property
    def mtime_ns(self) -> int: ...
    @property
    def inode(self) -> int: ...
    @property
    def device(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Create:
    """A file that the library does not know."""

    stat: FileStat


@dataclass(frozen=True, slots=True)
class Update:
    """Its content may have changed: read it again."""

    file_id: int
    stat: FileStat


@dataclass(frozen=True, slots=True)
class Move:
    """The same content elsewhere: another path, or the same path on a drive that came back under another number."""

    file_id: int
    stat: FileStat


@dataclass(frozen=True, slots=True)
class Remove:
    """The file is gone."""

    file_id: int


Action = Create | Update | Move | Remove


def plan(seen: Iterable[Entry], stored: Iterable[StoredFile]) -> list[Action]:
    """The actions that turn `stored` into `seen`; both must cover the same folders.

    What is stored at or below an `Unreadable` and was not seen stays as it is. Time is linear in both.
    """
    rows = {row.path: row for row in stored}
    unreadable: set[bytes] = set()
    found: dict[bytes, FileStat] = {}
    for entry in seen:
        if isinstance(entry, Unreadable):
            unreadable.add(entry.path)
        else:
            found[entry.path] = entry

    actions: list[Action] = []
    new: list[FileStat] = []
    for stat in found.values():
        row = rows.pop(stat.path, None)
        if row is None:
            new.append(stat)
        elif (row.size, row.mtime_ns, row.inode) != (stat.size, stat.mtime_ns, stat.inode):
            actions.append(Update(row.id, stat))
        elif row.device != stat.device:
            actions.append(Move(row.id, stat))

    vanished = [row for row in rows.values() if not (unreadable and _is_at_or_below(row.path, unreadable))]
    followed: set[int] = set()
    moved: set[bytes] = set()
    for row, stat in _pairs(vanished, new):
        actions.append(Move(row.id, stat))
        followed.add(row.id)
        moved.add(stat.path)
    actions.extend(Remove(row.id) for row in vanished if row.id not in followed)
    actions.extend(Create(stat) for stat in new if stat.path not in moved)
    return actions


def _pairs(vanished: Iterable[StoredFile], new: Iterable[FileStat]) -> Iterator[tuple[StoredFile, FileStat]]:
    """Rows and the new paths that they moved to; each at most once. Of several names of one inode that moved
    together, each keeps its own name where it can."""
    same_name: dict[Hashable, list[StoredFile]] = defaultdict(list)
    any_name: dict[Hashable, list[StoredFile]] = defaultdict(list)
    for row in vanished:
        if row.inode:  # some file systems have none, and then it proves nothing
            same_name[_content(row), os.path.basename(row.path)].append(row)
    renamed = []
    for stat in new:
        if rows := same_name.get((_content(stat), os.path.basename(stat.path))):
            yield rows.pop(), stat
        else:
            renamed.append(stat)
    for rows in same_name.values():
        for row in rows:
            any_name[_content(row)].append(row)
    for stat in renamed:
        if rows := any_name.get(_content(stat), []):
            yield rows.pop(), stat


def _content(file: StoredFile | FileStat) -> Hashable:
    return file.device, file.inode, file.size, file.mtime_ns


def _is_at_or_below(path: bytes, folders: set[bytes]) -> bool:
    while path not in folders:
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
    return True
