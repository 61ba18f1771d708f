"""Reading the library: what do we know? Writing is in `writer.py`; the schema in `schema/` is the truth about both."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.protocol import FailedFile, FileCounts, Filters
from indexer.settings import Settings, load
from indexer.store.coding import MODEL_ID, decode, key_of
from indexer.store.database import Database
from indexer.store.filtering import SqlValue, clauses
from indexer.store.filtering import prefix_range as prefix_range
from indexer.store.names import NameEntry
from indexer.store.records import Change, StoredChunk, StoredDocument, StoredFile, StoredFolder
from indexer.store.vectors import VectorEntry
from indexer.store.words import WordEntry
from indexer.types import Box, Failure, Fingerprint, Place, Reason, Status

FILE_COLUMNS = (
    "files.id, folder_id, path, name, kind, extension, files.size, files.mtime_ns, files.inode, device, "
    "status, code, detail, attempts, retry_at, document_id"
)
_DOCUMENT = "id, hash, format, extractor, chunker, places, title, author, created, language, page_count, code, detail"
_PLACES = msgspec.msgpack.Decoder(tuple[Place, ...])
_BOXES = msgspec.json.Decoder(tuple[Box, ...])
_BATCH = 500  # keys in one IN (...)
_BORDER = 120  # characters on each side of a cut in which a phrase is looked for


class Library:
    """Everything that is known, read-only. Any thread may ask. Missing keys are left out of an answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def caches(self) -> Path:
        """The folder for what is made from the library and can be made anew."""
        return self._database.caches

    # --- folders and files -----------------------------------------------------------------------------------------

    def folders(self) -> list[StoredFolder]:
        rows = self._all("SELECT id, path, device, inode, paused, state FROM folders ORDER BY path")
        return [StoredFolder(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) for row in rows]

    def file_at(self, path: bytes) -> StoredFile | None:
        rows = self._all(f"SELECT {FILE_COLUMNS} FROM files WHERE path = ?", path)
        return stored_file(rows[0]) if rows else None

    def files(self, ids: Sequence[int]) -> dict[int, StoredFile]:
        rows = self._in(f"SELECT {FILE_COLUMNS} FROM files WHERE id IN ({{}})", ids)
        return {row[0]: stored_file(row) for row in rows}

    def files_of(self, document_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
        """The files that hold each document, newest first."""
        found: dict[int, list[StoredFile]] = {}
        for row in self._in(f"SELECT {FILE_COLUMNS} FROM files WHERE document_id IN ({{}})", document_ids):
            file = stored_file(row)
            found.setdefault(row[-1], []).append(file)
        for files in found.values():
            files.sort(key=lambda file: (-file.mtime_ns, file.path))
        return found

    def files_directly_in(self, directories: Iterable[bytes]) -> list[StoredFile]:
        return [
            stored_file(row)
            for row in self._in(f"SELECT {FILE_COLUMNS} FROM files WHERE parent IN ({{}})", list(directories))
        ]

    def files_below(self, directory: bytes) -> list[StoredFile]:
        low, high = prefix_range(directory)
        rows = self._all(
            f"SELECT {FILE_COLUMNS} FROM files WHERE parent = ? OR (parent >= ? AND parent < ?)", directory, low, high
        )
        return [stored_file(row) for row in rows]

    def directories(self) -> list[bytes]:
        """Every directory that holds a known file."""
        return [row[0] for row in self._all("SELECT DISTINCT parent FROM files")]

    def authors(self) -> list[str]:
        return [row[0] for row in self._all("SELECT DISTINCT author FROM documents WHERE author != ''")]

    def directories_below(self, directory: bytes) -> list[bytes]:
        """Every directory below this one that holds a known file."""
        low, high = prefix_range(directory)
        return [
            row[0] for row in self._all("SELECT DISTINCT parent FROM files WHERE parent >= ? AND parent < ?", low, high)
        ]

    def next_files(self, limit: int) -> list[StoredFile]:
        """Files whose content waits to be read, newest first, those whose reading was cut off last; paused and offline
        folders wait."""
        rows = self._all(
            f"SELECT {FILE_COLUMNS} FROM files INDEXED BY files_pending WHERE status = 'pending' AND folder_id IN "
            "(SELECT id FROM folders WHERE NOT paused AND state = 'online') ORDER BY attempts, mtime_ns DESC LIMIT ?",
            limit,
        )
        return [stored_file(row) for row in rows]

    def matching(self, filters: Filters) -> tuple[set[int], set[int]] | None:
        """The ids of the documents and of the files that satisfy the filters; None: no restriction."""
        if filters == Filters():
            return None
        conditions, values = clauses(filters, self.directories, self.authors)
        rows = self._all(f"SELECT document_id, id FROM files WHERE {conditions}", *values)
        return {row[0] for row in rows if row[0] is not None}, {row[1] for row in rows}

    # --- documents, chunks, vectors --------------------------------------------------------------------------------

    def documents(self, ids: Sequence[int]) -> dict[int, StoredDocument]:
        rows = self._in(f"SELECT {_DOCUMENT} FROM documents WHERE id IN ({{}})", ids)
        return {row[0]: _document(row) for row in rows}

    def document_with(self, content: bytes, format_name: str) -> StoredDocument | None:
        rows = self._all(f"SELECT {_DOCUMENT} FROM documents WHERE hash = ? AND format = ?", content, format_name)
        return _document(rows[0]) if rows else None

    def lengths(self, document_ids: Sequence[int]) -> dict[int, int]:
        """Where the last chunk of each document ends, in characters: about how long its text is."""
        rows = self._in('SELECT document_id, max("end") FROM chunks WHERE document_id IN ({}) GROUP BY 1', document_ids)
        return {row[0]: row[1] for row in rows}

    def boxes(self, document_id: int) -> dict[int, tuple[str, tuple[Box, ...]]]:
        """What was found by looking at each page, and where each line of it stands; pages of which that is not known
        are left out."""
        rows = self._all(
            "SELECT page, text, boxes FROM scan_pages WHERE boxes != '' AND document_id = ? ORDER BY page", document_id
        )
        return {row[0]: (row[1], _BOXES.decode(row[2])) for row in rows}

    def languages(self, document_ids: Sequence[int]) -> dict[int, str]:
        """The language of each document that says one."""
        rows = self._in("SELECT id, language FROM documents WHERE language != '' AND id IN ({})", document_ids)
        return {row[0]: row[1] for row in rows}

    def topics(self, document_ids: Sequence[int]) -> dict[int, str]:
        """What the topic of each document is called that is in one."""
        rows = self._in(
            "SELECT document_id, coalesce(given, name) FROM topic_documents JOIN topics ON topics.id = topic_id "
            "WHERE document_id IN ({})",
            document_ids,
        )
        return {row[0]: row[1] for row in rows}

    def tags(self, file_ids: Sequence[int]) -> dict[int, list[str]]:
        """The tags of each file that has any."""
        found: dict[int, list[str]] = {}
        for file_id, tag in self._in(
            "SELECT file_id, tags.name FROM file_tags JOIN tags ON tags.id = tag_id WHERE file_id IN ({})", file_ids
        ):
            found.setdefault(file_id, []).append(tag)
        return found

    def tags_at(self, paths: Sequence[bytes]) -> dict[bytes, tuple[str, ...]]:
        """The tags of the files at these paths that have any, in the order of a person's alphabet."""
        found: dict[bytes, list[str]] = {}
        for path, tag in self._in(
            "SELECT f.path, t.name FROM files f JOIN file_tags ft ON ft.file_id = f.id JOIN tags t ON t.id = ft.tag_id "
            "WHERE f.path IN ({})",
            paths,
        ):
            found.setdefault(path, []).append(tag)
        return {path: tuple(sorted(tags, key=str.casefold)) for path, tags in found.items()}

    def document_text(self, document_id: int) -> str:
        rows = self._all("SELECT text FROM documents WHERE id = ?", document_id)
        return str(rows[0][0]) if rows else ""

    def beginnings(self, document_ids: Sequence[int], most: int) -> dict[int, str]:
        """Where documents say what they are: their title, what their files are called, and how the text begins."""
        rows = self._in(
            "SELECT d.id, d.title, (SELECT group_concat(f.name, char(10)) FROM files f WHERE f.document_id = d.id), "
            f"substr(d.text, 1, {int(most)}) FROM documents d WHERE d.id IN ({{}})",
            document_ids,
        )
        return {row[0]: "\n".join(part for part in row[1:] if part) for row in rows}

    def excerpt(self, document_id: int, start: int, end: int) -> str:
        rows = self._all(
            "SELECT substr(text, ? + 1, ? - ?) FROM documents WHERE id = ?", start, end, start, document_id
        )
        return str(rows[0][0]) if rows else ""

    def chunks(self, ids: Sequence[int]) -> dict[int, StoredChunk]:
        rows = self._in(
            'SELECT c.id, c.document_id, c.ordinal, c.start, c."end", substr(d.text, c.start + 1, c."end" - c.start) '
            "FROM chunks c JOIN documents d ON d.id = c.document_id WHERE c.id IN ({})",
            ids,
        )
        return {row[0]: StoredChunk(*row) for row in rows}

    def vectors_of(
        self, document_id: int, fingerprint: Fingerprint
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """The chunk ids (n) and unit vectors (n, dimension) of a document; n is 0 while they are not made."""
        for entry in self.vector_entries([document_id], fingerprint):
            return entry.chunk_ids, entry.vectors.astype(np.float32)
        return np.empty(0, np.int64), np.empty((0, fingerprint.dimension), np.float32)

    # --- what the caches are made from -----------------------------------------------------------------------------

    def changes(self, cache: str, after: int, limit: int = 5000) -> list[Change]:
        rows = self._all(
            "SELECT seq, action, key FROM changes WHERE cache = ? AND seq > ? ORDER BY seq LIMIT ?", cache, after, limit
        )
        return [Change(*row) for row in rows]

    def trimmed(self, cache: str) -> int:
        """Changes up to this number are forgotten; a cache that is behind it cannot catch up."""
        rows = self._all("SELECT trimmed FROM caches WHERE cache = ?", cache)
        return int(rows[0][0]) if rows else 0

    def last_sequence(self) -> int:
        """The number of the newest change ever made."""
        rows = self._all("SELECT seq FROM sqlite_sequence WHERE name = 'changes'")
        return int(rows[0][0]) if rows else 0

    def document_ids(self) -> list[int]:
        return [row[0] for row in self._all("SELECT id FROM documents WHERE orphaned IS NULL ORDER BY id")]

    def file_ids(self) -> list[int]:
        return [row[0] for row in self._all("SELECT id FROM files ORDER BY id")]

    def word_entries(self, document_ids: Sequence[int]) -> Iterator[WordEntry]:
        with self._database.read() as connection:
            for document_id in document_ids:
                document = connection.execute("SELECT text, title FROM documents WHERE id = ?", (document_id,)).get
                if document is None:
                    continue
                text, title = document
                chunks: list[Any] = connection.execute(
                    'SELECT id, start, "end" FROM chunks WHERE document_id = ? ORDER BY ordinal', (document_id,)
                ).fetchall()
                for at, (chunk_id, start, end) in enumerate(chunks):
                    following = chunks[at + 1][1] if at + 1 < len(chunks) else len(text)
                    border = _whole_words(text, max(start, end - _BORDER), following + _BORDER)
                    yield WordEntry(document_id, chunk_id, text[start:end], title, border)

    def name_entries(self, file_ids: Sequence[int]) -> Iterator[NameEntry]:
        for row in self._in("SELECT id, name, path, mtime_ns FROM files WHERE id IN ({})", file_ids):
            yield NameEntry(row[0], row[1], display(row[2]), row[3] / 1e9)

    def vector_entries(self, document_ids: Sequence[int], fingerprint: Fingerprint) -> Iterator[VectorEntry]:
        with self._database.read() as connection:
            model_id = connection.execute(
                MODEL_ID,
                key_of(fingerprint),
            ).get
            for document_id in document_ids:
                rows: list[Any] = connection.execute(
                    "SELECT c.id, v.vector FROM chunks c JOIN vectors v ON v.chunk_id = c.id AND v.model_id = ? "
                    "WHERE c.document_id = ? ORDER BY c.ordinal",
                    (model_id, document_id),
                ).fetchall()
                if rows:
                    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
                    yield VectorEntry(document_id, ids, decode([row[1] for row in rows], fingerprint))

    # --- counts, failures, settings --------------------------------------------------------------------------------

    def counts(self) -> dict[int, FileCounts]:
        """How many files stand where, by folder id."""
        counts: dict[int, dict[str, int]] = {}
        for folder_id, status, number in self._all(
            "SELECT folder_id, status, count(*) FROM files GROUP BY folder_id, status"
        ):
            counts.setdefault(folder_id, {})[status] = number
        return {folder_id: FileCounts(**by_status) for folder_id, by_status in counts.items()}

    def sizes(self) -> tuple[int, int, int]:
        """(documents, chunks, documents that wait for their vectors)."""
        return (
            self._one("SELECT count(*) FROM documents WHERE orphaned IS NULL"),
            self._one("SELECT count(*) FROM chunks"),
            self._one("SELECT count(DISTINCT document_id) FROM unembedded"),
        )

    def vector_count(self, fingerprint: Fingerprint) -> int:
        return self._one(
            f"SELECT count(*) FROM vectors INDEXED BY vectors_chunk WHERE model_id = ({MODEL_ID})",
            *key_of(fingerprint),
        )

    def failures(self, limit: int) -> list[FailedFile]:
        """Files that are not wholly read, the failed ones first."""
        rows = self._all(
            "SELECT path, status, code, detail, attempts, retry_at, code = ? AND EXISTS "
            "(SELECT 1 FROM scans s WHERE s.document_id = files.document_id AND s.recogniser = '') "
            "FROM files WHERE status IN ('failed', 'partial') ORDER BY status, path LIMIT ?",
            Reason.NO_TEXT,
            limit,
        )
        return [
            FailedFile(
                path,
                Status(status),
                Failure(Reason.UNSEEN) if unseen else Failure(Reason(code), detail or ""),
                attempts,
                retry_at,
            )
            for path, status, code, detail, attempts, retry_at, unseen in rows
        ]

    def next_retry(self) -> float | None:
        rows = self._all("SELECT min(retry_at) FROM files WHERE retry_at IS NOT NULL")
        return rows[0][0] if rows else None

    def settings(self) -> Settings:
        return load({name: msgspec.json.decode(value) for name, value in self._all("SELECT name, value FROM settings")})

    # --- plumbing --------------------------------------------------------------------------------------------------

    def _all(self, sql: str, *values: SqlValue) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: SqlValue) -> int:
        return int(self._all(sql, *values)[0][0])

    def _in(self, sql: str, keys: Sequence[int] | Sequence[bytes]) -> Iterator[Any]:
        """Rows of a statement with `IN ({})`, asked in batches."""
        for at in range(0, len(keys), _BATCH):
            batch = keys[at : at + _BATCH]
            yield from self._all(sql.format(",".join("?" * len(batch))), *batch)


def display(path: bytes) -> str:
    """A path for people and for search: never fails, bytes that are no text become U+FFFD."""
    return os.fsdecode(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _whole_words(text: str, start: int, end: int) -> str:
    """`text[start:end]` without the words that it cuts; empty at the end of the text."""
    if end - _BORDER >= len(text):
        return ""
    piece = text[start:end]
    words = re.search(r"\s\S.*\s", piece, re.DOTALL)
    return words[0] if words else piece


def stored_file(row: Sequence[Any]) -> StoredFile:
    """A row of `FILE_COLUMNS`."""
    fields: list[Any] = [*row]
    fields[10] = Status(row[10])
    return StoredFile(*fields)


def _document(row: Sequence[Any]) -> StoredDocument:
    fields: list[Any] = [*row]
    fields[5] = _PLACES.decode(row[5])
    return StoredDocument(*fields)
