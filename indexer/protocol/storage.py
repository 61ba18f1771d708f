"""What is kept on this machine and where, and how to be rid of it."""

import msgspec

from indexer.protocol.connection import Message


class GetStorage(Message, frozen=True):
    pass


class StoredPart(msgspec.Struct, frozen=True):
    """`name` is "library", "words", "vectors", "models" or "cache"; `size` in bytes on disk. Only the library is
    precious: the others are made again from it, or fetched again."""

    name: str
    path: bytes
    size: int


class Storage(Message, frozen=True):
    """`not_encryptable` says why the library cannot be encrypted on this system; empty where it can."""

    parts: tuple[StoredPart, ...]
    encrypted: bool = False
    not_encryptable: str = ""


class EraseLibrary(Message, frozen=True):
    """Forget everything: all that was read, understood, tagged and learnt. It is gone once the service has ended, at
    the latest before it begins again; a person's own files are not touched."""


class EncryptLibrary(Message, frozen=True):
    """Have the library encrypted, or no longer, before the service begins again."""

    wanted: bool


Request = GetStorage | EraseLibrary | EncryptLibrary
Answer = Storage
