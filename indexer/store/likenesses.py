"""What contents have in common, as the library keeps it: signatures, pairs that are alike, hashes of files that nobody
reads, and what a person set apart."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.store.coding import UNDERSTOOD, key_of
from indexer.store.database import Database
from indexer.store.library import FILE_COLUMNS, stored_file
from indexer.store.records import StoredFile
from indexer.types import Fingerprint


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contents that are alike, the lower id first; `detail` is what the comparison told, packed."""

    first: int
    second: int
    score: float
    detail: bytes = b""


@dataclass(frozen=True, slots=True)
class Held:
    """A content as files hold it; `hash` is BLAKE3 of the bytes."""

    document_id: int
    hash: bytes
    format: str


class Likenesses:
    """Any thread may ask; writing is one transaction a call. Documents that no file holds are left out everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- signatures ------------------------------------------------------------------------------------------------

    def unsigned(self, kind: str, version: str, formats: Sequence[str]) -> list[int]:
        """Documents of these formats whose signature is missing, or not of this version (for texts and meanings: and
        of this reading of the text). Pictures on a drive that is away wait."""
        return self._unsigned(
            kind, version, formats,
            "?1 != 'image' OR EXISTS (SELECT 1 FROM files f JOIN folders o ON o.id = f.folder_id "
            "WHERE f.document_id = d.id AND o.state = 'online')",
        )  # fmt: skip

    def unsigned_vectors(self, kind: str, fingerprint: Fingerprint, formats: Sequence[str]) -> list[int]:
        """The same, of those that have all their vectors of this model."""
        keys = key_of(fingerprint) * 2
        return self._unsigned(kind, str(fingerprint), formats, UNDERSTOOD, *keys)

    def unsigned_pictures(self, kind: str, fingerprint: Fingerprint) -> list[int]:
        """The same, of pictures that this model has looked at."""
        rows = self._all(
            "SELECT v.document_id FROM picture_vectors v JOIN documents d ON d.id = v.document_id "
            "LEFT JOIN signatures s ON s.document_id = v.document_id AND s.kind = ?1 WHERE d.orphaned IS NULL "
            "AND (v.model, v.revision) = (?2, ?3) AND v.vector != x'' AND s.version IS NOT ?4 ORDER BY 1",
            kind, fingerprint.model, fingerprint.revision, str(fingerprint),
        )  # fmt: skip
        return [row[0] for row in rows]

    def _unsigned(
        self, kind: str, version: str, formats: Sequence[str], condition: str, *values: str | int
    ) -> list[int]:
        marks = ",".join("?" * len(formats))
        rows = self._all(
            "SELECT d.id FROM documents d LEFT JOIN signatures s ON s.document_id = d.id AND s.kind = ?1 "
            "WHERE d.orphaned IS NULL AND s.version IS NOT "
            "(CASE ?1 WHEN 'image' THEN ?2 ELSE ?2 || '/' || d.extractor END) "
            f"AND ({condition}) AND d.format IN ({marks}) ORDER BY d.id",
            kind, version, *values, *formats,
        )  # fmt: skip
        return [row[0] for row in rows]

    def signatures(self, kind: str, version: str) -> tuple[list[int], list[bytes]]:
        """Document ids and values of all signatures that are in force; empty ones are left out."""
        rows = self._all(
            "SELECT s.document_id, s.value FROM signatures s JOIN documents d ON d.id = s.document_id "
            "WHERE s.kind = ?1 AND d.orphaned IS NULL AND length(s.value) > 0 "
            "AND s.version = (CASE ?1 WHEN 'image' THEN ?2 ELSE ?2 || '/' || d.extractor END) ORDER BY 1",
            kind, version,
        )  # fmt: skip
        return [row[0] for row in rows], [row[1] for row in rows]

    def sign(self, kind: str, version: str, values: Mapping[int, bytes], pairs: Iterable[Pair]) -> None:
        """Keeps new signatures and the pairs that they take part in, in place of the older ones."""
        with self._database.write() as db:
            for document_id, value in values.items():
                db.execute(
                    "DELETE FROM likenesses WHERE kind = ?1 AND (first = ?2 OR second = ?2)", (kind, document_id)
                )
                db.execute(
                    "INSERT OR REPLACE INTO signatures (document_id, kind, version, value) "
                    "SELECT id, ?2, CASE WHEN ?2 IN ('image', 'shown') THEN ?3 ELSE ?3 || '/' || extractor END, ?4 "
                    "FROM documents WHERE id = ?1",
                    (document_id, kind, version, value),
                )
            db.executemany(
                "INSERT OR REPLACE INTO likenesses (kind, first, second, score, detail) SELECT ?1, ?2, ?3, ?4, ?5 "
                "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?2) "
                "AND EXISTS (SELECT 1 FROM documents WHERE id = ?3)",
                [(kind, pair.first, pair.second, pair.score, pair.detail) for pair in pairs],
            )

    def pairs(self, kind: str) -> list[Pair]:
        rows = self._all(
            "SELECT l.first, l.second, l.score, l.detail FROM likenesses l JOIN documents a ON a.id = l.first "
            "JOIN documents b ON b.id = l.second WHERE l.kind = ? AND a.orphaned IS NULL AND b.orphaned IS NULL",
            kind,
        )
        return [Pair(*row) for row in rows]

    def pairs_with(self, kind: str, document_id: int) -> list[Pair]:
        """The pairs that one document takes part in."""
        rows = self._all(
            "SELECT first, second, score, detail FROM likenesses WHERE kind = ?1 AND (first = ?2 OR second = ?2)",
            kind, document_id,
        )  # fmt: skip
        return [Pair(*row) for row in rows]

    def same_bytes(self, document_id: int) -> set[int]:
        """The same bytes, read as another format."""
        rows = self._all(
            "SELECT b.id FROM documents a JOIN documents b ON b.hash = a.hash AND b.id != a.id WHERE a.id = ?",
            document_id,
        )
        return {row[0] for row in rows}

    def same_words(self, version: str) -> list[list[int]]:
        """Documents whose text signatures begin alike: they have the same words in the same order."""
        rows = self._all(
            "SELECT substr(s.value, 1, 16), s.document_id FROM signatures s JOIN documents d ON d.id = s.document_id "
            "WHERE s.kind = 'text' AND length(s.value) > 0 AND d.orphaned IS NULL "
            "AND s.version = ? || '/' || d.extractor ORDER BY 2",
            version,
        )
        found: dict[bytes, list[int]] = {}
        for start, document_id in rows:
            found.setdefault(start, []).append(document_id)
        return [ids for ids in found.values() if len(ids) > 1]

    def names(self) -> list[tuple[int, str]]:
        """(document, name of a file that holds it), for all files that were read."""
        rows = self._all("SELECT document_id, name FROM files WHERE document_id IS NOT NULL")
        return [(row[0], row[1]) for row in rows]

    # --- what is written on pictures -------------------------------------------------------------------------------

    def written(self, document_ids: Iterable[int]) -> dict[int, str]:
        """What was read on each of these pictures; those on which there is nothing are left out."""
        rows = self._all(
            "SELECT p.document_id, p.text FROM scan_pages p JOIN scans s ON s.document_id = p.document_id "
            "AND s.recogniser = p.recogniser WHERE p.page = 1 AND p.document_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(document_ids)),
        )
        return {row[0]: row[1] for row in rows}

    def unread(self, document_ids: Iterable[int]) -> set[int]:
        """Those of these pictures on which nobody has looked for text yet."""
        rows = self._all(
            "SELECT document_id FROM scans WHERE recogniser = '' AND document_id IN (SELECT value FROM json_each(?))",
            json.dumps(list(document_ids)),
        )
        return {row[0] for row in rows}

    # --- files by content ------------------------------------------------------------------------------------------

    def held(self) -> dict[int, Held]:
        """All contents that files hold, by document id."""
        rows = self._all("SELECT id, hash, format FROM documents WHERE orphaned IS NULL")
        return {row[0]: Held(*row) for row in rows}

    def copies(self) -> dict[bytes, list[StoredFile]]:
        """Files that hold the same bytes as another one, by the BLAKE3 of these; empty files are no copies."""
        rows = self._all(
            "WITH known AS (SELECT f.id AS file_id, d.hash AS hash FROM files f JOIN documents d "
            "ON d.id = f.document_id UNION ALL SELECT f.id, h.hash FROM files f JOIN hashes h ON h.file_id = f.id "
            "WHERE f.document_id IS NULL AND length(h.hash) > 0 "
            "AND (h.size, h.mtime_ns, h.inode) = (f.size, f.mtime_ns, f.inode)) "
            f"SELECT hash, {FILE_COLUMNS} FROM known JOIN files ON files.id = known.file_id WHERE size > 0 "
            "AND hash IN (SELECT hash FROM known GROUP BY hash HAVING count(*) > 1)"
        )
        found: dict[bytes, list[StoredFile]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(stored_file(row[1:]))
        return {content: files for content, files in found.items() if len(files) > 1}

    def unhashed(self) -> list[StoredFile]:
        """Files without a document that are as large as another file, and were not hashed as they are."""
        rows = self._all(
            f"SELECT {FILE_COLUMNS} FROM files LEFT JOIN hashes h ON h.file_id = files.id "
            "AND (h.size, h.mtime_ns, h.inode) = (files.size, files.mtime_ns, files.inode) "
            "WHERE document_id IS NULL AND status != 'pending' AND files.size > 0 AND h.file_id IS NULL "
            "AND coalesce(code, '') NOT IN ('placeholder', 'vanished', 'unreadable') "
            "AND files.size IN (SELECT size FROM files GROUP BY size HAVING count(*) > 1) "
            "AND folder_id IN (SELECT id FROM folders WHERE state = 'online')"
        )
        return [stored_file(row) for row in rows]

    def keep_hash(self, file: StoredFile, content: bytes) -> None:
        """Empty: it could not be read as it is now."""
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO hashes SELECT id, ?2, ?3, ?4, ?5 FROM files WHERE id = ?1",
                (file.id, file.size, file.mtime_ns, file.inode, content),
            )

    # --- what a person says ----------------------------------------------------------------------------------------

    def set_apart(self) -> set[tuple[bytes, bytes]]:
        """Pairs of hashes, the lower one first."""
        return {(row[0], row[1]) for row in self._all("SELECT first, second FROM set_apart")}

    def change_set_apart(self, pairs: Iterable[tuple[bytes, bytes]], apart: bool) -> None:
        ordered = [tuple(sorted(pair)) for pair in pairs]
        sql = (
            "INSERT OR IGNORE INTO set_apart VALUES (?, ?)"
            if apart
            else "DELETE FROM set_apart WHERE first = ? AND second = ?"
        )
        with self._database.write() as db:
            db.executemany(sql, ordered)

    def _all(self, sql: str, *values: object) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()
