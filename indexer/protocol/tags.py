"""Tags: a person's own labels, what is suggested for them, and rules."""

import msgspec

from indexer.protocol.connection import Message
from indexer.types import Place


class TagState(msgspec.Struct, frozen=True):
    """`documents` carry it; `suggested` more wait for a decision. `taught` decisions were made by hand; `learns`: they
    are enough to judge by them. `quiet`: it is never suggested."""

    name: str
    description: str = ""
    documents: int = 0
    suggested: int = 0
    taught: int = 0
    learns: bool = False
    quiet: bool = False
    pending: bool = False  # not all documents were looked at yet


class GetTags(Message, frozen=True):
    pass


class TagList(Message, frozen=True):
    """`waiting` suggestions in all."""

    tags: tuple[TagState, ...]
    waiting: int = 0


class CreateTag(Message, frozen=True):
    """`description` says in plain words what such documents are about; the name alone does where it is empty."""

    name: str
    description: str = ""


class DescribeTag(Message, frozen=True):
    """None: as it was."""

    name: str
    description: str | None = None
    new_name: str | None = None
    quiet: bool | None = None


class RemoveTag(Message, frozen=True):
    """From all documents. Within a day `RestoreTag` brings it back as it was."""

    name: str


class RestoreTag(Message, frozen=True):
    name: str


class Mark(msgspec.Struct, frozen=True):
    """A decision about a file: it has the tag (True), shall never be suggested it (False), or is open (None). With a
    `rule` instead of a tag: it is what the rule is for, is not, or is open."""

    path: bytes
    tag: str
    carried: bool | None
    rule: str = ""


class SetMarks(Message, frozen=True):
    """Tag, untag, accept, refuse, and undo: all files of one content are decided together. Tags that do not exist are
    made. Answered with what was before: sent back, it undoes."""

    marks: tuple[Mark, ...]


class MarksBefore(Message, frozen=True):
    marks: tuple[Mark, ...]


class GetMarks(Message, frozen=True):
    """What these files carry; batch editing asks for many."""

    paths: tuple[bytes, ...]


class FileTags(msgspec.Struct, frozen=True):
    path: bytes
    tags: tuple[str, ...] = ()


class MarkList(Message, frozen=True):
    files: tuple[FileTags, ...]


class GetSuggestions(Message, frozen=True):
    """Those of the newest documents first; of one tag, of one rule, or for one file."""

    limit: int = 100
    tag: str = ""
    rule: str = ""
    path: bytes | None = None


class Suggestion(msgspec.Struct, frozen=True):
    """`because` is the sentence that speaks for it, `text[start:end]` of the document; `lies_in` is a folder around it
    that has the tag's name. From a rule there may be a
    `folder` instead of a `tag`, or neither, where the person only wants to know (`notify`). `made` is when."""

    path: bytes
    name: str
    kind: str
    size: int
    modified: float
    confidence: float
    because: str
    start: int
    end: int
    tag: str = ""
    rule: str = ""
    folder: bytes | None = None
    notify: bool = False
    place: Place | None = None
    made: float = 0.0
    lies_in: str = ""


class SuggestionList(Message, frozen=True):
    suggestions: tuple[Suggestion, ...]
    total: int


class SuggestTags(Message, frozen=True):
    """Look at all documents that wait, now; or at all of them again. Answered with `TaskStarted`."""

    again: bool = False


Request = (
    GetTags | CreateTag | DescribeTag | RemoveTag | RestoreTag | SetMarks | GetMarks | GetSuggestions | SuggestTags
)  # fmt: skip
Answer = TagList | MarksBefore | MarkList | SuggestionList
