"""How many of the documents found are of each kind, in each folder, of each time. Pure."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from indexer.protocol import Facets, Filters
from indexer.store.records import StoredFile

_DAY = 86_400.0
_PERIODS = {"week": 7 * _DAY, "month": 31 * _DAY, "year": 365 * _DAY}
_SEPARATOR = os.sep.encode()


_GROUPS = {  # of facets, with the filters that choose in them; of tags a document has to carry all that are chosen
    "kinds": ("kinds",),
    "folders": ("folders",),
    "periods": ("modified_from", "modified_to"),
    "languages": ("languages",),
    "topics": ("topics",),
}


def without_one(filters: Filters) -> Iterator[tuple[str, Filters]]:
    """Each group in which something is chosen, with the filters that are left without it."""
    for group, names in _GROUPS.items():
        left = msgspec.structs.replace(filters, **{name: getattr(Filters(), name) for name in names})
        if left != filters:
            yield group, left


def count(
    files: Iterable[StoredFile],
    roots: Sequence[bytes],
    now: float,
    tags: Mapping[int, Collection[str]],
    languages: Mapping[int, str],
    topics: Mapping[int, str],
) -> Facets:
    """One file stands for each document. `tags` are by file id, `languages` and `topics` by document id."""
    held = list(files)
    periods = Counter(period for file in held for period in _periods(now - file.modified))
    spoken = (languages.get(file.document_id or 0, "").partition("-")[0].lower() for file in held)
    return Facets(
        kinds=dict(Counter(file.kind for file in held)),
        folders=dict(Counter(folder for file in held for folder in _folders(file.path, roots))),
        tags=dict(Counter(tag for file in held for tag in tags.get(file.id, ()))),
        periods=dict(periods),
        languages=dict(Counter(language for language in spoken if language)),
        topics=dict(Counter(topics[file.document_id or 0] for file in held if (file.document_id or 0) in topics)),
    )


def _periods(age: float) -> list[str]:
    return [period for period, longest in _PERIODS.items() if age <= longest] or ["older"]


def _folders(path: bytes, roots: Sequence[bytes]) -> list[bytes]:
    """The watched folder that a file is in, and the folder directly below that."""
    found = []
    for root in roots:
        stem = root.rstrip(_SEPARATOR) + _SEPARATOR
        if path.startswith(stem):
            inside, below, _ = path[len(stem) :].partition(_SEPARATOR)
            found += [root, stem + inside] if below else [root]
    return found
