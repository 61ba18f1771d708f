"""The pages of the window, one of which is shown; each is made when it is first wanted."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop.pages import PAGES, Surroundings
from desktop.panels.search_page import SearchPage
from desktop.widgets.basics import first_in


class PageStack(QStackedWidget):
    def __init__(self, at: Callable[[], Surroundings]) -> None:
        super().__init__()
        self._at = at
        self._pages: dict[str, QWidget] = {}
        self._narrow = False

    def page(self, name: str) -> QWidget:
        """The page of that name in `PAGES`."""
        if name not in self._pages:
            self.add(name, next(page for page in PAGES if page.name == name).make(self._at()))
        return self._pages[name]

    def made(self, name: str) -> QWidget | None:
        """The page, where it was wanted before."""
        return self._pages.get(name)

    def add(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self.addWidget(page)
        if (found := _found_on(page)) is not None:
            found.set_narrow(self._narrow)

    @property
    def found(self) -> SearchPage | None:
        """The results, with their preview, on the page that is shown; None where it has none."""
        return _found_on(self.currentWidget())

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        for page in self._pages.values():
            if (found := _found_on(page)) is not None:
                found.set_narrow(narrow)

    def show_page(self, name: str) -> QWidget:
        """The keys stay where they go, unless that is on the page which goes away."""
        page, focused = self.page(name), QApplication.focusWidget()
        was_inside = focused is not None and self.isAncestorOf(focused)
        if page is not self.currentWidget():
            self.setCurrentWidget(page)
            if was_inside:
                self._go_into(page)
        return page

    def enter(self, name: str) -> QWidget:
        """Show it, and go on there with the keys."""
        page, focused = self.show_page(name), QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            self._go_into(page)
        return page

    @staticmethod
    def _go_into(page: QWidget) -> None:
        """To its main part, or else to what Tab reaches first."""
        main = page.focusProxy()
        into = main if main is not None and main.isVisible() else first_in(page) or page
        into.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _found_on(page: QWidget | None) -> SearchPage | None:
    return page if isinstance(page, SearchPage) else getattr(page, "found", None)
