"""Starts the window: one for each library; a second start tells the first what it was wanted for.

The language is settled before the modules of the window are imported: their tables of texts are made then.
"""

import argparse
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop import language
from desktop.client import Connect, Connection, Service
from desktop.instance import Instance, Wish
from indexer.protocol import Event, Shutdown

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.panels.search_bar import SearchBar
    from desktop.preferences import Preferences

LEAVE_MS = 3_000  # then it ends, whatever the service does


def main(argv: Sequence[str] | None = None) -> int:
    from indexer.client import default_library

    options = _options(argv)
    library = (options.library or default_library()).resolve()
    wish = _wish_of(options)
    app = QApplication(["wherein"])
    app.setApplicationName("Wherein")
    app.setDesktopFileName("wherein")
    app.setQuitOnLastWindowClosed(False)
    instance = Instance(library)
    if not instance.is_first:
        instance.tell(wish)
        return 0
    settings = QSettings("Wherein", "Wherein")
    language.install(app, language.wanted(str(settings.value("language", ""))))

    from desktop.preferences import Preferences

    service = Service(connector(library), ender(library))
    preferences = Preferences(settings)
    preferences.make_private()
    window = make_window(app, service, preferences, str(library))
    bar = _Bar(window, service)
    instance.listen(lambda wish: fulfil(window, bar, wish))
    if os.environ.get("WHEREIN_FIRST_PAINT"):
        from desktop.first_paint import FirstPaint

        FirstPaint(window)
    if not options.hidden:
        window.show()
    QTimer.singleShot(0, service.start)
    QTimer.singleShot(0, lambda: settle_in(app, window, bar, service, preferences, hidden=options.hidden))
    if wish != Wish():
        fulfil(window, bar, wish)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = app.exec()
    service.close()
    instance.close()
    return status


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wherein", description="Find your own documents by what they mean.")
    parser.add_argument("--library", type=Path, default=None, help="where the library lies")
    parser.add_argument("--hidden", action="store_true", help="only the icon in the tray, where there is one")
    parser.add_argument("--bar", action="store_true", help="the small search bar")
    parser.add_argument("--similar", type=Path, default=None, metavar="FILE", help="documents like this one")
    parser.add_argument("--in", type=Path, nargs="?", default=None, metavar="FOLDER", dest="folder", help="search it")
    parser.add_argument("query", nargs="*", help="what to look for at once")
    return parser.parse_args(argv)


def _wish_of(options: argparse.Namespace) -> Wish:
    def absolute(path: Path | None) -> bytes:
        return os.fsencode(os.path.abspath(path)) if path is not None else b""

    return Wish(" ".join(options.query), absolute(options.folder), absolute(options.similar), options.bar)


def make_window(app: QApplication, service: Service, preferences: "Preferences", where: str = "") -> "MainWindow":
    from desktop.main_window import MainWindow
    from desktop.theme import Theme

    return MainWindow(service, Theme(app, preferences.appearance), preferences, time.time, where)


class _Bar:
    """The small search bar, made when it is first wanted."""

    def __init__(self, window: "MainWindow", service: Service) -> None:
        self._window, self._service = window, service
        self._bar: SearchBar | None = None

    def _waiting(self) -> int:
        report = self._window.status.report
        return report.files.pending if report else 0

    def summon(self) -> None:
        if self._bar is None:
            from desktop.panels.search_bar import SearchBar

            at = self._window.surroundings
            roots = lambda: self._window.status.roots  # noqa: E731
            self._bar = SearchBar(self._service, at.theme, at.icons, at.now, self._waiting, roots)
            self._bar.opened.connect(at.open)
            self._bar.window_wanted.connect(lambda text: fulfil(self._window, self, Wish(text)))
        self._bar.summon()


def settle_in(
    app: QApplication, window: "MainWindow", bar: _Bar, service: Service, preferences: "Preferences", *, hidden: bool
) -> None:
    """After the first picture: the tray, where there is one, the key that summons, and what closing means."""
    from PySide6.QtWidgets import QSystemTrayIcon

    from desktop import hotkey
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
        tray = Tray(window.windowIcon(), lambda: fulfil(window, bar, Wish()), window.toggle_pause, window)
        window.status.progress.connect(tray.show_progress)
        window.noticed.connect(tray.notify)
        tray.bar_wanted.connect(bar.summon)
        tray.quit_wanted.connect(leave)
    elif hidden:
        window.showMinimized()  # there has to be some way to it
    if preferences.flag("hotkey", False):
        held = hotkey.register(bar.summon, window)
        if held is not None:
            app.aboutToQuit.connect(lambda: held.close())  # a method alone would not keep it alive, nor the key
        else:
            window.say(language.tr("The key for searching from anywhere belongs to another program, or to the system."))


def connector(library: Path) -> Connect:
    """How to reach the service of a library; starts it where none runs."""

    def dial(on_event: Callable[[Event], None], on_lost: Callable[[], None]) -> Connection:
        from indexer.client import connect

        return connect(library, on_event=on_event, on_lost=on_lost)

    return dial


def ender(library: Path) -> Callable[[], None]:
    """How to end a service of a library that does not answer."""

    def end() -> None:
        from indexer.ending import end as end_service

        end_service(library)

    return end


def fulfil(window: "MainWindow", bar: _Bar, wish: Wish) -> None:
    """Do what a start was for."""
    if wish.bar:
        bar.summon()
        return
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if wish.like:
        window.find_similar(wish.like)
    elif wish.text or wish.folder:
        query = window.query.typed(wish.text)
        window.look_for(query.toggled_folder(wish.folder) if wish.folder not in (b"", *query.folders) else query)
        window.field.edit.setFocus()
    else:
        window.focus_search()
