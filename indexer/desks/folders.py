"""The watched folders: added, paused, removed, compared with the disk, and their failed files tried again."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.store.library import Library, display, prefix_range
from indexer.store.records import StoredFolder
from indexer.store.writer import Writer
from indexer.watch.events import Watcher
from indexer.work.looking import LookingLoop


@dataclass(frozen=True, slots=True)
class FoldersDesk:
    """`watch` begins to watch a folder and compares it with the disk; `rows_changed` wakes the loops."""

    library: Library
    writer: Writer
    watcher: Watcher
    looking: LookingLoop
    watch: Callable[[bytes], None]
    rows_changed: Callable[[], None]

    def handlers(self) -> Handlers:
        return {
            protocol.AddFolder: self.add,
            protocol.RemoveFolder: self.remove,
            protocol.PauseFolder: self.pause,
            protocol.Rescan: self.rescan,
            protocol.Retry: self.retry,
        }

    def add(self, request: protocol.AddFolder) -> None:
        """Raises BadRequest for something that is no folder, or is watched already."""
        path = os.path.abspath(request.path)
        device, inode = _identity(path)
        for below in self.library.folders():
            if below.path.startswith(prefix_range(path)[0]):
                self.watcher.unwatch(below.path)
        self.writer.add_folder(path, device, inode)
        self.watch(path)

    def remove(self, request: protocol.RemoveFolder) -> None:
        folder = self._folder(request.path)
        self.watcher.unwatch(folder.path)
        self.looking.forget(folder.path)
        self.writer.remove_folder(folder.id)
        self.rows_changed()

    def pause(self, request: protocol.PauseFolder) -> None:
        folder = self._folder(request.path)
        self.writer.set_folder(folder.id, paused=request.paused)
        if request.paused:
            self.watcher.unwatch(folder.path)
            self.rows_changed()
        else:
            self.watch(folder.path)

    def rescan(self, _: protocol.Rescan) -> None:
        self.looking.look_everywhere()
        self.rows_changed()

    def retry(self, request: protocol.Retry) -> None:
        self.writer.retry(request.path)
        self.rows_changed()

    def _folder(self, path: bytes) -> StoredFolder:
        path = os.path.abspath(path)
        for folder in self.library.folders():
            if folder.path == path:
                return folder
        raise BadRequest("not_watched", f"“{display(path)}” is not a watched folder.")


def _identity(path: bytes) -> tuple[int, int]:
    """Device and inode of a folder that can be read. Raises BadRequest, EnvironmentProblem."""
    try:
        status = os.stat(path)
        with os.scandir(path):
            return status.st_dev, status.st_ino
    except NotADirectoryError as error:
        raise BadRequest(
            "not_a_folder", f"“{display(path)}” is a file, not a folder.", "Add the folder it is in."
        ) from error
    except FileNotFoundError as error:
        raise BadRequest("no_such_folder", f"There is no folder “{display(path)}”.") from error
    except OSError as error:
        raise EnvironmentProblem(
            "folder_unreadable",
            f"The folder “{display(path)}” cannot be read: {(error.strerror or str(error)).lower()}.",
            "Check its permissions.",
        ) from error
