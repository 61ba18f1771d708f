"""What is typed, as it is understood."""

from datetime import datetime

import pytest

from indexer.protocol import Filters
from indexer.search.query import Query, Weighted, parse


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("who pays for repairs", Query("who pays for repairs")),
        ('the "three months" notice', Query("the three months notice", (("three months",),))),
        ("“three months” notice", Query("three months notice", (("three months",),))),
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


NOW = datetime(2026, 11, 24, 15, 5)


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("-type:mail budget", Filters(without_kinds=("mail",))),
        ("folder:contracts -folder:old budget", Filters(named_folders=("contracts",), without_folders=("old",))),
        ("tag:tax,2024 -tag:done budget", Filters(tags=("tax", "2024"), without_tags=("done",))),
        ("lang:german lang:fr budget", Filters(languages=("de", "fr"))),
        ('author:"ada l" budget', Filters(authors=("ada l",))),
        ("size:>1mb budget", Filters(size_from=1_000_000)),
        ("size:10kb..2.5mb budget", Filters(size_from=10_000, size_to=2_500_000)),
        ("size:<1gb budget", Filters(size_to=1_000_000_000)),
    ],
)
def test_fields_narrow_the_search(typed: str, filters: Filters) -> None:
    query = parse(typed, now=NOW)
    assert (query.text, query.filters) == ("budget", filters)


def test_dates_narrow_the_search() -> None:
    of_2024 = (datetime(2024, 1, 1).timestamp(), datetime(2025, 1, 1).timestamp())
    dated, changed = parse("rent date:2024", now=NOW).filters, parse("rent modified:2024", now=NOW).filters
    assert (dated.dated_from, dated.dated_to) == of_2024
    assert (changed.modified_from, changed.modified_to) == of_2024
    month = (datetime(2026, 10, 1).timestamp(), datetime(2026, 11, 1).timestamp())
    for typed in ('rent modified:"last month"', "rent modified:last month", "modified:last_month rent"):
        query = parse(typed, now=NOW)
        assert (query.text, query.filters.modified_from, query.filters.modified_to) == ("rent", *month)


def test_either_will_do() -> None:
    assert parse("oak shelf OR bookcase bill").questions == ("oak shelf bill", "oak bookcase bill")
    assert parse('"three months" OR "six weeks" notice').phrases == (("three months", "six weeks"),)
    assert parse('"three months" "six weeks"').phrases == (("three months",), ("six weeks",))
    assert parse('quarterly OR "each year"').phrases == (("quarterly", "each year"),)
    assert parse("this OR").questions == ("this",)
    assert parse("or else").questions == ("or else",)


def test_weights_steer_towards_and_away() -> None:
    query = parse("dog +1.2 cat -mean")
    assert query.weighted == (Weighted(1.0, "dog"), Weighted(1.2, "cat"), Weighted(-1.0, "mean"))
    assert query.text == "dog cat"
    assert query.without == ()
    assert parse("+49 170 123456").weighted == ()


def test_kinds_and_dates_are_recognised_in_plain_words() -> None:
    query = parse("slides from last spring about pricing", now=NOW)
    assert query.text == "pricing"
    assert query.filters.kinds == ("presentation",)
    assert query.filters.dated_from == datetime(2026, 3, 1).timestamp()
    assert [(part.field, part.label, part.source) for part in query.guesses] == [
        ("kind", "slides", "slides"),
        ("date", "Mar – May 2026", "from last spring"),
    ]


def test_what_was_recognised_can_be_taken_back() -> None:
    query = parse("slides from last spring about pricing", now=NOW, as_words=("slides",))
    assert (query.text, query.filters.kinds) == ("slides about pricing", ())
    assert [part.field for part in query.guesses] == ["date"]
    assert parse("rent type:pdf", as_words=("type:pdf",)).text == "rent type:pdf"


@pytest.mark.parametrize("typed", ["date:2008 photos", "photos date:2008", "-cat date:2008 photos"])
def test_a_filter_may_stand_before_the_kind(typed: str) -> None:
    query = parse(typed, now=NOW)
    assert (query.text, query.filters.kinds) == ("", ("image",))
    assert parse(f"lisbon {typed}", now=NOW).filters.kinds == ()


def test_what_was_understood_says_where_it_stands() -> None:
    typed = "“three months” rent type:pdf since may"
    for part in parse(typed, now=NOW).understood:
        assert typed.translate({0x201C: 34, 0x201D: 34})[part.start : part.end].strip() == part.source


@pytest.mark.parametrize(
    "typed",
    ["pdf text extraction", "mail merge tutorial", "revenue in 2023", "the last of the Mohicans", "spring cleaning",
     "march of the penguins", "documents about rent"],
)  # fmt: skip
def test_plain_words_that_merely_name_a_kind_or_a_time_stay(typed: str) -> None:
    query = parse(typed, now=NOW)
    assert (query.text, query.filters) == (typed, Filters())
