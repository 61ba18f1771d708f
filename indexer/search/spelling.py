"""Did you mean …? A word that the library does not have, nor the model, in the spelling of one that the library has."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer.search.reads import Words
from indexer.store import terms

_LEAST = 4  # letters; a shorter word is one edit from too many others
_MOST_WORDS = 8  # of a query that are looked at
_LONG = 7  # letters, from which on two edits are looked for
_MOST_UNKNOWN = 3
_SUGGESTED = 3
_EDGES = ".,;:!?()\"'"


@dataclass(frozen=True, slots=True)
class _Fix:
    typed: str
    spelt: str
    edits: int
    frequency: int


def suggestions(text: str, words: Words, is_spelt: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """The query with its unknown words spelt as others that are known: first with the likeliest ones, then each word's
    second choice. Empty where each word is known, or is like none. `is_spelt` tells words that are right although the
    library does not have them."""
    typed = dict.fromkeys(part.strip(_EDGES) for part in terms.normal(text).split()[:_MOST_WORDS])
    unknown = [word for word in typed if _is_unknown(word, words) and not is_spelt(word)]
    if len(unknown) > _MOST_UNKNOWN:  # no slips: another language
        return ()
    fixes = [found for word in unknown if (found := _fixes(word, words))]
    first = [found[0] for found in fixes]
    made = [first, *([*first[:at], found[1], *first[at + 1 :]] for at, found in enumerate(fixes) if len(found) > 1)]
    return tuple(dict.fromkeys(_spelt(text, choice) for choice in made if choice))[:_SUGGESTED]


def _spelt(text: str, fixes: Iterable[_Fix]) -> str:
    for fix in fixes:
        spelt = fix.spelt.capitalize() if fix.typed[:1].isupper() else fix.spelt
        text = re.sub(rf"(?<!\w){re.escape(fix.typed)}(?!\w)", spelt, text)
    return text


def _is_unknown(word: str, words: Words) -> bool:
    if len(word) < _LEAST or not word.isalpha() or word.lower() in terms.STOP_WORDS:
        return False
    return not words.frequency(word)


def _fixes(word: str, words: Words) -> list[_Fix]:
    """Likeliest first: fewest edits, then most common. A slip in the first letter is not looked for, but a swap is."""
    asked = next(iter(terms.exact().analyze(word)), "")
    most = 1 if len(asked) < _LONG else 2
    letters = set(asked)
    near = (
        _Fix(word, other, distance(asked, other, most), frequency)
        for beginning in {asked[:1], asked[1:2]}
        for other, frequency in words.vocabulary(beginning, range(len(asked) - most, len(asked) + most + 1))
        if len(letters.symmetric_difference(other)) <= 2 * most and other != asked
    )
    return sorted((fix for fix in near if fix.edits <= most), key=lambda fix: (fix.edits, -fix.frequency))


def distance(one: str, other: str, most: int) -> int:
    """Edits between two words: a letter more, less, another, or two swapped (Damerau, 1964; each letter edited once).
    More than `most` is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return last[-1]
