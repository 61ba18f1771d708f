"""A short message over the bottom of the window, with at most one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QLabel, QPushButton, QWidget

ABOVE = 76  # pixels from the bottom: the buttons at the foot of a page stay in reach, one decision after the other
SHOWN_MS = 5_000
SHOWN_WITH_ACTION_MS = 9_000
FADE_MS = 140


class Toast(QFrame):
    def __init__(self, parent: QWidget, *, animated: bool = True) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._action = QPushButton()
        self._on_action: Callable[[], object] | None = None
        self._action.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self._effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(FADE_MS if animated else 0)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.finished.connect(lambda: self.hide() if self._effect.opacity() == 0 else None)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text() if self.isVisible() else ""

    def say(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        if not text:
            return
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._on_action = on_action
        self._place()
        self.show()
        self.raise_()
        self._fade_to(1.0)
        self._timer.start(SHOWN_WITH_ACTION_MS if action else SHOWN_MS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def dismiss(self) -> None:
        self._timer.stop()
        self._fade_to(0.0)

    def _act(self) -> None:
        self.dismiss()
        if self._on_action is not None:
            self._on_action()

    def _fade_to(self, opacity: float) -> None:
        self._fade.stop()
        self._fade.setStartValue(self._effect.opacity() if opacity == 0 else 0.0)
        self._fade.setEndValue(opacity)
        self._fade.start()

    def _place(self) -> None:
        parent = self._over
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 40
        wanted += self._action.sizeHint().width() + 16 if self._action.text() else 0
        width = min(wanted, parent.width() - 48, 560)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, parent.height() - self.height() - ABOVE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
