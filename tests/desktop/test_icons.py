"""Icons are shared by whoever shows them."""

import subprocess
import sys

SHARED = """
from PySide6.QtWidgets import QApplication, QPushButton
from desktop.icons import Icons
from desktop.theme import Appearance, Theme
app = QApplication([])
theme = Theme(app, Appearance.LIGHT)
for _ in range(500):
    icons, button = Icons(theme), QPushButton()
    button.setIcon(icons.icon("list"))
    del icons
    button.grab()
"""


def test_a_button_keeps_its_icon_when_whoever_made_it_is_gone() -> None:
    """In a process of its own: what is painted by something that was destroyed ends the process."""
    assert subprocess.run([sys.executable, "-c", SHARED], check=False).returncode == 0
