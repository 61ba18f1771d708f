"""Pictures by what they show: “shows: a dog on the beach”. Text and pictures are compared in one space."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer import protocol
from indexer.search.present import listed_hit
from indexer.store.records import StoredFile
from indexer.types import Tier

_ASKED = re.compile(r"\s*shows?:\s*(?P<what>.+?)\s*", re.IGNORECASE | re.DOTALL)
_STRONG, _LIKELY = 2.5, 1.25  # standard deviations above the mean of the library's pictures

Nearness = NDArray[np.float32]
Find = Callable[[str], tuple[list[int], Nearness]]


def asked(query: str) -> str:
    """What a picture shall show; empty for any other query."""
    found = _ASKED.fullmatch(query)
    return found["what"] if found else ""


def search(
    request: protocol.Search, find: Find, files_of: Callable[[Sequence[int]], Mapping[int, Sequence[StoredFile]]]
) -> protocol.Results:
    """All pictures, those first that show it. How sure that is, is told by how far one stands out among the others."""
    ids, nearness = find(asked(request.query))
    order = [int(at) for at in np.argsort(-nearness, kind="stable")]
    files = files_of([ids[at] for at in order])
    ahead = standing_out(nearness)
    hits = [_hit(files[ids[at]][0], float(ahead[at])) for at in order if files.get(ids[at])]
    good = [hit for hit in hits if hit.tier is not Tier.WEAK]
    shown = (hits if request.weak else good)[: request.limit]
    return protocol.Results(
        query=request.query,
        hits=tuple(shown),
        total=len(good),
        no_match=not good,
        milliseconds=0.0,
        weak=0 if request.weak else len(hits) - len(good),
        executed=f"pictures that show “{asked(request.query)}”",
    )


def standing_out(nearness: Nearness) -> Nearness:
    """(n,) by how many standard deviations each is nearer than pictures of this library are."""
    if not len(nearness):
        return nearness
    return np.asarray((nearness - nearness.mean()) / max(float(nearness.std()), 1e-6), np.float32)


def tier_of(ahead: float) -> Tier:
    return Tier.STRONG if ahead >= _STRONG else Tier.LIKELY if ahead >= _LIKELY else Tier.WEAK


def share_of(ahead: float) -> float:
    """0 to 1, 0.5 for what stands out by nothing."""
    return float(1 / (1 + np.exp(-ahead)))


def _hit(file: StoredFile, ahead: float) -> protocol.Hit:
    return msgspec.structs.replace(listed_hit(file), score=share_of(ahead), tier=tier_of(ahead))
