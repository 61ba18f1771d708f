"""The nouns of Wherein. Everything here is frozen, and may cross a process (msgspec encodes it as it is).

A *file* is a path on disk; a *document* is the content that one or more files hold; a *chunk* is a slice of a
document's text that is embedded as one vector. Paths are bytes, as the file system gives them (`os.fsencode`).
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """Where a file stands. Every file that was seen is in exactly one of these."""

    PENDING = "pending"  # found by its name; its content waits to be read
    OK = "ok"  # read whole
    PARTIAL = "partial"  # some of it was read, or it has no readable text: see the reason
    FAILED = "failed"  # could not be read: see the reason; found by its name only


class Reason(StrEnum):
    """Why a file is not (wholly) read. The values are stable: scripts and stored rows use them."""

    NO_READER = "no_reader"  # no extractor for this format
    NO_TEXT = "no_text"  # read without trouble, but there is no text in it
    UNSEEN = "unseen"  # no text so far: its pictures are still to be looked at (never stored: it follows from `scans`)
    ENCRYPTED = "encrypted"  # locked with a password
    DAMAGED = "damaged"  # the parser refused it
    TRUNCATED = "truncated"  # longer than the text limit: its beginning was read
    TOO_LARGE = "too_large"  # over the size limit, not opened
    BOMB = "bomb"  # expands without measure
    TIMEOUT = "timeout"  # the extractor did not finish in time
    MEMORY = "memory"  # the extractor wanted more memory than it may have
    CRASH = "crash"  # the extractor's process died
    UNREADABLE = "unreadable"  # the operating system would not let us read it
    VANISHED = "vanished"  # gone before it could be read
    CHANGED = "changed"  # written to while it was read; will be tried again
    PLACEHOLDER = "placeholder"  # a cloud file that is not on this machine


class Tier(StrEnum):
    """How good a hit is, as a person is told."""

    STRONG = "strong"
    LIKELY = "likely"
    WEAK = "weak"


class Mode(StrEnum):
    """Which retrievers take part in a search."""

    HYBRID = "hybrid"
    MEANING = "meaning"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file is not (wholly) read: a stable code, and a sentence for a person."""

    code: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document that a preview can jump to: `text[start:end]`, in characters.

    `kind` is "page", "slide", "sheet", "cells" (of a sheet), "part" (of a mail), "member" (of an archive), "time" (of
    subtitles), "section" or "symbol"; `number` counts from 1 within its kind (of cells: the sheet's, of a time:
    seconds); `label` is what a person calls it ("Budget", "Budget!A1:C20", "0:12:05", "parse_args").
    """

    start: int
    end: int
    kind: str
    number: int
    label: str = ""


Box = tuple[float, float, float, float]  # left, top, right, bottom; on a page, as shares of its width and height


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor read from one file. `text` has no surrogates and no NUL; places are sorted by start.

    `failure` is set when only a part could be read (the file is then *partial*).
    `created` is seconds since the epoch, from the document itself (not from the file system).
    """

    text: str
    places: tuple[Place, ...] = ()
    title: str = ""
    author: str = ""
    created: float | None = None
    language: str = ""
    page_count: int = 0
    failure: Failure | None = None
    boxes: tuple[Box, ...] = ()  # of each line of the text, where it was found by looking at pictures


@dataclass(frozen=True, slots=True)
class Chunk:
    """A slice of a document: `document.text[start:end]`, in characters. `ordinal` counts from 0."""

    ordinal: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FileStat:
    """What a directory entry says of a file; equal stats mean that the content is unchanged.

    `placeholder`: a cloud file whose content is elsewhere; reading it would download it.
    """

    path: bytes
    size: int
    mtime_ns: int
    inode: int
    device: int
    placeholder: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What made a vector. Vectors of two fingerprints never meet in one search."""

    model: str  # catalogue name or folder
    revision: str  # hash of the weights and of what else changes the vectors
    dimension: int
    precision: str = "float16"  # in which vectors are stored: "float16" or "int8"

    def __str__(self) -> str:
        precision = "" if self.precision == "float16" else f"/{self.precision}"
        return f"{self.model}@{self.revision[:12]}/{self.dimension}{precision}"


def scrub(text: str) -> str:
    """`text` without lone surrogates and NUL, which neither SQLite nor JSON can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
