"""Moves a file where a rule leads to: into a folder that there is, never over another file, never a link."""

import os
import stat

from indexer.errors import BadRequest
from indexer.store.library import display


def move(path: bytes, folder: bytes) -> bytes:
    """Where it lies then. Raises BadRequest, and then nothing was moved."""
    place = os.path.join(folder, os.path.basename(path))
    said = f"“{display(path)}” was not moved"
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise BadRequest("not_moved", f"{said}: it is no file.")
        if not os.path.isdir(folder):
            raise BadRequest("not_moved", f"{said}: there is no folder “{display(folder)}”.", "Change the rule.")
        os.link(path, place, follow_symlinks=False)  # never replaces what is there
        os.unlink(path)
    except FileExistsError as error:
        raise BadRequest("not_moved", f"{said}: “{display(folder)}” has a file of that name.") from error
    except FileNotFoundError as error:
        raise BadRequest("not_moved", f"{said}: it is not there any more.") from error
    except OSError as error:
        _rename(path, place, said, error)
    return place


def _rename(path: bytes, place: bytes, said: str, first: OSError) -> None:
    """Where a drive knows no hard links. Across drives nothing is moved: a copy could be cut off in the middle."""
    try:
        if os.path.lexists(place):
            raise BadRequest("not_moved", f"{said}: there is a file of that name by now.") from first
        os.rename(path, place)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadRequest("not_moved", f"{said}: {reason}.", "Move it with the file manager.") from error
