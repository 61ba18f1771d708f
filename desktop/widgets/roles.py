"""What a screen reader is told of widgets that draw themselves: Qt would take them for frames, of which nothing is
said."""

from functools import cache
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@runtime_checkable
class HasRole(Protocol):
    ROLE: QAccessible.Role


@cache  # once for the program, however many windows there are
def install() -> None:
    """From now on a widget whose class has a `ROLE` is told with that one."""
    QAccessible.installFactory(_told)


def _told(_name: str, widget: QObject) -> QAccessibleInterface | None:
    if isinstance(widget, QWidget) and isinstance(widget, HasRole):
        return QAccessibleWidget(widget, widget.ROLE)
    return None
