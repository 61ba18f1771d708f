"""One window for each library: a second start tells the first what it was wanted for, and ends."""

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QDir, QLockFile, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from indexer.errors import EnvironmentProblem
from indexer.places import mark_of, runtime_directory

REPLY_MS = 1_000
ATTEMPTS, PAUSE_MS = 30, 100
MOST_BYTES = 65_536


class Wish(msgspec.Struct, frozen=True):
    """What a start is for: to look for a text, below a folder or not; for documents like a file; to show the small
    search bar; or, with all of it empty, to show the window."""

    text: str = ""
    folder: bytes = b""
    like: bytes = b""
    bar: bool = False


class Instance:
    """Whether this is the only window of a library, and the way to the one that is."""

    def __init__(self, library: Path) -> None:
        name, folder = f"window-{mark_of(library)}", _private_folder()
        self._name = name if sys.platform == "win32" else str(folder / f"{name}.sock")
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # stale only when its process is gone
        held = not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError
        self.is_first = not held  # where no lock can be made, because the disk is full, there is a window all the same
        self._server: QLocalServer | None = None

    def tell(self, wish: Wish) -> None:
        """Ask the first one to fulfil it, which may have just begun and not listen yet."""
        socket = QLocalSocket()
        for _ in range(ATTEMPTS):
            socket.connectToServer(self._name)
            if socket.waitForConnected(REPLY_MS):
                socket.write(msgspec.json.encode(wish) + b"\n")
                socket.waitForBytesWritten(REPLY_MS)
                socket.disconnectFromServer()
                return
            pause()

    def listen(self, on_wish: Callable[[Wish], None]) -> None:
        QLocalServer.removeServer(self._name)  # left behind by one that crashed; the lock says that none is alive
        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        def connected() -> None:
            socket = server.nextPendingConnection()

            def read() -> None:
                if socket.canReadLine():
                    on_wish(_decoded(bytes(socket.readLine(MOST_BYTES).data())))

            socket.readyRead.connect(read)
            socket.disconnected.connect(socket.deleteLater)
            read()

        server.newConnection.connect(connected)
        server.listen(self._name)
        self._server = server

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _private_folder() -> Path:
    """Where no other user hears what is wished for, or is in the way."""
    try:
        return runtime_directory()
    except EnvironmentProblem:  # the service says so as well, and the window shows that
        return Path(QDir.tempPath())


def pause() -> None:
    QThread.msleep(PAUSE_MS)


def _decoded(line: bytes) -> Wish:
    """Whatever else came only asks for the window."""
    try:
        return msgspec.json.decode(line, type=Wish)
    except msgspec.MsgspecError:
        return Wish()
