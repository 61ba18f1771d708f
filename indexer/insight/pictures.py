"""Two pictures that look the same: by perceptual hash, whichever way they are turned or mirrored.

`indexer.extract.looks` makes the hashes. Resized, recompressed, grey, blurred and turned copies differ in up to a
fifth of the bits; pictures of different things in more than a third.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint8]

RADIUS = 60  # of 256 bits: the same picture, as far as looks can tell
SURE = 12  # saved anew or resized; receipts that lie alike differ in 18 and more
RELATED = 96  # alike in parts, or by chance
_TURNS = 8
_BYTES = 32
_LEAST_CONTRAST = 4  # standard deviation of grey; below it a picture is a blank sheet, and like any other
_TURNED = ("", "mirrored", "turned", "turned", "turned", "mirrored", "mirrored", "mirrored")


@dataclass(frozen=True, slots=True)
class Look:
    """The hashes (8, 32 bytes) of one picture: as it is, then turned and mirrored."""

    bits: Bits

    def pack(self) -> bytes:
        return self.bits.tobytes()

    @classmethod
    def unpack(cls, value: bytes) -> "Look":
        return cls(np.frombuffer(value, np.uint8).reshape(_TURNS, _BYTES))


def look_of(words: str) -> Look | None:
    """From the words of hex that `extract.looks` gives; None for anything else, and where there is nothing to see."""
    try:
        *hashes, contrast = (bytes.fromhex(word) for word in words.split())
    except ValueError:
        return None
    if len(hashes) != _TURNS or any(len(value) != _BYTES for value in hashes) or contrast[0] < _LEAST_CONTRAST:
        return None
    return Look(np.frombuffer(b"".join(hashes), np.uint8).reshape(_TURNS, _BYTES))


def distance(one: Look, other: Look) -> tuple[int, int]:
    """(bits that differ in the best of eight ways to turn the one, which way)."""
    apart = np.bitwise_count(one.bits ^ other.bits[0]).sum(axis=1)
    turn = int(np.argmin(apart))
    return int(apart[turn]), turn


def likeness(bits: int) -> float:
    """1 where they look the same, 0 where they are as different as two pictures can be by chance."""
    return max(0.0, 1 - bits / (4 * _BYTES))


def bits_apart(like: float) -> int:
    """The inverse of `likeness`."""
    return round((1 - like) * 4 * _BYTES)


def turned(turn: int) -> str:
    """How the one is turned against the other, for people; empty where it is not."""
    return _TURNED[turn]
