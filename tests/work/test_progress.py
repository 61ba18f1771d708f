"""How long work will still take is told while it goes on."""

import sys
import threading
from collections.abc import Iterator

import pytest

from indexer.work.progress import Rate


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns after every few instructions."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_the_time_left_follows_from_the_last_minute() -> None:
    rate = Rate()
    assert rate.seconds_for(10, 0) is None
    rate.add(0, 100)  # forgotten when the minute is over
    for second in range(61, 71):
        rate.add(second, 2)
    assert rate.seconds_for(40, 71) == pytest.approx(20)
    rate.reset()
    assert rate.seconds_for(40, 72) is None


@pytest.mark.usefixtures("restless")
def test_whoever_asks_may_ask_while_the_work_goes_on() -> None:
    rate = Rate()
    done = threading.Event()

    def work() -> None:
        for mark in range(4_000):
            rate.add(mark / 100, 1)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.is_set():
        rate.seconds_for(10, 40)
    worker.join()
    assert rate.seconds_for(100, 40) == pytest.approx(1, rel=0.1)
