"""Where things lie on this machine: the library is precious, the cache can be thrown away."""

import os
import stat
import sys
import warnings
from hashlib import sha256
from pathlib import Path

import platformdirs

from indexer.errors import EnvironmentProblem

# In a library: held by its service; and read by its clients, what they prove who they are with and where they meet it.
LOCK, KEY, ADDRESS = "service.lock", "service.key", "service.address"


def default_library() -> Path:
    """WHEREIN_LIBRARY, or the place for application data of this platform."""
    chosen = os.environ.get("WHEREIN_LIBRARY")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("wherein", appauthor=False)) / "library"


def models_directory() -> Path:
    """WHEREIN_MODELS, or a place beside the library: models that were fetched from the hub, for all libraries."""
    chosen = os.environ.get("WHEREIN_MODELS")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("wherein", appauthor=False)) / "models"


def cache_directory() -> Path:
    """WHEREIN_CACHE, or the place for caches of this platform: what is made once on a machine, for all libraries."""
    chosen = os.environ.get("WHEREIN_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("wherein", appauthor=False))


def runtime_directory() -> Path:
    """A folder of this user alone, for what lasts as long as a session; in memory, on Linux. Raises EnvironmentProblem
    "no_runtime_directory"."""
    with warnings.catch_warnings():  # platformdirs warns where it has to fall back to /tmp: checked below
        warnings.simplefilter("ignore")
        directory = Path(platformdirs.user_runtime_dir("wherein", appauthor=False))
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform == "win32":
            return directory
        status = directory.lstat()
        ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
        if ours:
            directory.chmod(0o700)
    except OSError as error:
        raise _not_private(directory) from error
    if not ours:
        raise _not_private(directory)
    return directory


def mark_of(library: Path) -> str:
    """A short name for a library, by where it lies."""
    return sha256(os.fsencode(library.resolve())).hexdigest()[:16]


def _not_private(directory: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "no_runtime_directory",
        f"“{directory}” cannot be made private to you, so the window and the indexer cannot meet there.",
        "Check who owns it, or set XDG_RUNTIME_DIR to a folder of your own.",
    )
