"""How quick this machine is just now. A shared processor gives half of its speed from one minute to the next: a bar of
seconds is held to what it was set for, a machine on which `_work` takes `_USUAL`."""

import time
from statistics import median

_USUAL = 0.010  # seconds of the processor


def slowness() -> float:
    """How many times as long as usual something takes now; 1 at the least, so that no bar gets stricter."""
    return max(1.0, median(_seconds() for _ in range(9)) / _USUAL)


def _seconds() -> float:
    started = time.process_time()
    _work()
    return time.process_time() - started


def _work() -> list[str]:
    found = {f"{number % 997} of {number}": len(str(number * number)) for number in range(20_000)}
    return sorted(found)
