"""What may be asked of the service, and what it answers: the messages that cross a process.

A client sends `Envelope(id, request)`, the service answers `Reply(id, body)` or `Reply(id, Problem)`; after `Subscribe`
it also sends `Event`s, which say which area changed: the client asks again for what it shows. Messages are msgpack,
length-capped, one per frame; nothing is ever unpickled. Paths are bytes; texts are clean Unicode; times are seconds
since the epoch; offsets count characters. Each room has a module of messages and joins the unions below.
"""

import msgspec

from indexer.protocol import connection, library, search, tags, tasks
from indexer.protocol.connection import VERSION, Done, Goodbye, Hello, Message, Problem, Shutdown, Subscribe, Welcome
from indexer.protocol.library import (
    AddFolder,
    Advanced,
    Changed,
    ChangeSetting,
    Check,
    Diagnose,
    Diagnosis,
    FailedFile,
    FileCounts,
    FolderState,
    GetSettings,
    GetStatus,
    Pause,
    PauseFolder,
    Progress,
    RemoveFolder,
    Rescan,
    Retry,
    Settings,
    SettingValue,
    StatusReport,
)
from indexer.protocol.search import (
    AwaitMeaning,
    DocumentText,
    Facets,
    Filters,
    GetDocument,
    Hit,
    Part,
    Passage,
    Refine,
    Results,
    Search,
    SimilarTo,
    StopRefining,
    Understood,
    Why,
)
from indexer.protocol.tags import (
    CreateTag,
    DescribeTag,
    FileTags,
    GetMarks,
    GetSuggestions,
    GetTags,
    Mark,
    MarkList,
    MarksBefore,
    RemoveTag,
    RestoreTag,
    SetMarks,
    Suggestion,
    SuggestionList,
    SuggestTags,
    TagList,
    TagState,
)
from indexer.protocol.tasks import CancelTask, GetTasks, PauseTask, TaskList, TaskStarted, TaskState

__all__ = [
    "MAX_REPLY_BYTES",
    "MAX_REQUEST_BYTES",
    "VERSION",
    "AddFolder",
    "Advanced",
    "Answer",
    "AwaitMeaning",
    "CancelTask",
    "ChangeSetting",
    "Changed",
    "Check",
    "CreateTag",
    "DescribeTag",
    "Diagnose",
    "Diagnosis",
    "DocumentText",
    "Done",
    "Envelope",
    "Event",
    "Facets",
    "FailedFile",
    "FileCounts",
    "FileTags",
    "Filters",
    "FolderState",
    "GetDocument",
    "GetMarks",
    "GetSettings",
    "GetStatus",
    "GetSuggestions",
    "GetTags",
    "GetTasks",
    "Goodbye",
    "Hello",
    "Hit",
    "Mark",
    "MarkList",
    "MarksBefore",
    "Message",
    "Part",
    "Passage",
    "Pause",
    "PauseFolder",
    "PauseTask",
    "Problem",
    "Progress",
    "Refine",
    "RemoveFolder",
    "RemoveTag",
    "Reply",
    "Request",
    "Rescan",
    "RestoreTag",
    "Results",
    "Retry",
    "Search",
    "SetMarks",
    "SettingValue",
    "Settings",
    "Shutdown",
    "SimilarTo",
    "StatusReport",
    "StopRefining",
    "Subscribe",
    "SuggestTags",
    "Suggestion",
    "SuggestionList",
    "TagList",
    "TagState",
    "TaskList",
    "TaskStarted",
    "TaskState",
    "Understood",
    "Welcome",
    "Why",
    "decode_envelope",
    "decode_reply",
    "encode",
]

MAX_REQUEST_BYTES = 1 << 20  # a client has no business sending more
MAX_REPLY_BYTES = 256 << 20

Request = connection.Request | search.Request | library.Request | tags.Request | tasks.Request
Answer = connection.Answer | search.Answer | library.Answer | tags.Answer | tasks.Answer
Event = connection.Event | library.Event


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
