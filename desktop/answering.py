"""What of a passage answers. Lists, tables and code have no sentences: there it is a line. No Qt."""

from collections.abc import Sequence
from itertools import pairwise

from indexer.protocol import Passage

Range = tuple[int, int]

FEW = 3  # lines, which are marked together


def answer_in(passage: Passage) -> Range | None:
    """The sentence that answers or, where that is many lines of their own, the one that holds most of what was asked
    for. None where nothing tells which one that is."""
    if passage.sentence is None:
        return None
    start, end = passage.sentence
    lines = _lines(passage.text, start, end)
    if len(lines) <= FEW or _is_prose([passage.text[first:last] for first, last in lines]):
        return passage.sentence
    held = [sum(first < end and last > start for first, last in passage.highlights) for start, end in lines]
    return lines[held.index(max(held))] if any(held) else None


def _lines(text: str, start: int, end: int) -> list[Range]:
    """Those that say something, without the white space around them."""
    found = []
    for line in text[start:end].splitlines(keepends=True):
        if words := line.strip():
            first = start + line.index(words)
            found.append((first, first + len(words)))
        start += len(line)
    return found


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether most lines end where the next word had no room, and go on as a sentence does."""
    width = max(map(len, lines))
    wraps = [
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
        and not (following[0].isupper() or following[0].isdigit())
        for line, following in pairwise(lines)
    ]
    return 2 * sum(wraps) >= len(wraps)
