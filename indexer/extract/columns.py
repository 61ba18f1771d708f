"""The order in which a person reads the lines of a page (after Breuel, 2003)."""

from collections.abc import Sequence

Box = tuple[float, float, float, float]  # left, top, right, bottom


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The boxes' indices in reading order: columns one after the other, lines across several columns in between.

    A line comes before another that lies below it in the same column; and before one to its right, unless a line
    across both lies between them.
    """
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
