"""The order in which a person reads the lines of a page (after Breuel, 2003)."""

from collections.abc import Sequence

from indexer.types import Box

_GAP = 0.9  # of a line's height: what follows closer below it belongs to the same block
_ALIKE = 1.6  # how much taller one line of a block may be than the next
_MOST_BLOCKS = 300  # beyond it finding the columns takes too long


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The boxes' indices in reading order: columns one after the other, lines across several columns in between.

    Lines that follow each other closely are a block, and stay together. A block comes before another that lies below
    it in the same column; and before one to its right, unless a block across both lies between them.
    """
    blocks = _blocks(boxes)
    if len(blocks) > _MOST_BLOCKS:
        return sorted(range(len(boxes)), key=lambda index: (_middle(boxes[index]), boxes[index][0]))
    around = [_around([boxes[index] for index in block]) for block in blocks]
    return [index for number in _in_order(around) for index in blocks[number]]


def _blocks(boxes: Sequence[Box]) -> list[list[int]]:
    """Chains of lines of which each has the next, and only that, close below it. A line above two columns is alone."""
    every = range(len(boxes))
    below = {a: _nearest(boxes, a, [b for b in every if a != b and _follows(boxes[a], boxes[b])]) for a in every}
    above = {b: _nearest(boxes, b, [a for a in every if a != b and _follows(boxes[a], boxes[b])]) for b in every}
    following = {a: found[0] for a, found in below.items() if len(found) == 1 and above[found[0]] == [a]}
    blocks = []
    for first in sorted(set(below) - set(following.values()), key=lambda index: _middle(boxes[index])):
        block = [first]
        while block[-1] in following:
            block.append(following[block[-1]])
        blocks.append(block)
    return blocks


def _follows(upper: Box, lower: Box) -> bool:
    """Whether `lower` is close below `upper`, and its letters are about as tall."""
    heights = upper[3] - upper[1], lower[3] - lower[1]
    close = _middle(lower) > _middle(upper) and lower[1] - upper[3] < _GAP * min(heights)
    return close and _same_column(upper, lower) and max(heights) < _ALIKE * min(heights)


def _nearest(boxes: Sequence[Box], index: int, others: list[int]) -> list[int]:
    """Those of `others` that are nearest to a line, all that stand in one row."""
    height = boxes[index][3] - boxes[index][1]
    away = {other: abs(_middle(boxes[other]) - _middle(boxes[index])) for other in others}
    least = min(away.values(), default=0.0)
    return [other for other in others if away[other] - least < height / 2]


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _in_order(boxes: Sequence[Box]) -> list[int]:
    by_height = sorted(range(len(boxes)), key=lambda index: (_middle(boxes[index]), boxes[index][0]))
    before: dict[int, list[int]] = {
        later: [first for first in by_height if first != later and _precedes(boxes, first, later)]
        for later in by_height
    }
    order: list[int] = []
    seen: set[int] = set()

    def visit(index: int) -> None:
        seen.add(index)
        for other in before[index]:
            if other not in seen:
                visit(other)
        order.append(index)

    for index in by_height:
        if index not in seen:
            visit(index)
    return order


def _precedes(boxes: Sequence[Box], first: int, later: int) -> bool:
    a, b = boxes[first], boxes[later]
    if _same_column(a, b):
        return _middle(a) < _middle(b)
    if a[2] > b[0]:  # not to its left
        return False
    top, bottom = sorted((_middle(a), _middle(b)))
    return not any(top < _middle(c) < bottom and _same_column(c, a) and _same_column(c, b) for c in boxes)


def _same_column(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2]


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2
