"""Two documents side by side: what both say, what only one says, and a sentence that sums it up."""

from dataclasses import dataclass

from indexer.insight.families import is_version
from indexer.insight.naming import named
from indexer.insight.verdicts import is_same_text
from indexer.insight.wording import Alignment, Words, align, hunks, words_of

Spans = tuple[tuple[int, int], ...]

_ANCHOR_EVERY = 8  # words


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Spans in characters of each text that the other one does not have; `anchors` are offsets of the same word."""

    alignment: Alignment
    relation: str
    said: str
    first: Spans
    second: Spans
    anchors: tuple[tuple[int, int], ...]


def side_by_side(first: str, second: str, first_name: str, second_name: str) -> SideBySide:
    one, other = words_of(first), words_of(second)
    alignment = align(one, other)
    ours, theirs, anchors = [], [], []
    for hunk in hunks(one, other):
        if hunk.same:
            anchors += [
                (one.spans[hunk.one[0] + at][0], other.spans[hunk.other[0] + at][0])
                for at in range(0, hunk.one[1] - hunk.one[0], _ANCHOR_EVERY)
            ]
            continue
        if hunk.one[0] < hunk.one[1]:
            ours.append(_span(one, *hunk.one))
        if hunk.other[0] < hunk.other[1]:
            theirs.append(_span(other, *hunk.other))
    relation = _relation(alignment, first_name, second_name)
    said = sentence(alignment, len(ours), len(theirs))
    return SideBySide(alignment, relation, said, tuple(ours), tuple(theirs), tuple(anchors))


def _span(words: Words, start: int, end: int) -> tuple[int, int]:
    return words.spans[start][0], words.spans[end - 1][1]


def _relation(alignment: Alignment, first_name: str, second_name: str) -> str:
    if is_same_text(alignment):
        return "near"
    return "version" if is_version(alignment, named(first_name), named(second_name), False) else "other"


def sentence(alignment: Alignment, ours: int, theirs: int) -> str:
    """What a person wants to know first."""
    if not alignment.first or not alignment.second:
        return (
            "There is no text to compare in one of them."
            if alignment.first != alignment.second
            else "Neither has text."
        )
    if not ours and not theirs:
        return "Both say the same, word for word."
    if not alignment.shared:
        return "They have no words in common in the same order."
    only_first, only_second = alignment.first - alignment.shared, alignment.second - alignment.shared
    if not only_first:
        return f"The second one says all that the first one says, and {_words(only_second)} more."
    if not only_second:
        return f"The first one says all that the second one says, and {_words(only_first)} more."
    places = max(ours, theirs)
    return (
        f"They differ in {places:,} {'place' if places == 1 else 'places'}: {_words(only_first)} only in the first "
        f"one, {_words(only_second)} only in the second one."
    )


def _words(count: int) -> str:
    return f"{count:,} {'word' if count == 1 else 'words'}"
