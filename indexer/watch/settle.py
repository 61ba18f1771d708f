"""When to look: hints come in bursts, a diff costs a walk. Pure: the clock is passed in.

The messy cases, and what becomes of each:

- An editor saves by writing a second file and renaming it over the first: several hints for one folder within a
  moment, one diff when it is quiet; the diff sees one changed file.
- A download grows for an hour, a log for ever: the folder is never quiet. It is looked at nonetheless when patience
  runs out, and each time in a row that happens patience doubles, up to a limit.
- A build writes ten thousand files: one diff a folder; with very many folders, one diff of the whole root.
- A folder is moved in, or copied in with all below it: its whole tree is one diff; folders below it add nothing.
- A file moves from one folder to another: both folders' hints come within a moment, and what is nearly due goes along
  with what is due, so that one plan sees both ends and the file keeps its row.
- Hints for a root after events were lost: one diff of that root, everything smaller is dropped.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

QUIET = 0.25  # seconds without a hint before a folder is looked at
ALONG = 0.1  # what would be due this much later is taken along
PATIENCE = 2.0  # seconds after which it is looked at although it is not quiet
PATIENCE_LIMIT = 32.0
STORM = 500  # folders that wait below one root before the whole root is looked at instead


@dataclass(frozen=True, slots=True)
class Hint:
    """Something may have changed in `directory`, somewhere in the watched folder `root`; `whole`: or below it."""

    root: bytes
    directory: bytes
    whole: bool = False


@dataclass(slots=True)
class _Waiting:
    first: float
    last: float
    whole: bool
    patience: float

    @property
    def due(self) -> float:
        return min(self.last + QUIET, self.first + self.patience)


class Settler:
    """Collects hints and says which folders to compare with the library, and when."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, dict[bytes, _Waiting]] = {}  # root → folder → since when
        self._restless: dict[bytes, tuple[float, float]] = {}  # folder → (patience, when it was looked at unsettled)

    def hint(self, hint: Hint, now: float) -> None:
        folders = self._waiting.setdefault(hint.root, {})
        whole_root = folders.get(hint.root)
        directory = hint.root if whole_root and whole_root.whole else hint.directory
        waiting = folders.get(directory)
        if waiting is not None:
            waiting.last = now
            waiting.whole = waiting.whole or hint.whole
        else:
            folders[directory] = _Waiting(now, now, hint.whole, self._patience(directory, now))
        if len(folders) > STORM or (hint.whole and directory == hint.root):
            first = min(waiting.first for waiting in folders.values())
            self._waiting[hint.root] = {hint.root: _Waiting(first, now, True, self._patience(hint.root, now))}

    def due(self, now: float) -> list[Hint]:
        """The folders to compare now, none of them below another that is compared whole. They wait no longer."""
        if (next_due := self.next_due()) is None or next_due > now:
            return []
        ready = [
            (Hint(root, directory, waiting.whole), waiting)
            for root, folders in self._waiting.items()
            for directory, waiting in folders.items()
            if waiting.due <= now + ALONG
        ]
        for hint, waiting in ready:
            del self._waiting[hint.root][hint.directory]
            if waiting.last + QUIET > now + ALONG:
                self._restless[hint.directory] = (min(waiting.patience * 2, PATIENCE_LIMIT), now)
            else:
                self._restless.pop(hint.directory, None)
        self._waiting = {root: folders for root, folders in self._waiting.items() if folders}
        return list(_without_covered(sorted((hint for hint, _ in ready), key=lambda hint: hint.directory)))

    def next_due(self) -> float | None:
        """When `due` has something to say, by the clock of the hints; None: not before another hint."""
        return min((waiting.due for folders in self._waiting.values() for waiting in folders.values()), default=None)

    def forget(self, root: bytes) -> None:
        """Drop what waits for a folder that is no longer watched."""
        self._waiting.pop(root, None)

    def _patience(self, directory: bytes, now: float) -> float:
        patience, looked_at = self._restless.get(directory, (PATIENCE, now))
        if now - looked_at > patience:
            self._restless.pop(directory, None)
            return PATIENCE
        return patience


def _without_covered(hints: list[Hint]) -> Iterator[Hint]:
    """`hints` less those whose folder lies below another that is looked at whole."""
    wholes = {(hint.root, hint.directory) for hint in hints if hint.whole}
    for hint in hints:
        parts = hint.directory
        while parts != hint.root and len(parts) > len(hint.root):
            parts = os.path.dirname(parts)
            if (hint.root, parts) in wholes:
                break
        else:
            yield hint
