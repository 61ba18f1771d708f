"""Documents that are pictures: what was found on which page, and which of them nobody has looked at yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec

from indexer.store.database import Database
from indexer.store.passages import replace_text
from indexer.types import Box, Chunk, Extracted, Failure, Place, Reason

_PLACES = msgspec.msgpack.Decoder(tuple[Place, ...])
_NO_BOXES: Mapping[int, Sequence[Box]] = MappingProxyType({})
_REACHABLE = (
    "FROM scans s JOIN files f ON f.document_id = s.document_id "
    "WHERE s.recogniser = '' AND f.status != 'pending' "
    "AND f.folder_id IN (SELECT id FROM folders WHERE NOT paused AND state = 'online')"
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A document to look at, and a file that holds it. `attempts`: since the last page that was done."""

    document_id: int
    path: bytes
    name: str
    identity: tuple[int, int, int]  # size, mtime_ns, inode: what the file must still be
    attempts: int


class Scans:
    """The work list of whoever looks at pictures. Each method that changes something is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> int:
        """Documents that nobody has looked at and somebody could, now."""
        return int(self._all(f"SELECT count(DISTINCT s.document_id) {_REACHABLE}")[0][0])

    def done(self) -> int:
        return int(self._all("SELECT count(*) FROM scans WHERE recogniser != ''")[0][0])

    def next(self, without: Sequence[int] = ()) -> Scan | None:
        """That of the newest file."""
        rows = self._all(
            f"SELECT s.document_id, f.path, f.name, f.size, f.mtime_ns, f.inode, s.attempts {_REACHABLE} "
            f"AND s.document_id NOT IN ({','.join('?' * len(without))}) ORDER BY f.mtime_ns DESC LIMIT 1",
            *without,
        )
        if not rows:
            return None
        document_id, path, name, size, mtime_ns, inode, attempts = rows[0]
        return Scan(document_id, path, name, (size, mtime_ns, inode), attempts)

    def pages(self, document_id: int, recogniser: str) -> dict[int, str]:
        """What was found on each page that was looked at."""
        sql = "SELECT page, text FROM scan_pages WHERE document_id = ? AND recogniser = ?"
        return {row[0]: row[1] for row in self._all(sql, document_id, recogniser)}

    def trouble(self, document_id: int) -> Failure | None:
        """Why a page could not be looked at."""
        rows = self._all("SELECT code, detail FROM scans WHERE document_id = ?", document_id)
        return Failure(Reason(rows[0][0]), rows[0][1] or "") if rows and rows[0][0] else None

    def read_before(self, document_id: int) -> Extracted | None:
        """The document as it was read without looking at its pictures."""
        rows = self._all(
            "SELECT text, places, title, author, created, language, page_count, code, detail FROM documents "
            "WHERE id = ?",
            document_id,
        )
        if not rows:
            return None
        text, places, title, author, created, language, page_count, code, detail = rows[0]
        failure = Failure(Reason(code), detail or "") if code else None
        return Extracted(text, _PLACES.decode(places), title, author, created, language, page_count, failure)

    def begin(self, document_id: int) -> int:
        """Counts an attempt before it is made, so that a crash cannot forget it; returns the count."""
        with self._database.write() as db:
            return int(
                db.execute(
                    "UPDATE scans SET attempts = attempts + 1 WHERE document_id = ? RETURNING attempts", (document_id,)
                ).get
                or 0
            )

    def take_back(self, document_id: int) -> None:
        """The attempt was ours to end, and says nothing about the document."""
        with self._database.write() as db:
            db.execute("UPDATE scans SET attempts = max(0, attempts - 1) WHERE document_id = ?", (document_id,))

    def keep(
        self,
        document_id: int,
        recogniser: str,
        texts: Mapping[int, str],
        trouble: Failure | None = None,
        boxes: Mapping[int, Sequence[Box]] = _NO_BOXES,
    ) -> None:
        """What was found on some pages, and where each line of it stands."""
        with self._database.write() as db:
            if db.execute("SELECT 1 FROM scans WHERE document_id = ?", (document_id,)).get is None:
                return  # forgotten meanwhile
            db.executemany(
                "INSERT OR REPLACE INTO scan_pages (document_id, page, recogniser, text, boxes) VALUES (?, ?, ?, ?, ?)",
                [(document_id, page, recogniser, text, _told(boxes.get(page, ()))) for page, text in texts.items()],
            )
            db.execute("UPDATE scans SET attempts = 0 WHERE document_id = ?", (document_id,))
            if trouble:
                db.execute(
                    "UPDATE scans SET code = ?, detail = ? WHERE document_id = ?",
                    (trouble.code, trouble.detail, document_id),
                )

    def finish(self, document_id: int, recogniser: str, whole: Extracted, chunks: Sequence[Chunk]) -> None:
        """The document with what was found on its pictures takes the place of the one without."""
        with self._database.write() as db:
            db.execute("UPDATE scans SET recogniser = ? WHERE document_id = ?", (recogniser, document_id))
            if db.changes():
                replace_text(db, document_id, whole, chunks, also_by=recogniser)

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()


def _told(boxes: Sequence[Box]) -> str:
    return msgspec.json.encode([[round(share, 4) for share in box] for box in boxes]).decode() if boxes else ""
