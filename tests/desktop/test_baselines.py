"""How each page looks, light, dark and at twice the size, against a coarse picture of it that is kept beside this file.

A picture is compared cell by cell (8×8 of a window of 1240×800), and cells are blurred: another font or another
renderer moves letters, and stays within the bounds; a part that is gone, another colour or another place does not.
`python -m tests.desktop.test_baselines [PAGE ...]` writes the pictures anew: look at them before they are kept.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.theme import Appearance, Theme
from tests.desktop import grab

KEPT = Path(__file__).parent / "baselines"
CELLS = (155, 100)
BLUR = 5  # cells
MEAN, FAR, MANY = 4.0, 24.0, 0.02  # of 255: the mean difference; a cell that is far off; how many of them may be
PAGES = (
    *("first_run", "home", "full", "similar_page", "duplicates", "topics", "tags", "activity", "settings", "guide"),
    "broken",
)
LOOKS = ("light", "dark")


def picture_of(studio: grab.Studio, scale: int) -> QImage:
    """(800 × scale, 1240 × scale) pixels of the window, drawn at that scale."""
    made = QPixmap(studio.window.size() * scale)
    made.setDevicePixelRatio(scale)
    studio.window.render(made)
    return made.toImage()


def coarse(picture: QImage) -> QImage:
    mode = (Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return picture.scaled(*CELLS, *mode).convertToFormat(QImage.Format.Format_RGB888)


def cells(picture: QImage) -> NDArray[np.float32]:
    """(rows, columns, 3), blurred."""
    width, height = CELLS
    rows = np.frombuffer(bytes(picture.constBits()), np.uint8).reshape(height, picture.bytesPerLine())
    values = rows[:, : width * 3].reshape(height, width, 3).astype(np.float32)
    for axis in (0, 1):
        edges = [(BLUR // 2, BLUR // 2) if each == axis else (0, 0) for each in range(3)]
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, edges, mode="edge"), BLUR, axis)
        values = windows.mean(axis=-1)
    return values


def is_like(picture: QImage, kept: QImage) -> bool:
    difference = np.abs(cells(picture) - cells(kept)).max(axis=2)
    return bool(difference.mean() <= MEAN and (difference > FAR).mean() <= MANY)


def kept(page: str, look: str) -> QImage:
    found = QImage(str(KEPT / f"{page}-{look}.png"))
    assert not found.isNull(), f"there is no picture of {page}, {look}: write it with this module"
    return found.convertToFormat(QImage.Format.Format_RGB888)


def studio_of(app: QApplication, theme: Theme, folder: Path, page: str) -> grab.Studio:
    made = grab.Studio(app, folder / "Papers", theme)
    grab.STATES[page](made)
    return made


@pytest.fixture
def lit(theme: Theme) -> Theme:
    theme.set_appearance(Appearance.LIGHT)
    return theme


@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_as_it_did(
    qapp: QApplication, lit: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr("desktop.client.RETRY_SECONDS", ())
    studio = studio_of(qapp, lit, tmp_path, page)
    try:
        for look in LOOKS:
            lit.set_appearance(Appearance(look))
            studio.settle(60)
            for scale in (1, 2):
                picture = coarse(picture_of(studio, scale))
                assert is_like(picture, kept(page, look)), f"{look}, at {scale}x"
    finally:
        lit.set_appearance(Appearance.LIGHT)
        studio.close()


def test_another_theme_and_a_part_that_is_gone_are_noticed(qapp: QApplication, lit: Theme, tmp_path: Path) -> None:
    studio = studio_of(qapp, lit, tmp_path, "full")
    try:
        assert not is_like(kept("full", "light"), kept("full", "dark"))
        for part in (studio.window.sidebar, studio.window.search.preview, studio.window.search.results):
            part.hide()
            studio.settle(60)
            assert not is_like(coarse(picture_of(studio, 1)), kept("full", "light")), type(part).__name__
            part.show()
    finally:
        studio.close()


def write(pages: Sequence[str]) -> None:
    import tempfile

    app = QApplication([])
    theme = Theme(app, Appearance.LIGHT)
    KEPT.mkdir(exist_ok=True)
    for page in sorted(pages or PAGES, key="broken".__eq__):  # the last one, for it changes how often is tried again
        with tempfile.TemporaryDirectory() as folder:
            studio = studio_of(app, theme, Path(folder), page)
            for look in LOOKS:
                theme.set_appearance(Appearance(look))
                studio.settle(60)
                coarse(picture_of(studio, 1)).save(str(KEPT / f"{page}-{look}.png"))
            theme.set_appearance(Appearance.LIGHT)
            studio.close()


if __name__ == "__main__":
    write(sys.argv[1:])
