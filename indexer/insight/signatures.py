"""What a content looks like to a comparison, small enough to be kept for every document: MinHash for texts,
perceptual hashes for pictures, the mean vector for meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from blake3 import blake3
from rensa import RMinHash

from indexer.insight.wording import words_of

TEXT_VERSION = f"minhash-{RMinHash.ALGORITHM_VERSION}-1"

PERMUTATIONS = 126
_SEED = 20_240_229
_SHINGLE = 3  # words
_BAND = 3  # values that must agree: 42 bands meet at a likeness of 0.3 in two of three cases, of 0.5 in all
_LEAST_WORDS = 12  # two shorter texts are alike too easily
_CROWD = 200  # documents in one band; more share a form, not a text, and are compared with their neighbours only
_WORDS = 200_000  # of a text that are looked at

Table = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TextSignature:
    """`same` is equal for two texts that have the same words in the same order; `values` (126,) are their MinHash."""

    same: bytes
    values: Table

    def pack(self) -> bytes:
        return self.same + self.values.astype("<u4").tobytes()

    @classmethod
    def unpack(cls, value: bytes) -> "TextSignature":
        return cls(value[:16], np.frombuffer(value, "<u4", offset=16))


def text_signature(text: str) -> TextSignature | None:
    """None for a text too short to be told from others."""
    words = words_of(text, _WORDS).plain
    if len(words) < _LEAST_WORDS:
        return None
    hasher = RMinHash(PERMUTATIONS, _SEED)
    hasher.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
    return TextSignature(blake3(" ".join(words).encode()).digest(16), np.array(hasher.digest(), np.uint32))


def candidates(table: Table, fresh: Sequence[int], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of rows of `table` (n, 126) of which one is `fresh`, and whose MinHash agrees in `least` of its values.

    Rows meet in bands (locality-sensitive hashing), so that the time grows with n, not with its square.
    """
    if not len(fresh) or len(table) < 2:
        return
    is_fresh = np.zeros(len(table), np.bool_)
    is_fresh[list(fresh)] = True
    met = [_met(table[:, at : at + _BAND], is_fresh) for at in range(0, PERMUTATIONS, _BAND)]
    pairs = np.unique(np.concatenate(met), axis=0)
    for start in range(0, len(pairs), 10_000):
        some = pairs[start : start + 10_000]
        alike = (table[some[:, 0]] == table[some[:, 1]]).mean(axis=1) >= least
        yield from (tuple(pair) for pair in some[alike].tolist())


def _met(band: Table, is_fresh: npt.NDArray[np.bool_]) -> Rows:
    """Pairs (m, 2) of rows that are equal in this band, the lower one first, one of them fresh."""
    keys = np.ascontiguousarray(band).view([("", band.dtype)] * band.shape[1]).ravel()
    order = np.argsort(keys, kind="stable")
    borders = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
    found = [
        _pairs(np.sort(group), is_fresh)
        for group in np.split(order, borders)
        if len(group) > 1 and is_fresh[group].any()
    ]
    return np.concatenate([np.empty((0, 2), np.int64), *found])


def _pairs(group: Rows, is_fresh: npt.NDArray[np.bool_]) -> Rows:
    """Each row of a group with the `_CROWD` ones before it."""
    near = range(1, min(len(group) - 1, _CROWD) + 1)
    pairs = np.concatenate([np.stack([group[:-by], group[by:]], axis=1) for by in near])
    wanted: Rows = pairs[is_fresh[pairs].any(axis=1)]
    return wanted
