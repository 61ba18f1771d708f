"""The small search bar that a key summons over any program: type, choose, open; or go on in the window."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout

from desktop import words
from desktop.client import Service
from desktop.icons import Icons
from desktop.language import tr
from desktop.models.results import Index, ResultsModel, Role
from desktop.panels.result_cards import card_of
from desktop.query import Query
from desktop.searching import Searching
from desktop.theme import Theme
from desktop.told import trouble
from desktop.widgets.basics import label
from desktop.widgets.card_delegate import Card
from desktop.widgets.passage_delegate import PassageDelegate
from desktop.widgets.search_field import SearchField
from indexer.errors import WhereinError
from indexer.protocol import Hit, Results

WIDTH, ROW, MOST = 640, 36, 8


class SearchBar(QFrame):
    opened = Signal(bytes)
    window_wanted = Signal(str)  # what was typed

    """`waiting` says how many files are not read yet, `roots` which folders are searched."""

    def __init__(
        self,
        service: Service,
        theme: Theme,
        icons: Icons,
        now: Callable[[], float],
        waiting: Callable[[], int],
        roots: Callable[[], Sequence[bytes]],
    ) -> None:
        flags = Qt.WindowType
        super().__init__(None, flags.FramelessWindowHint | flags.Tool | flags.WindowStaysOnTopHint)
        self._now, self._waiting, self._roots = now, waiting, roots
        self.setObjectName("bar")
        self.setAccessibleName(tr("Search"))
        self.searching = Searching(service, now, self)
        self.field = SearchField(icons)
        self.field.installEventFilter(self)
        self.field.edit.installEventFilter(self)
        self.model = ResultsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("Results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        delegate = PassageDelegate(theme, icons, self._card, self.list)
        delegate.compact = True
        self.list.setItemDelegate(delegate)
        self.list.clicked.connect(lambda _: self._open())
        self.said = label(role="meta")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self.said)
        self.field.typed.connect(self._look_for)
        self.field.cleared.connect(self.hide)
        self.field.submitted.connect(self._open)
        self.field.moved.connect(self._step)
        self.searching.answered.connect(self._show)
        self.searching.emptied.connect(partial(self._show_hits, ()))
        self.searching.failed.connect(self._fail)
        self._show_hits(())

    def summon(self) -> None:
        """Over what is there, on the screen with the pointer; a second time puts it away."""
        if self.isVisible():
            self.hide()
            return
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        self.setFixedWidth(min(WIDTH, room.width() - 32))
        self.move(room.center().x() - self.width() // 2, room.top() + room.height() // 5)
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    @property
    def hit(self) -> Hit | None:
        index = self.list.currentIndex()
        return index.data(Role.HIT) if index.isValid() else None

    def _look_for(self, text: str) -> None:
        self.searching.look_for(Query(text))

    def _show(self, results: Results) -> None:
        self._show_hits(results.hits[:MOST] if not results.no_match else ())
        more = results.total - self.model.rowCount()
        if not self.model.rowCount():
            waiting = self._waiting()
            said = tr("Nothing found. Ctrl+Enter looks for it in the window.")
            self.said.setText(f"{said} {words.waiting(waiting)}" if waiting else said)
        else:
            said = tr("Enter opens · Ctrl+Enter shows all in the window")
            self.said.setText(f"{said} ({more:+,})" if more > 0 else said)
        self.said.show()
        self.adjustSize()

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        self.field.show_stale(False)
        self.model.show(hits)
        self.list.setFixedHeight(ROW * len(hits))
        self.list.setVisible(bool(hits))
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.said.setVisible(False)
        self.adjustSize()

    def _fail(self, problem: WhereinError) -> None:
        self._show_hits(())
        self.said.setText(trouble(problem))
        self.said.show()

    def _step(self, by: int) -> None:
        row = min(max(self.list.currentIndex().row() + by, 0), self.model.rowCount() - 1)
        self.list.setCurrentIndex(self.model.index(row, 0))
        if self.hit is not None:  # the keys stay in the field
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field.edit, self.hit.name))

    def _open(self) -> None:
        if self.hit is not None:
            self.opened.emit(self.hit.path)
            self.hide()

    def _card(self, index: Index) -> Card:
        return card_of(index.data(Role.HIT), None, self._roots(), self._now())

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not self._is_ours(event):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while the bar is open its keys are no shortcuts of the window's
        elif event.type() == QEvent.Type.KeyPress:
            if event.key() != Qt.Key.Key_Escape:
                self.window_wanted.emit(self.field.edit.text())
            self.hide()
        return True

    @staticmethod
    def _is_ours(event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return event.key() == Qt.Key.Key_Escape or (
            enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and self.isVisible():
            self.hide()  # something else was clicked
