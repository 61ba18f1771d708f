"""The documents that were found, as cards; or, where there are none, why and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.models.results import Index, ResultsModel, Role
from desktop.pages import Surroundings
from desktop.panels.result_cards import card_of
from desktop.panels.results_header import LOOKS, ResultsHeader
from desktop.panels.results_notes import ResultsNotes, WeakerOnes
from desktop.query import Order, Query, admits, arranged
from desktop.settling import settled
from desktop.thumbnails import Thumbnails
from desktop.widgets.basics import EmptyState
from desktop.widgets.card_delegate import Card, CardDelegate
from desktop.widgets.column_header import ColumnHeader
from desktop.widgets.columns_delegate import ColumnsDelegate
from desktop.widgets.passage_delegate import PassageDelegate
from desktop.widgets.results_view import Look, ResultsView
from desktop.widgets.tile_delegate import TILE, TileDelegate
from desktop.widgets.why_card import Reason, WhyCard
from indexer.protocol import Hit, Results

MANY = 500


class ResultsPanel(QWidget):
    """`chosen` follows the selection. What a person wants of a hit is said by signals; the window does it."""

    chosen = Signal(object)  # Hit | None
    ordered = Signal(str)  # Order
    refresh_wanted = Signal()
    look_chosen = Signal(str)  # Look
    explain_toggled = Signal(bool)
    tag_clicked = Signal(str)

    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        theme, icons = at.theme, at.icons
        self._theme, self._icons, self._now = theme, icons, at.now
        self._roots: tuple[bytes, ...] = ()
        self._cards: dict[int, Card] = {}
        self._results: Results | None = None
        self._query = Query()
        self.model = ResultsModel(self)
        self.columns = ColumnHeader()
        self.view = ResultsView()
        self.view.setModel(self.model)
        self._thumbnails = Thumbnails(at.service, self)
        self._passages = PassageDelegate(theme, icons, self._card, self.view)
        self._delegates: dict[Look, CardDelegate] = {
            Look.CARDS: self._passages,
            Look.COMPACT: self._passages,
            Look.COLUMNS: ColumnsDelegate(theme, icons, self._card, self.columns.widths, self.view),
            Look.GALLERY: (tiles := TileDelegate(theme, icons, self._card, self._picture, self.view)),
        }
        self._tiles = tiles
        self.view.setItemDelegate(self._passages)
        for delegate in {*self._delegates.values()}:
            delegate.tag_clicked.connect(self.tag_clicked)
            delegate.marked.connect(lambda index, liked: self.view.marked.emit(index.data(Role.HIT), liked))
            delegate.why_wanted.connect(lambda index, at: self.show_why(index.data(Role.HIT), at))
        self.look_now = Look.CARDS
        self.columns.ordered.connect(self.ordered)
        self.columns.changed.connect(self.view.viewport().update)
        self._thumbnails.ready.connect(self._picture_came)
        self.view.verticalScrollBar().valueChanged.connect(self._thumbnails.drop_wishes)  # what is seen is painted next
        self.view.selectionModel().currentChanged.connect(lambda index, _: self.chosen.emit(index.data(Role.HIT)))
        self.view.resized.connect(self._relayout)
        theme.changed.connect(self._restyle)
        self.empty = EmptyState(icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self.header = ResultsHeader(icons)
        self.header.refresh_wanted.connect(self.refresh_wanted)
        self.header.ordered.connect(self.ordered)
        self.header.look_chosen.connect(self._choose_look)
        self.header.explained.connect(self._explain)
        self.notes = ResultsNotes()
        self.weaker = WeakerOnes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notes)
        column.addWidget(self.columns)
        column.addWidget(self._stack, 1)
        column.addWidget(self.weaker)
        self.header.hide()
        self.columns.hide()

    # --- what is shown ---

    def set_roots(self, roots: Sequence[bytes]) -> None:
        if tuple(roots) != self._roots:
            self._roots = tuple(roots)
            self._cards.clear()
            self.view.viewport().update()

    def show_results(self, results: Results, query: Query) -> None:
        """The choice stays on its document where that is still found; otherwise it goes to the best one."""
        before = self.view.hit()
        same_question = self._query == replace(query, order=self._query.order)
        self._results, self._query = results, query
        self._arrange()
        row = self.model.row_of(before.path) if before and same_question else None
        self.view.choose(row or 0)
        self.view.touched = self.view.touched and row is not None
        if not row:
            self.view.scrollToTop()
        self.header.show()
        self.columns.setVisible(self.look_now is Look.COLUMNS)
        self.header.stale.hide()
        self.notes.show_results(results)
        self.weaker.show_count(results.weak)
        self._stack.setCurrentWidget(self.view)

    def settle(self, results: Results) -> None:
        """The same question in a better order: rows take their places, but not the one under the pointer."""
        if self._results is None:
            return
        anchor = self.view.anchor()
        held: Hit | None = anchor.data(Role.HIT) if anchor.isValid() else None
        self._results = results
        shown, better = list(self.model.hits), arranged(results.hits, self._query.order)
        top = self.view.visualRect(anchor).top()
        self._rearrange(settled(shown, better, {held.path} if held else ()))
        if held is not None and not self._hold(held.path, top):  # rows above it have other heights now
            above = {hit.path for hit in shown[: anchor.row() + 1]}
            self._rearrange(settled(shown, better, above))
            self._hold(held.path, top)
        if not self.view.touched:
            self.view.choose(0)
            self.chosen.emit(self.view.hit())  # the same document, perhaps with another sentence that answers
        self._say_count()
        self.weaker.show_count(results.weak)

    def _rearrange(self, hits: Sequence[Hit]) -> None:
        self._cards.clear()
        self._passages.forget()
        self.model.rearrange(hits)
        self.view.doItemsLayout()

    def _hold(self, path: bytes, top: int) -> bool:
        """Scroll so that a row is where it was; False where that is beyond the ends of the list."""
        row = self.model.row_of(path)
        if row is None:
            return True
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + self.view.visualRect(self.model.index(row, 0)).top() - top)
        return self.view.visualRect(self.model.index(row, 0)).top() == top

    def show_order(self, order: Order) -> None:
        before = self.view.hit()
        self._query = replace(self._query, order=order)
        self._show_order(order)
        self._arrange()
        row = self.model.row_of(before.path) if before else None
        self.view.choose(row or 0)

    @property
    def has_results(self) -> bool:
        return self._results is not None

    @property
    def shown(self) -> Sequence[Hit]:
        return self.model.hits

    def show_empty(self) -> EmptyState:
        """Put the empty state in place of the list; the caller says what stands on it."""
        self._results = None
        self.model.show(())
        self._cards.clear()
        for part in (self.header, self.notes, self.weaker, self.columns):
            part.hide()
        self._stack.setCurrentWidget(self.empty)
        self.chosen.emit(None)
        return self.empty

    def set_explained(self, explained: bool) -> None:
        self.header.explain.setChecked(explained)
        self.notes.explain(explained)

    def _explain(self, explained: bool) -> None:
        self.notes.explain(explained)
        self.explain_toggled.emit(explained)

    def next_look(self) -> None:
        looks = list(LOOKS)
        self._choose_look(looks[(looks.index(self.look_now) + 1) % len(looks)])

    def _choose_look(self, look: Look) -> None:
        self.set_look(look)
        self.look_chosen.emit(look.value)

    def set_look(self, look: Look) -> None:
        self.look_now = look
        self._passages.compact = look is Look.COMPACT
        self.view.setItemDelegate(self._delegates[look])
        self.view.set_look(look, TILE, alike=self._passages.alike)
        self.columns.setVisible(look is Look.COLUMNS and self.has_results)
        self.header.show_look(look)
        self._relayout()
        self.view.scrollTo(self.view.currentIndex())

    def retag(self, tags: Mapping[bytes, tuple[str, ...]]) -> None:
        """What is shown carries these tags now, by path."""
        for row in self.model.retag(tags):
            self._cards.pop(row, None)
        self._relayout()

    def show_stale(self) -> None:
        if self._results is not None:
            self.header.stale.show()

    def _arrange(self) -> None:
        if self._results is None:
            return
        hits: Sequence[Hit] = self._results.hits
        if self._query.is_likeness:
            filters = self._query.filters(self._now())
            hits = [hit for hit in hits if admits(filters, hit)]
        self._cards.clear()
        self._passages.forget()
        self._show_hits(arranged(hits, self._query.order))
        self._show_order(self._query.order)
        self._say_count()

    def _say_count(self) -> None:
        if self._results is not None:
            self.header.say_count(self._results, self.model.rowCount(), likeness=self._query.is_likeness)

    def _show_order(self, order: Order) -> None:
        self.header.show_order(order)
        self.columns.show_order(order)

    def _show_hits(self, hits: Sequence[Hit]) -> None:
        """Very many cards get one height, so that only those that are seen are laid out."""
        alike = len(hits) > MANY
        if alike != self._passages.alike:
            self._passages.alike = alike
            self.view.set_look(self.look_now, TILE, alike=alike)
        self.model.show(hits)

    def _card(self, index: Index) -> Card:
        row = index.row()
        if row not in self._cards:
            card = card_of(index.data(Role.HIT), index.data(Role.EXCERPT), self._roots, self._now())
            self._cards[row] = self._markable(card, index.data(Role.HIT))
        return self._cards[row]

    def _markable(self, card: Card, hit: Hit) -> Card:
        query = self._query
        mark = True if hit.path in query.liked else False if hit.path in query.unliked else None
        return replace(card, mark=mark, can_mark=bool(query.text.strip()) and bool(hit.passages))

    def show_why(self, hit: Hit, at: QPoint) -> None:
        """A card that tells why a document was found, its upper right corner `at` on the screen."""
        told = words.reasons(hit)
        whole = max((abs(points) for _, points, _ in told), default=1.0)
        reasons = [Reason(name, points / whole, said) for name, points, said in told]
        self.why = WhyCard(self._theme, words.because(hit), reasons, self)
        self.why.show_at(at)

    def explain_current(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            box = self.view.visualRect(index)
            self.show_why(index.data(Role.HIT), self.view.viewport().mapToGlobal(box.topRight() + QPoint(-12, 40)))

    def _picture(self, index: Index) -> QPixmap | None:
        hit: Hit = index.data(Role.HIT)
        return self._thumbnails.get(hit.path, hit.modified, hit.kind)

    def _picture_came(self, path: bytes) -> None:
        row = self.model.row_of(path)
        if row is not None:
            self.view.update(self.model.index(row, 0))

    def _relayout(self) -> None:
        self._passages.forget()
        if self.look_now is Look.GALLERY:
            self.view.setGridSize(self._tiles.fit(self.view.viewport().width()))
        self.view.scheduleDelayedItemsLayout()

    def _restyle(self) -> None:
        self.empty.repaint_icon()
        self.view.viewport().update()
