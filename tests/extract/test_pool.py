"""The pool, with real workers."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.extract.pool import ExtractionPool
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    pool = ExtractionPool(2)
    yield pool
    pool.close()


def extract(pool: ExtractionPool, path: Path) -> Extracted | Failure:
    return pool.extract(os.fsencode(path), format_of(path.name))


def test_a_text_file_is_read_in_a_child(pool: ExtractionPool, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Grüße\r\naus der Küche".encode("cp1252"))
    answer = extract(pool, path)
    assert isinstance(answer, Extracted)
    assert answer.text == "Grüße\naus der Küche"
    assert pool.pids()
    assert os.getpid() not in pool.pids()


def test_a_link_is_never_followed(pool: ExtractionPool, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "secret.txt")
    answer = extract(pool, link)
    assert isinstance(answer, Failure)
    assert answer.code is Reason.UNREADABLE


def test_a_pipe_is_never_opened_for_reading(pool: ExtractionPool, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    answer = extract(pool, tmp_path / "pipe.txt")
    assert isinstance(answer, Failure)
    assert answer.code is Reason.UNREADABLE


def test_an_idle_worker_leaves_and_another_takes_its_place(tmp_path: Path) -> None:
    pool = ExtractionPool(1, module="tests.extract.sleepy")
    (tmp_path / "note.txt").write_text("a note")
    assert isinstance(extract(pool, tmp_path / "note.txt"), Extracted)
    (first,) = pool.pids() or [0]
    for thread in threading.enumerate():
        if thread.name == f"extract-{first}":
            thread.join(10)  # it listens until the process is gone
    assert pool.pids() == []
    assert isinstance(extract(pool, tmp_path / "note.txt"), Extracted)
    assert pool.pids() != [first]
    pool.close()


def test_files_are_read_side_by_side(pool: ExtractionPool, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(60)]
    for path in paths:
        path.write_text(f"note {path.stem}")
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda path: extract(pool, path), paths))
    assert [answer.text for answer in answers if isinstance(answer, Extracted)] == [f"note {n}" for n in range(60)]
    assert len(pool.pids()) == 2


def test_a_file_of_strange_name_is_read(pool: ExtractionPool, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9 \n\xf0\x9f\x98\x80.txt"
    with open(path, "w") as file:
        file.write("found")
    answer = pool.extract(path, format_of(os.fsdecode(path)))
    assert isinstance(answer, Extracted)
    assert answer.text == "found"


def test_what_has_no_reader_is_not_opened(pool: ExtractionPool, tmp_path: Path) -> None:
    assert extract(pool, tmp_path / "never.bin") == Failure(Reason.NO_READER)


def test_a_file_that_is_gone_has_vanished(pool: ExtractionPool, tmp_path: Path) -> None:
    assert extract(pool, tmp_path / "never.txt") == Failure(Reason.VANISHED)
