"""A button that says a key and, pressed, takes the next one. Esc leaves it as it is, Backspace takes the key away."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton

from desktop.commands import native
from desktop.language import tr

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class KeyButton(QPushButton):
    chosen = Signal(str)  # in Qt's portable form; empty: none any more

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.key, self._waits = "", False
        self.setFixedWidth(160)
        self.clicked.connect(lambda: self._wait(True))

    def show_key(self, key: str) -> None:
        self.key = key
        self._wait(False)

    def _wait(self, waits: bool) -> None:
        self._waits = waits
        shown = native(self.key) if self.key else tr("none")
        self.setText(tr("Press the keys …") if waits else shown.replace("&", "&&"))
        self.setAccessibleName(f"{self._title}: {self.text()}")

    def event(self, event: QEvent) -> bool:
        if self._waits and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # a key that is in use is not used while it is chosen
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._wait(False)
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        self._wait(False)
        plain = not event.modifiers()
        if plain and event.key() == Qt.Key.Key_Escape:
            return
        if plain and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.chosen.emit("")
            return
        combination = QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key()))
        self.chosen.emit(QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText))
