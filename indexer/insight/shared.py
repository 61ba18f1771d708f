"""What two texts have in common, in the few words that a person would name: rare words and pairs of words. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from indexer.insight.topics.phrases import says_something
from indexer.store import terms

_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
_NAMED = 4
_ROOM = 40  # characters of all that are named: they stand on one line of a card
_LEAST_LETTERS = 3
_LONGEST = 40_000  # characters of a text that are looked at
_PAIR = 0.75  # of the weight of both words: a pair says more than one of them, but not as much as two

Weigh = Callable[[str], float]  # a word's inverse document frequency


def telling(text: str, weigh: Weigh, most: int) -> dict[str, float]:
    """The words that say most of what a text is about, lower-cased, with their weights: rare ones that it repeats."""
    counts = Counter(_words(text))
    weights = {word: weigh(word) * (1 + min(count, 5)) / 2 for word, count in counts.items()}
    best = sorted(weights, key=lambda word: (-weights[word], word))[:most]
    return {word: weights[word] for word in best if weights[word] > 0}


def in_common(first: str, second: str, weigh: Weigh, holds: Callable[[str], int]) -> list[str]:
    """Up to four words or pairs of words that both say, the most telling first, as the first text writes them.
    `holds` says how many passages of the library hold a word: what no other text says names these two."""
    ours, theirs = Counter(_words(first)), Counter(_words(second))
    shared = {word for word in ours if word in theirs and holds(word) > 1 and says_something(word)}
    pairs = {pair for pair in _pairs(first) & _pairs(second) if shared.issuperset(pair)}
    scores: dict[str, float] = {word: weigh(word) * min(ours[word], theirs[word], 3) ** 0.5 for word in shared}
    scores |= {" ".join(pair): _PAIR * sum(scores[word] for word in pair) for pair in pairs}
    written = _as_written(first)
    named: list[str] = []
    for found in sorted(scores, key=lambda found: (-scores[found], found)):
        if len(named) == _NAMED or (named and sum(map(len, (*named, found))) > _ROOM):
            break
        if not any(_stems(found) & _stems(other) for other in named):
            named.append(found)
    return [" ".join(written.get(word, word) for word in found.split()) for found in named]


def _stems(words: str) -> set[str]:
    """“page” and “pages” are one."""
    return {stem for word in words.split() for stem in terms.stems().analyze(word)} or set(words.split())


def said(words: Sequence[str]) -> str:
    """As a sentence; empty where nothing is shared that is worth a word."""
    if not words:
        return ""
    quoted = [f"“{word}”" for word in words]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    return f"Both speak of {listed}."


def _words(text: str) -> list[str]:
    found = (match[0].lower() for match in _WORD.finditer(text[:_LONGEST]))
    return [word for word in found if len(word) >= _LEAST_LETTERS and word not in terms.STOP_WORDS]


def _pairs(text: str) -> set[tuple[str, str]]:
    """Words that stand side by side, with nothing but a space between them."""
    matches = list(_WORD.finditer(text[:_LONGEST]))
    return {
        (one[0].lower(), other[0].lower())
        for one, other in pairwise(matches)
        if text[one.end() : other.start()] == " " and not _is_plain(one[0]) and not _is_plain(other[0])
    }


def _is_plain(word: str) -> bool:
    return len(word) < _LEAST_LETTERS or word.lower() in terms.STOP_WORDS


def _as_written(text: str) -> dict[str, str]:
    """The most common way in which each word is written."""
    ways: dict[str, Counter[str]] = {}
    for match in _WORD.finditer(text[:_LONGEST]):
        ways.setdefault(match[0].lower(), Counter())[match[0]] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in ways.items()}


def share(held: Collection[str], weights: dict[str, float]) -> float:
    """How much of the telling words' weight the held ones have."""
    return sum(weights[word] for word in held if word in weights) / max(sum(weights.values()), 1e-9)
