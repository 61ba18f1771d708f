"""The page for searching: the results, and beside them, or in their place where it is narrow, the chosen document."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from desktop.pages import Surroundings
from desktop.panels.preview import PreviewPanel
from desktop.panels.results import ResultsPanel
from desktop.query import Query
from desktop.widgets.basics import EmptyState
from indexer.protocol import Hit, Results

PREVIEW_DELAY_MS = 60  # while the choice moves on, nothing is loaded


class SearchPage(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self.results = ResultsPanel(at)
        self.preview = PreviewPanel(at)
        self._narrow = False
        self._alone = False  # the preview covers the results
        self._delay = QTimer(self, singleShot=True, interval=PREVIEW_DELAY_MS)
        self._delay.timeout.connect(self._show_preview)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.results)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(5)
        self.results.setMinimumWidth(320)
        self.preview.setMinimumWidth(300)
        self.splitter.setSizes([484, 560])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        self.results.chosen.connect(self._chosen)
        self.results.view.looked.connect(lambda _: self.look_closer())
        self.preview.back_wanted.connect(self.go_back)
        self.setFocusProxy(self.results.view)
        self._arrange()

    @property
    def hit(self) -> Hit | None:
        return self.results.view.hit()

    @property
    def is_alone(self) -> bool:
        """Whether the preview covers the results."""
        return self._alone

    @property
    def in_order(self) -> list[QWidget]:
        """What comes first with Tab: how results are shown, the results, what can be done with the chosen one."""
        results, preview = self.results, self.preview
        return [results.header.order, results.header.explain, results.header.look, results.view, preview.similar]

    def set_roots(self, roots: Sequence[bytes]) -> None:
        self.results.set_roots(roots)
        self.preview.set_roots(roots)

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def show_results(self, results: Results, query: Query) -> None:
        self.results.show_results(results, query)
        self._arrange()

    def show_empty(self) -> EmptyState:
        """There is nothing to choose from, so nothing to preview: the empty state has the page for itself."""
        empty = self.results.show_empty()
        self._alone = False
        self._arrange()
        return empty

    def step(self, by: int) -> None:
        view = self.results.view
        view.touched = True
        view.choose(max(view.currentIndex().row() + by, 0))

    def walk(self, by: int) -> None:
        """From the search field into the results: from there on, Space looks closer and letters are typed on."""
        if self.results.has_results and not self._alone:
            self.step(by)
            self.results.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_closer(self) -> None:
        """The preview alone, large; or back."""
        if self._alone:
            self.go_back()
        elif self.hit is not None:
            self._alone = True
            self._arrange()
            self._show_preview()
            self.preview.take_keys()

    def go_back(self) -> None:
        self._alone = False
        self._arrange()
        self.results.view.setFocus()

    def state(self) -> QByteArray:
        return self.splitter.saveState()

    def restore(self, state: QByteArray) -> None:
        self.splitter.restoreState(state)
        self.splitter.setHandleWidth(5)

    def _arrange(self) -> None:
        self.results.setVisible(not self._alone)
        self.preview.setVisible(self._alone or (not self._narrow and self.results.has_results))
        self.preview.show_alone(self._alone)

    def _chosen(self, hit: Hit | None) -> None:
        if hit is None:
            self._delay.stop()
            self.preview.clear()
        else:
            self._delay.start()

    def _show_preview(self) -> None:
        if self.hit is not None:
            self.preview.show_hit(self.hit)
