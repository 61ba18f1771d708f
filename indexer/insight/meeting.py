"""Which texts are worth aligning: those whose signatures agree in part, and those that are called the same. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from indexer.insight.naming import named
from indexer.insight.signatures import PERMUTATIONS, TextSignature, candidates
from indexer.insight.verdicts import MIN_HASH

_SAME = 20  # documents of the very same words that are compared with others; more have nothing to add
_NAMESAKES = 12  # documents of one name; more share a habit ("notes"), not a past


def namesakes(names: Iterable[tuple[int, str]]) -> dict[int, set[int]]:
    """Documents whose files are called the same, but for what names say of versions; `names`: (document, name)."""
    by_stem: dict[str, set[int]] = defaultdict(set)
    for document_id, name in names:
        by_stem[named(name).stem].add(document_id)
    found: dict[int, set[int]] = defaultdict(set)
    for documents in by_stem.values():
        if 1 < len(documents) <= _NAMESAKES:
            for document_id in documents:
                found[document_id] |= documents
    return found


def to_align(
    known: Mapping[int, TextSignature], fresh: Sequence[int], called_alike: Mapping[int, set[int]]
) -> Iterator[tuple[int, int]]:
    """Pairs of documents, the lower id first, each once, one of them fresh; `known` holds the fresh ones too."""
    counts: Counter[bytes] = Counter()
    keys = []
    for key in sorted(known):
        counts[known[key].same] += 1
        if counts[known[key].same] <= _SAME:
            keys.append(key)
    rows = {key: row for row, key in enumerate(keys)}
    table = np.stack([known[key].values for key in keys]) if keys else np.empty((0, PERMUTATIONS), np.uint32)
    asked = [rows[key] for key in fresh if key in rows]
    met = {(keys[one], keys[other]) for one, other in candidates(table, asked, MIN_HASH)}
    for key in fresh:
        if key in known:
            others = called_alike.get(key, set()) & known.keys() - {key}
            met |= {(min(key, other), max(key, other)) for other in others}
    yield from sorted(met)  # in order, so that a text is cut into words once
