"""The icon in the tray: what it says, and what its menu does."""

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop.icons import app_icon
from desktop.tray import Tray
from indexer.protocol import Progress


@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface::systemTrayWindowChanged")  # off screen
def test_the_tray_tells_how_far_the_work_is_and_its_menu_shows_pauses_and_quits(
    qtbot: QtBot, qapp: QApplication
) -> None:
    done: list[str] = []
    tray = Tray(QIcon(app_icon()), lambda: done.append("shown"), lambda: done.append("paused"))
    tray.bar_wanted.connect(lambda: done.append("bar"))
    tray.quit_wanted.connect(lambda: done.append("quit"))
    try:
        tray.show_progress(Progress("reading", "Minutes.md", 12, 340, 170.0))
        assert tray.icon.toolTip() == "Wherein · Reading 12 of 340 · about 3 min left"
        assert tray.pause.text() == "Pause reading"
        tray.show_progress(Progress("reading", "", 12, 340, None, paused=True))
        assert tray.pause.text() == "Go on reading"
        tray.show_progress(Progress("idle", "", 0, 0, None))
        assert tray.icon.toolTip() == "Wherein"
        for action in tray.menu.actions():
            action.trigger()
        assert done == ["shown", "bar", "paused", "quit"]
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
        tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)  # the system shows the menu
        assert done[4:] == ["shown"]
    finally:
        tray.close()
