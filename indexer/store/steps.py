"""Steps of the writer's transactions: each changes rows, and leaves the caches a note of what they must do."""

import os
import unicodedata
from collections.abc import Iterable

import apsw

from indexer.formats import format_of
from indexer.store.library import display
from indexer.types import Failure, FileStat, Status

_FILE_ROW = "folder_id, path, parent, name, kind, extension, size, mtime_ns, inode, device"
_MARKS = ", ".join("?" * 10)


def restate(db: apsw.Connection, document_id: int, failure: Failure | None) -> None:
    """How well a document was read, said of all files that hold it."""
    status = Status.PARTIAL if failure else Status.OK
    db.execute(
        "UPDATE files SET status = ?, code = ?, detail = ? WHERE document_id = ? AND status != 'pending'",
        (status, failure.code if failure else None, failure.detail if failure else None, document_id),
    )


def _file_row(folder_id: int, stat: FileStat) -> tuple[int | bytes | str, ...]:
    """What a file is, as `_FILE_ROW` names it."""
    parent, name_bytes = os.path.split(stat.path)
    name = unicodedata.normalize("NFC", display(name_bytes))
    extension = os.path.splitext(name)[1][1:].lower()
    kind = format_of(name).kind
    return (
        folder_id, stat.path, parent, name, kind, extension, stat.size, stat.mtime_ns, stat.inode, stat.device
    )  # fmt: skip


def rewrite(db: apsw.Connection, file_id: int, folder_id: int, stat: FileStat) -> None:
    db.execute(f"UPDATE files SET ({_FILE_ROW}) = ({_MARKS}) WHERE id = ?", (*_file_row(folder_id, stat), file_id))
    note(db, "names", "add", file_id)


def insert(db: apsw.Connection, folder_id: int, stat: FileStat) -> None:
    db.execute(f"INSERT INTO files ({_FILE_ROW}) VALUES ({_MARKS})", _file_row(folder_id, stat))
    note(db, "names", "add", db.last_insert_rowid())


def remove_files(db: apsw.Connection, ids: Iterable[int], now: float) -> None:
    documents = set()
    for file_id in ids:
        document_id = db.execute("DELETE FROM files WHERE id = ? RETURNING document_id", (file_id,)).get
        note(db, "names", "remove", file_id)
        if document_id is not None:
            documents.add(document_id)
    orphan(db, documents, now)


def orphan(db: apsw.Connection, document_ids: Iterable[int], now: float) -> None:
    """Those that no file holds any more leave the caches; they are purged later."""
    for document_id in document_ids:
        db.execute(
            "UPDATE documents SET orphaned = ?1 WHERE id = ?2 AND orphaned IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM files WHERE document_id = ?2)",
            (now, document_id),
        )
        if db.changes():
            note(db, "words", "remove", document_id)
            note(db, "vectors", "remove", document_id)


def adopt(db: apsw.Connection, document_id: int) -> None:
    db.execute("UPDATE documents SET orphaned = NULL WHERE id = ? AND orphaned IS NOT NULL", (document_id,))
    if db.changes():
        note(db, "words", "add", document_id)
        note(db, "vectors", "add", document_id)


def purge(db: apsw.Connection, before: float) -> None:
    db.execute("DELETE FROM documents WHERE orphaned <= ?", (before,))


def note(db: apsw.Connection, cache: str, action: str, key: int) -> None:
    db.execute("INSERT INTO changes (cache, action, key) VALUES (?, ?, ?)", (cache, action, key))
