"""Icons are shared by whoever shows them."""

import subprocess
import sys

import pytest

SHOWN = """
import sys
from PySide6.QtWidgets import QApplication, QPushButton
from desktop.icons import Icons
from desktop.theme import Appearance, Theme
app = QApplication([])
theme = Theme(app, Appearance.LIGHT)
for _ in range(int(sys.argv[1])):
    icons = Icons(theme)
    icons.icon("x")
    button = QPushButton()
    button.setIcon(icons.icon("list"))
    icons.itself, icons.button = icons, button
"""


@pytest.mark.parametrize("many", [90, 100, 1000])
def test_a_program_that_shows_icons_ends_in_peace(many: int) -> None:
    """Whatever goes first: some of them are left when the program ends, the others went when memory was tidied up."""
    assert subprocess.run([sys.executable, "-c", SHOWN, str(many)], check=False).returncode == 0
