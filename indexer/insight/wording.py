"""A text as a sequence of words, and two of them side by side: what they share, and how they differ.

Words are compared without regard to case, punctuation, line breaks and hyphenation, so that a document and its export
in another format are the same text.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, Levenshtein

LONGEST = 20_000  # words of a text that are aligned; time grows with their square

# A character of a script that is written without spaces, or a word, even where a line break cut it.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff]|"
    r"[\w\u00ad\u0002]+(?:['’]\w+|-[ \t]*\r?\n[ \t]*(?=[a-z])\w+)*"
)
_CUT = re.compile(r"[\u00ad\u0002]|-\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """`plain[i]` is what is compared of the word at `text[spans[i][0]:spans[i][1]]`."""

    text: str
    plain: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.plain)


def words_of(text: str, most: int = LONGEST) -> Words:
    """The first `most` words of a text."""
    plain, spans = [], []
    for match in _WORD.finditer(text):
        plain.append(_fold(match[0]))
        spans.append(match.span())
        if len(plain) == most:
            break
    return Words(text, tuple(plain), tuple(spans))


def _fold(word: str) -> str:
    if word.isascii() and "-" not in word:
        return word.lower()
    return unicodedata.normalize("NFKC", _CUT.sub("", word).replace("’", "'")).casefold()


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two texts of `first` and `second` words lie side by side.

    `shared` words stand in both, in the same order. `swapped` words stand where the other text has other words: a
    conversion adds and drops, only a person swaps. `numbers` of them are numbers against other numbers, as in two
    invoices of one form.
    """

    first: int
    second: int
    shared: int
    swapped: int = 0
    numbers: int = 0

    @property
    def ratio(self) -> float:
        """What both share, of both: 1 where they say the same in the same words."""
        return 2 * self.shared / max(self.first + self.second, 1)

    @property
    def held(self) -> float:
        """How much of the shorter one is in the longer one."""
        return self.shared / max(min(self.first, self.second), 1)


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words `one[0]` to `one[1]` of the first text stand against `other[0]` to `other[1]` of the second one."""

    same: bool
    one: tuple[int, int]
    other: tuple[int, int]


def hunks(one: Words, other: Words) -> list[Hunk]:
    """Both texts from beginning to end, by the least number of words that differ (Levenshtein); same and differing
    ones take turns."""
    found: list[Hunk] = []
    for step in Levenshtein.opcodes(one.plain, other.plain):
        same = step.tag == "equal"
        start = (step.src_start, step.dest_start)
        if found and not same and not found[-1].same:
            last = found.pop()
            start = (last.one[0], last.other[0])
        found.append(Hunk(same, (start[0], step.src_end), (start[1], step.dest_end)))
    return found


def align(one: Words, other: Words) -> Alignment:
    if one.plain == other.plain:
        return Alignment(len(one), len(other), len(one))
    shared = swapped = numbers = 0
    for hunk in hunks(one, other):
        ours, theirs = one.plain[slice(*hunk.one)], other.plain[slice(*hunk.other)]
        if hunk.same:
            shared += len(ours)
        elif ours and theirs and "".join(ours) != "".join(theirs):  # "e mail" and "email" are the same
            swapped += min(len(ours), len(theirs))
            numbers += _numbers_against(ours, theirs)
    return Alignment(len(one), len(other), shared, swapped, numbers)


def quoted(quote: Words, text: Words) -> float:
    """How much of a quote stands in one place of a text, in its order: 1 where it stands there word for word."""
    reach = len(quote) + len(quote) // 4 + 1  # a quote may leave out a word, and a text has words between
    places = (text.plain[at : at + reach] for at in range(max(1, len(text) - reach + 1)))
    return max(LCSseq.similarity(quote.plain, place) for place in places) / max(len(quote), 1)


def _numbers_against(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    first, second = ([word for word in side if any(map(str.isdigit, word))] for side in (ours, theirs))
    if not first or not second or "".join(first) == "".join(second):
        return 0
    return len(set(first) ^ set(second))
