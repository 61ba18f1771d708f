"""Text → query. Gentle: plain words are a question; what looks like an operator but is none, or is only half typed, is
plain words too. Nothing here ever raises.

    "exact words"                  must occur as they are typed (curly quotes are straight ones)
    -word  -"words"                must not occur
    this OR that                   either will do; between quoted words: one of them must occur
    type:pdf  -type:mail           a kind (mail, image, slides …) or an extension; several with commas
    folder:contracts  -folder:old  below a folder of that name (or, where none has it, that begins so), or below a path
    tag:tax  -tag:done             has that tag
    topic:"space shuttle"          is in that topic, or in a topic of that group
    lang:de  lang:german           written in that language
    author:lindqvist               written by someone of that name
    size:>1mb  size:10kb..2mb      how large
    date:2024..2025                dated so: the document's own date, or else its file's; see dates.py
    modified:"last month"          the file was changed then
    +1.2 cat -mean                 weights: nearer to cat, away from mean (once a +number stands there)

In plain words, kinds and dates are recognised as well (plain.py). Whatever is no plain word any more is `understood`,
so that it can be shown, and taken back: `as_words` are pieces of what was typed that shall be plain words.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from indexer.formats import BY_EXTENSION, KINDS
from indexer.protocol import Filters, Understood
from indexer.search import plain
from indexer.search.dates import stretch
from indexer.store.terms import normal

NO_FILTERS = Filters()

_QUOTES = str.maketrans("“”„‟«»", '""""""')  # one for one: offsets stay what they are
_FIELDS = "type|kind|folder|in|tag|topic|lang|language|author|by|size|date|dated|modified|changed"
_TOKEN = re.compile(
    rf"""(?P<minus>(?<!\S)-)?"(?P<phrase>[^"]+)"(?!\w)"""
    rf"""|(?<!\S)(?P<not>-)?(?P<field>{_FIELDS}):(?P<value>"[^"]+"|(?:last|past|this|previous)\s+(?:\d+\s+)?[a-z]+|\S+)"""
    r"""|(?<!\S)(?P<weight>\+\d(?:\.\d+)?|-\d\.\d+)\s+(?=[^\W\d])"""
    r"""|(?<!\S)-(?P<without>\w\S*)"""
    r"""|(?<!\S)(?P<or>OR|\|\|?)(?!\S)""",
    re.VERBOSE,
)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(b|bytes?|k|kb|kib|m|mb|mib|g|gb|gib)?")
_FACTORS = {"": 1.0, "b": 1.0, "k": 1e3, "m": 1e6, "g": 1e9}
_OPEN = {"type": "kind", "in": "folder", "language": "lang", "by": "author", "dated": "date", "changed": "modified"}
_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "russian": "ru", "ukrainian": "uk", "polish": "pl", "czech": "cs",
    "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "greek": "el", "turkish": "tr",
    "hungarian": "hu", "romanian": "ro", "arabic": "ar", "hebrew": "he", "hindi": "hi", "chinese": "zh",
    "japanese": "ja", "korean": "ko", "thai": "th", "vietnamese": "vi",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighted:
    """A part of the question and how much it counts; below 0: away from it."""

    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is what is asked, without the operators; the phrases are part of it.

    Of each of the `phrases` one alternative must occur. `variants` are the questions that an OR makes of the text, any
    of which may be answered; without one the text is the only one. `weighted` says how the text's parts steer the
    query's vector, where a person gave weights.
    """

    text: str
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    variants: tuple[str, ...] = ()
    weighted: tuple[Weighted, ...] = ()
    understood: tuple[Understood, ...] = field(default=(), compare=False)

    @property
    def questions(self) -> tuple[str, ...]:
        """Each of these may be answered."""
        return self.variants or (self.text,)

    @property
    def guesses(self) -> tuple[Understood, ...]:
        """What was recognised in plain words, and narrows what is found."""
        return tuple(part for part in self.understood if part.guessed and part.applied)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of what was typed, as the query takes it."""

    text: str = ""
    phrase: bool = False
    either: bool = False  # an OR
    weight: float | None = None  # of what follows


_MOST_VARIANTS = 4
_NOTHING = _Piece()


def parse(
    typed: str, filters: Filters = NO_FILTERS, now: datetime | None = None, as_words: Sequence[str] = ()
) -> Query:
    """What was typed, together with the filters that were chosen beside it. `now` is local time; without it nothing is
    understood that is seen from now."""
    parser = _Parser(typed, now or datetime(1970, 1, 1), frozenset(as_words))
    return parser.query(filters)


class _Parser:
    def __init__(self, typed: str, now: datetime, as_words: frozenset[str]) -> None:
        self._typed = typed.translate(_QUOTES)
        self._now = now
        self._as_words = as_words
        self._weighted = False
        self._without: list[str] = []
        self._understood: list[Understood] = []
        self._narrowings: list[Callable[[Filters], Filters]] = []

    def query(self, chosen: Filters) -> Query:
        self._weighted = any(found["weight"] for found in self._tokens())
        pieces: list[_Piece] = []
        at = 0
        for token in self._tokens():
            piece = self._take(token)
            if piece is None:  # no operator after all
                continue
            pieces += self._words(at, token.start(), pieces)
            pieces.append(piece)
            at = token.end()
        pieces += self._words(at, len(self._typed), pieces)
        typed_filters = NO_FILTERS
        for narrow in self._narrowings:
            typed_filters = narrow(typed_filters)
        variants = _variants(pieces)
        weighted = _weighted(pieces) if self._weighted else ()
        asked = [part.text for part in weighted if part.weight > 0] if weighted else [p.text for p in pieces]
        text = _joined(asked)
        return Query(
            plain.without_left_over(text) if any(part.guessed for part in self._understood) else text,
            _phrases(pieces),
            tuple(self._without),
            _both(chosen, typed_filters),
            variants if len(variants) > 1 and not weighted else (),
            weighted,
            tuple(sorted(self._understood, key=lambda part: part.start)),
        )

    def _tokens(self) -> Iterable[re.Match[str]]:
        return (found for found in _TOKEN.finditer(self._typed) if found[0].strip() not in self._as_words)

    def _take(self, token: re.Match[str]) -> _Piece | None:
        if phrase := token["phrase"]:
            words = normal(phrase)
            self._note(token, "without" if token["minus"] else "phrase", f"“{phrase}”")
            if token["minus"]:
                self._without.append(words)
                return _NOTHING
            return _Piece(words, phrase=True)
        if token["field"]:
            return self._field(token)
        if token["or"]:
            return _Piece(either=True)
        if token["weight"]:
            return _Piece(weight=float(token["weight"]))
        if self._weighted:
            return _Piece(token["without"], weight=-1.0)
        self._without.append(normal(token["without"]))
        self._note(token, "without", token["without"])
        return _NOTHING

    def _field(self, token: re.Match[str]) -> _Piece | None:
        value = normal(token["value"].strip('"')).strip()
        field = _OPEN.get(token["field"], token["field"])
        narrow = _READERS[field](value, bool(token["not"]), self._now)
        if narrow is None:
            return None
        self._narrowings.append(narrow)
        self._note(token, ("-" if token["not"] else "") + field, value)
        return _NOTHING

    def _words(self, start: int, end: int, before: Sequence[_Piece]) -> list[_Piece]:
        """Plain words, without the kinds and dates that are recognised in them. `before` are the pieces so far: filters
        alone leave what follows the beginning of the question."""
        words, pieces = self._typed[start:end], []
        at, first = 0, not any(piece.text.strip() or piece.either for piece in before)
        for found in plain.recognise(words, first=first, now=self._now):
            source = words[found.start : found.end]
            if source.strip() in self._as_words:
                continue
            pieces.append(_Piece(normal(words[at : found.start])))
            at = found.end
            self._narrowings.append(found.narrow)
            self._understood.append(
                Understood(found.field, found.label, source.strip(), start + found.start, start + found.end, True)
            )
        return [*pieces, _Piece(normal(words[at:]))]

    def _note(self, token: re.Match[str], field: str, label: str) -> None:
        self._understood.append(Understood(field, label, token[0].strip(), token.start(), token.end()))


# --- pieces ----------------------------------------------------------------------------------------------------------


def _joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _phrases(pieces: Sequence[_Piece]) -> tuple[tuple[str, ...], ...]:
    """What must occur: each phrase, or one of those that an OR joins. A plain word beside a phrase must occur too."""
    groups: list[list[str]] = []
    shown = [piece for piece in pieces if piece.either or piece.text.strip()]
    joined = False
    for at, piece in enumerate(shown):
        if piece.either:
            joined = True
            continue
        if piece.phrase:
            before = shown[at - 2] if joined and at >= 2 else None
            if before is not None and not before.phrase:
                groups.append([before.text.split()[-1], piece.text])
            elif before is not None:
                groups[-1].append(piece.text)
            else:
                groups.append([piece.text])
        elif joined and at >= 2 and shown[at - 2].phrase:
            groups[-1].append(piece.text.split()[0])
        joined = False
    return tuple(tuple(group) for group in groups)


def _variants(pieces: Sequence[_Piece]) -> tuple[str, ...]:
    """ "oak shelf OR bookcase bill" asks for "oak shelf bill" or "oak bookcase bill"."""
    slots: list[list[str]] = []
    joined = False
    for piece in pieces:
        if piece.either:
            joined = True
            continue
        words = [piece.text] if piece.phrase else piece.text.split()
        for word in words:
            if joined and slots:
                slots[-1].append(word)
            else:
                slots.append([word])
            joined = False
    made = [""]
    for slot in slots:
        made = [f"{begun} {word}" for begun in made for word in slot][:_MOST_VARIANTS]
    return tuple(text.strip() for text in made)


def _weighted(pieces: Sequence[_Piece]) -> tuple[Weighted, ...]:
    parts: list[Weighted] = []
    weight, texts = 1.0, [""]
    for piece in pieces:
        if piece.weight is None:
            texts.append(piece.text)
        elif piece.text:  # away from this one word
            parts += [Weighted(weight, _joined(texts)), Weighted(piece.weight, normal(piece.text))]
            texts = []
        else:
            parts.append(Weighted(weight, _joined(texts)))
            weight, texts = piece.weight, []
    parts.append(Weighted(weight, _joined(texts)))
    return tuple(part for part in parts if part.text and part.weight)


# --- fields ----------------------------------------------------------------------------------------------------------

_Narrow = Callable[[Filters], Filters]
_Reader = Callable[[str, bool, datetime], _Narrow | None]


def _kind(value: str, without: bool, _now: datetime) -> _Narrow | None:
    names = tuple(
        name
        for part in value.lower().split(",")
        for name in (plain.KIND_WORDS.get(part, part),)
        if name in KINDS or name in BY_EXTENSION
    )
    return _more("without_kinds" if without else "kinds", names)


def _folder(value: str, without: bool, _now: datetime) -> _Narrow | None:
    return _more("without_folders" if without else "named_folders", (value,) if value.strip("/\\") else ())


def _tag(value: str, without: bool, _now: datetime) -> _Narrow | None:
    return _more("without_tags" if without else "tags", tuple(filter(None, value.split(","))))


def _topic(value: str, without: bool, _now: datetime) -> _Narrow | None:
    return None if without else _more("topics", (value,) if value else ())


def _language(value: str, without: bool, _now: datetime) -> _Narrow | None:
    known = _LANGUAGES.get(value.lower(), value.lower())
    return None if without or not re.fullmatch(r"[a-z]{2,3}(?:-\w+)?", known) else _more("languages", (known,))


def _author(value: str, without: bool, _now: datetime) -> _Narrow | None:
    return None if without else _more("authors", (value,) if value else ())


def _size(value: str, without: bool, _now: datetime) -> _Narrow | None:
    first, dots, last = value.lower().partition("..")
    if dots:
        low, high = _bytes(first), _bytes(last)
        good = (low is not None or not first) and (high is not None or not last) and bool(first or last)
    elif value.startswith(("<", "≤")):
        low, high = None, _bytes(value[1:].lstrip("=").lower())
        good = high is not None
    else:
        low, high = _bytes(value.lstrip(">=≥").lower()), None
        good = low is not None
    if without or not good:
        return None
    return lambda filters: msgspec.structs.replace(filters, size_from=low, size_to=high)


def _bytes(amount: str) -> int | None:
    found = _SIZE.fullmatch(amount.strip())
    return round(float(found[1]) * _FACTORS[(found[2] or "")[:1]]) if found else None


def _dated(value: str, without: bool, now: datetime) -> _Narrow | None:
    found = stretch(value, now)
    return None if without or found is None else plain.within("dated", found)


def _modified(value: str, without: bool, now: datetime) -> _Narrow | None:
    found = stretch(value, now)
    return None if without or found is None else plain.within("modified", found)


def _more(field: str, values: tuple[str, ...]) -> _Narrow | None:
    if not values:
        return None
    return lambda filters: msgspec.structs.replace(filters, **{field: (*getattr(filters, field), *values)})


_READERS: dict[str, _Reader] = {
    "kind": _kind,
    "folder": _folder,
    "tag": _tag,
    "topic": _topic,
    "lang": _language,
    "author": _author,
    "size": _size,
    "date": _dated,
    "modified": _modified,
}


def _both(chosen: Filters, typed: Filters) -> Filters:
    """Typed kinds narrow the chosen ones where both agree on any, and replace them where they do not; of two bounds
    the narrower one holds."""
    agreed = tuple(kind for kind in typed.kinds if kind in chosen.kinds)
    merged: dict[str, Any] = {name: _narrower(name, chosen, typed) for name in typed.__struct_fields__}
    return Filters(**merged | {"kinds": agreed or typed.kinds or chosen.kinds})


def _narrower(name: str, chosen: Filters, typed: Filters) -> Any:
    ours, theirs = getattr(chosen, name), getattr(typed, name)
    if isinstance(theirs, tuple):
        return (*ours, *theirs)
    known = [value for value in (ours, theirs) if value is not None]
    return (max(known) if name.endswith("_from") else min(known)) if known else None
