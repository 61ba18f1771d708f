"""Starts the window: one for each library; a second start shows the first."""

import argparse
import hashlib
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from PySide6.QtCore import QDir, QLockFile, QSettings, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

from desktop.client import Connect, Connection, Service
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Theme
from indexer.protocol import Event, Shutdown

REPLY_MS = 1_000
_LIKE = "wherein-like:"  # before a quoted path, among what one window tells the other
LEAVE_MS = 3_000  # then it ends, whatever the service does


def main(argv: Sequence[str] | None = None) -> int:
    from indexer.client import default_library

    parser = argparse.ArgumentParser(prog="wherein", description="Find your own documents by what they mean.")
    parser.add_argument("--library", type=Path, default=None, help="where the library lies")
    parser.add_argument("--similar", type=Path, default=None, help="show documents like this file")
    parser.add_argument("query", nargs="*", help="what to look for at once")
    options = parser.parse_args(argv)
    library = (options.library or default_library()).resolve()
    query = _LIKE + quote_from_bytes(os.path.abspath(os.fsencode(options.similar))) if options.similar else ""
    query = query or " ".join(options.query)

    app = QApplication([sys.argv[0]])
    app.setApplicationName("Wherein")
    app.setDesktopFileName("wherein")
    app.setQuitOnLastWindowClosed(False)
    instance = Instance(library)
    if not instance.is_first:
        instance.tell(query)
        return 0
    service = Service(connector(library))
    preferences = Preferences(QSettings("Wherein", "Wherein"))
    window = make_window(app, service, preferences, str(library))
    instance.listen(lambda text: summon(window, text))
    window.show()
    QTimer.singleShot(0, service.start)
    QTimer.singleShot(0, lambda: settle_in(app, window, service, preferences))
    if query:
        look_for(window, query)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = app.exec()
    service.close()
    instance.close()
    return status


def make_window(app: QApplication, service: Service, preferences: Preferences, where: str = "") -> MainWindow:
    theme = Theme(app, preferences.appearance)
    return MainWindow(service, theme, preferences, time.time, where)


def settle_in(app: QApplication, window: MainWindow, service: Service, preferences: Preferences) -> None:
    """After the first picture: the tray, where there is one, and what closing means."""
    from PySide6.QtWidgets import QSystemTrayIcon

    from desktop.tray import Tray

    def leave() -> None:
        window.hide()
        QTimer.singleShot(LEAVE_MS, app.quit)
        if window.settings.value_of("stop_with_window"):
            service.ask(Shutdown(), lambda _: app.quit(), lambda _: app.quit())
        else:
            app.quit()

    has_tray = QSystemTrayIcon.isSystemTrayAvailable()
    window.closed.connect(lambda: None if has_tray and preferences.flag("tray", False) else leave())
    if has_tray:
        tray = Tray(window.windowIcon(), lambda: summon(window, ""), window.toggle_pause, window)
        window.status.progress.connect(tray.show_progress)
        tray.quit_wanted.connect(leave)


def connector(library: Path) -> Connect:
    """How to reach the service of a library; starts it where none runs."""

    def dial(on_event: Callable[[Event], None], on_lost: Callable[[], None]) -> Connection:
        from indexer.client import connect

        return connect(library, on_event=on_event, on_lost=on_lost)

    return dial


def summon(window: MainWindow, query: str) -> None:
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if query:
        look_for(window, query)
    else:
        window.focus_search()


def look_for(window: MainWindow, query: str) -> None:
    """A query as a person types it, or a file to be compared with."""
    if query.startswith(_LIKE):
        window.find_similar(unquote_to_bytes(query.removeprefix(_LIKE)))
    else:
        window.look_for(window.query.typed(query))


class Instance:
    """Whether this is the only window of a library, and the way to the one that is."""

    def __init__(self, library: Path) -> None:
        self._name = f"wherein-{hashlib.sha256(os.fsencode(library)).hexdigest()[:16]}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)  # stale only when its process is gone
        self.is_first = self._lock.tryLock(0)
        self._server: QLocalServer | None = None

    def tell(self, query: str) -> None:
        """Ask the first one to show itself, and to look for that."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if socket.waitForConnected(REPLY_MS):
            socket.write(query.encode() + b"\n")
            socket.waitForBytesWritten(REPLY_MS)
            socket.disconnectFromServer()

    def listen(self, on_summons: Callable[[str], None]) -> None:
        QLocalServer.removeServer(self._name)  # left behind by one that crashed; the lock says that none is alive
        server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        def connected() -> None:
            socket = server.nextPendingConnection()

            def read() -> None:
                if socket.canReadLine():
                    on_summons(bytes(socket.readLine(65_536).data()).decode("utf-8", "replace").strip())

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
