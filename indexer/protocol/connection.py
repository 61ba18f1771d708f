"""Messages of the connection itself, and the base of all messages."""

import msgspec

VERSION = 4  # another one with every change of a message; tests/service/test_protocol.py remembers them


class Message(msgspec.Struct, frozen=True, tag=True, forbid_unknown_fields=False):
    """Base of all messages; the class name is the tag on the wire."""


class Hello(Message, frozen=True):
    version: int = VERSION


class Subscribe(Message, frozen=True):
    """From now on this connection also receives `Event`s."""


class Shutdown(Message, frozen=True):
    pass


class Welcome(Message, frozen=True):
    version: int
    pid: int
    library: bytes


class Done(Message, frozen=True):
    """The request was carried out (or is under way: events tell)."""


class Problem(Message, frozen=True):
    """The request failed; see `indexer.errors.WhereinError` for the fields."""

    code: str
    message: str
    remedy: str = ""
    bug: bool = False


class Goodbye(Message, frozen=True):
    """The service is stopping."""


Request = Hello | Subscribe | Shutdown
Answer = Welcome | Done | Problem
Event = Goodbye
