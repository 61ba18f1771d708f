"""The icon in the tray: a left click shows the window, the menu pauses and quits."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop import words
from desktop.language import tr
from indexer.protocol import Progress


class Tray(QObject):
    quit_wanted = Signal()
    bar_wanted = Signal()

    def __init__(
        self, icon: QIcon, show: Callable[[], object], pause: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self._show = self.menu.addAction(tr("Search"))
        self._show.triggered.connect(lambda: show())
        self.menu.addAction(tr("Search bar")).triggered.connect(self.bar_wanted)
        self.pause = self.menu.addAction(tr("Pause reading"))
        self.pause.triggered.connect(lambda: pause())
        self.menu.addSeparator()
        self.menu.addAction(tr("Quit")).triggered.connect(self.quit_wanted)
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setToolTip("Wherein")
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(
            lambda reason: show() if reason == QSystemTrayIcon.ActivationReason.Trigger else None
        )
        self.icon.show()

    def show_progress(self, now: Progress) -> None:
        said = words.progress(now)
        self.icon.setToolTip(f"Wherein · {said}" if said else "Wherein")
        self.pause.setText(tr("Go on reading") if now.paused else tr("Pause reading"))

    def notify(self, said: str) -> None:
        self.icon.showMessage("Wherein", said, self.icon.icon())

    def close(self) -> None:
        self.icon.hide()
        self.menu.deleteLater()
