"""What the worker gives up before it reads its first file."""

import contextlib
import os
from pathlib import Path

ADDRESS_SPACE = 3 << 30  # bytes beyond what the worker starts with; libraries reserve far more than they use
OPEN_FILES = 64


def enter() -> None:
    """Give up what no reader needs. The pool checks memory and time as well; this is the second line."""
    _step_back()
    _limit()


def _step_back() -> None:
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    with contextlib.suppress(OSError, ValueError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = used + ADDRESS_SPACE
    for which, limit in limits.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (limit, limit))
