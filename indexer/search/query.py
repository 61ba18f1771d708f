"""Text → query. Gentle: plain words are a question; what looks like an operator but is none, or is only half typed, is
plain words too. Nothing here ever raises.

    "exact words"    must occur as they are typed (curly quotes are straight ones)
    -word, -"words"  must not occur
    type:pdf         a kind (mail, image, …) or an extension
"""

import re
from dataclasses import dataclass

from indexer.formats import BY_EXTENSION, KINDS
from indexer.protocol import Filters
from indexer.store.terms import normal

NO_FILTERS = Filters()

_TOKEN = re.compile(
    r"""(?P<minus>(?<!\S)-)?"(?P<phrase>[^"]+)"(?!\w)"""
    r"""|(?<!\S)-(?P<without>\w\S*)"""
    r"""|(?<!\S)type:(?P<type>[\w,]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is what is asked, without the operators; the phrases are part of it."""

    text: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS


def parse(typed: str, filters: Filters = NO_FILTERS) -> Query:
    """What was typed, together with the filters that were chosen beside it."""
    phrases: list[str] = []
    without: list[str] = []
    kinds: list[str] = []

    def take(token: re.Match[str]) -> str:
        if phrase := token["phrase"]:
            (without if token["minus"] else phrases).append(phrase)
            return " " if token["minus"] else f" {phrase} "
        if token["without"]:
            without.append(token["without"])
            return " "
        named = [name for name in token["type"].lower().split(",") if name in KINDS or name in BY_EXTENSION]
        kinds.extend(named)
        return " " if named else token[0]

    text = " ".join(_TOKEN.sub(take, normal(typed)).split())
    if kinds:
        filters = _narrowed(filters, kinds)
    return Query(text, tuple(phrases), tuple(without), filters)


def _narrowed(filters: Filters, kinds: list[str]) -> Filters:
    """Typed kinds narrow the chosen ones where both agree on any, and replace them where they do not."""
    both = [kind for kind in kinds if kind in filters.kinds]
    return Filters(tuple(both or kinds), filters.folders, filters.modified_from, filters.modified_to)
