"""One window for each library: a second start tells the first what it was wanted for, and ends."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QDir, QLockFile
from PySide6.QtNetwork import QLocalServer, QLocalSocket

REPLY_MS = 1_000
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
        self._name = f"wherein-{hashlib.sha256(os.fsencode(library)).hexdigest()[:16]}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)  # stale only when its process is gone
        self.is_first = self._lock.tryLock(0)
        self._server: QLocalServer | None = None

    def tell(self, wish: Wish) -> None:
        """Ask the first one to fulfil it."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(REPLY_MS):
            socket.write(msgspec.json.encode(wish) + b"\n")
            socket.waitForBytesWritten(REPLY_MS)
            socket.disconnectFromServer()

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


def _decoded(line: bytes) -> Wish:
    """Whatever else came only asks for the window."""
    try:
        return msgspec.json.decode(line, type=Wish)
    except msgspec.MsgspecError:
        return Wish()
