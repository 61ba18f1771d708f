"""Which folders are listened to, by which rules, and when they are looked at again."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from indexer.settings import Settings
from indexer.store.library import Library, prefix_range
from indexer.watch.events import Watcher
from indexer.watch.rules import Rules, literal
from indexer.watch.settle import Hint
from indexer.work.looking import LookingLoop

_LOOK_EVERYWHERE_SECONDS = 3600.0


def rules(root: bytes, directory: Path, settings: Settings) -> Rules:
    """What is left out below a watched folder, beside the defaults: the library itself, and what the user names."""
    patterns = settings.exclude.splitlines()
    if bytes(directory).startswith(prefix_range(root)[0]):
        patterns.append("/" + literal(os.path.relpath(directory, os.fsdecode(root))) + "/")
    return Rules(patterns)


@dataclass(slots=True)
class Watching:
    """`on_change`: what is known of folders may be other now."""

    library: Library
    watcher: Watcher
    looking: LookingLoop
    rules: Callable[[bytes], Rules]
    on_change: Callable[[], None]
    _looked_everywhere: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        """Listen first, then look: from then on nothing goes unheard."""
        for path in self._wanted():
            self.watcher.watch(path, self.rules(path))
        self.looking.look_everywhere()

    def watch(self, path: bytes) -> None:
        self.watcher.watch(path, self.rules(path))
        self.looking.hint(_whole(path))
        self.on_change()

    def watch_all(self) -> None:
        """The rules are other ones."""
        for path in self._wanted():
            self.watch(path)

    def look_at(self, directory: bytes) -> None:
        """Something was changed in it by ourselves."""
        for folder in self.library.folders():
            if directory == folder.path or directory.startswith(prefix_range(folder.path)[0]):
                self.looking.hint(Hint(folder.path, directory, whole=False))

    def look_again(self) -> None:
        """Where events may go unheard a little later, everywhere once an hour: some systems lose events silently."""
        now = time.monotonic()
        for root in self.watcher.problems:
            self.looking.hint(_whole(root))
        if now - self._looked_everywhere > _LOOK_EVERYWHERE_SECONDS:
            self._looked_everywhere = now
            self.looking.look_everywhere()

    def _wanted(self) -> list[bytes]:
        return [folder.path for folder in self.library.folders() if not folder.paused]


def _whole(root: bytes) -> Hint:
    return Hint(root, root, whole=True)
