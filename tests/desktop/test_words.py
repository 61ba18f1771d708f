from datetime import datetime

import pytest

from desktop import words
from indexer.protocol import FailedFile, FileCounts, Hit, Progress, TaskState, Why
from indexer.types import Failure, Place, Reason, Status, Tier

NOW = datetime(2024, 6, 6, 10, 0).timestamp()


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2024, 6, 6, 8, 5), "today 08:05"),
        (datetime(2024, 6, 5, 23, 59), "yesterday"),
        (datetime(2024, 6, 3, 12, 0), "Monday"),
        (datetime(2024, 3, 2, 12, 0), "2 Mar"),
        (datetime(2023, 3, 2, 12, 0), "2 Mar 2023"),
        (datetime(2024, 6, 7, 12, 0), "7 Jun"),  # a clock that was wrong
    ],
)
def test_a_date_is_said_as_a_person_says_it_now(moment: datetime, said: str) -> None:
    assert words.when(moment.timestamp(), NOW) == said


@pytest.mark.parametrize(
    ("size", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (34_400, "34 kB"),
     (999_900, "1.0 MB"), (4.1e6, "4.1 MB")],
)  # fmt: skip
def test_sizes_are_short(size: int, said: str) -> None:
    assert words.size(int(size)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3, "less than a minute"), (60, "about 1 min"), (170, "about 3 min"),
     (5400, "about 1.5 h"), (7200, "about 2 h"), (40_000, "about 11 h")],
)  # fmt: skip
def test_durations_are_round(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


def test_a_trail_begins_at_the_watched_folder() -> None:
    path = b"/home/ida/Papers/Contracts/Housing/Lease.pdf"
    assert words.folder_trail(path, [b"/home/ida/Papers"]) == "Papers › Contracts › Housing"
    assert words.folder_trail(path, [b"/home/ida/Papers", b"/home/ida/Papers/Contracts"]) == "Contracts › Housing"
    assert words.folder_trail(b"/home/ida/Papers/a.txt", [b"/home/ida/Papers"]) == "Papers"
    assert words.folder_trail(b"/home/idas/a.txt", [b"/home/ida"]) == "home › idas"


def test_a_name_that_is_no_text_is_shown_all_the_same() -> None:
    assert words.name_of(b"/x/caf\xe9.txt") == "caf�.txt"


def test_every_reason_is_explained_without_jargon() -> None:
    for reason in Reason:
        for status in (Status.PARTIAL, Status.FAILED):
            said = words.explain(FailedFile(b"/a", status, Failure(reason)))
            assert said.endswith(".")
            assert said[0].isupper()
            assert not {"embedding", "chunk", "timeout", "parser"} & set(said.lower().split())


def test_why_a_document_was_found_is_one_sentence() -> None:
    hit = Hit(b"/a", "a", "pdf", 1, 0.0, 1.0, Tier.STRONG, why=Why(words=1.0, meaning=0.5, name=1.0))
    assert words.because(hit) == "Strong match: found by its words, its meaning, and its name"


def test_a_place_is_named_only_where_it_helps() -> None:
    assert words.place_of(Place(0, 1, "page", 4)) == "p. 4"
    assert words.place_of(Place(0, 1, "sheet", 2, "Budget")) == "sheet Budget"
    assert words.place_of(None) == ""


def test_the_thin_row_says_what_is_done_and_how_long_it_takes() -> None:
    assert words.progress(Progress("reading", "x", 1204, 1926, 170.0)) == "Reading 1,204 of 1,926 · about 3 min left"
    assert words.progress(Progress("reading", "x", 5, 10, 170.0, paused=True)) == "Paused: read 5 of 10"
    assert words.progress(Progress(problem="The disk is full.")) == "The disk is full."
    assert words.progress(Progress()) == ""
    assert words.at_rest(FileCounts(ok=1_900, partial=26)) == "1,926 documents ready"


@pytest.mark.parametrize(
    ("kind", "said"), [("duplicates", "34 of 1,091"), ("download", "34 of 1,091 MB"), ("topics", "3%")]
)
def test_how_far_a_task_is_has_its_unit(kind: str, said: str) -> None:
    assert words.task_done(TaskState(1, kind, "Something", done=34, total=1091)) == said
