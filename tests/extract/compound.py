"""Compound files (MS-CFB), the container of old Office documents and Outlook's mails, as small as they can be."""

import struct
from dataclasses import dataclass
from itertools import pairwise

SECTOR, SHORT_SECTOR, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5

Tree = dict[str, "bytes | Tree"]


@dataclass
class Entry:
    """Of the directory. `right` and `child` are numbers of others, `start` is that of a sector."""

    name: str = ""
    kind: int = 0
    data: bytes = b""
    right: int = FREE
    child: int = FREE
    start: int = 0

    def packed(self) -> bytes:
        raw = (self.name + "\0").encode("utf-16-le") if self.name else b""
        links = FREE, self.right, self.child
        return struct.pack("<64sHBBIII16xI16xIQ", raw, len(raw), self.kind, 1, *links, 0, self.start, len(self.data))


def compound(tree: Tree) -> bytes:
    """Streams are bytes, storages are dicts. All streams are short, so they lie in the root's own stream."""
    entries = [Entry("Root Entry", ROOT)]
    _enter(tree, 0, entries)
    root, chain = entries[0], list[int]()
    for entry in entries[1:]:
        assert len(entry.data) < CUTOFF
        first, count = len(chain), -(-len(entry.data) // SHORT_SECTOR)
        if entry.kind == STREAM:
            entry.start = first if count else END
        chain += [*range(first + 1, first + count), END] if count else []
        root.data += entry.data + b"\0" * (-len(entry.data) % SHORT_SECTOR)
    entries += [Entry()] * (-len(entries) % 4)
    sizes = [len(entries) * 128, len(_padded(_numbers(chain))), len(_padded(root.data))]
    starts = [1]  # the sector before them holds the chains of all sectors
    for size in sizes:
        starts.append(starts[-1] + size // SECTOR)
    fat = [FAT]
    for start, end in pairwise(starts):
        fat += [*range(start + 1, end), END] if end > start else []
    assert len(fat) <= SECTOR // 4
    root.start = starts[2] if root.data else END
    places = 1, starts[0], 0, CUTOFF, starts[1], sizes[1] // SECTOR, END, 0, 0
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16xHHHHH6xI9I", 0x3E, 3, 0xFFFE, 9, 6, 0, *places)
    directory = b"".join(entry.packed() for entry in entries)
    return _padded(header) + _padded(_numbers(fat)) + directory + _padded(_numbers(chain)) + _padded(root.data)


def _enter(tree: Tree, parent: int, entries: list[Entry]) -> None:
    """Siblings are a chain in the order that the format asks for: shorter names first."""
    last = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content, number = tree[name], len(entries)
        entries.append(Entry(name, STREAM, content) if isinstance(content, bytes) else Entry(name, STORAGE))
        if last is None:
            entries[parent].child = number
        else:
            entries[last].right = number
        last = number
        if not isinstance(content, bytes):
            _enter(content, number, entries)


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _padded(data: bytes) -> bytes:
    return data + b"\xff" * (-len(data) % SECTOR)
