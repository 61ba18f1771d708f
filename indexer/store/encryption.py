"""A library that is encrypted as a whole: SQLite3 Multiple Ciphers (ChaCha20 with Poly1305, as in sqleet), and a random
key of 256 bits in the system's keyring, which opens with the session.

Whether a library is encrypted is seen in the file itself. To change that, it is written anew beside the old one, read
whole, and only then put in its place: a crash at any moment leaves one of the two. The indexes of words and meaning
would give away what the library says, so those of an encrypted one lie where the system keeps things for one session
(in memory, on Linux), and are made anew at each start.
"""

import os
import secrets
import shutil
from pathlib import Path
from typing import Protocol

import apsw
import keyring
from keyring.backends import fail
from keyring.errors import KeyringError

from indexer.errors import EnvironmentProblem
from indexer.places import mark_of, runtime_directory
from indexer.store.database import Database

NAME = "library.db"
_PLAIN = b"SQLite format 3\0"  # how a file begins that is not encrypted
_KEY_NAME = "library.keyname"  # the file that says what the keyring calls the key: a library can be moved
_SERVICE = "Wherein"  # as the keyring calls us
_MARKS = {True: "encrypt-at-start", False: "decrypt-at-start"}
_INDEXES = ("words", "names", "vectors")


class Keys(Protocol):
    """Where keys are kept: the system's keyring. Raises `KeyringError`."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...


def unavailable() -> str:
    """Why libraries cannot be encrypted on this system; "" where they can."""
    if isinstance(keyring.get_keyring(), fail.Keyring):
        return "This system has no keyring that could hold the key."
    return ""


def is_encrypted(directory: Path) -> bool:
    try:
        with (directory / NAME).open("rb") as file:
            begins = file.read(len(_PLAIN))
    except FileNotFoundError:
        return False
    return len(begins) == len(_PLAIN) and begins != _PLAIN


def open_database(directory: Path, keys: Keys | None = None) -> Database:
    """Raises EnvironmentProblem "library_locked" where the keyring gives no key, and what `Database` raises."""
    if not is_encrypted(directory):
        return Database(directory / NAME)
    caches = caches_of(directory)
    caches.mkdir(mode=0o700, exist_ok=True)
    return Database(directory / NAME, _key(directory, keys or keyring), caches)


def mark(directory: Path, wanted: bool) -> None:
    """The library is encrypted, or no longer, before it is opened the next time."""
    (directory / _MARKS[not wanted]).unlink(missing_ok=True)
    (directory / _MARKS[wanted]).touch(mode=0o600)


def carry_out(directory: Path, keys: Keys | None = None) -> None:
    """Do what is marked, while nobody has the library open. Raises EnvironmentProblem "not_encrypted" where that
    cannot be done: the library is as it was then, and the mark is gone."""
    shutil.rmtree(caches_of(directory), ignore_errors=True)
    for wanted, name in _MARKS.items():
        if not (directory / name).exists():
            continue
        try:
            if is_encrypted(directory) != wanted and (directory / NAME).exists():
                _change(directory, wanted, keys or keyring)
        except (OSError, apsw.Error, KeyringError) as error:
            raise EnvironmentProblem(
                "not_encrypted",
                f"The library could not be written anew: {error}",
                "Start Wherein again to use it as it is.",
            ) from error
        finally:
            (directory / name).unlink(missing_ok=True)


def forget_caches(directory: Path) -> None:
    """When an encrypted library is closed."""
    if is_encrypted(directory):
        shutil.rmtree(caches_of(directory), ignore_errors=True)


def caches_of(directory: Path) -> Path:
    """Where the indexes of an encrypted library lie."""
    return runtime_directory() / f"{mark_of(directory)}-indexes"


def _change(directory: Path, wanted: bool, keys: Keys) -> None:
    path, fresh = directory / NAME, directory / f"{NAME}.fresh"
    old = "" if wanted else _key(directory, keys)
    new = _new_key(directory, keys) if wanted else ""
    fresh.unlink(missing_ok=True)
    source = Database(path, old)
    try:
        source.copy_to(fresh, new)
    finally:
        source.close()
    _read_whole(fresh, new)
    for name in (f"{NAME}-wal", f"{NAME}-shm"):
        (directory / name).unlink(missing_ok=True)
    os.replace(fresh, path)
    if wanted:
        for entry in directory.iterdir():
            if entry.is_dir() and entry.name.startswith(_INDEXES):
                shutil.rmtree(entry)


def _read_whole(path: Path, key: str) -> None:
    database = Database(path, key)
    try:
        with database.read() as connection:
            said = connection.pragma("integrity_check")
    finally:
        database.close()
    if said != "ok":
        raise OSError(f"what was written cannot be read: {said}")


def _new_key(directory: Path, keys: Keys) -> str:
    name, key = secrets.token_hex(8), secrets.token_hex(32)
    (directory / _KEY_NAME).write_text(name)
    keys.set_password(_SERVICE, name, key)
    if keys.get_password(_SERVICE, name) != key:
        raise KeyringError("the keyring did not keep the key")
    return key


def _key(directory: Path, keys: Keys) -> str:
    try:
        key = keys.get_password(_SERVICE, (directory / _KEY_NAME).read_text())
    except (KeyringError, OSError) as error:
        raise _locked(str(error)) from error
    if not key:
        raise _locked("it holds no key for it")
    return key


def _locked(why: str) -> EnvironmentProblem:
    return EnvironmentProblem(
        "library_locked",
        f"The library is encrypted, and the system's keyring does not open it: {why}.",
        "Unlock the keyring and start Wherein again. If the key is lost, delete the library's folder: "
        "your files are read again.",
    )
