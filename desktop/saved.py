"""Searches that a person keeps: words, filters and order. No Qt; how they are written is decided here, where is not."""

from collections.abc import Sequence

import msgspec

from desktop import words
from desktop.query import Query

_LIST = msgspec.json.Decoder(list[Query])


def label(query: Query) -> str:
    """What a saved search is called: its words, or what it is like, and how many filters narrow it."""
    said = query.text.strip()
    if query.like_path:
        said = f"Like {words.name_of(query.like_path)}"
    elif query.like_text:
        said = f"Like “{' '.join(query.like_text.split())[:40]}”"
    filters = [chip.label for chip in query.typed(query.text).chips()]
    return f"{said} · {', '.join(filters)}" if filters else said


def encode(queries: Sequence[Query]) -> str:
    return msgspec.json.encode(list(queries)).decode()


def decode(data: str) -> list[Query]:
    """What `encode` wrote; anything else is an empty list, for damaged settings must not keep the window away."""
    try:
        return _LIST.decode(data)
    except msgspec.MsgspecError:
        return []


def toggled(queries: Sequence[Query], query: Query) -> list[Query]:
    return [kept for kept in queries if kept != query] if query in queries else [query, *queries]
