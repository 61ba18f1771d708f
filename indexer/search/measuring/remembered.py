"""How often a document of one's own library is found by what one remembers of it: most words of its name, in any order,
or a scrap of one of its sentences (known-item search)."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from random import Random

from indexer.protocol import Hit

_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST = 3  # words of a name, or of what is asked
_STRETCH, _MOST, _KEPT = (
    12,
    6,
    0.6,
)  # words of a text in a row, at most so many and about such a share of which are asked

Ask = Callable[[str], Sequence[Hit]]  # a question → what is found, best first


@dataclass(frozen=True, slots=True)
class Item:
    path: bytes
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """Of `asked` questions the share whose document came `first`, and the mean reciprocal rank (MRR)."""

    asked: int
    first: float
    mrr: float


def measure(ask: Ask, items: Iterable[Item], seed: int) -> tuple[Remembered, Remembered]:
    """By names, and by scraps of sentences."""
    draw = Random(seed)
    by_name: list[float] = []
    by_text: list[float] = []
    for item in items:
        if question := most_of(item.name, draw):
            wanted = set(question.casefold().split())
            by_name.append(_rank(ask(question), item, lambda hit, wanted=wanted: wanted <= set(_words(hit.name))))  # type: ignore[misc]
        if question := scrap_of(item.text, draw):
            by_text.append(_rank(ask(question), item, lambda _: False))
    return _summed(by_name), _summed(by_text)


def most_of(name: str, draw: Random) -> str:
    """All words of a file's name but one, shuffled; empty where it has too few."""
    words = _words(name)
    if len(words) < _LEAST:
        return ""
    words.pop(draw.randrange(len(words)))
    draw.shuffle(words)
    return " ".join(words)


def scrap_of(text: str, draw: Random) -> str:
    """Some words of a stretch of a text, in its order; empty where it has too few."""
    words = _WORD.findall(text)
    if len(words) < _STRETCH:
        return ""
    start = draw.randrange(len(words) - _STRETCH + 1)
    kept = [word for word in words[start : start + _STRETCH] if draw.random() < _KEPT][:_MOST]
    return " ".join(kept) if len(kept) >= _LEAST else ""


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(PurePath(name).stem)]


def _rank(hits: Sequence[Hit], item: Item, is_as_good: Callable[[Hit], bool]) -> float:
    """1 over the rank of the document, of a copy of it, or of one that is as good; 0 where it was not found."""

    def ranks() -> Iterator[int]:
        for rank, hit in enumerate(hits, start=1):
            if item.path in (hit.path, *hit.copies, *hit.near) or is_as_good(hit):
                yield rank

    return 1 / next(ranks(), float("inf"))


def _summed(reciprocals: Sequence[float]) -> Remembered:
    asked = len(reciprocals)
    if not asked:
        return Remembered(0, 0.0, 0.0)
    return Remembered(asked, sum(each == 1 for each in reciprocals) / asked, sum(reciprocals) / asked)
