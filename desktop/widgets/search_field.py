"""The search field: an icon, the words, the filters in force as chips, and a way to clear it all."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from desktop.icons import SIZE, Icons
from desktop.language import tr

DEBOUNCE_MS = 120
SHOWN_CHIPS = 3


class Chip(QPushButton):
    """A filter in force. Pressing it, or Delete while it has the focus, removes it."""

    def __init__(self, label: str, icon: QIcon, hint: str, on_remove: Callable[[], None], parent: QWidget) -> None:
        super().__init__(icon, "", parent)
        self.setObjectName("chip")
        self.setIconSize(QSize(12, 12))
        shown = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideMiddle, 160)
        self.setText(f"{shown}  ×".replace("&", "&&"))
        self.setToolTip(hint or tr("Remove the filter “{label}”").format(label=label))
        self.setAccessibleName(tr("Filter {label}, press to remove").format(label=label))
        self.on_remove = on_remove
        self.clicked.connect(lambda: self.on_remove())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.on_remove()
        else:
            super().keyPressEvent(event)


class SearchField(QFrame):
    """`typed` comes once the typing pauses; `submitted` at once on Enter; `moved` with -1 or 1 on Up and Down;
    `keys_wanted` on a question mark where nothing stands before it: nobody's question begins with one."""

    typed = Signal(str)
    submitted = Signal()
    moved = Signal(int)
    cleared = Signal()
    remove_all = Signal()
    keys_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("field")
        self._icons = icons
        self._chips: list[Chip] = []
        self._named: list[tuple[str, ...]] = []  # what stands on the chips
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(tr("Type what you remember"))
        self.edit.setAccessibleName(tr("Search"))
        self.edit.setMinimumWidth(120)
        self.edit.setFrame(False)
        self.edit.installEventFilter(self)
        glass = QLabel(self)
        glass.setPixmap(icons.icon("magnifying-glass", "second").pixmap(SIZE, SIZE))
        self._glass = glass
        self._clear = QToolButton(self)
        self._clear.setIcon(icons.icon("x", "second"))
        self._clear.setIconSize(QSize(14, 14))
        self._clear.setToolTip(tr("Clear (Esc)"))
        self._clear.setAccessibleName(tr("Clear the search"))
        self._clear.clicked.connect(self.cleared)
        self._clear.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 0, 4, 0)
        self._row.setSpacing(8)
        self._row.addWidget(glass)
        self._row.addWidget(self.edit, 1)
        self._row.addWidget(self._clear)
        self.setFixedHeight(36)
        self.setFocusProxy(self.edit)
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._pause.timeout.connect(lambda: self.typed.emit(self.edit.text()))
        self.edit.textEdited.connect(self._edited)
        self.edit.textChanged.connect(lambda _: self._show_clear())

    def show_text(self, text: str) -> None:
        """Show a text that was not typed here; emits nothing."""
        if text != self.edit.text():
            self._pause.stop()
            self.edit.setText(text)

    def show_chips(self, chips: Sequence[tuple[str, str, str, Callable[[], None]]]) -> None:
        """Chips as (label, icon name, hint, what removes it); more than a few become one that removes them all."""
        shown = list(chips)
        if len(shown) > SHOWN_CHIPS:
            hint = tr("Remove all of them: {labels}").format(labels=", ".join(label for label, *_ in shown))
            shown = [(tr("{number} filters").format(number=len(shown)), "funnel", hint, self.remove_all.emit)]
        if self._named == (named := [tuple(chip[:3]) for chip in shown]):  # nothing moves, and no chip loses the focus
            for chip, (*_, remove) in zip(self._chips, shown, strict=True):
                chip.on_remove = remove
            return
        self._named = named
        had_focus = any(chip.hasFocus() for chip in self._chips)
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [
            Chip(label, self._icons.icon(icon, "second"), hint, remove, self) for label, icon, hint, remove in shown
        ]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(2 + place, chip)
        before: QWidget = self.edit
        for widget in (*self._chips, self._clear):
            QWidget.setTabOrder(before, widget)
            before = widget
        if had_focus:
            self.edit.setFocus()
        self._show_clear()

    def show_stale(self, stale: bool) -> None:
        """The words in the field are not the ones that the results answer."""
        if self.property("stale") != stale:
            self.setProperty("stale", stale)
            self._restyle()

    def repaint_icon(self) -> None:
        self._glass.setPixmap(self._icons.icon("magnifying-glass", "second").pixmap(SIZE, SIZE))

    def type_on(self, text: str) -> None:
        """Go on typing here what was begun elsewhere."""
        self.edit.setFocus()
        self.edit.insert(text)
        self._edited(self.edit.text())

    def erase(self) -> None:
        """Take back the last letter, from elsewhere."""
        self.edit.setFocus()
        self.edit.end(False)
        self.edit.backspace()
        self._edited(self.edit.text())

    def flush(self) -> None:
        """Do not wait for the pause any longer."""
        if self._pause.isActive():
            self._pause.stop()
            self.typed.emit(self.edit.text())

    def _edited(self, _text: str) -> None:
        self.show_stale(True)
        self._pause.start()

    def _show_clear(self) -> None:
        self._clear.setVisible(bool(self.edit.text() or self._chips))

    def _restyle(self) -> None:
        self.style().unpolish(self)
        self.style().polish(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self._restyle()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.flush()
                self.submitted.emit()
                return True
            if event.text() == "?" and not self.edit.text():
                self.keys_wanted.emit()
                return True
        return super().eventFilter(watched, event)
