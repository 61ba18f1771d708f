"""Which pictures are like one: pure, on hashes made by hand."""

import numpy as np
import pytest

from indexer.insight.pictures import Look
from indexer.insight.similar_pictures import Example, folded, like
from indexer.insight.verdicts import is_same_picture
from indexer.types import Tier

BILL = "Mill Pharmacy 14.03.2024 cough syrup 8.90 bandage 3.20 total 12.10 paid by card"


def look(differing: int) -> Look:
    """Whose hash differs in so many bits from `look(0)`, whichever way that is turned."""
    bits = np.zeros(256, np.uint8)
    bits[:differing] = 1
    return Look(np.tile(np.packbits(bits), (8, 1)))


LOOKS = {1: look(0), 2: look(4), 3: look(40), 4: look(80), 5: look(200), 6: look(201), 7: look(120)}
SHOWS = {5: 3.0, 6: 2.0, 7: 0.1, 9: 1.5}


def test_a_picture_of_the_library_is_like_others_and_its_copies_are_left_out() -> None:
    rows, same = like(Example(LOOKS[1], 1, ""), LOOKS, dict.fromkeys(LOOKS, ""), SHOWS)
    assert same == [2, 3]
    assert [(row.document_id, row.tier) for row in rows] == [
        (5, Tier.STRONG),
        (6, Tier.LIKELY),
        (9, Tier.LIKELY),  # seen by the model, and not compared by its looks yet
        (4, Tier.WEAK),
    ]


def test_a_picture_from_outside_finds_its_copies_first() -> None:
    rows, _ = like(Example(LOOKS[1]), LOOKS, dict.fromkeys(LOOKS, ""), SHOWS)
    assert [row.document_id for row in rows][:2] == [1, 2]
    assert {row.said for row in rows[:2]} == {"Looks the same."}


def test_without_a_model_only_looks_count() -> None:
    rows, same = like(Example(LOOKS[1], 1, ""), LOOKS, dict.fromkeys(LOOKS, ""), {})
    assert ([row.document_id for row in rows], same) == ([4], [2, 3])


def test_what_is_written_differently_looks_alike_and_is_not_the_same() -> None:
    rows, same = like(Example(LOOKS[1], 1, BILL), LOOKS, {3: BILL.replace("8.90", "7.90"), 2: BILL}, {})
    assert same == [2]
    assert (rows[0].document_id, rows[0].said) == (3, "Looks alike.")


def test_pictures_that_are_the_same_are_one_row() -> None:
    rows, _ = like(Example(LOOKS[1], 1, ""), LOOKS, dict.fromkeys(LOOKS, ""), SHOWS)
    shown = folded(rows, lambda key: {5: {6, 11}, 9: {6}}.get(key, set()), 2)
    assert [(row.document_id, row.same) for row in shown] == [(5, (6, 11)), (9, ())]


@pytest.mark.parametrize(
    ("bits", "first", "second", "same"),
    [
        (10, None, BILL, True),  # a copy, whatever is written on it
        (30, None, None, False),  # as alike as two receipts on one table
        (30, "", "", True),
        (30, "STOP", "Main Street", True),  # signs in a street, read from afar
        (61, "", "", False),
        (30, BILL, " ".join(reversed(BILL.split())), True),  # lines come in another order when a page is turned
        (30, BILL, BILL.replace("bandage", "bendage"), True),  # misread
        (2, BILL, BILL.replace("12.10", "12.70"), False),
        (2, BILL, "", False),  # one of them cannot be read: who knows
    ],
)
def test_pictures_are_the_same_if_they_look_and_say_the_same(
    bits: int, first: str | None, second: str | None, same: bool
) -> None:
    assert is_same_picture(bits, first, second) is same
