"""The pool, with real workers."""

import os
from collections.abc import Iterator
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


def test_a_file_that_is_gone_has_vanished(pool: ExtractionPool, tmp_path: Path) -> None:
    assert extract(pool, tmp_path / "never.txt") == Failure(Reason.VANISHED)
