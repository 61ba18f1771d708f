"""Throwing a library away: noted first, done while nobody has it open, so that a crash in between loses no promise."""

import shutil
from pathlib import Path

from indexer.errors import EnvironmentProblem
from indexer.places import KEY, LOCK

_MARK = "erase-at-start"
_KEPT = {LOCK, KEY}  # how the service and its clients meet


def mark(directory: Path) -> None:
    """The library is erased before it is opened the next time."""
    (directory / _MARK).touch(mode=0o600)


def carry_out(directory: Path) -> bool:
    """Erase what is marked; whether there was something to do. Raises EnvironmentProblem where it cannot be erased."""
    if not (directory / _MARK).exists():
        return False
    try:
        for entry in directory.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name not in _KEPT | {_MARK}:
                entry.unlink()
        (directory / _MARK).unlink()  # last: what was cut short begins again
    except OSError as error:
        raise EnvironmentProblem(
            "not_erased",
            f"The library could not be erased: {error.strerror}.",
            f"Delete the folder “{directory}” yourself.",
        ) from error
    return True
