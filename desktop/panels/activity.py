"""What was read and what was not: each folder with its counts, each file that failed with the reason and what to do."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop import operations, words
from desktop.icons import SIZE, Icons
from desktop.models.failures import FailuresModel, Role
from desktop.pages import Surroundings
from desktop.theme import Theme, Type
from desktop.widgets.basics import Elided, EmptyState, button, label
from indexer.formats import format_of
from indexer.protocol import FailedFile, StatusReport
from indexer.types import Status

Index = QModelIndex | QPersistentModelIndex
ROW = 60


class FailureDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, icons: Icons, now: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._now = theme, icons, now
        self.roots: tuple[bytes, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        failed: FailedFile = index.data(Role.FAILED)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(0.5, 2.5, -0.5, -2.5)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(self._theme.color("accent"), 1))
            painter.setBrush(self._theme.color("selected"))
            painter.drawRoundedRect(box, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("hover"))
            painter.drawRoundedRect(box, 8, 8)
        kind = format_of(words.name_of(failed.path)).kind
        self._icons.kind(kind).paint(painter, QRect(round(box.left()) + 12, round(box.center().y()) - 9, SIZE, SIZE))
        left, width = box.left() + 42, box.width() - 54
        name = QRectF(left, box.top() + 7, width, 20)
        used = self._text(
            painter, name.adjusted(0, 0, -width / 3, 0), words.name_of(failed.path), Type.BODY, "text", True
        )
        trail = words.folder_trail(failed.path, self.roots)
        self._text(painter, name.adjusted(used + 12, 0, 0, 0), trail, Type.META, "second")
        color = "bad" if failed.status is Status.FAILED else "care"
        reason = f"{words.short_reason(failed.failure.code)}."
        used = self._text(painter, QRectF(left, box.top() + 28, width, 18), reason, Type.META, color)
        rest = words.explain(failed).split(". ", 1)
        after = " ".join(
            part for part in (rest[1] if len(rest) > 1 else "", words.retry_time(failed, self._now())) if part
        )
        self._text(painter, QRectF(left + used + 6, box.top() + 28, width - used - 6, 18), after, Type.META, "second")
        painter.restore()

    def _text(self, painter: QPainter, box: QRectF, text: str, size: Type, color: str, strong: bool = False) -> float:
        font = self._theme.font(size, strong=strong)
        metrics = QFontMetricsF(font)
        mode = Qt.TextElideMode.ElideMiddle if strong else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(text, mode, box.width())
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)


class FolderCard(QFrame):
    """One folder: where it is, what of it is read, and what it is doing."""

    def __init__(self, path: bytes) -> None:
        super().__init__()
        self.setObjectName("card")
        self._name = Elided("row")
        self._name.show_text(words.name_of(path))
        self._path = Elided("meta")
        self._path.show_text(words.display(path))
        self.counts = label(role="second")
        self.state = label(role="meta")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._path, 1, 0)
        grid.addWidget(self.counts, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.state, 1, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)


class ActivityPanel(QWidget):
    def __init__(self, at: Surroundings) -> None:
        super().__init__()
        self._at = at
        self.model = FailuresModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self._delegate = FailureDelegate(at.theme, at.icons, at.now, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName("Files that could not be read")
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.doubleClicked.connect(lambda index: at.open(index.data(Role.FAILED).path))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())
        self.empty = EmptyState(at.icons)
        self._cards: dict[bytes, FolderCard] = {}
        self._card_rows = QVBoxLayout()
        self._card_rows.setSpacing(8)
        self._totals = label(role="second")
        self._title = label("Not wholly read", "row")
        self.retry = button("Try again", self._retry)
        self.retry_all = button("Try all again", lambda: at.do(operations.retry_all(self.model.rowCount())))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_body())
        self._stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        at.theme.changed.connect(self._restyle)
        at.status.changed.connect(self.show_report)
        self.empty.show_state(
            "activity", "Nothing to read yet", "Add a folder, and this page shows what becomes of each of its files.",
            [button("Add a folder…", at.ask_for_folder, "primary")],
        )  # fmt: skip
        if at.status.report is not None:
            self.show_report(at.status.report)
        else:
            self._stack.setCurrentIndex(1)

    def _make_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(8)
        column.addWidget(label("Activity", "page"))
        column.addWidget(self._totals)
        column.addSpacing(8)
        column.addLayout(self._card_rows)
        column.addSpacing(16)
        row = QHBoxLayout()
        row.addWidget(self._title)
        row.addStretch(1)
        row.addWidget(self.retry)
        row.addWidget(self.retry_all)
        column.addLayout(row)
        self._fine = label("Every file was read whole.", "second")
        column.addWidget(self._fine)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        return body

    def show_report(self, report: StatusReport) -> None:
        self._stack.setCurrentIndex(0 if report.folders else 1)
        self._show_folders(report)
        self._delegate.roots = tuple(state.path for state in report.folders)
        self.model.show(report.failures)
        files = report.files
        parts = [
            f"{words.number(files.ok)} read",
            f"{words.number(files.partial)} in part" if files.partial else "",
            f"{words.number(files.failed)} not read" if files.failed else "",
            f"{words.number(files.pending)} waiting" if files.pending else "",
        ]
        self._totals.setText(f"{words.count(files.total, 'file')}: {', '.join(part for part in parts if part)}")
        any_failed = bool(report.failures)
        many = files.failed + files.partial
        self._title.setText(f"{words.count(many, 'file')} not wholly read" if any_failed else "Nothing went wrong")
        self._fine.setVisible(not any_failed)
        self.view.setVisible(any_failed)
        self._show_buttons()

    def _show_folders(self, report: StatusReport) -> None:
        if [state.path for state in report.folders] != list(self._cards):
            for card in self._cards.values():
                card.hide()
                card.deleteLater()
            self._cards = {state.path: FolderCard(state.path) for state in report.folders}
            for card in self._cards.values():
                self._card_rows.addWidget(card)
        for state in report.folders:
            card = self._cards[state.path]
            files = state.files
            card.counts.setText(words.count(files.total, "file"))
            if state.state == "offline":
                said = "Its drive is not connected"
            elif state.state == "unreadable":
                said = "Cannot be read: check who may open it"
            elif state.paused:
                said = "Paused"
            elif state.scanning:
                said = "Looking for files"
            elif files.pending:
                said = f"{words.number(files.pending)} waiting to be read"
            else:
                said = "Up to date"
            card.state.setText(said)

    def _restyle(self) -> None:
        self.view.viewport().update()
        self.empty.repaint_icon()

    def _show_buttons(self) -> None:
        self.retry_all.setVisible(self.model.rowCount() > 0)
        self.retry.setVisible(self.model.rowCount() > 0)
        self.retry.setEnabled(self.view.currentIndex().isValid())

    def _chosen(self) -> FailedFile | None:
        index = self.view.currentIndex()
        return index.data(Role.FAILED) if index.isValid() else None

    def _retry(self) -> None:
        if (failed := self._chosen()) is not None:
            self._at.do(operations.retry_file(failed.path))

    def _menu(self, at: object) -> None:
        failed = self._chosen()
        if failed is None:
            return
        menu = QMenu(self)
        menu.addAction("Try again").triggered.connect(lambda: self._at.do(operations.retry_file(failed.path)))
        menu.addAction("Open").triggered.connect(lambda: self._at.open(failed.path))
        menu.addAction("Show in folder").triggered.connect(lambda: self._at.show_in_folder(failed.path))
        menu.addAction("Copy path").triggered.connect(lambda: self._at.copy_paths([failed.path]))
        menu.exec(self.view.viewport().mapToGlobal(at))  # type: ignore[call-overload]
        menu.deleteLater()
