"""What belongs together: duplicates and what becomes of them, versions of one document."""

import msgspec

from indexer.protocol.connection import Message


class FindDuplicates(Message, frozen=True):
    """Compare what was not compared yet, now. Answered with `TaskStarted`; it runs by itself, too."""


class GetDuplicates(Message, frozen=True):
    """Groups of files of which one is enough.

    `kinds`: "exact", "near" (the same text), "image" (look the same), "meaning", "shown" (pictures that show nearly the
    same: found where a model for that is chosen, never marked, never removed); empty: all. `rules` say which file
    of a group stays, in order (see `indexer.insight.preference`); empty: those of the settings. `select` marks files by
    rule. `folder`: only groups with a file below it.
    """

    kinds: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    folder: bytes | None = None
    limit: int = 200  # groups of each kind


class Copy(msgspec.Struct, frozen=True):
    """One file of a group. `relation` to the reference: a kind as above, "link" (another name of the very same file:
    it takes no space), "" for the reference. `marked` as the selection says."""

    path: bytes
    name: str
    kind: str
    size: int
    modified: float
    relation: str
    score: float
    marked: bool = False
    online: bool = True


class DuplicateGroup(msgspec.Struct, frozen=True):
    """The file that stays comes first. `score` is that of the least alike."""

    kind: str
    score: float
    files: tuple[Copy, ...]


class KindCount(msgspec.Struct, frozen=True):
    """How many groups of one kind there are, and how many bytes all but one file of each take."""

    kind: str
    groups: int = 0
    bytes: int = 0


class Duplicates(Message, frozen=True):
    """`waiting` comparisons are still to be made."""

    groups: tuple[DuplicateGroup, ...]
    counts: tuple[KindCount, ...]
    waiting: int = 0
    rules: tuple[str, ...] = ()


class SetApart(Message, frozen=True):
    """These files are not the same to the person: they are never grouped again, or (`apart=False`) they may be."""

    paths: tuple[bytes, ...]
    apart: bool = True


class Removal(msgspec.Struct, frozen=True):
    """`path` goes because it is like `reference`, which stays: "exact", "near" or "image"."""

    path: bytes
    reference: bytes
    kind: str = "exact"


class TrashCopies(Message, frozen=True):
    """Move copies to the trash, each only after it was compared with the file that stays, right before. `batch` goes on
    with one that was begun by an earlier message."""

    removals: tuple[Removal, ...]
    batch: int | None = None


class Refusal(msgspec.Struct, frozen=True):
    """Why a file stayed where it is: a stable code, and a sentence."""

    path: bytes
    code: str
    said: str


class Trashed(Message, frozen=True):
    """`batch` takes it all back, with `UndoTrash`."""

    batch: int
    moved: tuple[bytes, ...]
    refused: tuple[Refusal, ...]
    bytes: int = 0


class UndoTrash(Message, frozen=True):
    """Bring back what a batch moved to the trash; None: the last one."""

    batch: int | None = None


class Restored(Message, frozen=True):
    restored: tuple[bytes, ...]
    refused: tuple[Refusal, ...]


class GetRemovals(Message, frozen=True):
    limit: int = 200


class Removed(msgspec.Struct, frozen=True):
    """A line of the journal. `state` is "begun", "trashed", "restored" or "given up"."""

    batch: int
    path: bytes
    reference: bytes
    kind: str
    size: int
    state: str
    at: float


class Removals(Message, frozen=True):
    """The newest first."""

    removals: tuple[Removed, ...]


class Compare(Message, frozen=True):
    """Two files side by side, in the library or not."""

    first: bytes
    second: bytes


class Side(msgspec.Struct, frozen=True):
    """One of two compared files. Ranges of `text` in characters: `changed` is not in the other one."""

    path: bytes
    name: str
    kind: str
    size: int
    modified: float
    text: str = ""
    changed: tuple[tuple[int, int], ...] = ()
    words: int = 0


class Comparison(Message, frozen=True):
    """`relation` is "exact", "near", "version", "image" or "other"; `said` sums it up in a sentence. `anchors` pair
    offsets of both texts that stand for the same word, for scrolling side by side. `turned`: how the second picture is
    turned against the first one."""

    first: Side
    second: Side
    relation: str
    score: float
    said: str
    anchors: tuple[tuple[int, int], ...] = ()
    turned: str = ""


class GetVersions(Message, frozen=True):
    """Families of drafts: the one that a file belongs to, or all."""

    path: bytes | None = None
    limit: int = 500


class Version(msgspec.Struct, frozen=True):
    """`likeness` is how much of its words it shares with the current one, 0 where they were not compared."""

    path: bytes
    name: str
    kind: str
    size: int
    modified: float
    likeness: float
    copies: tuple[bytes, ...] = ()


class VersionFamily(msgspec.Struct, frozen=True):
    """The current version first, then the newest. `because` says in a few words why it is the current one."""

    versions: tuple[Version, ...]
    because: str = ""


class Versions(Message, frozen=True):
    families: tuple[VersionFamily, ...]
    total: int = 0


Request = (
    FindDuplicates | GetDuplicates | SetApart | TrashCopies | UndoTrash | GetRemovals | Compare | GetVersions
)  # fmt: skip
Answer = Duplicates | Trashed | Restored | Removals | Comparison | Versions
