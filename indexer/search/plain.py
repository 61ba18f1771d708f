"""Kinds and dates in plain words: "slides from last spring about pricing" asks for slides of that time, about pricing.

Only what is meant so beyond reasonable doubt is taken: a kind at the beginning, followed by what it is about or when it
is from; a date that is seen from now ("last week"), or one after "from", "since", "before". Whether the library has any
such document is for the caller to see; a history of "the war from 1914 to 1918" stays plain words in most.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from indexer.protocol import Filters
from indexer.search.dates import DATED, RELATIVE, Stretch, stretch

# What people call a kind. Documents, files, papers and letters may be of any kind.
KIND_WORDS = {
    "slides": "presentation", "slide deck": "presentation", "slide decks": "presentation", "deck": "presentation",
    "presentations": "presentation", "presentation": "presentation", "powerpoint": "presentation",
    "powerpoints": "presentation", "spreadsheets": "spreadsheet", "spreadsheet": "spreadsheet",
    "excel": "spreadsheet", "excel sheets": "spreadsheet", "excel files": "spreadsheet", "pdfs": "pdf", "pdf": "pdf",
    "pdf files": "pdf", "emails": "mail", "e-mails": "mail", "email": "mail", "e-mail": "mail", "mails": "mail",
    "mail": "mail", "photos": "image", "photo": "image", "pictures": "image", "picture": "image", "images": "image",
    "screenshots": "image", "screenshot": "image", "videos": "video", "video": "video", "source code": "code",
    "scripts": "code", "e-books": "book", "ebooks": "book",
}  # fmt: skip

_SAID = "|".join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True))
_ABOUT = r"about|on|with|where|which|that|regarding|concerning|of|for|by|in|mentioning|containing"
_WHEN = r"from|since|before|after|until|between|dated|written|sent|made|taken|changed|modified|received"
_KIND = re.compile(
    rf"\s*(?:(?:find|show(?: me)?|all|any|some|my|the|our)\s+)*(?P<kind>{_SAID})"
    rf"(?=\s*$|\s+(?:{_ABOUT}|{_WHEN}|last|this|past|yesterday|today)\b)",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(r"\s+(?:about|regarding|concerning|on|of|mentioning|containing)\b", re.IGNORECASE)
_WRITTEN = r"(?:(?:that\s+(?:was|were)\s+)?(?:dated|written|sent|made|taken|changed|modified|received|created)\s+)?"
_DATE = re.compile(
    rf"(?<![\w-]){_WRITTEN}(?P<said>between\s+(?:{DATED})\s+and\s+(?:{DATED})|from\s+(?:{DATED})\s+(?:to|until)\s+(?:{DATED})"
    rf"|(?:since|before|after|until)\s+(?:the\s+)?(?:{DATED}|{RELATIVE})|from\s+(?:the\s+)?(?:{DATED}|{RELATIVE})"
    rf"|(?:in\s+the\s+|of\s+|in\s+|during\s+)?(?:{RELATIVE}))(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """`text[start:end]` narrows the search instead of being looked for."""

    start: int
    end: int
    field: str  # "kind" or "modified"
    label: str
    narrow: Callable[[Filters], Filters]


def recognise(text: str, first: bool, now: datetime) -> Iterator[Recognised]:
    """In order, without overlap. `first`: the text is the beginning of the query."""
    at = 0
    if first and (found := _KIND.match(text)):
        kind = KIND_WORDS[found["kind"].lower()]
        at = found.end()
        yield Recognised(found.start("kind"), at, "kind", found["kind"], _of_kind(kind))
    for date in _DATE.finditer(text, at):
        said = re.sub(r"^(?:in|of|during)\s+|\bthe\s+", "", date["said"].lower())
        period = stretch(re.sub(r"^from\s+(?!.*\s(?:to|until)\s)", "", said), now)
        if period is not None:
            yield Recognised(date.start(), date.end(), "date", label(period), within("dated", period))


def without_left_over(text: str) -> str:
    """ "about pricing", once it was said of what kind and when, is about pricing."""
    return _LEFT_OVER.sub("", f" {text}", count=1).strip() if _LEFT_OVER.match(f" {text}") else text


def _of_kind(kind: str) -> Callable[[Filters], Filters]:
    return lambda filters: msgspec.structs.replace(filters, kinds=(*filters.kinds, kind))


def within(field: str, found: Stretch) -> Callable[[Filters], Filters]:
    """`field` is "dated" or "modified"."""
    start, end = (moment.timestamp() if moment else None for moment in (found.start, found.end))
    return lambda filters: msgspec.structs.replace(filters, **{f"{field}_from": start, f"{field}_to": end})


def label(found: Stretch) -> str:
    """A stretch of time as a person reads it: "1 Mar – 31 May 2026", "2024", "since 1 May 2026"."""
    if found.start is None:
        return f"before {_day(found.end)}" if found.end else ""
    if found.end is None:
        return f"since {_day(found.start)}"
    start, last = found.start, found.end - timedelta(seconds=1)
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{start.year}" if start.year == last.year else f"{start.year} – {last.year}"
    if start.date() == last.date():
        return _day(start)
    if start.day == 1 and (last + timedelta(seconds=1)).day == 1:
        if (start.year, start.month) == (last.year, last.month):
            return f"{start:%B %Y}"
        return f"{start:%b}{'' if start.year == last.year else f' {start.year}'} – {last:%b %Y}"
    return f"{start.day} {start:%b}{'' if start.year == last.year else f' {start.year}'} – {_day(last)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
