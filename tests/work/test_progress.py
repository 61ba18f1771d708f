"""How long work will still take is told while it goes on."""

import pytest

from indexer.work.progress import Rate


def test_the_time_left_follows_from_the_last_minute() -> None:
    rate = Rate()
    assert rate.seconds_for(10, 0) is None
    rate.add(0, 100)  # forgotten when the minute is over
    for second in range(61, 71):
        rate.add(second, 2)
    assert rate.seconds_for(40, 71) == pytest.approx(20)
    rate.reset()
    assert rate.seconds_for(40, 72) is None


def test_whoever_asks_may_ask_while_the_work_goes_on() -> None:
    rate = Rate()

    class InTheMiddle(float):
        """What is done while it is being counted, as another thread would do it."""

        def __radd__(self, other: float) -> float:
            rate.add(10, 1)
            return float(self) + other

    for second in range(10):
        rate.add(second, InTheMiddle(1))
    assert rate.seconds_for(20, 10) == pytest.approx(20)
