"""The window's colours, type and spacing, in one place; both themes are generated from the tokens here.

The ground is paper, the text is ink, the one strong colour is a marker pen. Every text colour is at least AA (4.5:1) on
every ground that it is put on: a test holds that.
"""

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

GAP = 4  # the grid; everything is a multiple of it


class Appearance(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. Colours are #rrggbb."""

    dark: bool
    window: str  # the ground
    surface: str  # cards, fields, the preview
    hover: str  # a surface under the pointer
    selected: str  # a surface that is chosen
    line: str
    strong_line: str  # the border of a field: seen without being read
    text: str
    second: str
    accent: str
    on_accent: str
    mark: str  # the marker pen over a sentence
    mark_word: str  # ... and over a word
    good: str
    care: str
    bad: str


LIGHT = Tokens(
    dark=False,
    window="#F7F6F3",
    surface="#FFFFFF",
    hover="#EFEDE8",
    selected="#EAF0FD",
    line="#E4E1DA",
    strong_line="#CFCBC2",
    text="#1E1E20",
    second="#5F5F66",
    accent="#2B5BD7",
    on_accent="#FFFFFF",
    mark="#FFF3CC",
    mark_word="#FFDF80",
    good="#1F7A4D",
    care="#8A5C00",
    bad="#B3261E",
)

DARK = Tokens(
    dark=True,
    window="#17181A",
    surface="#1F2124",
    hover="#292C30",
    selected="#232C40",
    line="#33363B",
    strong_line="#484C53",
    text="#ECEBE8",
    second="#A3A3AA",
    accent="#8DB0FF",
    on_accent="#10182B",
    mark="#3B3318",
    mark_word="#6B5817",
    good="#6CCB9A",
    care="#E3B341",
    bad="#F2857D",
)


class Type(StrEnum):
    """The four sizes of text. Values are names, sizes are in `SIZES`."""

    META = "meta"
    BODY = "body"
    ROW = "row"
    PAGE = "page"


SIZES = {Type.META: 11, Type.BODY: 13, Type.ROW: 15, Type.PAGE: 20}
LINE_HEIGHT = 1.45


class Theme(QObject):
    """Applies the tokens to the application and follows the system while `appearance` says so."""

    changed = Signal()

    def __init__(self, app: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._appearance = appearance
        # A person who set a larger font in the system gets a larger one here: sizes are relative to the usual 13 px.
        self._scale = min(max(app.font().pointSizeF() * app.primaryScreen().logicalDotsPerInch() / 72 / 13, 1.0), 2.0)
        self.tokens = self._wanted()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(lambda _: self._follow())
        self._apply()

    @property
    def appearance(self) -> Appearance:
        return self._appearance

    def set_appearance(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._follow()

    def font(self, size: Type = Type.BODY, *, strong: bool = False) -> QFont:
        font = QFont(self._app.font())
        font.setPixelSize(round(SIZES[size] * self._scale))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def color(self, name: str) -> QColor:
        """The colour of a token, by its name in `Tokens`."""
        return QColor(getattr(self.tokens, name))

    def _wanted(self) -> Tokens:
        if self._appearance is Appearance.SYSTEM:
            return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._appearance is Appearance.DARK else LIGHT

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted != self.tokens:
            self.tokens = wanted
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._app.setFont(self.font())
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens, self._scale))


def palette(tokens: Tokens) -> QPalette:
    roles = QPalette.ColorRole
    colors = {
        roles.Window: tokens.window,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.window,
        roles.Button: tokens.surface,
        roles.ToolTipBase: tokens.surface,
        roles.WindowText: tokens.text,
        roles.Text: tokens.text,
        roles.ButtonText: tokens.text,
        roles.ToolTipText: tokens.text,
        roles.PlaceholderText: tokens.second,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Accent: tokens.accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.Mid: tokens.line,
        roles.Midlight: tokens.line,
        roles.Dark: tokens.strong_line,
        roles.Light: tokens.surface,
        roles.Shadow: tokens.line,
    }
    made = QPalette()
    for role, color in colors.items():
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.strong_line if tokens.dark else tokens.second))
    return made


def stylesheet(tokens: Tokens, scale: float = 1.0) -> str:
    """The style sheet of the application: `resources/themes/wherein.qss` with the tokens and sizes filled in."""
    template = files("resources").joinpath("themes", "wherein.qss").read_text(encoding="utf-8")
    colors = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__ if name != "dark"}
    sizes = {f"size_{size}": f"{round(pixels * scale)}px" for size, pixels in SIZES.items()}
    look = "dark" if tokens.dark else "light"
    pictures = {
        name: str(files("resources").joinpath("themes", f"{name}-{look}.svg")).replace("\\", "/")
        for name in ("check", "caret", "dash")
    }
    return Template(template).substitute(colors, **sizes, **pictures)
