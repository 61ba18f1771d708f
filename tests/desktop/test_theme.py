import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.styling import Span, Style
from desktop.theme import DARK, LIGHT, Appearance, Theme, Tokens, stylesheet
from desktop.widgets.document_text import DocumentText, Mark
from desktop.widgets.text_colors import COLORS

GROUNDS = ("window", "surface", "hover", "selected")
PAIRS = [
    *((text, ground) for text in ("text", "second") for ground in GROUNDS),
    *((text, "mark") for text in ("text", *sorted({*COLORS.values()}))),
    ("text", "mark_word"),
    *(("accent", ground) for ground in GROUNDS),
    ("on_accent", "accent"),
    *((text, ground) for text in ("good", "care", "bad") for ground in GROUNDS),
    ("window", "text"),  # the toast is ink with paper on it
]


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_where_the_matches_are_is_seen_without_reading(tokens: Tokens) -> None:
    """3:1, as for whatever is no text."""
    assert min(contrast(getattr(tokens, stroke), tokens.window) for stroke in ("accent", "care")) >= 3


def test_a_word_that_was_asked_for_is_read_also_where_it_has_a_colour(qtbot: QtBot, theme: Theme) -> None:
    view = DocumentText(theme)
    qtbot.addWidget(view)
    view.show_document("# repairs", [Mark(0, 9, (0, 9), ((2, 9),))], spans=[Span(0, 9, Style.COMMENT)], code=True)
    *_, word = view.extraSelections()
    assert word.format.background().color() == theme.color("mark_word")
    assert word.format.foreground().color() == theme.color("text")


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_aa_contrast_on_every_ground_that_it_is_put_on(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


def test_the_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_has_every_token_filled_in(tokens: Tokens) -> None:
    assert "$" not in stylesheet(tokens).split("*/", 1)[1]


def test_the_theme_changes_while_the_window_lives(theme: Theme, qtbot) -> None:  # type: ignore[no-untyped-def]
    try:
        with qtbot.waitSignal(theme.changed):
            theme.set_appearance(Appearance.DARK)
        assert theme.tokens is DARK
    finally:
        theme.set_appearance(Appearance.LIGHT)
    assert theme.tokens is LIGHT


class System(QObject):
    """The system's wish, which cannot be changed off screen."""

    colorSchemeChanged = Signal(Qt.ColorScheme)
    wish = Qt.ColorScheme.Light

    def colorScheme(self) -> Qt.ColorScheme:
        return self.wish

    def turn(self, wish: Qt.ColorScheme) -> None:
        self.wish = wish
        self.colorSchemeChanged.emit(wish)


def test_the_colours_follow_the_system_until_a_person_chooses(
    qapp: QApplication, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System()
    monkeypatch.setattr(qapp, "styleHints", lambda: system)
    following = Theme(qapp)
    try:
        seen: list[Tokens] = []
        following.changed.connect(lambda: seen.append(following.tokens))
        system.turn(Qt.ColorScheme.Dark)
        system.turn(Qt.ColorScheme.Light)
        following.set_appearance(Appearance.DARK)
        system.turn(Qt.ColorScheme.Dark)
        system.turn(Qt.ColorScheme.Light)
        assert seen == [DARK, LIGHT, DARK]
    finally:
        following.deleteLater()
        theme._apply()
