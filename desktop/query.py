"""What a person is looking for: the one value that the search field, the side bar and the chips all show. No Qt."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from desktop import words
from desktop.language import tr
from indexer import protocol
from indexer.protocol import Filters, Hit

DAY = 86_400.0
_NUMBER = re.compile(r"(\d+)")

MORE = tr("More like this document: press to take it back")
LESS = tr("Less like this document: press to take it back")

_T = TypeVar("_T")


class Order(StrEnum):
    RELEVANCE = "relevance"
    DATE = "date"
    OLDEST = "oldest"
    NAME = "name"
    NAME_BACK = "name-back"
    SIZE = "size"
    SMALLEST = "smallest"
    FOLDER = "folder"
    KIND = "kind"


ORDERS = {
    Order.RELEVANCE: tr("Relevance"),
    Order.DATE: tr("Newest first"),
    Order.OLDEST: tr("Oldest first"),
    Order.NAME: tr("Name"),
    Order.NAME_BACK: tr("Name, from Z to A"),
    Order.SIZE: tr("Largest first"),
    Order.SMALLEST: tr("Smallest first"),
    Order.FOLDER: tr("Folder"),
    Order.KIND: tr("Kind"),
}


class Period(StrEnum):
    ANY = "any"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OLDER = "older"


PERIODS = {
    Period.ANY: tr("Any time"),
    Period.WEEK: tr("Past week"),
    Period.MONTH: tr("Past month"),
    Period.YEAR: tr("Past year"),
    Period.OLDER: tr("Older"),
}
PERIOD_DAYS = {Period.WEEK: 7, Period.MONTH: 31, Period.YEAR: 365}

KINDS = {
    "pdf": "PDF",
    "document": tr("Documents"),
    "spreadsheet": tr("Spreadsheets"),
    "presentation": tr("Presentations"),
    "mail": tr("Mail"),
    "web": tr("Web pages"),
    "text": tr("Text"),
    "code": tr("Code"),
    "data": tr("Data"),
    "image": tr("Images"),
    "audio": tr("Audio"),
    "video": tr("Video"),
    "book": tr("Books"),
    "archive": tr("Archives"),
    "other": tr("Other"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, as it is shown; `without` is the query once it is removed, `hint` what that means."""

    label: str
    icon: str
    without: "Query"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """At most one of `text`, `like_path` and `like_text` is set. `as_words` are pieces of the text that could be taken
    for a filter, and shall be plain words; `liked` and `unliked` are documents that steer what the text means."""

    text: str = ""
    like_path: bytes | None = None
    like_text: str = ""
    beside: bytes | None = None  # the file that `like_text` was marked in: it is not like itself
    kinds: tuple[str, ...] = ()
    folders: tuple[bytes, ...] = ()
    period: Period = Period.ANY
    order: Order = Order.RELEVANCE
    as_words: tuple[str, ...] = ()
    liked: tuple[bytes, ...] = ()
    unliked: tuple[bytes, ...] = ()
    weak: bool = False  # weak matches too
    tags: tuple[str, ...] = ()  # all of them
    languages: tuple[str, ...] = ()  # one of them
    topics: tuple[str, ...] = ()  # one of them, by name

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.like_path or self.like_text)

    @property
    def is_likeness(self) -> bool:
        return bool(self.like_path or self.like_text)

    @property
    def is_filtered(self) -> bool:
        chosen = self.kinds or self.folders or self.tags or self.languages or self.topics
        return bool(chosen) or self.period is not Period.ANY

    def typed(self, text: str) -> "Query":
        """Marks on results stay while the question is typed on, and go with it."""
        on = bool(text and self.text) and (text.startswith(self.text) or self.text.startswith(text))
        return replace(
            self,
            text=text,
            like_path=None,
            like_text="",
            beside=None,
            as_words=tuple(piece for piece in self.as_words if piece in text),
            liked=self.liked if on else (),
            unliked=self.unliked if on else (),
            weak=self.weak and text == self.text,
        )

    def like(self, path: bytes) -> "Query":
        return replace(self._likeness(), like_path=path)

    def like_passage(self, text: str, beside: bytes | None = None) -> "Query":
        return replace(self._likeness(), like_text=text, beside=beside)

    def _likeness(self) -> "Query":
        """Languages and topics are not told of what is like something, so they narrow it no more."""
        return replace(self.typed(""), languages=(), topics=())

    def unfiltered(self) -> "Query":
        every = replace(self, kinds=(), folders=(), period=Period.ANY, tags=(), languages=(), topics=())
        return replace(every, liked=(), unliked=())

    def marked(self, path: bytes, *, liked: bool) -> "Query":
        """More like this document, or less; once more takes it back."""
        ours, theirs = (self.liked, self.unliked) if liked else (self.unliked, self.liked)
        ours, theirs = _toggled(ours, path), tuple(other for other in theirs if other != path)
        return replace(self, liked=ours if liked else theirs, unliked=theirs if liked else ours)

    def toggled_kind(self, kind: str) -> "Query":
        return replace(self, kinds=_toggled(self.kinds, kind))

    def toggled_folder(self, folder: bytes) -> "Query":
        return replace(self, folders=_toggled(self.folders, folder))

    def toggled_tag(self, tag: str) -> "Query":
        return replace(self, tags=_toggled(self.tags, tag))

    @classmethod
    def tagged(cls, tag: str) -> "Query":
        """All documents that carry a tag."""
        return cls(text=f'tag:"{tag}"')

    def toggled_topic(self, topic: str) -> "Query":
        return replace(self, topics=_toggled(self.topics, topic))

    def toggled_language(self, language: str) -> "Query":
        return replace(self, languages=_toggled(self.languages, language))

    def filters(self, now: float) -> Filters:
        since = now - PERIOD_DAYS[self.period] * DAY if self.period in PERIOD_DAYS else None
        until = now - PERIOD_DAYS[Period.YEAR] * DAY if self.period is Period.OLDER else None
        return Filters(
            self.kinds, self.folders, since, until, tags=self.tags, languages=self.languages, topics=self.topics
        )

    def request(self, now: float, limit: int) -> protocol.Search | protocol.SimilarTo | None:
        """The question for the service; None where there is nothing to ask."""
        if self.is_likeness:
            return protocol.SimilarTo(self.like_path, self.like_text, limit, self.beside)
        if not self.text.strip():
            return None
        return protocol.Search(
            self.text,
            filters=self.filters(now),
            limit=limit,
            as_words=self.as_words,
            like=self.liked,
            unlike=self.unliked,
            weak=self.weak,
        )

    def chips(self) -> tuple[Chip, ...]:
        made = []
        if self.like_path:
            made.append(Chip(tr("Like {name}").format(name=words.name_of(self.like_path)), "intersect", self.typed("")))
        if self.like_text:
            made.append(Chip(tr("Like the selected text"), "intersect", self.typed("")))
        made += [Chip(tag, "tag", self.toggled_tag(tag)) for tag in self.tags]
        made += [Chip(topic, "squares-four", self.toggled_topic(topic)) for topic in self.topics]
        made += [Chip(words.language(name), "globe", self.toggled_language(name)) for name in self.languages]
        made += [Chip(KINDS.get(kind, kind), "file", self.toggled_kind(kind)) for kind in self.kinds]
        made += [Chip(words.name_of(folder), "folder", self.toggled_folder(folder)) for folder in self.folders]
        if self.period is not Period.ANY:
            made.append(Chip(PERIODS[self.period], "calendar-blank", replace(self, period=Period.ANY)))
        for said, icon, liked, paths, hint in (
            (tr("like {name}"), "plus", True, self.liked, MORE),
            (tr("unlike {name}"), "minus", False, self.unliked, LESS),
        ):
            for path in paths:
                made.append(Chip(said.format(name=words.name_of(path)), icon, self.marked(path, liked=liked), hint))
        return tuple(made)


def _toggled(values: tuple[_T, ...], value: _T) -> tuple[_T, ...]:
    return tuple(v for v in values if v != value) if value in values else (*values, value)


def admits(filters: Filters, hit: Hit) -> bool:
    """Whether a hit passes the filters; for answers that the service did not filter itself."""
    if filters.kinds and hit.kind not in filters.kinds:
        return False
    if filters.folders and not any(hit.path.startswith(folder.rstrip(b"/") + b"/") for folder in filters.folders):
        return False
    if not set(filters.tags) <= set(hit.tags):
        return False
    if filters.modified_from is not None and hit.modified < filters.modified_from:
        return False
    return filters.modified_to is None or hit.modified <= filters.modified_to


def arranged(hits: Sequence[Hit], order: Order) -> list[Hit]:
    """The hits in that order; the order of arrival is the order of relevance."""
    match order:
        case Order.DATE | Order.OLDEST:
            return sorted(hits, key=lambda hit: hit.modified, reverse=order is Order.DATE)
        case Order.NAME | Order.NAME_BACK:
            return sorted(hits, key=lambda hit: _counted(hit.name), reverse=order is Order.NAME_BACK)
        case Order.SIZE | Order.SMALLEST:
            return sorted(hits, key=lambda hit: hit.size, reverse=order is Order.SIZE)
        case Order.FOLDER:
            return sorted(hits, key=lambda hit: (os.path.dirname(hit.path), _counted(hit.name)))
        case Order.KIND:
            return sorted(hits, key=lambda hit: (KINDS.get(hit.kind, hit.kind), _counted(hit.name)))
        case _:
            return list(hits)


def _counted(name: str) -> list[str | int]:
    """As a person sorts names: page 9 before page 10, capitals among the others."""
    return [int(part) if place % 2 else part.casefold() for place, part in enumerate(_NUMBER.split(name))]
