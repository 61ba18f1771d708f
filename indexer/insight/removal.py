"""Which copy may go to the trash. Pure: what was seen and read is passed in, so that a model of a disk can ask too.

A copy goes only while the file that stays is there, is another file, and holds the same, read right now. A file that
stands for others which went before it goes only where an exact copy of it stays: no chain of near copies leads away
from what a person once had.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from indexer.insight.grouping import EXACT, REMOVABLE


class No(StrEnum):
    """Why a file stays where it is. The values are stable."""

    UNKNOWN_KIND = "unknown_kind"
    GONE = "gone"
    REFERENCE_GONE = "reference_gone"
    NOT_A_FILE = "not_a_file"
    PLACEHOLDER = "placeholder"
    OFFLINE = "offline"
    SAME_FILE = "same_file"
    REFERENCE_GOES = "reference_goes"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    STANDS_FOR_OTHERS = "stands_for_others"
    NO_TRASH = "no_trash"


SAID = {
    No.UNKNOWN_KIND: "Only exact copies, the same text and the same picture can be removed here.",
    No.GONE: "It is not there any more.",
    No.REFERENCE_GONE: "The file that should stay is not there any more.",
    No.NOT_A_FILE: "It, or the file that should stay, is a link or no plain file.",
    No.PLACEHOLDER: "It, or the file that should stay, is in a cloud and not on this machine.",
    No.OFFLINE: "Its drive, or that of the file that should stay, is away.",
    No.SAME_FILE: "It is another name of the very file that should stay: removing it frees no space.",
    No.REFERENCE_GOES: "The file that should stay is to be removed as well.",
    No.DIFFERENT: "It is not the same as the file that should stay, as both are now.",
    No.UNREADABLE: "It, or the file that should stay, could not be read right now.",
    No.CHANGED: "It, or the file that should stay, was changed while they were compared.",
    No.STANDS_FOR_OTHERS: "It stays for files that went to the trash before: only an exact copy can replace it.",
    No.NO_TRASH: "There is no trash on its drive.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the file system says of a path at one moment."""

    path: bytes
    present: bool
    plain: bool = True  # a regular file, not a link
    placeholder: bool = False
    online: bool = True
    device: int = 0
    inode: int = 0
    size: int = 0
    changed: int = 0  # any number that is another one after a write

    @property
    def identity(self) -> tuple[int, int, int, int]:
        return self.device, self.inode, self.size, self.changed


@dataclass(frozen=True, slots=True)
class Read:
    """What reading both files told: a hash of each one's bytes, and whether they are alike as the kind asks."""

    content: bytes
    kept: bytes
    alike: bool


def before_reading(copy: Seen, reference: Seen, kind: str, going: Collection[bytes]) -> No | None:
    """`going` are all paths that are to be removed in one go."""
    if kind not in REMOVABLE:
        return No.UNKNOWN_KIND
    if reference.path in going:
        return No.REFERENCE_GOES
    if not copy.online or not reference.online:
        return No.OFFLINE
    if not copy.present:
        return No.GONE
    if not reference.present:
        return No.REFERENCE_GONE
    if not copy.plain or not reference.plain:
        return No.NOT_A_FILE
    if copy.placeholder or reference.placeholder:
        return No.PLACEHOLDER
    if copy.path == reference.path or (copy.device, copy.inode) == (reference.device, reference.inode):
        return No.SAME_FILE
    if kind == EXACT and copy.size != reference.size:
        return No.DIFFERENT
    return None


def after_reading(
    copy: tuple[Seen, Seen], reference: tuple[Seen, Seen], kind: str, read: Read | None, promised: Collection[bytes]
) -> No | None:
    """`copy` and `reference` as they were before and after they were read; `read` is None where that failed; `promised`
    are the contents that stay for what was removed before."""
    if read is None:
        return No.UNREADABLE
    if copy[0].identity != copy[1].identity or reference[0].identity != reference[1].identity:
        return No.CHANGED
    if not read.alike or (kind == EXACT and read.content != read.kept):
        return No.DIFFERENT
    if read.content != read.kept and read.content in promised:
        return No.STANDS_FOR_OTHERS
    return None
