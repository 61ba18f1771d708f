"""Searches that a person keeps, which tell when a new document matches; and what a person did with what was found."""

from typing import Literal

import msgspec

from indexer.protocol.connection import Message
from indexer.protocol.search import Search


class SavedSearch(msgspec.Struct, frozen=True):
    """`shown` is the client's own: how it shows the search. `fresh` documents match that were not looked at since they
    came, the newest of them are `files`. `tells`: whether such documents are looked for."""

    id: int
    name: str
    search: Search
    shown: str
    tells: bool
    fresh: int = 0
    files: tuple[bytes, ...] = ()


class GetSaved(Message, frozen=True):
    pass


class SavedList(Message, frozen=True):
    """The newest first."""

    searches: tuple[SavedSearch, ...]


class SaveSearch(Message, frozen=True):
    """Keep a search; one that is `shown` alike is replaced."""

    name: str
    search: Search
    shown: str
    tells: bool = True


class ForgetSaved(Message, frozen=True):
    id: int


class TellOfSaved(Message, frozen=True):
    """Whether it tells of new documents from now on."""

    id: int
    tells: bool


class SeenSaved(Message, frozen=True):
    """Its new documents were looked at."""

    id: int


class Seen(msgspec.Struct, frozen=True):
    """A hit as it was shown: its file, and its passage in characters of the text (`Passage.start`, `Passage.end`)."""

    path: bytes
    start: int
    end: int


class Judge(Message, frozen=True):
    """What a person did with a hit of a search. `passed` are those that stood above one that was opened.

    "unmarked" takes "accepted" or "rejected" back. Kept only where the settings say so.
    """

    query: str
    hit: Seen
    verdict: Literal["opened", "accepted", "rejected", "unmarked"]
    passed: tuple[Seen, ...] = ()


class GetFeedback(Message, frozen=True):
    pass


class FeedbackCount(Message, frozen=True):
    """How many judgements are kept."""

    count: int


class EraseFeedback(Message, frozen=True):
    pass


Request = GetSaved | SaveSearch | ForgetSaved | TellOfSaved | SeenSaved | Judge | GetFeedback | EraseFeedback
Answer = SavedList | FeedbackCount
