"""Dates as people write them mean stretches of time."""

from datetime import datetime

import pytest

from indexer.search.dates import Stretch, stretch
from indexer.search.plain import label

NOW = datetime(2026, 11, 24, 15, 5)  # a Tuesday


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-03", "2024-03-01", "2024-04-01"),
        ("2024-03-05", "2024-03-05", "2024-03-06"),
        ("5.3.2024", "2024-03-05", "2024-03-06"),
        ("5 March 2024", "2024-03-05", "2024-03-06"),
        ("march", "2026-03-01", "2026-04-01"),
        ("december", "2025-12-01", "2026-01-01"),
        ("Q1 2024", "2024-01-01", "2024-04-01"),
        ("summer of 2022", "2022-06-01", "2022-09-01"),
        ("last spring", "2026-03-01", "2026-06-01"),
        ("last autumn", "2025-09-01", "2025-12-01"),
        ("this autumn", "2026-09-01", "2026-12-01"),
        ("winter", "2025-12-01", "2026-03-01"),
        ("yesterday", "2026-11-23", "2026-11-24"),
        ("last week", "2026-11-16", "2026-11-23"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("last monday", "2026-11-23", "2026-11-24"),
        ("2023..2024", "2023-01-01", "2025-01-01"),
        ("between 2019 and 2021", "2019-01-01", "2022-01-01"),
    ],
)
def test_an_expression_means_a_stretch(said: str, start: str, end: str) -> None:
    assert stretch(said, NOW) == Stretch(day(start), day(end))


def test_one_end_may_be_open() -> None:
    assert stretch("2024..", NOW) == Stretch(day("2024-01-01"), None)
    assert stretch("..2024", NOW) == Stretch(None, day("2025-01-01"))
    assert stretch("since may", NOW) == Stretch(day("2026-05-01"), None)
    assert stretch("after 2024", NOW) == Stretch(day("2025-01-01"), None)
    assert stretch("before 2020", NOW) == Stretch(None, day("2020-01-01"))


def test_the_past_two_weeks_end_now() -> None:
    assert stretch("past 2 weeks", NOW) == Stretch(day("2026-11-10"), NOW)


@pytest.mark.parametrize("said", ["", "..", "foo", "last foo", "31 february 2024", "2025..2024", "13.13.2024", "0"])
def test_what_is_no_time_means_none(said: str) -> None:
    assert stretch(said, NOW) is None


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("last spring", "Mar – May 2026"),
        ("2024", "2024"),
        ("2023..2024", "2023 – 2024"),
        ("march 2024", "March 2024"),
        ("yesterday", "23 Nov 2026"),
        ("since may", "since 1 May 2026"),
        ("past 2 weeks", "10 Nov – 24 Nov 2026"),
    ],
)
def test_a_stretch_reads_as_a_person_says_it(said: str, read: str) -> None:
    found = stretch(said, NOW)
    assert found is not None
    assert label(found) == read
