"""What the worker gives up before it reads its first file."""

import contextlib
import os
import sys
from pathlib import Path

from indexer.extract import landlock, seccomp

ADDRESS_SPACE = 3 << 30  # bytes beyond what the worker starts with; libraries reserve far more than they use
OPEN_FILES = 64

_SYSTEM = (
    *("/usr", "/lib", "/lib64", "/bin", "/opt", "/nix/store", "/etc/ld.so.cache", "/etc/localtime"),
    *("/dev/null", "/dev/urandom", "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system"),
)


def enter() -> list[str]:
    """Give up what no reader needs: priority, memory, files, network, other programs. Says what is in force.

    The pool checks memory and time as well; this is the second line.
    """
    _step_back()
    return [*_limit(), *landlock.confine(_readable()), *seccomp.confine()]


def _readable() -> list[str]:
    """Where Python and the libraries lie. The file to be read is none of it: it comes already open."""
    frozen = [sys.executable] if getattr(sys, "frozen", False) else []  # its modules lie in the program itself
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(__file__).parents[2]), *sys.path)
    return [*_SYSTEM, *frozen, *(path for path in python if path.strip(os.sep))]


def _step_back() -> None:
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)


def _limit() -> list[str]:
    try:
        import resource
    except ImportError:  # Windows
        return []
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    with contextlib.suppress(OSError, ValueError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limits[resource.RLIMIT_AS] = used + ADDRESS_SPACE
    try:
        for which, limit in limits.items():
            resource.setrlimit(which, (limit, limit))
    except (OSError, ValueError):
        return []
    return ["limits"]
