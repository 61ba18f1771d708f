"""A card of settings, and the fields that stand in it."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QDoubleValidator, QIntValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.widgets.basics import button, flush, label


class SettingGroup(QFrame):
    """A card with a heading and rows: a title and its help on the left, the control on the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = title
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(2)
        self._column.addWidget(label(title, "row"))

    def add(self, title: str, said: str, control: QWidget | None, *, wide: bool = False) -> None:
        """A row of its own: what is said takes the room that its control leaves."""
        row, told = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(24)
        told.setSpacing(2)
        told.addWidget(label(title))
        told.addWidget(label(said, "meta", wrap=True))
        row.addLayout(told, 1)
        self._column.addSpacing(10)
        self._column.addLayout(row)
        if control is None:
            return
        control.setAccessibleName(title)
        control.setAccessibleDescription(said)
        if wide:
            self._column.addWidget(control)
        else:
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_below(self, widget: QWidget) -> None:
        """Something that the row above brings forth, over the whole width."""
        self._column.addWidget(widget)


class NumberField(QLineEdit):
    """A number; what was typed counts when the field is left, or on Enter."""

    def __init__(self, kind: type[int] | type[float], tell: Callable[[object], None]) -> None:
        super().__init__()
        self.setValidator(QIntValidator(self) if kind is int else QDoubleValidator(self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(96)

        def done() -> None:
            if self.isModified() and self.text():
                self.setModified(False)
                tell(kind(self.text()))

        self.editingFinished.connect(done)


class LinesField(QPlainTextEdit):
    """A few lines; what was written counts when the field is left."""

    def __init__(self, tell: Callable[[object], None], example: str) -> None:
        super().__init__()
        self._tell = tell
        self.setFixedHeight(84)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(example)
        self.setObjectName("lines")

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        if self.document().isModified():
            self.document().setModified(False)
            self._tell(self.toPlainText())


class ReadOnlyLines(QWidget):
    """Lines to be read and copied, folded away behind a button."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.lines = QPlainTextEdit(text)
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(200)
        self.lines.setObjectName("lines")
        self.lines.setAccessibleName(title)
        self.lines.hide()
        self.unfold = button(title, self._toggle, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(flush(self.unfold))
        column.addWidget(self.lines)

    def _toggle(self) -> None:
        self.lines.setVisible(self.lines.isHidden())


def show_value(control: QWidget, value: object) -> None:
    """Put a value into the control that fits its type, without its being taken for a person's choice."""
    blocked = QSignalBlocker(control)
    match control, value:
        case QCheckBox(), bool():
            control.setChecked(value)
        case QComboBox(), _:
            control.setCurrentIndex(control.findData(value))
        case QLineEdit(), _:
            control.setText(str(value))
        case QPlainTextEdit(), _:
            control.setPlainText(str(value))
    blocked.unblock()
