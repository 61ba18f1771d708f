"""What is typed, as it is understood."""

import pytest

from indexer.protocol import Filters
from indexer.search.query import Query, parse


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("who pays for repairs", Query("who pays for repairs")),
        ('the "three months" notice', Query("the three months notice", ("three months",))),
        ("“three months” notice", Query("three months notice", ("three months",))),
        ("jaguar -car", Query("jaguar", without=("car",))),
        ('jaguar -"sports car"', Query("jaguar", without=("sports car",))),
        ("budget type:xlsx", Query("budget", filters=Filters(kinds=("xlsx",)))),
        ("budget type:pdf,mail", Query("budget", filters=Filters(kinds=("pdf", "mail")))),
        ("type:PDF", Query("", filters=Filters(kinds=("pdf",)))),
    ],
)
def test_operators_are_understood(typed: str, understood: Query) -> None:
    assert parse(typed) == understood


@pytest.mark.parametrize(
    "typed", ['the "three mon', "type:", "type:nonsense", "-", "a - b", "x-ray", "it's", "5'10\"", "c++"]
)
def test_what_only_looks_like_an_operator_is_plain_words(typed: str) -> None:
    query = parse(typed)
    assert (query.phrases, query.without, query.filters) == ((), (), Filters())
    assert query.text


def test_typed_filters_narrow_the_chosen_ones() -> None:
    chosen = Filters(kinds=("pdf", "mail"), folders=(b"/home",))
    assert parse("rent type:mail", chosen).filters == Filters(kinds=("mail",), folders=(b"/home",))
