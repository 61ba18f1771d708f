"""Linux: one inotify watch a folder, on watchdog's reader of the kernel's queue.

watchdog's own recursive observer sits on the same reader, but it also watches what the rules skip, swallows the
kernel's refusal of a watch, and says of lost events only a line in the log. Each of these matters here:

- a folder that the rules skip costs no watch (they are limited, and `node_modules` takes them by the ten thousand);
- no watch left (ENOSPC), or the queue overflowed: the root is to be looked at whole;
- a folder that appears is watched first and hinted at then, so that nothing written into it meanwhile is missed.

A file that is being written is left alone until its writer closes it; that event alone makes a hint.
"""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from watchdog.observers.inotify_c import CallbackId, InotifyConstants, InotifyEvent, InotifyFD, Mask, WatchDescriptor

from indexer.watch.events import OnHint, OnProblem
from indexer.watch.rules import Rules
from indexer.watch.scan import relative_to
from indexer.watch.settle import Hint

_HEARD = Mask(
    InotifyConstants.IN_CREATE
    | InotifyConstants.IN_CLOSE_WRITE
    | InotifyConstants.IN_ATTRIB
    | InotifyConstants.IN_MOVE
    | InotifyConstants.IN_DELETE
    | InotifyConstants.IN_ONLYDIR
    | InotifyConstants.IN_MASK_ADD
    | InotifyConstants.IN_EXCL_UNLINK
)
_HEARD_BELOW = Mask(_HEARD | InotifyConstants.IN_DONT_FOLLOW)
_HEARD_OF_ROOT = Mask(_HEARD | InotifyConstants.IN_DELETE_SELF | InotifyConstants.IN_MOVE_SELF)
_NOT_HERE = "This folder is not there at the moment."


class InotifyEars:
    """All watched roots on one inotify instance, heard in one thread."""

    def __init__(self, hear: OnHint, note: OnProblem) -> None:
        self.hear = hear
        self.note = note
        self.left: tuple[int, Hint] | None = None  # the folder that was moved away last, and the move's cookie
        self._trees: dict[bytes, _Tree] = {}
        self.kernel = InotifyFD()
        self.kernel.start()

    def watch(self, root: bytes, rules: Rules) -> None:
        self._trees[root] = _Tree(self, root, rules)
        self._trees[root].open()

    def unwatch(self, root: bytes) -> None:
        if (tree := self._trees.pop(root, None)) is not None:
            tree.close()

    def close(self) -> None:
        for root in list(self._trees):
            self.unwatch(root)
        self.kernel.stop()
        self.kernel.join()


class _Folder:
    """One watched folder, and what the kernel says of it."""

    __slots__ = ("below", "descriptor", "path", "tree")

    def __init__(self, tree: "_Tree", path: bytes) -> None:
        self.tree = tree
        self.path = path
        self.below: dict[bytes, _Folder] = {}
        self.descriptor = WatchDescriptor(-1)

    @property
    def id(self) -> CallbackId:
        return CallbackId(id(self))

    def on_event(self, event: InotifyEvent) -> None:
        self.tree.hear(self, event)

    def on_watch_deleted(self, wd: WatchDescriptor) -> None:
        """The folder is gone: the one above it says so by name."""

    def on_queue_overflow(self) -> None:
        if self.path == self.tree.root:
            self.tree.reopen()

    def with_all_below(self) -> Iterator["_Folder"]:
        waiting = [self]
        while waiting:
            folder = waiting.pop()
            yield folder
            waiting.extend(folder.below.values())


class _Tree:
    """A root and the folders below it."""

    def __init__(self, ears: InotifyEars, root: bytes, rules: Rules) -> None:
        self.root = root
        self._ears = ears
        self._rules = rules
        self._lock = threading.RLock()  # one thread opens and closes, the other hears
        self._top: _Folder | None = None
        self._full = False

    def open(self) -> None:
        """Watch everything. Raises OSError where not even the root can be watched."""
        with self._lock:
            self._full = False
            top = _Folder(self, self.root)
            if not self._listen(top):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            self._top = top
            self._open_below(top)

    def close(self) -> None:
        with self._lock:
            if self._top is not None:
                self._forget(self._top)
            self._top = None

    def reopen(self) -> None:
        """Events were lost: folders may have come, gone and moved unheard."""
        with self._lock:
            if self._top is None:
                return
            self.close()
            try:
                self.open()
            except OSError:
                self._ears.note(self.root, _NOT_HERE)
        self._ears.hear(Hint(self.root, self.root, whole=True))

    def hear(self, folder: _Folder, event: InotifyEvent) -> None:
        with self._lock:
            if self._top is None:
                return
            if not event.name:
                self._hear_of_itself(folder, event)
                return
            path = os.path.join(folder.path, event.name)
            is_folder = bool(event.mask & InotifyConstants.IN_ISDIR)
            relative = relative_to(self.root, path)
            if self._rules.skips(relative, is_folder) and (is_folder or not self._rules.leaves_to_content(relative)):
                return
            if is_folder:
                self._hear_of_folder(folder, event, path)
            elif not event.is_create or _is_linked(path):
                self._ears.hear(Hint(self.root, folder.path))

    def _hear_of_itself(self, folder: _Folder, event: InotifyEvent) -> None:
        is_unmounted = event.mask & InotifyConstants.IN_UNMOUNT
        if folder is self._top and (event.is_delete_self or event.is_move_self or is_unmounted):
            self.close()
            self._ears.note(self.root, _NOT_HERE)
        elif is_unmounted:
            self._ears.hear(Hint(self.root, folder.path, whole=True))

    def _hear_of_folder(self, above: _Folder, event: InotifyEvent, path: bytes) -> None:
        if event.is_attrib and event.name in above.below:
            return
        if (old := above.below.pop(event.name, None)) is not None:
            self._forget(old)
        hint = Hint(self.root, path, whole=True)
        if event.is_moved_from:
            self._ears.left = (event.cookie, hint)
        elif not event.is_delete:
            self._open(above, path)
            if event.is_moved_to and self._ears.left is not None and self._ears.left[0] == event.cookie:
                # Both ends at one time, for one plan: to watch what moved took a while.
                self._ears.hear(self._ears.left[1])
        self._ears.hear(hint)

    def _open(self, above: _Folder, path: bytes) -> None:
        folder = _Folder(self, path)
        if self._listen(folder):
            above.below[os.path.basename(path)] = folder
            self._open_below(folder)

    def _open_below(self, top: _Folder) -> None:
        """Watch first, list then: what appears in between is heard or listed, often both."""
        waiting = [top]
        while waiting and not self._full:
            above = waiting.pop()
            for path in self._folders_in(above.path):
                folder = _Folder(self, path)
                if self._listen(folder):
                    above.below[os.path.basename(path)] = folder
                    waiting.append(folder)

    def _folders_in(self, directory: bytes) -> list[bytes]:
        try:
            with os.scandir(directory) as entries:
                return [
                    entry.path
                    for entry in entries
                    if entry.is_dir(follow_symlinks=False)
                    and not self._rules.skips(relative_to(self.root, entry.path), is_dir=True)
                ]
        except OSError:  # gone again, or not ours to read: the diff says so
            return []

    def _listen(self, folder: _Folder) -> bool:
        """Whether the kernel watches the folder. Raises OSError for the root only."""
        is_root = folder.path == self.root
        try:
            folder.descriptor = self._ears.kernel.add_callback(
                folder.path, _HEARD_OF_ROOT if is_root else _HEARD_BELOW, folder, folder.id
            )
        except OSError as error:
            if error.errno == errno.ENOSPC and not self._full:
                self._full = True
                self._ears.note(self.root, _too_many_folders())
            if is_root:
                raise
            return False
        if folder.descriptor == -1:  # watchdog takes a refusal (EACCES) for a watch
            self._ears.kernel.remove_callbacks([(folder.descriptor, folder.id)])
            return False
        return True

    def _forget(self, top: _Folder) -> None:
        self._ears.kernel.remove_callbacks([(folder.descriptor, folder.id) for folder in top.with_all_below()])


def _is_linked(path: bytes) -> bool:
    """A further name of a file that is already written (a hard link): no writer will close it."""
    try:
        return os.lstat(path).st_nlink > 1
    except OSError:
        return False


def _too_many_folders() -> str:
    try:
        limit = f"{int(Path('/proc/sys/fs/inotify/max_user_watches').read_text()):,} "
    except (OSError, ValueError):
        limit = ""
    return (
        f"There are more folders than the {limit}that this system lets a person watch, so changes in some of them "
        "are noticed only now and then. To raise the limit: sudo sysctl fs.inotify.max_user_watches=1048576"
    )
