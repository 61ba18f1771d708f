"""What is wrong with this machine, and what to do about it: one check a line, each with its remedy."""

import platform
import shutil
import stat
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import apsw
import psutil

from indexer.errors import WhereinError
from indexer.extract.pool import protection
from indexer.models.runtime import fingerprint_of
from indexer.protocol import Check, VectorIndexState
from indexer.settings import Settings
from indexer.store.encryption import is_encrypted
from indexer.store.library import Library, display

_MOST_CLOSED = 20  # that are named
_LITTLE_DISK = 1 << 30
_LITTLE_MEMORY = 1 << 30


def diagnose(
    directory: Path,
    library: Library,
    settings: Settings,
    watch_problems: Mapping[bytes, str],
    closed: Mapping[bytes, str],
    vector_index: VectorIndexState,
) -> Iterator[Check]:
    """Nothing here changes anything, and nothing connects to anywhere. `closed` are folders, or files, that could not
    be looked at, and why."""
    yield Check("Wherein", "good", f"{_version('wherein')}, Python {platform.python_version()}, {platform.platform()}")
    yield _library(directory)
    yield Check("SQLite", "good", f"{apsw.sqlite_lib_version()}, bundled with apsw")
    yield _memory()
    yield _model(settings)
    yield _vector_index(vector_index)
    yield Check("Processor for models", "good", f"{settings.device}; torch {_version('torch')}")
    yield _readers()
    yield from _watching(watch_problems)
    for folder in library.folders():
        if folder.state != "online":
            yield Check(
                "Folder",
                "care",
                f"“{display(folder.path)}” is {folder.state}; what is known of it is kept.",
                "Connect its drive, or check its permissions; or remove it from the list.",
            )
    for path, why in sorted(closed.items())[:_MOST_CLOSED]:
        yield Check("Folder", "care", f"“{display(path)}” cannot be looked into: {why}.", "Check its permissions.")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(run from its folder)"


def _library(directory: Path) -> Check:
    size = sum(map(_size, directory.rglob("*")))
    free = shutil.disk_usage(directory).free
    shut = ", encrypted" if is_encrypted(directory) else ""
    detail = f"“{directory}”, {size / 1e6:,.0f} MB{shut}; {free / 1e9:,.0f} GB free"
    if free < _LITTLE_DISK:
        return Check("Library", "care", detail, "Free some space: indexing stops when the disk is full.")
    return Check("Library", "good", detail)


def _size(path: Path) -> int:
    """0 for what is gone by now: the service writes and clears up while it is asked."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _memory() -> Check:
    memory = psutil.virtual_memory()
    detail = f"{memory.available / 1e9:,.1f} of {memory.total / 1e9:,.1f} GB are free"
    if memory.available < _LITTLE_MEMORY:
        return Check("Memory", "care", detail, "Close other programs: understanding needs about 1 GB.")
    return Check("Memory", "good", detail)


def _model(settings: Settings) -> Check:
    try:
        return Check("Model", "good", f"{fingerprint_of(settings.model)}")
    except WhereinError as error:
        return Check("Model", "bad", error.message, error.remedy)


def _vector_index(state: VectorIndexState) -> Check:
    if state.problem:
        remedy = "Vectors are compared one by one until then; wherein settings vector_index chooses another kind."
        return Check("Vector index", "care", f"{state.kind}. {state.problem}", remedy)
    recall = f", finds {state.recall:.1%} of the ten nearest of {state.passages:,} passages" if state.passages else ""
    return Check("Vector index", "good", f"{state.kind}{recall}")


def _readers() -> Check:
    measures = protection()
    return Check("Protection of readers", "good" if measures else "care", ", ".join(measures) or "none on this system")


def _watching(problems: Mapping[bytes, str]) -> Iterator[Check]:
    if not problems:
        yield Check("Watching", "good", "changes are seen as they happen")
    for root, problem in problems.items():
        yield Check("Watching", "care", f"“{display(root)}”: {problem}", "Changes are found by looking now and then.")
