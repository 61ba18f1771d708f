"""A tantivy index as a cache beside the library: what the word index and the name index have in common.

It can be thrown away and rebuilt at any time. The number of the last change that it holds is a document of its own
inside the index, so it is committed together with the change. A damaged index opens as an empty one, at sequence 0.
"""

import json
import shutil
import threading
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from tantivy import Document, Index, IndexWriter, Occur, Query, Schema, SchemaBuilder, Searcher

from indexer.store import terms

_HEAP_BYTES = 60_000_000
_MARKER = "sequence"

_log = structlog.get_logger()


class InvertedIndex:
    """A tantivy index that knows which change it holds, and that is emptied when it is damaged or of another kind."""

    def __init__(self, directory: Path, builder: SchemaBuilder) -> None:
        self._directory = directory
        # The version of the analysis is part of the schema: an index of other terms does not open as this one.
        builder = builder.add_unsigned_field(f"marker_{terms.VERSION}", indexed=True)
        self.schema: Schema = builder.add_unsigned_field(_MARKER, stored=True).build()
        self._lock = threading.Lock()
        self._closed = False
        self._open()

    @property
    def sequence(self) -> int:
        searcher = self.searcher
        hits = searcher.search(Query.term_query(self.schema, f"marker_{terms.VERSION}", 1), 1).hits
        return int(searcher.doc(hits[0][1])[_MARKER][0]) if hits else 0

    @contextmanager
    def change(self, sequence: int) -> Iterator[IndexWriter]:
        """Everything done to the writer inside is one commit, or nothing if it raises."""
        with self._lock:
            writer = self._writer
            try:
                yield writer
                self.delete(writer, f"marker_{terms.VERSION}", 1)
                marker = Document()
                marker.add_unsigned(f"marker_{terms.VERSION}", 1)
                marker.add_unsigned(_MARKER, sequence)
                writer.add_document(marker)
                writer.commit()
            except BaseException:
                writer.rollback()
                raise
            self._refresh()

    def delete(self, writer: IndexWriter, field: str, key: int) -> None:
        # By a query: tantivy 0.27's delete_documents_by_term finds nothing in unsigned fields.
        writer.delete_documents_by_query(Query.term_query(self.schema, field, key))

    def clear(self) -> None:
        with self._lock:
            self._writer.delete_all_documents()
            self._writer.commit()
            self._refresh()

    def close(self) -> None:
        """Waits for merges that are under way; the index must not be written to afterwards. Twice does no harm."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._writer.wait_merging_threads()

    def _open(self) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        try:
            if not _is_intact(self._directory):
                raise ValueError("checksum")
            self._load()
        except (ValueError, OSError) as problem:
            _log.warning("a word cache is built anew", directory=str(self._directory), problem=str(problem))
            shutil.rmtree(self._directory)
            self._directory.mkdir(parents=True)
            self._load()

    def _load(self) -> None:
        index = Index(self.schema, path=str(self._directory), reuse=True)
        index.register_tokenizer("stems", terms.stems())
        index.register_tokenizer("spaced", terms.spaced())
        index.register_tokenizer("exact", terms.exact())
        index.config_reader("manual")
        self._writer = index.writer(_HEAP_BYTES, 1)
        self._index = index
        self._refresh()

    def _refresh(self) -> None:
        """Show the last commit to those who search."""
        self._index.reload()
        self.searcher: Searcher = self._index.searcher()


def _is_intact(directory: Path) -> bool:
    """Whether every file that tantivy wrote still has the checksum that stands in its footer."""
    return all(_has_own_checksum(path) for path in directory.iterdir() if not path.name.startswith((".", "meta.json")))


def _has_own_checksum(path: Path) -> bool:
    """tantivy ends each file with {"version": …, "crc": …}, the length of that, and a magic number."""
    content = path.read_bytes()
    length = int.from_bytes(content[-8:-4], "little")
    try:
        footer = json.loads(content[-8 - length : -8])
        return bool(zlib.crc32(content[: -8 - length]) == footer["crc"])
    except (ValueError, KeyError, TypeError):
        return False


def within(schema: Schema, query: Query, key: str, allowed: Collection[int] | None, excluded: Collection[int]) -> Query:
    """`query`, only for the allowed keys; what is allowed does not change a score."""
    clauses = [(Occur.Must, query)]
    if allowed is not None:
        only = Query.term_set_query(schema, key, list(allowed)) if allowed else Query.empty_query()
        clauses.append((Occur.Must, Query.const_score_query(only, 0.0)))
    if excluded:
        clauses.append((Occur.MustNot, Query.term_set_query(schema, key, list(excluded))))
    return Query.boolean_query(clauses) if len(clauses) > 1 else query
