"""Saved searches, and which files match them: so that a new one can be told from those that a person has seen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from indexer.store.database import Database

_SHOWN_FILES = 3


@dataclass(frozen=True, slots=True)
class StoredSearch:
    """`search` is JSON of `protocol.Search`; documents up to `checked` were compared with it."""

    id: int
    name: str
    search: str
    shown: str
    tells: bool
    checked: int


class SavedSearches:
    """`clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> list[StoredSearch]:
        """The newest first."""
        rows = self._rows(
            "SELECT id, name, search, shown, tells, checked FROM saved_searches ORDER BY added DESC, id DESC"
        )
        return [StoredSearch(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) for row in rows]

    def keep(self, name: str, search: str, shown: str, tells: bool) -> int:
        """Returns its id; one that is `shown` alike is replaced."""
        with self._database.write() as db:
            db.execute("DELETE FROM saved_searches WHERE shown = ?", (shown,))
            db.execute(
                "INSERT INTO saved_searches (name, search, shown, tells, checked, added) VALUES (?, ?, ?, ?, 0, ?)",
                (name, search, shown, tells, self._clock()),
            )
            return db.last_insert_rowid()

    def forget(self, search_id: int) -> None:
        with self._database.write() as db:
            db.execute("DELETE FROM saved_searches WHERE id = ?", (search_id,))

    def tell(self, search_id: int, tells: bool) -> None:
        with self._database.write() as db:
            db.execute("UPDATE saved_searches SET tells = ? WHERE id = ?", (tells, search_id))

    def see(self, search_id: int) -> None:
        """Its new files are new no more."""
        with self._database.write() as db:
            db.execute("UPDATE saved_matches SET seen = 1 WHERE search_id = ?", (search_id,))

    def note(self, search_id: int, matches: Iterable[tuple[int, bool]], checked: int) -> None:
        """More files that match, as (file id, whether it was seen); documents up to `checked` are compared now."""
        with self._database.write() as db:
            if not db.execute("SELECT 1 FROM saved_searches WHERE id = ?", (search_id,)).get:
                return  # let go meanwhile
            db.executemany(
                "INSERT OR IGNORE INTO saved_matches (search_id, file_id, seen) "
                "SELECT ?, id, ? FROM files WHERE id = ?",
                [(search_id, seen, file_id) for file_id, seen in matches],
            )
            db.execute("UPDATE saved_searches SET checked = max(checked, ?) WHERE id = ?", (checked, search_id))

    def files(self, search_id: int) -> set[int]:
        """Every file that was found to match."""
        return {row[0] for row in self._rows("SELECT file_id FROM saved_matches WHERE search_id = ?", search_id)}

    def fresh(self, search_id: int) -> tuple[int, tuple[bytes, ...]]:
        """How many files are new, and the newest of them."""
        rows = self._rows(
            "SELECT f.path FROM saved_matches m JOIN files f ON f.id = m.file_id "
            "WHERE m.search_id = ? AND NOT m.seen ORDER BY f.mtime_ns DESC, f.id DESC",
            search_id,
        )
        return len(rows), tuple(row[0] for row in rows[:_SHOWN_FILES])

    def documents_between(self, after: int, last: int) -> list[int]:
        rows = self._rows("SELECT id FROM documents WHERE id > ? AND id <= ? AND orphaned IS NULL", after, last)
        return [row[0] for row in rows]

    def newest_document(self) -> int:
        """The last one before which every document can be found by its meaning as well."""
        rows = self._rows("SELECT coalesce((SELECT min(document_id) - 1 FROM unembedded), max(id), 0) FROM documents")
        return int(rows[0][0])

    def _rows(self, sql: str, *values: int) -> list[Any]:
        with self._database.read() as db:
            return db.execute(sql, values).fetchall()
