"""What is typed finds what is meant. A change of the ranking shows here, paper by paper."""

import statistics

import pytest

from indexer.types import Mode, Tier
from tests.search.papers import ABSENT, ASKED
from tests.search.shelf import Shelf, short


@pytest.mark.parametrize(("query", "paper"), ASKED)
def test_the_paper_that_is_meant_is_among_the_first_three(shelf: Shelf, query: str, paper: str) -> None:
    assert paper in shelf.found(query)[:3]


def test_the_paper_that_is_meant_mostly_comes_first(shelf: Shelf) -> None:
    ranks = [1 / (shelf.found(query).index(paper) + 1) for query, paper in ASKED]
    assert statistics.fmean(ranks) >= 0.95


def test_both_together_find_more_than_either_alone(shelf: Shelf) -> None:
    def first(mode: Mode) -> int:
        return sum(shelf.found(query, mode)[:1] == [paper] for query, paper in ASKED)

    assert first(Mode.HYBRID) > max(first(Mode.WORDS), first(Mode.MEANING))


def test_what_is_there_is_not_called_weak(shelf: Shelf) -> None:
    weak = [query for query, _ in ASKED if shelf.search(query).no_match]
    assert len(weak) <= 1, weak


def test_what_is_not_there_is_no_good_match(shelf: Shelf) -> None:
    believed = [
        (query, short(hit), hit.tier)
        for query in ABSENT
        for hit in shelf.search(query).hits[:1]
        if not shelf.search(query).no_match
    ]
    assert believed == []


def test_the_very_words_are_a_strong_hit(shelf: Shelf) -> None:
    hit = shelf.search("security deposit of three months' rent").hits[0]
    assert (short(hit), hit.tier) == ("contracts/lease-flat.docx", Tier.STRONG)
