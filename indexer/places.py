"""Where things lie on this machine: the library is precious, the cache can be thrown away."""

import os
from pathlib import Path

import platformdirs


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
