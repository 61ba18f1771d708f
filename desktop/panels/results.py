"""The documents that were found, as cards; or, where there are none, why and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QActionGroup,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.icons import Icons
from desktop.locate import utf16
from desktop.models.results import Index, ResultsModel, Role
from desktop.panels.results_notes import ResultsNotes, WeakerOnes
from desktop.query import ORDERS, Order, Query, admits, arranged
from desktop.settling import settled
from desktop.theme import Theme
from desktop.widgets.basics import EmptyState, label, tool
from desktop.widgets.passage_delegate import Card, PassageDelegate
from indexer.protocol import Hit, Results
from indexer.types import Status

MARKS = {"+": True, "-": False, "−": False}  # keys: more like the chosen document, or less

CARE = {
    Status.PENDING: "not read yet: found by its name",
    Status.PARTIAL: "only partly read",
    Status.FAILED: "could not be read: found by its name",
}


def _in_qt(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in characters as ranges in UTF-16 units."""
    if text.isascii():
        return tuple(ranges)
    return tuple((utf16(text, start), utf16(text, end)) for start, end in ranges)


def foot_of(hit: Hit) -> str:
    place = words.place_of(hit.passages[0].place) if hit.passages else ""
    more = hit.more + max(len(hit.passages) - 1, 0) if hit.passages else 0
    parts = [
        place,
        f"+{words.count(more, 'more passage')}" if more else "",
        f"{words.count(len(hit.copies), 'copy', 'copies')} elsewhere" if hit.copies else "",
    ]
    return " · ".join(part for part in parts if part)


class ResultsView(QListView):
    """Enter opens, Space looks closer, letters go on typing in the search field."""

    opened = Signal(object)  # Hit
    looked = Signal(object)  # Hit
    menu_wanted = Signal(object, QPoint)  # Hit, where on the screen
    typed = Signal(str)
    left_above = Signal()
    resized = Signal()
    marked = Signal(object, bool)  # Hit, more like it or less

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setAccessibleName("Results")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(60)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(Role.HIT)))
        self.verticalScrollBar().setSingleStep(24)
        self.verticalScrollBar().rangeChanged.connect(self._show_need)
        self._show_need(0, 0)
        self.touched = False  # a person has chosen among the rows; until then the best one is chosen

    def _show_need(self, _least: int, most: int) -> None:
        """The bar keeps its place, so that cards keep their width, but is drawn only where there is more to see."""
        bar = self.verticalScrollBar()
        bar.setProperty("idle", most == 0)
        bar.style().unpolish(bar)
        bar.style().polish(bar)

    def hit(self) -> Hit | None:
        index = self.currentIndex()
        return index.data(Role.HIT) if index.isValid() else None

    def chosen(self) -> list[Hit]:
        return [index.data(Role.HIT) for index in self.selectedIndexes()]

    def anchor(self) -> QModelIndex:
        """The row that must not move: the one under the pointer, or else the one that a person chose."""
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        if self.isVisible() and self.viewport().rect().contains(pointer) and self.indexAt(pointer).isValid():
            return self.indexAt(pointer)
        return self.currentIndex() if self.touched else QModelIndex()

    def choose(self, row: int) -> None:
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.touched = True
        hit = self.hit()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if hit is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(hit)
        elif hit is not None and plain and event.key() == Qt.Key.Key_Space:
            self.looked.emit(hit)
        elif hit is not None and event.text() in MARKS:
            self.marked.emit(hit, MARKS[event.text()])
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_above.emit()
        elif plain and event.text().isalnum():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.menu_wanted.emit(index.data(Role.HIT), self.viewport().mapToGlobal(at))


class ResultsPanel(QWidget):
    """`chosen` follows the selection. What a person wants of a hit is said by signals; the window does it."""

    chosen = Signal(object)  # Hit | None
    ordered = Signal(str)  # Order
    refresh_wanted = Signal()
    compact_toggled = Signal(bool)
    explain_toggled = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, now: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._now = theme, icons, now
        self._roots: tuple[bytes, ...] = ()
        self._cards: dict[int, Card] = {}
        self._results: Results | None = None
        self._query = Query()
        self.model = ResultsModel(self)
        self.view = ResultsView()
        self.view.setModel(self.model)
        self._delegate = PassageDelegate(theme, icons, self._card, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.selectionModel().currentChanged.connect(lambda index, _: self.chosen.emit(index.data(Role.HIT)))
        self.view.resized.connect(self._relayout)
        theme.changed.connect(self._restyle)
        self.empty = EmptyState(icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self._header = self._make_header()
        self.notes = ResultsNotes()
        self.weaker = WeakerOnes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.notes)
        column.addWidget(self._stack, 1)
        column.addWidget(self.weaker)
        self._header.hide()

    def _make_header(self) -> QWidget:
        self.count = label(role="second")
        self._stale = QPushButton("Refresh")
        self._stale.setProperty("role", "quiet")
        self._stale.setToolTip("Documents have changed since: search again (F5)")
        self._stale.setAccessibleDescription("Documents have changed since")
        self._stale.clicked.connect(self.refresh_wanted)
        self._stale.hide()
        self.order = QToolButton()
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.order.setIcon(self._icons.icon("sort-ascending", "second"))
        self.order.setIconSize(QSize(16, 16))
        self.order.setProperty("role", "text")
        self.order.setMenu(self._order_menu())
        self._show_order(Order.RELEVANCE)
        self.compact = tool(self._icons, "list-bullets", "Compact rows", self.toggle_compact, "Ctrl+Shift+L")
        self.compact.setIconSize(QSize(16, 16))
        self.compact.setCheckable(True)
        self.explain = tool(self._icons, "info", "What was searched for", self._toggle_explain)
        self.explain.setIconSize(QSize(16, 16))
        self.explain.setCheckable(True)
        header = QWidget()
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 8, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addWidget(self._stale)
        row.addStretch(1)
        row.addWidget(self.order)
        row.addWidget(self.explain)
        row.addWidget(self.compact)
        return header

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order, said in ORDERS.items():
            action = QAction(said, menu, checkable=True, checked=order is Order.RELEVANCE)
            action.triggered.connect(lambda _=False, order=order: self.ordered.emit(order.value))
            action.setData(order)
            group.addAction(action)
            menu.addAction(action)
        return menu

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
        self._header.show()
        self._stale.hide()
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
        self._say_count()
        self.weaker.show_count(results.weak)

    def _rearrange(self, hits: Sequence[Hit]) -> None:
        self._cards.clear()
        self._delegate.forget()
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
        for part in (self._header, self.notes, self.weaker):
            part.hide()
        self._stack.setCurrentWidget(self.empty)
        self.chosen.emit(None)
        return self.empty

    def set_explained(self, explained: bool) -> None:
        self.explain.setChecked(explained)
        self.notes.explain(explained)

    def _toggle_explain(self) -> None:
        self.notes.explain(self.explain.isChecked())
        self.explain_toggled.emit(self.explain.isChecked())

    def toggle_compact(self) -> None:
        self.set_compact(not self._delegate.compact)
        self.compact_toggled.emit(self._delegate.compact)

    def set_compact(self, compact: bool) -> None:
        self._delegate.compact = compact
        self.compact.setChecked(compact)
        self._relayout()

    def show_stale(self) -> None:
        if self._results is not None:
            self._stale.show()

    def _arrange(self) -> None:
        if self._results is None:
            return
        hits: Sequence[Hit] = self._results.hits
        if self._query.is_likeness:
            filters = self._query.filters(self._now())
            hits = [hit for hit in hits if admits(filters, hit)]
        self._cards.clear()
        self._delegate.forget()
        self.model.show(arranged(hits, self._query.order))
        self._show_order(self._query.order)
        self._say_count()

    def _say_count(self) -> None:
        if self._results is None:
            return
        shown = self.model.rowCount()
        total = max(self._results.total, shown)
        if self._query.is_likeness or shown == total:
            said = words.count(shown, "document")
        else:
            said = f"Best {words.number(shown)} of {words.count(total, 'document')}"
        if not self._results.meaning_ready:
            said += " · by words only for now"
            self.count.setToolTip(
                "What the documents mean is still being worked out; results get better by themselves."
            )
        else:
            self.count.setToolTip(f"Found in {self._results.milliseconds:.0f} ms")
        if said != self.count.text():
            self.count.setText(said)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _show_order(self, order: Order) -> None:
        self.order.setText(f" {ORDERS[order]}")
        self.order.setAccessibleName(f"Order: {ORDERS[order]}")
        for action in self.order.menu().actions():
            action.setChecked(action.data() == order)

    # --- cards ---

    def _card(self, index: Index) -> Card:
        row = index.row()
        if row not in self._cards:
            self._cards[row] = self._make_card(index)
        return self._cards[row]

    def _make_card(self, index: Index) -> Card:
        hit: Hit = index.data(Role.HIT)
        shown = index.data(Role.EXCERPT)
        sentence = _in_qt(shown.text, (shown.sentence,)) if shown and shown.sentence else ()
        return Card(
            name=hit.name,
            kind=hit.kind,
            trail=words.folder_trail(hit.path, self._roots),
            when=words.when(hit.modified, self._now()),
            bars=words.BARS[hit.tier],
            because=words.because(hit),
            dated=f"Changed {words.exactly(hit.modified)} · {words.size(hit.size)}",
            path=words.display(hit.path),
            foot=foot_of(hit),
            passage=shown.text if shown else "",
            sentence=sentence[0] if sentence else None,
            words=_in_qt(shown.text, shown.words) if shown else (),
            name_words=_in_qt(hit.name, hit.name_highlights),
            care=CARE.get(hit.status, ""),
        )

    def _relayout(self) -> None:
        self._delegate.forget()
        self.view.scheduleDelayedItemsLayout()

    def _restyle(self) -> None:
        self.empty.repaint_icon()
        self.view.viewport().update()
