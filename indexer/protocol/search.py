"""Searching, and looking at what was found."""

import msgspec

from indexer.protocol.connection import Message
from indexer.types import Failure, Mode, Place, Status, Tier


class Filters(msgspec.Struct, frozen=True):
    """What hits must satisfy. Empty means no restriction."""

    kinds: tuple[str, ...] = ()  # kinds or extensions: "pdf", "image", "docx"
    folders: tuple[bytes, ...] = ()  # anywhere below one of these
    modified_from: float | None = None
    modified_to: float | None = None


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


class GetDocument(Message, frozen=True):
    path: bytes


class AwaitMeaning(Message, frozen=True):
    """Answered with `Done` once the query model is loaded, or with the problem that keeps it from loading."""


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


Request = Search | SimilarTo | GetDocument | AwaitMeaning
Answer = Results | DocumentText
