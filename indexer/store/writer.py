"""Changing the library: each method is one transaction, and leaves the caches a note of what they must do.

Files come and go with the disk; a document lives as long as a file holds it, and a while longer: a file that was moved
in two steps finds its document again and costs no model call.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import apsw
import msgspec
import numpy as np
import numpy.typing as npt

from indexer.errors import BadRequest
from indexer.settings import Value
from indexer.store.coding import encode
from indexer.store.database import Database
from indexer.store.generations import model_id
from indexer.store.library import display, prefix_range
from indexer.store.marks import spread_marks
from indexer.store.passages import language_of, reading, replace_chunks
from indexer.store.steps import adopt, insert, note, orphan, purge, remove_files, restate, rewrite
from indexer.types import Chunk, Extracted, Failure, FileStat, Fingerprint, Status


class Writer:
    """`clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    # --- folders ---------------------------------------------------------------------------------------------------

    def add_folder(self, path: bytes, device: int, inode: int) -> int:
        """Watches a folder; folders below it that were watched before become part of it.

        Raises BadRequest when it, or a folder above it, is watched already.
        """
        with self._database.write() as db:
            rows: list[Any] = db.execute("SELECT id, path FROM folders").fetchall()
            for known_id, known in rows:
                if known == path or path.startswith(prefix_range(known)[0]):
                    part = "" if known == path else f", as part of “{display(known)}”"
                    raise BadRequest("already_watched", f"“{display(path)}” is watched already{part}.")
                if known.startswith(prefix_range(path)[0]):
                    db.execute(
                        "UPDATE folders SET path = ?, device = ?, inode = ? WHERE id = ?",
                        (path, device, inode, known_id),
                    )
                    return self._absorb(db, known_id, path)
            db.execute(
                "INSERT INTO folders (path, device, inode, added) VALUES (?, ?, ?, ?)",
                (path, device, inode, self._clock()),
            )
            return db.last_insert_rowid()

    def _absorb(self, db: apsw.Connection, folder_id: int, path: bytes) -> int:
        low, high = prefix_range(path)
        below: list[Any] = [
            row[0] for row in db.execute("SELECT id FROM folders WHERE path >= ? AND path < ?", (low, high))
        ]
        for other in below:
            db.execute("UPDATE files SET folder_id = ? WHERE folder_id = ?", (folder_id, other))
            db.execute("DELETE FROM folders WHERE id = ?", (other,))
        return folder_id

    def remove_folder(self, folder_id: int) -> None:
        """Forgets a folder and, at once, every content that no other folder holds."""
        with self._database.write() as db:
            ids = [row[0] for row in db.execute("SELECT id FROM files WHERE folder_id = ?", (folder_id,))]
            remove_files(db, ids, self._clock())
            db.execute("DELETE FROM folders WHERE id = ?", (folder_id,))
            purge(db, before=float("inf"))

    def set_folder(self, folder_id: int, *, paused: bool | None = None, state: str | None = None) -> None:
        with self._database.write() as db:
            db.execute(
                "UPDATE folders SET paused = coalesce(?, paused), state = coalesce(?, state) WHERE id = ?",
                (paused, state, folder_id),
            )

    # --- files -----------------------------------------------------------------------------------------------------

    def apply(
        self,
        folder_of: Callable[[bytes], int],
        *,
        created: Sequence[FileStat] = (),
        updated: Sequence[tuple[int, FileStat]] = (),
        moved: Sequence[tuple[int, FileStat]] = (),
        removed: Sequence[int] = (),
    ) -> None:
        """Brings the rows in line with the disk, all or nothing; `folder_of` tells the folder's id of a path."""
        with self._database.write() as db:
            remove_files(db, removed, self._clock())
            for file_id, stat in moved:
                rewrite(db, file_id, folder_of(stat.path), stat)
            for file_id, stat in updated:
                rewrite(db, file_id, folder_of(stat.path), stat)
                db.execute(
                    "UPDATE files SET status = 'pending', attempts = 0, retry_at = NULL, code = NULL, detail = NULL "
                    "WHERE id = ?",
                    (file_id,),
                )
            for stat in created:
                insert(db, folder_of(stat.path), stat)

    def begin_attempt(self, file_id: int) -> int:
        """Counts an attempt before it is made, so that a crash cannot forget it; returns the count."""
        with self._database.write() as db:
            return int(
                db.execute("UPDATE files SET attempts = attempts + 1 WHERE id = ? RETURNING attempts", (file_id,)).get
            )

    def take_back_attempt(self, file_id: int) -> None:
        """The attempt was ours to end, and says nothing about the file."""
        with self._database.write() as db:
            db.execute("UPDATE files SET attempts = max(0, attempts - 1) WHERE id = ?", (file_id,))

    def fail(
        self, file_id: int, failure: Failure, status: Status = Status.FAILED, retry_at: float | None = None
    ) -> None:
        """Records why a file could not be read. What it held before is no longer found by its content."""
        with self._database.write() as db:
            self._settle(db, file_id, None, status, failure, retry_at)

    def link(self, file_id: int, document_id: int) -> None:
        """A file's content is known already: nothing is read, nothing is computed."""
        with self._database.write() as db:
            row = db.execute("SELECT code, detail FROM documents WHERE id = ?", (document_id,)).get
            failure = Failure(row[0], row[1] or "") if row and row[0] else None
            self._settle(db, file_id, document_id, Status.PARTIAL if failure else Status.OK, failure, None)

    def store(
        self,
        file_id: int,
        content: bytes,
        format_name: str,
        extracted: Extracted,
        chunks: Sequence[Chunk],
        *,
        extractor: str,
        chunker: str,
        pictures: bool = False,
    ) -> int:
        """What was read from a file: its document and chunks, replacing an older reading of the same content. What it
        has in common with that, or with what the file held before, keeps its vectors.
        `pictures`: there may be text in some that only shows when they are looked at (see `scans.py`)."""
        failure = extracted.failure
        with self._database.write() as db:
            held = db.execute("SELECT document_id FROM files WHERE id = ?", (file_id,)).get
            same = db.execute("SELECT id FROM documents WHERE (hash, format) = (?, ?)", (content, format_name)).get
            earlier = [one for key in {same: 0, held: 0} if (one := reading(db, key))]
            document_id: Any = db.execute(
                "INSERT INTO documents (hash, format, extractor, chunker, places, title, author, created, language, "
                "page_count, code, detail, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (hash, format) DO UPDATE SET extractor = excluded.extractor, chunker = excluded.chunker, "
                "places = excluded.places, title = excluded.title, author = excluded.author, "
                "created = excluded.created, language = excluded.language, page_count = excluded.page_count, "
                "code = excluded.code, detail = excluded.detail, text = excluded.text RETURNING id",
                (
                    content,
                    format_name,
                    extractor,
                    chunker,
                    msgspec.msgpack.encode(extracted.places),
                    extracted.title,
                    extracted.author,
                    extracted.created,
                    language_of(extracted, chunks, earlier),
                    extracted.page_count,
                    failure.code if failure else None,
                    failure.detail if failure else None,
                    extracted.text,
                ),
            ).get
            replace_chunks(db, document_id, extracted, chunks, earlier)
            if pictures:
                db.execute(
                    "INSERT INTO scans (document_id) VALUES (?) "
                    "ON CONFLICT DO UPDATE SET recogniser = '', attempts = 0, code = NULL, detail = NULL",
                    (document_id,),
                )
            else:
                db.execute("DELETE FROM scans WHERE document_id = ?", (document_id,))
            self._settle(db, file_id, document_id, Status.PARTIAL if failure else Status.OK, failure, None)
            # The other files that hold the same content were read by the same stroke.
            restate(db, document_id, failure)
            return int(document_id)

    def _settle(
        self,
        db: apsw.Connection,
        file_id: int,
        document_id: int | None,
        status: Status,
        failure: Failure | None,
        retry_at: float | None,
    ) -> None:
        before = db.execute("SELECT document_id FROM files WHERE id = ?", (file_id,)).get
        db.execute(
            "UPDATE files SET document_id = ?, status = ?, code = ?, detail = ?, retry_at = ? WHERE id = ?",
            (
                document_id,
                status,
                failure.code if failure else None,
                failure.detail if failure else None,
                retry_at,
                file_id,
            ),
        )
        if document_id is not None:
            adopt(db, document_id)
            spread_marks(db, file_id, document_id)
        if before is not None and before != document_id:
            orphan(db, [before], self._clock())

    def retry(self, path: bytes | None) -> None:
        """Tries one failed file again, or all of them."""
        with self._database.write() as db:
            db.execute(
                "UPDATE files SET status = 'pending', attempts = 0, retry_at = NULL "
                "WHERE status = 'failed' AND (?1 IS NULL OR path = ?1)",
                (path,),
            )

    def wake_retries(self) -> int:
        """Failed files whose time to be tried again has come; returns how many."""
        with self._database.write() as db:
            db.execute("UPDATE files SET status = 'pending', retry_at = NULL WHERE retry_at <= ?", (self._clock(),))
            return db.changes()

    def reread_stale(self, extractors: Mapping[str, Sequence[str]], chunker: str) -> int:
        """Files whose text an older extractor or chunker made wait to be read again; `extractors` maps each format to
        the versions that need no second reading. Until then the old text stays searchable. Returns how many."""
        with self._database.write() as db:
            stale = [
                document_id
                for document_id, name, made_by, chunked_by in db.execute(
                    "SELECT id, format, extractor, chunker FROM documents"
                )
                if made_by not in extractors.get(name, (made_by,)) or chunked_by != chunker
            ]
            db.executemany(
                "UPDATE files SET status = 'pending', attempts = 0 WHERE document_id = ?", [(key,) for key in stale]
            )
            # A file without a document that no extractor could read may have one now.
            db.execute(
                "UPDATE files SET status = 'pending', attempts = 0 WHERE code = 'no_reader' AND status != 'pending'"
            )
            return len(stale)

    # --- vectors ---------------------------------------------------------------------------------------------------

    def store_vectors(
        self,
        fingerprint: Fingerprint,
        vectors: Mapping[int, tuple[Sequence[int], npt.NDArray[np.float32]]],
    ) -> None:
        """Unit vectors (n, dimension) of whole documents: document id -> (chunk ids, vectors).

        A document that changed meanwhile is left alone: its chunks have other ids, it stays on the work list.
        """
        with self._database.write() as db:
            key = model_id(db, fingerprint)
            searched = db.execute("SELECT role FROM generations WHERE model_id = ?", (key,)).get != "building"
            for document_id, (chunk_ids, matrix) in vectors.items():
                rows = db.execute(
                    "SELECT id FROM chunks WHERE document_id = ? ORDER BY ordinal", (document_id,)
                ).fetchall()
                if [row[0] for row in rows] != list(chunk_ids):
                    continue
                db.executemany(
                    "INSERT OR REPLACE INTO vectors (model_id, chunk_id, vector) VALUES (?, ?, ?)",
                    [
                        (key, chunk_id, blob)
                        for chunk_id, blob in zip(chunk_ids, encode(matrix, fingerprint.precision), strict=True)
                    ],
                )
                db.execute("DELETE FROM unembedded WHERE model_id = ? AND document_id = ?", (key, document_id))
                if searched:
                    db.execute("INSERT OR IGNORE INTO unassessed VALUES (?)", (document_id,))
                    note(db, "vectors", "add", document_id)

    def set_languages(self, languages: Mapping[int, str]) -> None:
        """The language of each document that does not say it itself."""
        with self._database.write() as db:
            db.executemany(
                "UPDATE documents SET language = ? WHERE id = ? AND language = ''",
                [(language, document_id) for document_id, language in languages.items() if language],
            )

    # --- housekeeping ----------------------------------------------------------------------------------------------

    def purge_orphans(self, older_than: float) -> None:
        """Forgets contents that no file has held for so many seconds."""
        with self._database.write() as db:
            purge(db, before=self._clock() - older_than)

    def trim_changes(self, cache: str, sequence: int) -> None:
        """The cache holds everything up to here, safely on disk: it never asks for these notes again."""
        with self._database.write() as db:
            db.execute("DELETE FROM changes WHERE cache = ? AND seq <= ?", (cache, sequence))
            db.execute(
                "INSERT INTO caches VALUES (?, ?) ON CONFLICT DO UPDATE SET trimmed = max(trimmed, excluded.trimmed)",
                (cache, sequence),
            )

    def set_setting(self, name: str, value: Value) -> None:
        with self._database.write() as db:
            db.execute(
                "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (name, msgspec.json.encode(value).decode()),
            )
