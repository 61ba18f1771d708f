"""The system's trash: in by send2trash, so that the file manager shows it, and out again.

Coming back is possible where a trash is a folder: by the freedesktop.org specification (Linux), and on macOS. Windows'
recycle bin gives files back only by hand.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from send2trash import send2trash


class TrashProblem(Exception):
    """The file stays where it was; the message says why, for a person."""


class SystemTrash:
    """Finds again what it moved by its inode, or by the path that the trash notes."""

    def move(self, path: bytes) -> bytes | None:
        """Moves a file to the trash; where it lies there, None where that cannot be told. Raises TrashProblem."""
        status = os.lstat(path)
        try:
            send2trash(os.fsdecode(path))
        except OSError as error:
            raise TrashProblem(error.strerror or str(error)) from error
        return self.find(path, status.st_ino)

    def find(self, path: bytes, inode: int) -> bytes | None:
        """Where a file that was at `path` lies in the trash."""
        noted = None
        for folder, info in _folders(path):
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                for entry in entries:
                    if entry.inode() == inode and entry.name.startswith(_stem(path)):
                        return entry.path
                    if noted is None and info and _noted_path(info, entry.name) == path:
                        noted = entry.path
        return noted

    def restore(self, place: bytes, path: bytes) -> None:
        """Brings a file back to where it was. Raises TrashProblem, also where there is another one by now."""
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            try:
                os.link(place, path)  # never replaces what is there
            except FileExistsError:
                raise
            except OSError:  # another drive, or one without hard links
                _copy_back(place, path)
            os.unlink(place)
        except FileExistsError as error:
            raise TrashProblem("there is another file at its place by now") from error
        except OSError as error:
            raise TrashProblem((error.strerror or str(error)).lower()) from error
        folder, name = os.path.split(place)
        with contextlib.suppress(OSError):
            os.unlink(os.path.join(os.path.dirname(folder), b"info", name + b".trashinfo"))


def _copy_back(place: bytes, path: bytes) -> None:
    """Raises FileExistsError where the path is taken."""
    with open(place, "rb") as source, open(path, "xb") as target:
        shutil.copyfileobj(source, target)
    shutil.copystat(place, path)


def _stem(path: bytes) -> bytes:
    return os.path.splitext(os.path.basename(path))[0]


def _folders(path: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(files, info) of each trash that may hold what was at `path`; info is empty on macOS."""
    top = _mount_point(os.path.dirname(path))
    user = str(getattr(os, "getuid", lambda: 0)()).encode()
    if sys.platform == "darwin":
        yield os.path.expanduser(b"~/.Trash"), b""
        yield os.path.join(top, b".Trashes", user), b""
    elif sys.platform != "win32":
        data = os.fsencode(os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"))
        for trash in (
            os.path.join(data, b"Trash"),
            os.path.join(top, b".Trash", user),
            os.path.join(top, b".Trash-" + user),
        ):
            yield os.path.join(trash, b"files"), os.path.join(trash, b"info")


def _mount_point(folder: bytes) -> bytes:
    folder = os.path.realpath(folder)
    while not os.path.ismount(folder) and os.path.dirname(folder) != folder:
        folder = os.path.dirname(folder)
    return folder


def _noted_path(info: bytes, name: bytes) -> bytes | None:
    """The path that a .trashinfo file gives; relative ones count from the folder that the trash is in."""
    try:
        with open(os.path.join(info, name + b".trashinfo"), "rb") as file:
            for line in file:
                if line.startswith(b"Path="):
                    return os.path.join(_top_of(info), unquote_to_bytes(line[5:].strip()))
    except OSError:
        return None
    return None


def _top_of(info: bytes) -> bytes:
    trash = os.path.dirname(info)
    above = os.path.dirname(trash)
    return os.path.dirname(above) if os.path.basename(above) == b".Trash" else above
