"""The lines of a page come in the order in which a person reads them."""

from indexer.extract.columns import Box, reading_order


def line(left: float, top: float, right: float) -> Box:
    return left, top, right, top + 10


def test_lines_of_one_column_come_from_top_to_bottom() -> None:
    assert reading_order([line(0, 40, 90), line(0, 0, 100), line(0, 20, 95)]) == [1, 2, 0]


def test_columns_are_read_one_after_the_other() -> None:
    left = [line(0, top, 100) for top in (0, 20, 40)]
    right = [line(120, top, 220) for top in (1, 21, 41)]
    mixed = [left[0], right[0], left[1], right[1], left[2], right[2]]
    assert reading_order(mixed) == [0, 2, 4, 1, 3, 5]


def test_a_headline_across_columns_parts_them() -> None:
    above = [line(0, 0, 100), line(120, 0, 220)]
    below = [line(0, 60, 100), line(120, 60, 220), line(0, 80, 100), line(120, 80, 220)]
    assert reading_order([*above, line(0, 30, 220), *below]) == [0, 1, 2, 3, 5, 4, 6]


def test_nothing_is_lost_where_lines_lie_across_each_other() -> None:
    boxes = [line(left, top, left + 60) for left in range(0, 200, 15) for top in range(0, 50, 7)]
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))
    assert reading_order([]) == []


def test_lines_close_below_each_other_stay_together_whatever_lies_beside_them() -> None:
    left = [line(0, top, 100 if top < 36 else 70) for top in range(0, 96, 12)]
    right = [line(120 if top < 36 else 150, top + 3, 220) for top in range(0, 96, 12)]
    caption = [line(80, 60, 140), line(82, 72, 138)]  # between the columns, where both make room for it
    boxes = [*left, *right, *caption]
    order = reading_order(boxes)
    assert order[:8] == list(range(8))
    where = [order.index(number) for number in (16, 17)]
    assert where[1] == where[0] + 1
    assert [number for number in order if 8 <= number < 16] == list(range(8, 16))
