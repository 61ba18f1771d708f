"""A key that works in every program and summons the search bar, where the system lets a program have one.

X11 and Windows do. Wayland and macOS do not without asking: there the system's own keyboard settings can run
`wherein --bar`, which does the same; `advice` says so.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QObject, QSocketNotifier
from PySide6.QtGui import QGuiApplication

from desktop.language import tr

DEFAULT = "Ctrl+Alt+Space"


class Hotkey(Protocol):
    def close(self) -> None: ...


def advice() -> str:
    """Why there is no such key here, and what to do instead; empty where there is."""
    platform = QGuiApplication.platformName()
    if platform in ("xcb", "windows"):
        return ""
    return tr(
        "This system keeps such keys to itself. In its keyboard settings, let a key of your choice run: {command}"
    ).format(command="wherein --bar")


def register(on_press: Callable[[], None], parent: QObject) -> Hotkey | None:
    """Listen for the key. None where that is not possible, or the key belongs to another program."""
    platform = QGuiApplication.platformName()
    if platform == "xcb":
        return _X11Key.grab(on_press, parent)
    if platform == "windows":
        return _WindowsKey.grab(on_press)
    return None


# --- X11 -----------------------------------------------------------------------------------------------------------

_KEY_PRESS = 2
_CONTROL, _ALT, _CAPS, _NUM = 1 << 2, 1 << 3, 1 << 1, 1 << 4
_SPACE = 0x20  # its keysym
_ASYNC = 1


class _X11Key:
    """Ctrl+Alt+Space on a connection of its own, so that Qt's is left alone. With Caps and Num Lock on or off."""

    def __init__(self, library: Any, display: int, on_press: Callable[[], None], parent: QObject) -> None:
        self._x, self._display, self._on_press = library, display, on_press
        self._notifier = QSocketNotifier(library.XConnectionNumber(display), QSocketNotifier.Type.Read, parent)
        self._notifier.activated.connect(self._read)

    @classmethod
    def grab(cls, on_press: Callable[[], None], parent: QObject) -> "_X11Key | None":
        name = ctypes.util.find_library("X11")
        if name is None:
            return None
        x = ctypes.CDLL(name)
        x.XOpenDisplay.restype = ctypes.c_void_p
        x.XDefaultRootWindow.restype = ctypes.c_ulong
        for function in (x.XDefaultRootWindow, x.XConnectionNumber, x.XPending, x.XCloseDisplay):
            function.argtypes = [ctypes.c_void_p]
        x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        x.XGrabKey.argtypes = [ctypes.c_void_p, *[ctypes.c_int] * 2, ctypes.c_ulong, *[ctypes.c_int] * 3]
        x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        display = x.XOpenDisplay(None)
        if not display:
            return None
        if not cls._grab_all(x, display):
            x.XCloseDisplay(display)
            return None
        return cls(x, display, on_press, parent)

    @staticmethod
    def _grab_all(x: Any, display: int) -> bool:
        """Whether nobody else has the key. An error of X would end the process: it is noted instead."""
        refused: list[int] = []
        handler_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)

        def note(_display: object, _error: object) -> int:
            refused.append(1)
            return 0

        handler = handler_type(note)
        x.XSetErrorHandler.restype = ctypes.c_void_p
        x.XSetErrorHandler.argtypes = [ctypes.c_void_p]
        before = x.XSetErrorHandler(ctypes.cast(handler, ctypes.c_void_p))
        code, root = x.XKeysymToKeycode(display, _SPACE), x.XDefaultRootWindow(display)
        for locks in (0, _CAPS, _NUM, _CAPS | _NUM):
            x.XGrabKey(display, code, _CONTROL | _ALT | locks, root, True, _ASYNC, _ASYNC)
        x.XSync(display, False)
        x.XSetErrorHandler(before)
        return not refused

    def _read(self) -> None:
        event = (ctypes.c_long * 24)()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, event)
            if ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == _KEY_PRESS:
                self._on_press()

    def close(self) -> None:
        self._notifier.setEnabled(False)
        self._x.XCloseDisplay(self._display)


# --- Windows -------------------------------------------------------------------------------------------------------

_WM_HOTKEY = 0x0312
_MOD_ALT, _MOD_CONTROL, _MOD_NOREPEAT = 1, 2, 0x4000
_VK_SPACE, _ID = 0x20, 0x5748


class _Message(ctypes.Structure):
    """The beginning of MSG."""

    _fields_ = (("window", ctypes.c_void_p), ("message", ctypes.c_uint))


class _WindowsKey(QAbstractNativeEventFilter):
    def __init__(self, user32: Any, on_press: Callable[[], None]) -> None:
        super().__init__()
        self._user32, self._on_press = user32, on_press

    @classmethod
    def grab(cls, on_press: Callable[[], None]) -> "_WindowsKey | None":
        user32 = ctypes.CDLL("user32")
        if not user32.RegisterHotKey(None, _ID, _MOD_ALT | _MOD_CONTROL | _MOD_NOREPEAT, _VK_SPACE):
            return None
        made = cls(user32, on_press)
        application = QGuiApplication.instance()
        if application is not None:
            application.installNativeEventFilter(made)
        return made

    def nativeEventFilter(self, kind: Any, message: int) -> object:
        if _Message.from_address(int(message)).message == _WM_HOTKEY:
            self._on_press()
        return False, 0

    def close(self) -> None:
        self._user32.UnregisterHotKey(None, _ID)
