"""Where a service and its clients meet: the library's folder, its lock, its key, its socket.

The socket lies in a directory that only this user may enter, both sides prove that they can read the library's key, and
only bytes are exchanged (`multiprocessing.connection` could unpickle; nobody asks it to).
"""

import contextlib
import errno
import os
import secrets
import socket
import sys
import tempfile
from multiprocessing.connection import Client as dial
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

from indexer.errors import EnvironmentProblem
from indexer.places import ADDRESS, KEY, mark_of, runtime_directory


def address(library: Path) -> str:
    """The socket (on Windows: the named pipe) that a service makes for its library, in the session that starts it."""
    if sys.platform == "win32":
        return rf"\\.\pipe\wherein-{mark_of(library)}"
    return str(runtime_directory() / f"{mark_of(library)}.sock")


def prepare(library: Path) -> None:
    """Makes the library's folder, private to this user, and tries whether it can be written to. Raises
    EnvironmentProblem where that is not possible."""
    try:
        library.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=library) as tried:
            tried.write(b"\0")
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise EnvironmentProblem(
            "disk_full" if full else "library_unwritable",
            f"The library's folder “{library}” cannot be written to: {error.strerror}.",
            "Free some space, then try again." if full else "Choose another one with --library.",
        ) from error


def make_key(library: Path) -> bytes:
    """A new key for this run of the service, readable by this user only."""
    key = secrets.token_bytes(32)
    path = library / KEY
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
    return key


class _Listener(Listener):
    """One whose socket may be gone already when it is closed."""

    def close(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            super().close()


def listen(library: Path) -> Listener:
    """The service's end. The caller holds the library's lock, so whatever lies at the address is a leftover."""
    place = address(library)
    if sys.platform != "win32":
        Path(place).unlink(missing_ok=True)
    # The authentication is done per connection (`welcome`): done here, one silent client would keep out all others.
    made = _Listener(place, family="AF_PIPE" if sys.platform == "win32" else "AF_UNIX", backlog=16)
    (library / ADDRESS).write_bytes(os.fsencode(place))
    return made


def meeting_place(library: Path) -> str:
    """Where its service listens. Only that knows: in a cron job or another login the same folder of a session lies
    elsewhere. A service of before that was written down listens where one would make its socket here."""
    try:
        return os.fsdecode((library / ADDRESS).read_bytes())
    except FileNotFoundError:
        return address(library)


def is_reachable(library: Path) -> bool:
    """Whether clients still find the service: a logout takes the folder of the session away, with the socket in it."""
    return sys.platform == "win32" or Path(meeting_place(library)).exists()


def welcome(connection: Connection, key: bytes) -> None:
    """Proves both sides to each other; raises AuthenticationError, EOFError or OSError."""
    deliver_challenge(connection, key)
    answer_challenge(connection, key)


def knock(library: Path) -> None:
    """Wakes a service that waits for a client, and leaves. Raises OSError when nobody listens."""
    dial(meeting_place(library)).close()


def hang_up(connection: Connection) -> None:
    """Ends a connection so that whoever waits on it wakes up: on Linux, closing the descriptor alone wakes nobody."""
    if sys.platform == "win32":
        connection.close()
        return
    try:
        with socket.socket(fileno=os.dup(connection.fileno())) as end:
            end.shutdown(socket.SHUT_RDWR)
    except OSError:  # it has hung up itself, or was closed before
        return


def reach(library: Path) -> Connection:
    """The client's end. Raises OSError, EOFError or AuthenticationError when no service answers there."""
    key = (library / KEY).read_bytes()
    return dial(meeting_place(library), authkey=key)
