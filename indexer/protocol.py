"""What may be asked of the service, and what it answers: the messages that cross a process.

A client sends `Envelope(id, request)`, the service answers `Reply(id, body)` or `Reply(id, Problem)`; after `Subscribe`
it also sends `Event`s, which say which area changed: the client asks again for what it shows. Messages are msgpack,
length-capped, one per frame; nothing is ever unpickled. Paths are bytes; texts are clean Unicode; times are seconds
since the epoch; offsets count characters.
"""

import msgspec

from indexer.types import Failure, Mode, Place, Status, Tier

VERSION = 1
MAX_REQUEST_BYTES = 1 << 20  # a client has no business sending more
MAX_REPLY_BYTES = 256 << 20


class Message(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=False):
    """Base of all messages; the class name is the tag on the wire."""


# --- what a person may ask ---------------------------------------------------------------------------------------


class Filters(msgspec.Struct, frozen=True):
    """What hits must satisfy. Empty means no restriction."""

    kinds: tuple[str, ...] = ()  # kinds or extensions: "pdf", "image", "docx"
    folders: tuple[bytes, ...] = ()  # anywhere below one of these
    modified_from: float | None = None
    modified_to: float | None = None


class Hello(Message, frozen=True):
    version: int = VERSION


class Search(Message, frozen=True):
    query: str
    mode: Mode = Mode.HYBRID
    filters: Filters = Filters()
    limit: int = 50


class SimilarTo(Message, frozen=True):
    """Documents like a file (in the library or not) or like a text; exactly one of them is given."""

    path: bytes | None = None
    text: str = ""
    limit: int = 20


class GetStatus(Message, frozen=True):
    failures: int = 200  # how many to list at most


class GetDocument(Message, frozen=True):
    path: bytes


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


class GetSettings(Message, frozen=True):
    pass


class ChangeSetting(Message, frozen=True):
    name: str
    value: bool | int | float | str


class AwaitMeaning(Message, frozen=True):
    """Answered with `Done` once the query model is loaded, or with the problem that keeps it from loading."""


class Diagnose(Message, frozen=True):
    pass


class Subscribe(Message, frozen=True):
    """From now on this connection also receives `Event`s."""


class Shutdown(Message, frozen=True):
    pass


Request = (
    Hello | Search | SimilarTo | GetStatus | GetDocument | AddFolder | RemoveFolder | PauseFolder | Pause
    | Rescan | Retry | GetSettings | ChangeSetting | AwaitMeaning | Diagnose | Subscribe | Shutdown
)  # fmt: skip


# --- what the service answers ------------------------------------------------------------------------------------


class Welcome(Message, frozen=True):
    version: int
    pid: int
    library: bytes


class Done(Message, frozen=True):
    """The request was carried out (or is under way: events tell)."""


class Problem(Message, frozen=True):
    """The request failed; see `indexer.errors.WhereinError` for the fields."""

    code: str
    message: str
    remedy: str = ""
    bug: bool = False


class Passage(msgspec.Struct, frozen=True):
    """A part of a document that answers the query. `start` and `end` are offsets in the document's text;
    `sentence` and `highlights` are offsets within `text`."""

    start: int
    end: int
    text: str
    score: float
    place: Place | None = None
    sentence: tuple[int, int] | None = None
    highlights: tuple[tuple[int, int], ...] = ()


class Why(msgspec.Struct, frozen=True):
    """How a hit came to its score: what each retriever said. None: this retriever did not find it."""

    words: float | None = None
    meaning: float | None = None
    name: float | None = None


class Hit(msgspec.Struct, frozen=True):
    """One document. `path` is the newest file that holds it; `copies` are the others."""

    path: bytes
    name: str
    kind: str
    size: int
    modified: float
    score: float
    tier: Tier
    title: str = ""
    page_count: int = 0
    passages: tuple[Passage, ...] = ()  # best first; empty when only the name matched
    more: int = 0  # further passages that match
    copies: tuple[bytes, ...] = ()
    name_highlights: tuple[tuple[int, int], ...] = ()
    status: Status = Status.OK
    why: Why = Why()


class Results(Message, frozen=True):
    query: str
    hits: tuple[Hit, ...]
    total: int  # documents found, of which `hits` are the best
    no_match: bool  # nothing found that deserves the name
    milliseconds: float
    meaning_ready: bool = True  # False: words and names only, meaning is still being built or loaded


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
    """`stage` is "idle", "looking" (for files), "reading" (words) or "understanding" (meaning).
    `problem` says why work stands still ("the disk is full ..."), empty where it does not."""

    stage: str = "idle"
    current: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    paused: bool = False
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


class DocumentText(Message, frozen=True):
    """What was read from a file, for the preview. `text` is empty where nothing was read: see `failure`."""

    path: bytes
    name: str
    kind: str
    size: int
    modified: float
    text: str = ""
    places: tuple[Place, ...] = ()
    title: str = ""
    author: str = ""
    created: float | None = None
    language: str = ""
    page_count: int = 0
    status: Status = Status.PENDING
    failure: Failure | None = None


class SettingValue(msgspec.Struct, frozen=True):
    name: str
    value: bool | int | float | str
    default: bool | int | float | str
    help: str


class Settings(Message, frozen=True):
    settings: tuple[SettingValue, ...]


class Check(msgspec.Struct, frozen=True):
    """One line of the doctor: `grade` is "good", "care" or "bad"; `remedy` says what to do about it."""

    name: str
    grade: str
    detail: str
    remedy: str = ""


class Diagnosis(Message, frozen=True):
    checks: tuple[Check, ...]


Answer = Welcome | Done | Problem | Results | StatusReport | DocumentText | Settings | Diagnosis


# --- what it says unasked ----------------------------------------------------------------------------------------


class Changed(Message, frozen=True):
    """Something changed in an area: "files" (results may differ), "folders", "failures" or "settings"."""

    areas: tuple[str, ...]


class Advanced(Message, frozen=True):
    """Work went on; sent a few times a second at most."""

    progress: Progress


class Goodbye(Message, frozen=True):
    """The service is stopping."""


Event = Changed | Advanced | Goodbye


class Envelope(msgspec.Struct, frozen=True):
    id: int
    request: Request


class Reply(msgspec.Struct, frozen=True):
    """`id` of the request that it answers; 0 for an event."""

    id: int
    body: Answer | Event


_ENCODER = msgspec.msgpack.Encoder()
_ENVELOPES = msgspec.msgpack.Decoder(Envelope)
_REPLIES = msgspec.msgpack.Decoder(Reply)


def encode(message: Envelope | Reply) -> bytes:
    return _ENCODER.encode(message)


def decode_envelope(data: bytes) -> Envelope:
    """Raises `msgspec.MsgspecError` for anything that is not a well-formed request."""
    return _ENVELOPES.decode(data)


def decode_reply(data: bytes) -> Reply:
    return _REPLIES.decode(data)
