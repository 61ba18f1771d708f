"""Where a passage stands in another rendering of the same text (the page of a PDF). No Qt.

Two readers of one page agree on its letters, not on its white space, hyphens or line ends: only letters and digits are
compared.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

Range = tuple[int, int]

RESUME, LOOK_AHEAD = 12, 600  # letters that must agree to go on after a difference, and how far they are looked for


def utf16(text: str, offset: int) -> int:
    """An offset in characters as Qt counts it, in UTF-16 units."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of `text`, folded, and where each stands in `text`."""
    letters: list[str] = []
    at: list[int] = []
    for offset, char in enumerate(text):
        if char.isalnum():
            for folded in char.casefold():
                letters.append(folded)
                at.append(offset)
    return "".join(letters), at


@dataclass(frozen=True, slots=True)
class Located:
    """Ranges in the page's text."""

    sentence: Range | None
    words: tuple[Range, ...]


def locate(page: str, passage: str, sentence: Range | None, words: tuple[Range, ...]) -> Located | None:
    """Find the passage on the page, or at least its sentence; None where neither stands there.

    A passage that begins on the page before is found by its sentence.
    """
    page_letters, page_at = _letters(page)

    def find(start: int, end: int) -> tuple[int, int, list[int]] | None:
        """Where `passage[start:end]` is among the page's letters, and where its letters stand in the passage."""
        letters, at = _letters(passage[start:end])
        place = page_letters.find(letters) if letters else -1
        return (place, place + len(letters), [start + offset for offset in at]) if place >= 0 else None

    found = find(0, len(passage)) or (find(*sentence) if sentence else None)
    if found is None:
        return None
    first, last, at = found

    def moved(span: Range) -> Range | None:
        inside = [place for place, offset in enumerate(at) if span[0] <= offset < span[1]]
        return (page_at[first + inside[0]], page_at[first + inside[-1]] + 1) if inside else None

    whole = (page_at[first], page_at[last - 1] + 1)
    return Located(moved(sentence) if sentence else whole, tuple(span for span in map(moved, words) if span))


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which letter of a source stands where in a rendering of it: two rising lists of offsets, side by side."""

    source: list[int]
    shown: list[int]

    def range(self, start: int, end: int) -> Range | None:
        """Where `source[start:end]` is shown; None where nothing of it is."""
        first, last = bisect_left(self.source, start), bisect_left(self.source, end)
        return (self.shown[first], self.shown[last - 1] + 1) if first < last else None

    def offset(self, shown: int) -> int:
        """The offset in the source of what is shown there."""
        at = bisect_left(self.shown, shown)
        return self.source[min(at, len(self.source) - 1)] if self.source else 0


def align(source: str, shown: str, hidden: Iterable[Range]) -> Alignment:
    """Side by side, letter by letter; `hidden` are the ranges of the source that the rendering leaves out.

    Where the two differ all the same, it goes on where the next dozen letters of the source stand in the rendering.
    """
    cut = list(source)
    for start, end in hidden:
        cut[start:end] = " " * (min(end, len(source)) - start)
    letters, at = _letters("".join(cut))
    shown_letters, shown_at = _letters(shown)
    made = Alignment([], [])
    here = there = 0
    while here < len(letters) and there < len(shown_letters):
        if letters[here] != shown_letters[there]:
            found = shown_letters.find(letters[here : here + RESUME], there, there + LOOK_AHEAD)
            if found < 0:
                here += 1
                continue
            there = found
        made.source.append(at[here])
        made.shown.append(shown_at[there])
        here, there = here + 1, there + 1
    return made
