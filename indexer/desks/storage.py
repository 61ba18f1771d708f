"""What is kept where, how large it is, and erasing it."""

import os
from dataclasses import dataclass
from pathlib import Path

from indexer import protocol
from indexer.desks import Handlers
from indexer.places import cache_directory, models_directory
from indexer.store import erase


@dataclass(frozen=True, slots=True)
class StorageDesk:
    directory: Path

    def handlers(self) -> Handlers:
        return {protocol.GetStorage: self.measure, protocol.EraseLibrary: self.erase}

    def measure(self, _: protocol.GetStorage) -> protocol.Storage:
        caches = [entry for entry in self.directory.iterdir() if entry.is_dir()]
        words = [entry for entry in caches if entry.name in ("words", "names")]
        vectors = [entry for entry in caches if entry not in words]
        own = _size(self.directory) - sum(map(_size, caches))
        return protocol.Storage(
            (
                _part("library", self.directory, own),
                _part("words", self.directory, sum(map(_size, words))),
                _part("vectors", self.directory, sum(map(_size, vectors))),
                _part("models", models_directory(), _size(models_directory())),
                _part("cache", cache_directory(), _size(cache_directory())),
            )
        )

    def erase(self, _: protocol.EraseLibrary) -> None:
        erase.mark(self.directory)


def _part(name: str, path: Path, size: int) -> protocol.StoredPart:
    return protocol.StoredPart(name, os.fsencode(path), size)


def _size(folder: Path) -> int:
    """What the files below it take, in bytes; a file that goes away meanwhile counts nothing."""
    total = 0
    for directory, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(directory, name)).st_size
            except OSError:
                continue
    return total
