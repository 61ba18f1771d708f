"""What is kept where, how large it is, encrypting and erasing it."""

import os
from dataclasses import dataclass
from pathlib import Path

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import EnvironmentProblem
from indexer.places import cache_directory, models_directory
from indexer.store import encryption, erase


@dataclass(frozen=True, slots=True)
class StorageDesk:
    directory: Path
    caches: Path

    def handlers(self) -> Handlers:
        return {
            protocol.GetStorage: self.measure,
            protocol.EncryptLibrary: self.encrypt,
            protocol.EraseLibrary: self.erase,
        }

    def measure(self, _: protocol.GetStorage) -> protocol.Storage:
        caches = [entry for entry in self.caches.iterdir() if entry.is_dir()]
        words = [entry for entry in caches if entry.name in ("words", "names")]
        vectors = [entry for entry in caches if entry not in words]
        within = caches if self.caches == self.directory else []
        own = _size(self.directory) - sum(map(_size, within))
        return protocol.Storage(
            (
                _part("library", self.directory, own),
                _part("words", self.caches, sum(map(_size, words))),
                _part("vectors", self.caches, sum(map(_size, vectors))),
                _part("models", models_directory(), _size(models_directory())),
                _part("cache", cache_directory(), _size(cache_directory())),
            ),
            encrypted=encryption.is_encrypted(self.directory),
            not_encryptable=encryption.unavailable(),
        )

    def encrypt(self, request: protocol.EncryptLibrary) -> None:
        """Raises EnvironmentProblem where this system has no keyring."""
        if request.wanted and (why := encryption.unavailable()):
            raise EnvironmentProblem("no_keyring", why, "An encrypted disk protects the library like your files.")
        encryption.mark(self.directory, request.wanted)

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
