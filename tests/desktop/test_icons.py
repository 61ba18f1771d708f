"""Icons are shared by whoever shows them."""

import subprocess
import sys

SHOWN = """
from PySide6.QtWidgets import QApplication, QPushButton
from desktop.icons import Icons
from desktop.theme import Appearance, Theme
app = QApplication([])
icons, button = Icons(Theme(app, Appearance.LIGHT)), QPushButton()
button.setIcon(icons.icon("list"))
icons.itself, icons.button = icons, button
"""


def test_a_program_that_shows_icons_ends_in_peace() -> None:
    assert subprocess.run([sys.executable, "-c", SHOWN], check=False).returncode == 0
