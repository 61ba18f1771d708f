"""How much of the side bar is seen: all, its icons, or nothing; by the width of the window and a person's wish."""

from enum import Enum, auto

from PySide6.QtWidgets import QSplitter

from desktop.panels.sidebar import WIDTH, SideBar
from desktop.preferences import Preferences


class Room(Enum):
    """`SNUG`: results and a page beside them need the width; `NARROW`: even the preview is a page of its own."""

    NARROW, SNUG, WIDE = auto(), auto(), auto()

    @classmethod
    def of(cls, width: int) -> "Room":
        return cls.NARROW if width < 900 else cls.SNUG if width < 1120 else cls.WIDE


class SideRoom:
    """A wish is remembered where there is room for everything; elsewhere it holds until the window changes its size."""

    def __init__(self, splitter: QSplitter, sidebar: SideBar, preferences: Preferences) -> None:
        self._splitter, self._sidebar, self._preferences = splitter, sidebar, preferences
        self._room: Room | None = None
        splitter.splitterMoved.connect(self._moved)
        sidebar.unfold_wanted.connect(lambda: self._show(folded=False))

    def fit(self, room: Room) -> None:
        if room is not self._room:
            self._room = room
            wanted = self._preferences.flag("sidebar", True)
            self._show(shown=wanted and room is not Room.NARROW, folded=room is Room.SNUG)

    def toggle(self) -> None:
        if self._room is Room.SNUG:
            self._show(folded=not self._sidebar.folded if self._sidebar.isVisible() else True)
            return
        self._show(shown=not self._sidebar.isVisible())
        if self._room is Room.WIDE:
            self._preferences.keep("sidebar", self._sidebar.isVisible())

    def _show(self, *, shown: bool = True, folded: bool = False) -> None:
        """At the width that it had: a splitter forgets it while the side bar is away."""
        self._sidebar.setVisible(shown)
        self._sidebar.fold(folded)
        if shown:
            width = self._sidebar.minimumWidth() if folded else self._preferences.whole("sidebar_width", WIDTH)
            self._splitter.setSizes([width, max(self._splitter.width() - width, 1)])

    def _moved(self, width: int, _: int) -> None:
        if not self._sidebar.folded:
            self._preferences.keep("sidebar_width", width)
