"""The query as it was carried out, in words: nothing that was understood stays hidden."""

from collections.abc import Sequence

from indexer import protocol
from indexer.search.judge import Asked
from indexer.search.query import Query, Weighted
from indexer.types import Mode

_FIELDS = {
    "kind": "of type {}", "-kind": "not of type {}", "folder": "in a folder “{}”", "-folder": "not in a folder “{}”",
    "topic": "in the topic “{}”", "tag": "tagged {}", "-tag": "not tagged {}", "lang": "in the language {}",
    "author": "by {}", "size": "of size {}", "date": "dated {}", "modified": "changed {}",
}  # fmt: skip


def describe(query: Query, request: protocol.Search, asked: Asked) -> str:
    """ "meaning of “pricing” · words pric · of type slides · dated Mar – May 2026"."""
    parts = [f"meaning of “{text}”" for text in query.questions if asked.vector is not None and text]
    if query.weighted:
        parts = ["meaning of " + _sum(query.weighted)]
    if request.mode is not Mode.MEANING and asked.weights:
        parts.append("words " + ", ".join(sorted(asked.weights, key=lambda term: -asked.weights[term])))
    parts += [" or ".join(f"“{phrase}”" for phrase in either) + " word for word" for either in query.phrases]
    parts += [f"without “{word}”" for word in query.without]
    parts += [
        _FIELDS[part.field].format(part.label) for part in query.understood if part.applied and part.field in _FIELDS
    ]
    parts += [f"towards {_name(path)}" for path in request.like] + [
        f"away from {_name(path)}" for path in request.unlike
    ]
    return " · ".join(parts)


def _sum(parts: Sequence[Weighted]) -> str:
    """ "1.2 × “cat” − 1 × “mean”"."""
    said = " ".join(f"{'−' if part.weight < 0 else '+'} {abs(part.weight):g} × “{part.text}”" for part in parts)
    return said.removeprefix("+ ")


def _name(path: bytes) -> str:
    return path.rpartition(b"/")[2].decode("utf-8", "replace")
