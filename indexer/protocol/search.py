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
    without_kinds: tuple[str, ...] = ()
    named_folders: tuple[str, ...] = ()  # anywhere below a folder of one of these names (or paths), as a person types
    without_folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()  # all of them
    without_tags: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # ISO 639: "de"
    authors: tuple[str, ...] = ()  # a part of the author's name
    size_from: int | None = None  # bytes
    size_to: int | None = None
    dated_from: float | None = None  # the document's own date, or its file's where it has none
    dated_to: float | None = None
    topics: tuple[str, ...] = ()  # in one of these topics or groups of topics, by name


class Search(Message, frozen=True):
    query: str
    mode: Mode = Mode.HYBRID
    filters: Filters = Filters()
    limit: int = 50
    as_words: tuple[str, ...] = ()  # pieces of the query that were understood (see `Understood`), and shall not be
    like: tuple[bytes, ...] = ()  # files that steer the query's meaning towards them
    unlike: tuple[bytes, ...] = ()  # or away from them
    weak: bool = True  # False: weak matches are held back, and counted
    # Of the searches of one line (its upper 32 bits) only that with the highest ticket is wanted; others may be
    # answered with the Problem "superseded". 0: it is of no line.
    ticket: int = 0


class Refine(Message, frozen=True):
    """The same search with its best documents read again, more closely, and with sentences that answer by what they
    mean where words leave that open; asked after its first results were shown.

    Takes up to a few hundred milliseconds. Answered with `Results` (`reread` says how many were read again), or with
    `Done` where `StopRefining` named the same ticket meanwhile. A client chooses its tickets so that no other has the
    same; without one it waits until the model that reads is loaded.
    """

    search: Search
    ticket: int = 0


class StopRefining(Message, frozen=True):
    """Nobody waits for it any more: a person types on."""

    ticket: int


class SimilarTo(Message, frozen=True):
    """Documents like a file (in the library or not), a picture or a text; exactly one of path and text is given."""

    path: bytes | None = None
    text: str = ""
    limit: int = 20
    beside: bytes | None = None  # the file that the text was taken from: it is not like itself


class GetDocument(Message, frozen=True):
    path: bytes


class GetPicture(Message, frozen=True):
    """The picture in a file, for a window that cannot draw its format by itself."""

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


class Part(msgspec.Struct, frozen=True):
    """What one kind of evidence adds to a hit's score: `points` of `Hit.score`, and why, as a person reads it.

    `name` is "words", "meaning", "name", "recency", "reading" (beside the question, see `Refine`), or "alike": what a
    similar document has in common with the example.
    """

    name: str
    points: float
    said: str


class Why(msgspec.Struct, frozen=True):
    """How a hit came to its score: what each retriever said. None: this retriever did not find it.

    `words` is BM25, `meaning` a cosine, `name` the share of the query that the file's name holds, `reading` how likely
    it is an answer (0 to 1), as the model says that read both together.
    """

    words: float | None = None
    meaning: float | None = None
    name: float | None = None
    reading: float | None = None
    parts: tuple[Part, ...] = ()


class Hit(msgspec.Struct, frozen=True):
    """One document. `path` is the newest file that holds it; `copies` are the others, `near` files that say nearly the
    same. `score` is 0 to 1: 1 has the very words of the query and means the very same."""

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
    near: tuple[bytes, ...] = ()
    tags: tuple[str, ...] = ()  # that the document carries


class Understood(msgspec.Struct, frozen=True):
    """A piece of a query that is no plain word: `typed[start:end]`, about `source`.

    `field` is "kind", "folder", "tag", "lang", "author", "size", "date" or "modified" (with "-" before it where it is
    ruled out), "phrase" or "without". `guessed`: it was recognised in plain words, and may be meant otherwise. Unless
    it is `applied`, no document satisfies the guess, and it narrows nothing.
    """

    field: str
    label: str
    source: str
    start: int
    end: int
    guessed: bool = False
    applied: bool = True


class Facets(msgspec.Struct, frozen=True):
    """How many of the documents found are what. A group that the search is narrowed by counts without that filter."""

    kinds: dict[str, int] = {}
    folders: dict[bytes, int] = {}  # watched folders, and those directly below them
    tags: dict[str, int] = {}
    periods: dict[str, int] = {}  # changed in the last "week", "month", "year", or "older"
    languages: dict[str, int] = {}
    topics: dict[str, int] = {}


class Results(Message, frozen=True):
    """`total` documents match well, of which `hits` are the best; `weak` ones more were held back. `refinable`: it is
    worth while to ask for the same with `Refine`."""

    query: str
    hits: tuple[Hit, ...]
    total: int
    no_match: bool  # nothing found that deserves the name
    milliseconds: float
    meaning_ready: bool = True  # False: words and names only, meaning is still being built or loaded
    weak: int = 0
    understood: tuple[Understood, ...] = ()
    executed: str = ""  # the query as it was carried out, for people
    suggestions: tuple[str, ...] = ()  # the query, spelt with words that the library has
    facets: Facets = Facets()
    folded: tuple[bytes, ...] = ()  # copies and versions of the example, which are not listed as similar to it
    refinable: bool = False
    reread: int = 0


class TextBox(msgspec.Struct, frozen=True):
    """A line of text that was found in a picture, `text[start:end]`, and where it stands there, as shares of its
    sides."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    page: int = 1


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
    boxes: tuple[TextBox, ...] = ()


class Picture(Message, frozen=True):
    """`jpeg` is a file of that kind, upright and not larger than a screen."""

    path: bytes
    jpeg: bytes


Request = Search | Refine | StopRefining | SimilarTo | GetDocument | GetPicture | AwaitMeaning
Answer = Results | DocumentText | Picture
