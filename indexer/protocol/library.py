"""Folders, what was read in them, settings, and the health of the machine."""

import msgspec

from indexer.protocol.connection import Message
from indexer.types import Failure, Status


class AddFolder(Message, frozen=True):
    path: bytes


class RemoveFolder(Message, frozen=True):
    path: bytes


class PauseFolder(Message, frozen=True):
    path: bytes
    paused: bool


class Pause(Message, frozen=True):
    """Pause or resume all reading and understanding; searching goes on."""

    paused: bool


class Rescan(Message, frozen=True):
    """Compare the folders with the disk now, instead of waiting for the watcher."""


class Retry(Message, frozen=True):
    """Try failed files again: one, or all of them where `path` is None."""

    path: bytes | None = None


class GetStatus(Message, frozen=True):
    failures: int = 200  # how many to list at most


class FileCounts(msgspec.Struct, frozen=True):
    ok: int = 0
    partial: int = 0
    failed: int = 0
    pending: int = 0

    @property
    def total(self) -> int:
        return self.ok + self.partial + self.failed + self.pending


class FolderState(msgspec.Struct, frozen=True):
    """`state` is "online", "offline" (its drive is away; its index is kept) or "unreadable"."""

    path: bytes
    paused: bool
    state: str
    files: FileCounts
    scanning: bool = False


class FailedFile(msgspec.Struct, frozen=True):
    path: bytes
    status: Status
    failure: Failure
    attempts: int = 0
    retry_at: float | None = None  # None: parked until the file changes or a person retries


class Progress(msgspec.Struct, frozen=True):
    """`stage` is "idle", "looking" (for files), "reading" (words), "understanding" (meaning) or "recognising" (text in
    pictures).
    `problem` says why work stands still ("the disk is full ..."), empty where it does not."""

    stage: str = "idle"
    current: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    paused: bool = False
    problem: str = ""


class VectorIndexState(msgspec.Struct, frozen=True):
    """How vectors are searched: `kind` as in the setting `vector_index`. `passages` are those that are not compared one
    by one, and `recall` the share of the ten nearest that is found among them, as measured when it was made. `problem`
    says why another kind, which would be in place, is not used."""

    kind: str = "exact"
    passages: int = 0
    recall: float = 1.0
    problem: str = ""


class StatusReport(Message, frozen=True):
    files: FileCounts
    documents: int
    chunks: int
    vectors: int
    model: str
    folders: tuple[FolderState, ...]
    failures: tuple[FailedFile, ...]
    progress: Progress
    meaning_ready: bool
    vector_index: VectorIndexState = VectorIndexState()


class GetSettings(Message, frozen=True):
    pass


class ChangeSetting(Message, frozen=True):
    name: str
    value: bool | int | float | str


class SettingValue(msgspec.Struct, frozen=True):
    """`built_in` is what holds besides, whatever the value: the rules for what is left out by itself. `among`: the
    values that it may have, where they can be listed."""

    name: str
    value: bool | int | float | str
    default: bool | int | float | str
    help: str
    built_in: str = ""
    among: tuple[str, ...] = ()


class Settings(Message, frozen=True):
    settings: tuple[SettingValue, ...]


class Diagnose(Message, frozen=True):
    pass


class Check(msgspec.Struct, frozen=True):
    """One line of the doctor: `grade` is "good", "care" or "bad"; `remedy` says what to do about it."""

    name: str
    grade: str
    detail: str
    remedy: str = ""


class Diagnosis(Message, frozen=True):
    checks: tuple[Check, ...]


class Changed(Message, frozen=True):
    """Something changed in an area: "files" (results may differ), "folders", "failures", "settings", "tags", "tasks",
    "duplicates" or "topics"."""

    areas: tuple[str, ...]


class Advanced(Message, frozen=True):
    """Work went on; sent a few times a second at most."""

    progress: Progress


Request = (
    AddFolder | RemoveFolder | PauseFolder | Pause | Rescan | Retry | GetStatus | GetSettings | ChangeSetting | Diagnose
)  # fmt: skip
Answer = StatusReport | Settings | Diagnosis
Event = Changed | Advanced
