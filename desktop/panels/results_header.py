"""The line above the results: how many there are, in which order, how they are shown, and what was searched for."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop import words
from desktop.commands import native
from desktop.icons import Icons
from desktop.language import tr
from desktop.query import ORDERS, Order
from desktop.widgets.basics import Elided, tool
from desktop.widgets.results_view import Look
from indexer.protocol import Results

LOOKS = {
    Look.CARDS: ("rows", tr("With what they say")),
    Look.COMPACT: ("list-bullets", tr("Compact")),
    Look.COLUMNS: ("columns", tr("Columns")),
    Look.GALLERY: ("squares-four", tr("Gallery")),
}


class ResultsHeader(QWidget):
    refresh_wanted = Signal()
    ordered = Signal(str)  # Order
    look_chosen = Signal(object)  # Look
    explained = Signal(bool)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.count = Elided("second", Qt.TextElideMode.ElideRight)
        self.count.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.stale = QPushButton(tr("Refresh"))
        self.stale.setProperty("role", "quiet")
        self.stale.setToolTip(tr("Documents have changed since: search again (F5)"))
        self.stale.setAccessibleDescription(tr("Documents have changed since"))
        self.stale.clicked.connect(self.refresh_wanted)
        self.stale.hide()
        self.order = QToolButton()
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.order.setIcon(icons.icon("sort-ascending", "second"))
        self.order.setIconSize(QSize(16, 16))
        self.order.setProperty("role", "text")
        self.order.setMenu(self._order_menu())
        self.show_order(Order.RELEVANCE)
        self.look = QToolButton()
        self.look.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.look.setIconSize(QSize(16, 16))
        self.look.setToolTip(f"{tr('How results are shown')} ({native('Ctrl+Shift+L')})")
        self.look.setAccessibleName(tr("How results are shown"))
        self.look.setMenu(self._look_menu())
        self.explain = tool(
            icons, "info", tr("What was searched for"), lambda: self.explained.emit(self.explain.isChecked())
        )
        self.explain.setIconSize(QSize(16, 16))
        self.explain.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 4)
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addWidget(self.stale)
        row.addStretch(1)
        row.addWidget(self.order)
        row.addWidget(self.explain)
        row.addWidget(self.look)

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

    def _look_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for look, (icon, said) in LOOKS.items():
            action = QAction(self._icons.icon(icon), said, menu, checkable=True)
            action.triggered.connect(lambda _=False, look=look: self.look_chosen.emit(look))
            action.setData(look)
            group.addAction(action)
            menu.addAction(action)
        return menu

    def say_count(self, results: Results, shown: int, *, likeness: bool) -> None:
        """Of documents like one all are shown that the filters let through."""
        total = max(results.total, shown)
        if likeness or shown == total:
            said = words.count(shown, "document")
        else:
            said = tr("Best {number} of {documents}").format(
                number=words.number(shown), documents=words.count(total, "document")
            )
        if not results.meaning_ready:
            said += f" · {tr('by words only for now')}"
            hint = tr("What the documents mean is still being worked out; results get better by themselves.")
        else:
            hint = tr("Found in {number} ms").format(number=f"{results.milliseconds:.0f}")
        news = said != self.count.whole
        self.count.show_text(said, hint)
        if news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def show_order(self, order: Order) -> None:
        self.order.setText(f" {ORDERS[order]}")
        self.order.setAccessibleName(f"{tr('Order')}: {ORDERS[order]}")
        for action in self.order.menu().actions():
            action.setChecked(action.data() == order)

    def show_look(self, look: Look) -> None:
        icon, said = LOOKS[look]
        self.look.setIcon(self._icons.icon(icon))
        self.look.setAccessibleName(f"{tr('How results are shown')}: {said}")
        for action in self.look.menu().actions():
            action.setChecked(action.data() == look)
