"""The journal of what went to the trash: written before a file moves, settled after it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from indexer.store.database import Database

BEGUN, TRASHED, RESTORED, GIVEN_UP = "begun", "trashed", "restored", "given up"

_COLUMNS = "id, batch, kind, path, reference, size, mtime_ns, inode, hash, kept, state, place, at"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. `hash` is BLAKE3 of what went, `kept` of what stays for it; `place` is where it lies in the trash."""

    id: int
    batch: int
    kind: str
    path: bytes
    reference: bytes
    size: int
    mtime_ns: int
    inode: int
    hash: bytes
    kept: bytes
    state: str
    place: bytes | None
    at: float


class Journal:
    """`clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def next_batch(self) -> int:
        return int(self._all("SELECT coalesce(max(batch), 0) + 1 FROM removals")[0][0])

    def begin(
        self, batch: int, kind: str, path: bytes, reference: bytes, size: int, mtime_ns: int, inode: int,
        content: bytes, kept: bytes,
    ) -> int:  # fmt: skip
        """Says what is about to move; the id to settle it by."""
        with self._database.write() as db:
            db.execute(
                "INSERT INTO removals (batch, kind, path, reference, size, mtime_ns, inode, hash, kept, state, at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'begun', ?)",
                (batch, kind, path, reference, size, mtime_ns, inode, content, kept, self._clock()),
            )
            return db.last_insert_rowid()

    def settle(self, entry_id: int, state: str, place: bytes | None = None) -> None:
        with self._database.write() as db:
            db.execute(
                "UPDATE removals SET state = ?, place = coalesce(?, place) WHERE id = ?", (state, place, entry_id)
            )

    def promised(self) -> set[bytes]:
        """Contents that stay for others which lie in the trash, or are on their way there."""
        return {row[0] for row in self._all("SELECT DISTINCT kept FROM removals WHERE state IN ('trashed', 'begun')")}

    def of_batch(self, batch: int | None) -> list[Entry]:
        """What a batch moved to the trash and is still there; None: the last such batch."""
        return self._entries(
            f"SELECT {_COLUMNS} FROM removals WHERE state = 'trashed' AND batch = "
            "coalesce(?, (SELECT max(batch) FROM removals WHERE state = 'trashed')) ORDER BY id DESC",
            batch,
        )

    def begun(self) -> list[Entry]:
        """What was on its way when the service ended."""
        return self._entries(f"SELECT {_COLUMNS} FROM removals WHERE state = 'begun'")

    def newest(self, limit: int) -> list[Entry]:
        return self._entries(f"SELECT {_COLUMNS} FROM removals ORDER BY id DESC LIMIT ?", limit)

    def _entries(self, sql: str, *values: object) -> list[Entry]:
        return [Entry(*row) for row in self._all(sql, *values)]

    def _all(self, sql: str, *values: object) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()
