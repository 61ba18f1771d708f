"""What may be asked of the service, and what it answers: the messages that cross a process.

A client sends `Envelope(id, request)`, the service answers `Reply(id, body)` or `Reply(id, Problem)`; after `Subscribe`
it also sends `Event`s, which say which area changed: the client asks again for what it shows. Messages are msgpack,
length-capped, one per frame; nothing is ever unpickled. Paths are bytes; texts are clean Unicode; times are seconds
since the epoch; offsets count characters. Each room has a module of messages and joins the unions below.
"""

import msgspec

from indexer.protocol import (
    alike,
    connection,
    exporting,
    library,
    models,
    rules,
    saved,
    search,
    storage,
    tags,
    tasks,
    topics,
    training,
)
from indexer.protocol.alike import (
    Compare,
    Comparison,
    Copy,
    DuplicateGroup,
    Duplicates,
    FindDuplicates,
    GetDuplicates,
    GetRemovals,
    GetVersions,
    KindCount,
    Refusal,
    Removal,
    Removals,
    Removed,
    Restored,
    SetApart,
    Side,
    TrashCopies,
    Trashed,
    UndoTrash,
    Version,
    VersionFamily,
    Versions,
)
from indexer.protocol.connection import VERSION, Done, Goodbye, Hello, Message, Problem, Shutdown, Subscribe, Welcome
from indexer.protocol.exporting import Export
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
    VectorIndexState,
)
from indexer.protocol.models import (
    AllowCode,
    DownloadModel,
    ForgetVectors,
    GetModel,
    GetModels,
    KeptVectors,
    MeasureSizes,
    MeasureSpeed,
    ModelList,
    ModelState,
    RemoveModel,
    SizeCost,
    SizeCosts,
    Speed,
    UseModel,
)
from indexer.protocol.rules import (
    GetRules,
    Moved,
    MoveFile,
    RemoveRule,
    RestoreRule,
    Rule,
    RuleList,
    RuleState,
    SetRule,
)
from indexer.protocol.saved import (
    EraseFeedback,
    FeedbackCount,
    ForgetSaved,
    GetFeedback,
    GetSaved,
    Judge,
    SavedList,
    SavedSearch,
    SaveSearch,
    Seen,
    SeenSaved,
    TellOfSaved,
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
    TextBox,
    Understood,
    Why,
)
from indexer.protocol.storage import EncryptLibrary, EraseLibrary, GetStorage, Storage, StoredPart
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
from indexer.protocol.topics import (
    GetTopicFiles,
    GetTopicMap,
    GetTopics,
    MergeTopics,
    RefreshTopics,
    RenameTopic,
    SplitTopic,
    Topic,
    TopicFile,
    TopicFiles,
    TopicMap,
    Topics,
)
from indexer.protocol.training import GetTraining, Measure, Train, Trained, Training

__all__ = [
    "MAX_REPLY_BYTES",
    "MAX_REQUEST_BYTES",
    "VERSION",
    "AddFolder",
    "Advanced",
    "AllowCode",
    "Answer",
    "AwaitMeaning",
    "CancelTask",
    "ChangeSetting",
    "Changed",
    "Check",
    "Compare",
    "Comparison",
    "Copy",
    "CreateTag",
    "DescribeTag",
    "Diagnose",
    "Diagnosis",
    "DocumentText",
    "Done",
    "DownloadModel",
    "DuplicateGroup",
    "Duplicates",
    "EncryptLibrary",
    "Envelope",
    "EraseFeedback",
    "EraseLibrary",
    "Event",
    "Export",
    "Facets",
    "FailedFile",
    "FeedbackCount",
    "FileCounts",
    "FileTags",
    "Filters",
    "FindDuplicates",
    "FolderState",
    "ForgetSaved",
    "ForgetVectors",
    "GetDocument",
    "GetDuplicates",
    "GetFeedback",
    "GetMarks",
    "GetModel",
    "GetModels",
    "GetRemovals",
    "GetRules",
    "GetSaved",
    "GetSettings",
    "GetStatus",
    "GetStorage",
    "GetSuggestions",
    "GetTags",
    "GetTasks",
    "GetTopicFiles",
    "GetTopicMap",
    "GetTopics",
    "GetTraining",
    "GetVersions",
    "Goodbye",
    "Hello",
    "Hit",
    "Judge",
    "KeptVectors",
    "KindCount",
    "Mark",
    "MarkList",
    "MarksBefore",
    "Measure",
    "MeasureSizes",
    "MeasureSpeed",
    "MergeTopics",
    "Message",
    "ModelList",
    "ModelState",
    "MoveFile",
    "Moved",
    "Part",
    "Passage",
    "Pause",
    "PauseFolder",
    "PauseTask",
    "Problem",
    "Progress",
    "Refine",
    "RefreshTopics",
    "Refusal",
    "Removal",
    "Removals",
    "RemoveFolder",
    "RemoveModel",
    "RemoveRule",
    "RemoveTag",
    "Removed",
    "RenameTopic",
    "Reply",
    "Request",
    "Rescan",
    "RestoreRule",
    "RestoreTag",
    "Restored",
    "Results",
    "Retry",
    "Rule",
    "RuleList",
    "RuleState",
    "SaveSearch",
    "SavedList",
    "SavedSearch",
    "Search",
    "Seen",
    "SeenSaved",
    "SetApart",
    "SetMarks",
    "SetRule",
    "SettingValue",
    "Settings",
    "Shutdown",
    "Side",
    "SimilarTo",
    "SizeCost",
    "SizeCosts",
    "Speed",
    "SplitTopic",
    "StatusReport",
    "StopRefining",
    "Storage",
    "StoredPart",
    "Subscribe",
    "SuggestTags",
    "Suggestion",
    "SuggestionList",
    "TagList",
    "TagState",
    "TaskList",
    "TaskStarted",
    "TaskState",
    "TellOfSaved",
    "TextBox",
    "Topic",
    "TopicFile",
    "TopicFiles",
    "TopicMap",
    "Topics",
    "Train",
    "Trained",
    "Training",
    "TrashCopies",
    "Trashed",
    "Understood",
    "UndoTrash",
    "UseModel",
    "VectorIndexState",
    "Version",
    "VersionFamily",
    "Versions",
    "Welcome",
    "Why",
    "decode_envelope",
    "decode_reply",
    "encode",
]

MAX_REQUEST_BYTES = 1 << 20  # a client has no business sending more
MAX_REPLY_BYTES = 256 << 20

Request = (
    alike.Request
    | connection.Request
    | exporting.Request
    | library.Request
    | models.Request
    | saved.Request
    | search.Request
    | storage.Request
    | tags.Request
    | rules.Request
    | tasks.Request
    | topics.Request
    | training.Request
)
Answer = (
    alike.Answer
    | connection.Answer
    | library.Answer
    | models.Answer
    | saved.Answer
    | search.Answer
    | storage.Answer
    | tags.Answer
    | rules.Answer
    | tasks.Answer
    | topics.Answer
    | training.Answer
)
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
