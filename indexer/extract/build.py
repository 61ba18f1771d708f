"""Building a document's text with the places in it, so that every offset is true by construction."""

import math
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from indexer.types import Extracted, Failure, Place, Reason

TEXT_LIMIT = 5_000_000  # characters of one document; what is beyond it is not searched

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Control characters, soft hyphens and pdfium's mark of a hyphenated line end (U+0002), byte-order marks,
# non-characters, and lone surrogates.
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_PDF_DATE = re.compile(r"^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-]\d\d)'?(\d\d)?'?)?")


def clean(text: str) -> str:
    """`text` with '\\n' line ends and nothing in it that cannot be stored or seen."""
    return _JUNK.sub("", _LINE_ENDS.sub("\n", text))


def line(text: str | None, limit: int = 300) -> str:
    """`text` as one line, for titles and names."""
    return _SPACES.sub(" ", clean(text or "")).strip()[:limit]


_NO_TITLE = frozenset(
    {"untitled", "untitled document", "unknown", "none", "null", "title", "document", "presentation", "index", "home"}
    | {"powerpoint presentation", "slide 1", "folie 1", "workbook", "book1", "- no title specified"}
)


def title_of(text: str | None) -> str:
    """A title that a person wrote, empty where a program did."""
    title = line(text).removeprefix("Microsoft Word - ").removeprefix("Microsoft PowerPoint - ")
    return "" if title.lower() in _NO_TITLE else title


def moment(text: str | None) -> float | None:
    """Seconds since the epoch of a date as documents write it (ISO 8601, PDF, RFC 5322); None where it is none."""
    text = (text or "").strip()
    if not text:
        return None
    try:
        found = _parse_date(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parse_date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    except ValueError:
        pass
    if match := _PDF_DATE.match(text.replace(":", "").replace(" ", "") if text[:4].isdigit() else text):
        year, *parts = (int(part) for part in match.groups(default="0")[:6])
        month, day, hour, minute, second = parts
        stamp = datetime(year, month or 1, day or 1, hour, minute, second)
        return datetime.fromisoformat(f"{stamp.isoformat()}{match[7]}:{match[8] or '00'}") if match[7] else stamp
    return parsedate_to_datetime(text)


class Builder:
    """Collects blocks of text and the places that they make up.

    Blocks are cleaned as they come and set apart by a blank line. Once the limit is reached the rest is dropped, and
    the result says that it is truncated. `until` is a moment of `time.monotonic`.
    """

    def __init__(self, limit: int = TEXT_LIMIT, until: float = math.inf) -> None:
        self._until = until
        self._late = False
        self._parts: list[str] = []
        self._length = 0
        self._limit = limit
        self._truncated = False
        self._inner: Failure | None = None  # of something embedded of which a part is missing
        self._open: dict[str, _Opened] = {}
        self._places: list[Place] = []
        self._counts: dict[str, int] = {}

    @property
    def full(self) -> bool:
        """True once there is no more room, or no more time: whoever adds should stop."""
        self._late = self._late or time.monotonic() > self._until
        return self._late or self._length >= self._limit

    def add(self, text: str, gap: str = "\n\n") -> int:
        """Append `text` as a block, `gap` after the one before it; returns where it starts."""
        text = clean(text).strip("\n ")
        if not text:
            return self._length
        if self._length:
            self._put(gap)
        start = self._length
        for opened in self._open.values():
            if opened.start is None:
                opened.start = start
        self._put(text)
        return start

    def _put(self, text: str) -> None:
        room = self._limit - self._length
        self._truncated |= len(text) > room
        if text := text[:room]:
            self._parts.append(text)
            self._length += len(text)

    def begin(self, kind: str, label: str = "", number: int | None = None) -> None:
        """From here on the text belongs to this place; the one of the same kind before it ends."""
        self.end(kind)
        self._counts[kind] = number if number is not None else self._counts.get(kind, 0) + 1
        self._open[kind] = _Opened(self._counts[kind], line(label, 200))

    def end(self, kind: str) -> None:
        opened = self._open.pop(kind, None)
        if opened and opened.start is not None:
            self._keep(Place(opened.start, self._length, kind, opened.number, opened.label))

    def mark(self, start: int, end: int, kind: str, label: str, number: int | None = None) -> None:
        """Name a part of the text that was already added."""
        self._counts[kind] = number if number is not None else self._counts.get(kind, 0) + 1
        self._keep(Place(start, end, kind, self._counts[kind], line(label, 200)))

    def embed(self, inner: Extracted, kind: str, label: str) -> None:
        """Append another document (an attachment, an archive's member) as one place, with its own places inside."""
        self.begin(kind, label)
        self.add(label)
        start = self.add(inner.text)
        for place in inner.places:
            self._keep(Place(place.start + start, place.end + start, place.kind, place.number, place.label))
        self.end(kind)
        if inner.failure and inner.failure.code in (Reason.TRUNCATED, Reason.BOMB):
            self._inner = self._inner or inner.failure

    def _keep(self, place: Place) -> None:
        end = min(place.end, self._length)
        if place.start < end:
            self._places.append(Place(place.start, end, place.kind, place.number, place.label))

    def extracted(
        self,
        *,
        title: str | None = "",
        author: str | None = "",
        created: float | None = None,
        language: str | None = "",
        page_count: int = 0,
        failure: Failure | None = None,
    ) -> Extracted:
        """The document; with `NO_TEXT` where nothing was added, with `TRUNCATED` where a limit was reached."""
        for kind in list(self._open):
            self.end(kind)
        text = "".join(self._parts)
        if failure is None and not text:
            failure = Failure(Reason.NO_TEXT)
        if failure is None and self._late:
            failure = Failure(Reason.TRUNCATED, "Only its beginning could be read in time.")
        if failure is None and self._truncated:
            failure = Failure(Reason.TRUNCATED, f"Only the first {self._limit:,} characters were read.")
        failure = failure or self._inner
        places = tuple(sorted(self._places, key=lambda place: (place.start, -place.end)))
        return Extracted(text, places, title_of(title), line(author), created, line(language, 20), page_count, failure)


@dataclass(slots=True)
class _Opened:
    number: int
    label: str
    start: int | None = None  # known when the first text comes
