"""One SQLite file: opened, migrated, written by one thread at a time, read by any number.

apsw bundles a current SQLite, here with SQLite3 Multiple Ciphers: versions before 3.51.3 can lose data when a WAL is
reset (see ARCHITECTURE.md).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import apsw

from indexer.errors import Bug, EnvironmentProblem

_SAFE_SQLITE = 3_051_003
_SCHEMA = files("indexer.store") / "schema"

_OPEN = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI

_PRAGMAS = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -32768;
"""


def migrations() -> list[str]:
    """The schema scripts in order; script N brings a database from version N-1 to N."""
    scripts = sorted(
        (entry for entry in _SCHEMA.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name
    )
    return [script.read_text(encoding="utf-8") for script in scripts]


class Database:
    """`write()` is one transaction, `read()` this thread's own connection. Raises EnvironmentProblem for what a
    person can mend: a full disk, a damaged file, a library that a newer Wherein has written.

    `key` (64 hexadecimal digits) opens an encrypted file; `caches` is the folder for what is made from it and can be
    made anew, beside the file where none is given."""

    def __init__(self, path: Path, key: str = "", caches: Path | None = None) -> None:
        if apsw.SQLITE_VERSION_NUMBER < _SAFE_SQLITE:
            raise Bug("sqlite_too_old", f"SQLite {apsw.sqlite_lib_version()} can lose data; 3.51.3 or newer is needed.")
        self.path = path
        self.caches = caches or path.parent
        self._key = key
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: list[apsw.Connection] = []
        with _translated(path):
            self._writer = self._connect()
            path.chmod(0o600)
            self._migrate()

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.path), flags=_OPEN)
        if self._key:
            connection.pragma("key", f"raw:{self._key}")
        connection.set_busy_timeout(10_000)
        connection.execute(_PRAGMAS).fetchall()  # to the end: execute alone stops at the first row
        return connection

    def _migrate(self) -> None:
        scripts = migrations()
        version = self._writer.pragma("user_version")
        if version > len(scripts):
            raise EnvironmentProblem(
                "library_newer",
                f"This library was written by a newer Wherein (schema {version}, this one knows {len(scripts)}).",
                "Update Wherein, or choose another library with --library.",
            )
        for number, script in enumerate(scripts[version:], start=version + 1):
            with self._writer:
                self._writer.execute(script)
                self._writer.pragma("user_version", number)

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self._lock, _translated(self.path), self._writer:
            yield self._writer

    @contextmanager
    def read(self) -> Iterator[apsw.Connection]:
        """This thread's reading connection; a snapshot lasts for one statement."""
        connection = getattr(self._local, "connection", None)
        with _translated(self.path):
            if connection is None:
                connection = self._local.connection = self._connect()
                with self._lock:
                    self._readers.append(connection)
            yield connection

    def copy_to(self, path: Path, key: str = "") -> None:
        """Write all of it anew, in one go, encrypted with `key` where there is one."""
        place = quote(path.as_posix()) + (f"?key=raw:{key}" if key else "?key=")
        with self.read() as connection:
            connection.execute("VACUUM INTO ?", (f"file:{place}",)).fetchall()

    def close(self) -> None:
        """Ends all connections; the last one folds the WAL into the file."""
        with self._lock:
            for reader in self._readers:
                reader.close(force=True)
            self._readers.clear()
            self._writer.close(force=True)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except apsw.FullError as error:
        raise EnvironmentProblem(
            "disk_full",
            "The disk is full: Wherein cannot store what it reads.",
            "Free some space; work goes on by itself.",
        ) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise EnvironmentProblem(
            "library_damaged",
            f"The library “{path}” is damaged: {error}.",
            "Move it away; Wherein makes a new one and reads your folders again. Your own files are not touched.",
        ) from error
    except (apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise EnvironmentProblem(
            "library_unwritable",
            f"The library “{path}” cannot be opened for writing.",
            "Check the folder's owner and permissions, or choose another one with --library.",
        ) from error
    except apsw.IOError as error:
        raise EnvironmentProblem(
            "disk_error",
            f"The disk that holds the library reports an error: {error}.",
            "Check the disk and its free space.",
        ) from error
