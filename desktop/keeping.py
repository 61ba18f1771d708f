"""Searches are kept, let go and gone back to, and what is new to them is told."""

from collections.abc import Callable

from desktop import words
from desktop.language import tr
from desktop.query import Query
from desktop.saved import Kept, SavedSearches, can_tell
from desktop.searching import Searching

Say = Callable[..., None]  # (text, action, on_action)


class Keeping:
    """`say` tells in the window, `notice` outside of it, where a person wants that."""

    def __init__(
        self,
        saved: SavedSearches,
        searching: Searching,
        look_for: Callable[[Query], None],
        say: Say,
        notice: Callable[[str], None],
    ) -> None:
        self._saved, self._searching, self._look_for = saved, searching, look_for
        self._say, self._notice = say, notice
        saved.news.connect(self._tell_news)

    def toggle(self, query: Query) -> None:
        if query.is_empty:
            return
        kept = self._saved.find(query)
        if kept is None:
            self._saved.keep(query)
            said = [tr("Search kept in the side bar.")]
            if can_tell(query):
                said.append(tr("It tells you when a new document matches."))
            self._say(" ".join(said))
        else:
            self.let_go(kept)

    def let_go(self, kept: Kept) -> None:
        self._saved.forget(kept)
        undo = lambda: self._saved.keep(kept.query, tells=kept.tells)  # noqa: E731
        self._say(tr("Search no longer kept."), tr("Undo"), undo)

    def go_back(self, kept: Kept) -> None:
        """Where something is new, as it is now."""
        self._look_for(kept.query)
        if kept.fresh:
            self._searching.again()
        self._saved.see(kept)

    def _tell_news(self, kept: Kept) -> None:
        said = f"{words.count(kept.fresh, 'new document')}: {kept.label}"
        self._say(said, tr("Show"), lambda: self.go_back(kept))
        self._notice(said)
