"""Ends a service that does not answer any more, so that another one can take its place. The library loses nothing:
each step of the work is a transaction."""

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import psutil

from indexer.errors import EnvironmentProblem
from indexer.places import default_library

_SECONDS = 10.0  # until it is gone
_NAMES = ("indexer", "wherein")


def end(library: Path) -> None:
    """Raises EnvironmentProblem "cannot_end" for a service that stays."""
    running = [
        process for process in psutil.process_iter(["cmdline"]) if serves(process.info["cmdline"] or (), library)
    ]
    try:
        for process in running:
            process.kill()
    except psutil.NoSuchProcess:
        pass
    except psutil.Error as error:
        raise _cannot_end(str(error)) from error
    _, left = psutil.wait_procs(running, _SECONDS)
    if left:
        raise _cannot_end(f"process {left[0].pid}")


def serves(command: Sequence[str], library: Path) -> bool:
    """Whether that is the command line of the service of a library."""
    if not any(Path(program).stem in _NAMES and verb == "serve" for program, verb in pairwise(command)):
        return False
    at = command.index("--library") + 1 if "--library" in command else len(command)
    named = Path(command[at]) if at < len(command) else default_library()
    return os.path.realpath(named) == os.path.realpath(library)


def _cannot_end(which: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "cannot_end",
        f"The search service does not answer and cannot be ended ({which}).",
        "Log out and in again, and start Wherein then.",
    )
