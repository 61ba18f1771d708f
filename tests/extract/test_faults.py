"""A reader that crashes, hangs, hoards or tries to do harm costs the file that it was reading, and nothing else."""

import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from indexer.extract.pool import ExtractionPool, Limits, PoolClosed, protection
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason

LIMITS = Limits(memory=200 << 20)
HURRIED = Limits(seconds=1.5, memory=200 << 20)  # for what never ends


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    pool = ExtractionPool(1, LIMITS, module="tests.extract.faults")
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def hurried() -> Iterator[ExtractionPool]:
    pool = ExtractionPool(1, HURRIED, module="tests.extract.faults")
    yield pool
    pool.close()


def run(pool: ExtractionPool, tmp_path: Path, content: str) -> Extracted | Failure:
    path = tmp_path / f"{content.replace(' ', '-')}.txt"
    path.write_text(content)
    return pool.extract(os.fsencode(path), format_of(path.name))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("segfault", Reason.CRASH),
        ("leave", Reason.CRASH),
        ("abort", Reason.CRASH),
        ("lie", Reason.CRASH),
        ("hoard", Reason.MEMORY),
        ("ask_for_all", Reason.MEMORY),
        ("recurse", Reason.BOMB),
    ],
)
def test_a_fault_costs_its_file_only(pool: ExtractionPool, tmp_path: Path, fault: str, reason: Reason) -> None:
    answer = run(pool, tmp_path, fault)
    assert isinstance(answer, Failure)
    assert answer.code is reason
    assert answer.detail
    the_next_file_is_read_soon(pool, tmp_path)


@pytest.mark.parametrize("fault", ["spin", "sleep", "chatter"])
def test_what_never_ends_is_ended(hurried: ExtractionPool, tmp_path: Path, fault: str) -> None:
    answer = run(hurried, tmp_path, fault)
    assert isinstance(answer, Failure)
    assert answer.code is Reason.TIMEOUT
    if fault == "sleep":  # as on a machine that is busy with other things
        assert "it had the processor for" in answer.detail
    the_next_file_is_read_soon(hurried, tmp_path)


def the_next_file_is_read_soon(pool: ExtractionPool, tmp_path: Path) -> None:
    started = time.monotonic()
    after = run(pool, tmp_path, "the file after it")
    assert isinstance(after, Extracted)
    assert after.text == "the file after it"
    assert time.monotonic() - started < 5


def test_twenty_crashes_leave_no_process_behind(tmp_path: Path) -> None:
    pool = ExtractionPool(1, LIMITS, module="tests.extract.faults")
    for _ in range(20):
        answer = run(pool, tmp_path, "segfault")
        assert isinstance(answer, Failure)
        assert answer.code is Reason.CRASH
    assert isinstance(run(pool, tmp_path, "fine"), Extracted)
    assert len(pool.pids()) == 1
    pids = pool.pids()
    pool.close()
    assert pool.pids() == []
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_closed_pool_says_nothing_of_a_file(tmp_path: Path) -> None:
    pool = ExtractionPool(1)
    pool.close()
    with pytest.raises(PoolClosed):
        run(pool, tmp_path, "anything")


def test_a_worker_is_used_for_many_files_and_replaced_in_time(tmp_path: Path) -> None:
    pool = ExtractionPool(1, Limits(files=2))
    seen = []
    for number in range(4):
        assert isinstance(run(pool, tmp_path, f"file {number}"), Extracted)
        seen += pool.pids()
    assert len(set(seen)) == 2  # a pid is listed after the first file of two, none after the second
    pool.close()


@pytest.mark.skipif("landlock-files" not in protection(), reason="this kernel has no Landlock")
@pytest.mark.parametrize("canary", ["write", "remove", "read_outside"])
def test_a_reader_can_open_nothing_but_its_file(pool: ExtractionPool, tmp_path: Path, canary: str) -> None:
    answer = run(pool, tmp_path, canary)
    assert isinstance(answer, Failure)
    assert re.search("not permitted|denied", answer.detail)


@pytest.mark.skipif("seccomp" not in protection(), reason="this kernel or machine has no seccomp filter of ours")
@pytest.mark.parametrize("canary", ["run_a_program", "connect", "send_datagram"])
def test_a_reader_can_reach_no_program_and_no_network(pool: ExtractionPool, tmp_path: Path, canary: str) -> None:
    answer = run(pool, tmp_path, canary)
    assert isinstance(answer, Failure)
    assert re.search("not permitted|denied", answer.detail)


@pytest.mark.skipif(sys.platform != "linux", reason="limits are read from /proc")
def test_a_worker_is_nice_and_may_write_nothing(pool: ExtractionPool, tmp_path: Path) -> None:
    run(pool, tmp_path, "warm")
    (pid,) = pool.pids()
    process = psutil.Process(pid)
    assert process.nice() >= 10
    assert process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert "HOME" not in process.environ()
