"""The colours of topics: those of one group lie beside each other on the wheel, so that a group is seen from afar.

Hues are taken in OKLCH (Ottosson, 2020), where colours of one lightness look equally light, yellow and blue alike.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QColor

_LIGHT, _DARK = (0.62, 0.155), (0.76, 0.125)  # lightness and chroma on a light and on a dark ground
_STEP = 0.055  # neighbours differ in lightness, too
_FIRST = 255.0  # degrees: blue
_GAP = 1.0  # between two groups, in topics

_TO_LMS = np.array(
    [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]]
)
_TO_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.707614701],
    ]
)


def colors(topics: Sequence[tuple[int, int | None]], *, dark: bool) -> Mapping[int, QColor]:
    """`topics` are (key, group or None), those of one group one after another."""
    places: dict[int, float] = {}
    at, before = 0.0, None
    for key, group in topics:
        if places and (group is None or group != before):
            at += _GAP
        places[key], before = at, group
        at += 1
    whole = at + _GAP
    lightness, chroma = _DARK if dark else _LIGHT
    return {
        key: _oklch(lightness + (_STEP if number % 2 else -_STEP) / 2, chroma, _FIRST + 360 * place / whole)
        for number, (key, place) in enumerate(places.items())
    }


def _oklch(lightness: float, chroma: float, hue: float) -> QColor:
    angle = np.deg2rad(hue)
    lab = np.array([lightness, chroma * np.cos(angle), chroma * np.sin(angle)])
    linear = np.clip(_TO_RGB @ (_TO_LMS @ lab) ** 3, 0, 1)
    red, green, blue = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return QColor.fromRgbF(float(red), float(green), float(blue))
