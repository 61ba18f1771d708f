"""The word index and the name index: tantivy, as caches beside the library.

Both can be thrown away and rebuilt at any time. The number of the last change that they hold is a document of its own
inside the index, so it is committed together with the change. A damaged index opens as an empty one, at sequence 0.
"""

import json
import math
import shutil
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from tantivy import Document, Index, IndexWriter, Occur, Query, Schema, SchemaBuilder, Searcher

from indexer.store import terms
from indexer.store.scored import ScoredChunk, ScoredFile

_HEAP_BYTES = 60_000_000
_MARKER = "sequence"
_EXACT_WEIGHT = 0.2  # a word as it was typed, over another with the same stem
_TITLE_WEIGHT = 0.8
_COMPOUND_WEIGHT = 0.3  # a plain word that is found as a part of an identifier
_CLOSE_WEIGHT = 0.07  # two neighbours of a query side by side, or near each other
_NEAR = 6  # words between them
_MOST_PAIRS = 12
_MANY = 2000
_MOST_WORDS = 50_000  # that begin with the same letter
_MAX_CLAUSES = 300
_MAX_TERMS = 64  # of one query; a pasted page must not take seconds

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WordEntry:
    """One chunk. `title` is the document's; `border` is its end with the beginning of the next one, so that a phrase
    that the cut has torn apart is found."""

    document_id: int
    chunk_id: int
    text: str
    title: str
    border: str = ""


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One file. `path` is for people and for search (clean Unicode); `modified` in seconds since the epoch."""

    file_id: int
    name: str
    path: str
    modified: float


class WordIndex:
    """BM25 over chunks. One writer; any thread may search, and sees the last commit."""

    def __init__(self, directory: Path) -> None:
        builder = SchemaBuilder().add_unsigned_field("document", indexed=True, fast=True)
        builder = builder.add_unsigned_field("chunk", indexed=True, fast=True)
        builder = builder.add_text_field("stems", tokenizer_name="stems", index_option="freq")
        builder = builder.add_text_field("compounds", tokenizer_name="spaced", index_option="freq")
        builder = builder.add_text_field("exact", tokenizer_name="exact", index_option="position")
        builder = builder.add_text_field("border", tokenizer_name="exact", index_option="position")
        builder = builder.add_text_field("title", tokenizer_name="stems", index_option="freq")
        self._store = _Store(directory, builder)

    @property
    def sequence(self) -> int:
        """The number of the last change that is in here; 0: empty, build it anew."""
        return self._store.sequence

    def update(self, added: Iterable[WordEntry], removed: Iterable[int], sequence: int) -> None:
        """Replace documents in one commit. `removed` are document ids; those that are added again are replaced."""
        with self._store.change(sequence) as writer:
            replaced = set[int]()
            for document_id in removed:
                replaced.add(document_id)
                self._store.delete(writer, "document", document_id)
            for entry in added:
                if entry.document_id not in replaced:
                    replaced.add(entry.document_id)
                    self._store.delete(writer, "document", entry.document_id)
                writer.add_document(_chunk_document(entry))

    def search(
        self,
        words: str,
        limit: int,
        allowed: Collection[int] | None = None,
        excluded: Collection[int] = (),
        close: bool = False,
    ) -> list[ScoredChunk]:
        """The best chunks by BM25 for any of the words, best first. `allowed`, `excluded` are document ids. `close`:
        neighbours in the query that are neighbours in the text, or near each other there, count a little more (Metzler,
        Croft: "A Markov Random Field Model for Term Dependencies", 2005)."""
        query = self._any_word(words, close)
        if query is None:
            return []
        if allowed is not None and len(allowed) > _MANY:  # looking the ids up would take longer than leaving some out
            kept = set(allowed).difference(excluded)
            found = self._chunks(query, _MANY)
            some = [chunk for chunk in found if chunk.document_id in kept][:limit]
            if len(some) == limit or len(found) < _MANY:
                return some
        return self._chunks(_within(self._store.schema, query, "document", allowed, excluded), limit)

    def chunks_with(self, phrase: str, limit: int = 100_000) -> list[ScoredChunk]:
        """Chunks in which the words of a phrase stand side by side, as they are typed but for case and accents."""
        query = self._phrase(phrase)
        return [] if query is None else self._chunks(query, limit)

    def held(self, words: Collection[str], chunk_ids: Collection[int]) -> dict[int, set[str]]:
        """Which of the terms of a query (as `weights` gives them) each of these chunks holds, the title included."""
        found: dict[int, set[str]] = {}
        if not chunk_ids:
            return found
        schema, searcher = self._store.schema, self._store.searcher
        for word in words:
            fields = [Query.term_query(schema, field, word, "basic") for field in ("stems", "title", "compounds")]
            query = Query.boolean_query([(Occur.Should, field) for field in fields])
            hits = searcher.search(_within(schema, query, "chunk", chunk_ids, ()), len(chunk_ids), count=False).hits
            for chunk in searcher.fast_field_values("chunk", [address for _, address in hits]):
                if chunk is not None:
                    found.setdefault(int(chunk), set()).add(word)
        return found

    def weights(self, words: str) -> dict[str, float]:
        """The terms of a query (stems and compounds), each with its inverse document frequency."""
        asked = terms.query_terms(words)
        searcher = self._store.searcher
        fields = [("stems", stem) for stem in asked.stems] + [("compounds", term) for term in asked.compounds]
        return {
            term: math.log((searcher.num_docs + 1) / (searcher.doc_freq(field, term) + 0.5)) for field, term in fields
        }

    def frequency(self, word: str) -> int:
        """How many chunks hold this word, or another one of the same stem."""
        searcher = self._store.searcher
        stems = terms.query_terms(word).stems
        return max((searcher.doc_freq("stems", stem) for stem in stems), default=0)

    def vocabulary(self, prefix: str) -> list[tuple[str, int]]:
        """The words that begin so, as they are written (lower case, folded), with how many chunks hold them."""
        found = self._store.searcher.terms_with_prefix("exact", prefix, limit=_MOST_WORDS)
        return [(str(word), int(count)) for word, count in found]

    @property
    def size(self) -> int:
        """How many chunks there are."""
        return max(self._store.searcher.num_docs - 1, 0)

    def clear(self) -> None:
        self._store.clear()

    def close(self) -> None:
        self._store.close()

    def _any_word(self, words: str, close: bool) -> Query | None:
        asked = terms.query_terms(words)
        weights = [
            *(("stems", stem, _asked_for(count)) for stem, count in asked.stems.items()),
            *(("title", stem, _asked_for(count) * _TITLE_WEIGHT) for stem, count in asked.stems.items()),
            *(("exact", word, _asked_for(count) * _EXACT_WEIGHT) for word, count in asked.words.items()),
            *(("compounds", term, _asked_for(count)) for term, count in asked.compounds.items()),
            # A plain word may be the whole of an identifier: "parseargs" finds parse_args. Few chunks hold compounds,
            # so every word is rare among them; there it must not count for more than it does among the stems.
            *(
                ("compounds", stem, _asked_for(count) * _COMPOUND_WEIGHT * self._rarity(stem))
                for stem, count in asked.stems.items()
                if stem not in asked.compounds
            ),
        ]
        schema = self._store.schema
        clauses = [
            (Occur.Should, Query.boost_query(Query.term_query(schema, field, term, "freq"), weight))
            for field, term, weight in weights[:_MAX_CLAUSES]
        ]
        if close:
            clauses += self._neighbours(words)
        return Query.boolean_query(clauses) if clauses else None

    def _neighbours(self, words: str) -> list[tuple[Occur, Query]]:
        schema = self._store.schema
        clauses: list[tuple[Occur, Query]] = []
        for first, second in terms.neighbours(words)[:_MOST_PAIRS]:
            for pair, slop in (((first, second), 0), ((first, second), _NEAR), ((second, first), _NEAR)):
                phrase = Query.phrase_query(schema, "exact", list(pair), slop=slop)
                clauses.append((Occur.Should, Query.boost_query(phrase, _CLOSE_WEIGHT)))
        return clauses

    def _rarity(self, term: str) -> float:
        """The inverse document frequency (of BM25) of a term among the stems, as a share of that among compounds."""
        searcher = self._store.searcher
        stems, compounds = (searcher.doc_freq(field, term) for field in ("stems", "compounds"))
        every = searcher.num_docs + 1.0
        return math.log(every / (stems + 0.5)) / math.log(every / (compounds + 0.5))

    def _phrase(self, phrase: str) -> Query | None:
        words = terms.exact().analyze(terms.apart(terms.normal(phrase)))
        if not words:
            return None
        schema = self._store.schema
        if len(words) == 1:
            return Query.term_query(schema, "exact", words[0])
        either = [(Occur.Should, Query.phrase_query(schema, field, list(words))) for field in ("exact", "border")]
        return Query.boolean_query(either)

    def _chunks(self, query: Query, limit: int) -> list[ScoredChunk]:
        searcher = self._store.searcher
        hits = searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        chunks = searcher.fast_field_values("chunk", addresses)
        documents = searcher.fast_field_values("document", addresses)
        return [
            ScoredChunk(int(chunk), int(document), float(score))
            for (score, _), chunk, document in zip(hits, chunks, documents, strict=True)
            if chunk is not None and document is not None
        ]


class NameIndex:
    """Files by their names and folders. The last word may be unfinished: it is found as one types."""

    def __init__(self, directory: Path) -> None:
        builder = SchemaBuilder().add_unsigned_field("file", indexed=True, fast=True)
        builder = builder.add_text_field("name", tokenizer_name="spaced", index_option="freq")
        builder = builder.add_text_field("folders", tokenizer_name="spaced", index_option="basic")
        builder = builder.add_float_field("modified", fast=True)
        builder = builder.add_text_field("as_named", stored=True, tokenizer_name="raw", index_option="basic")
        self._store = _Store(directory, builder)

    @property
    def sequence(self) -> int:
        """The number of the last change that is in here; 0: empty, build it anew."""
        return self._store.sequence

    def update(self, added: Iterable[NameEntry], removed: Iterable[int], sequence: int) -> None:
        """Replace files in one commit. `removed` are file ids; those that are added again are replaced."""
        with self._store.change(sequence) as writer:
            for file_id in removed:
                self._store.delete(writer, "file", file_id)
            for entry in added:
                self._store.delete(writer, "file", entry.file_id)
                writer.add_document(_file_document(entry))

    def search(self, words: str, limit: int, allowed: Collection[int] | None = None) -> list[ScoredFile]:
        """The files whose name and folders hold most of the words, best first. `allowed` are file ids."""
        asked = _asked(words)
        if not asked:
            return []
        schema, searcher = self._store.schema, self._store.searcher
        last = asked[-1]
        endings = [term for term, _ in searcher.terms_with_prefix("name", last, limit=_MAX_TERMS)] if last else []
        clauses: list[tuple[Occur, Query]] = []
        for word in {*asked, *endings}:
            clauses.append((Occur.Should, Query.term_query(schema, "name", word, "freq")))
            inside = Query.const_score_query(Query.term_query(schema, "folders", word, "basic"), 0.5)
            clauses.append((Occur.Should, inside))
        query = _within(schema, Query.boolean_query(clauses), "file", allowed, ())
        hits = searcher.search(query, max(limit, 100), count=False).hits
        files = searcher.fast_field_values("file", [address for _, address in hits])
        scored = [
            ScoredFile(int(file), _likeness(asked, str(searcher.doc(address)["as_named"][0])))
            for (_, address), file in zip(hits, files, strict=True)
            if file is not None
        ]
        scored.sort(key=lambda file: -file.score)  # stable: equal names stay in the order of BM25
        return scored[:limit]

    def clear(self) -> None:
        self._store.clear()

    def close(self) -> None:
        self._store.close()


def _asked_for(count: int) -> float:
    """The weight of a word that is asked for `count` times: more each time, but ever less."""
    return 1 + math.log(count)


# --- names -----------------------------------------------------------------------------------------------------------


def _name_terms(text: str) -> list[str]:
    text = terms.normal(text)
    return terms.spaced().analyze(" ".join([*terms.exact().analyze(text), *terms.compounds(text)]))


def _asked(words: str) -> list[str]:
    """The terms of a query for names, each once; the last one typed comes last."""
    text = terms.normal(words)
    whole = terms.content(terms.exact().analyze(text))
    return list(dict.fromkeys(_name_terms(" ".join(whole)) + terms.spaced().analyze(" ".join(terms.compounds(text)))))


def _likeness(asked: Sequence[str], path: str) -> float:
    """How much of the query a path holds, 0 to 1: words in the name count whole, words in its folders a third."""
    folders, _, name = path.rpartition("/")
    in_name, in_folders = _name_terms(name), set(_name_terms(folders))
    names = set(in_name)
    found = 0.0
    for word in asked:
        if word in names:
            found += 1.0
        elif word == asked[-1] and any(term.startswith(word) for term in names):
            found += 0.9
        elif word in in_folders:
            found += 0.33
    share = found / len(asked)
    return share * (0.9 + 0.1 * min(1.0, len(asked) / max(len(in_name), 1)))


# --- documents and queries -------------------------------------------------------------------------------------------


def _chunk_document(entry: WordEntry) -> Document:
    text, title = terms.normal(entry.text), terms.normal(entry.title)
    document = Document()
    document.add_unsigned("document", entry.document_id)
    document.add_unsigned("chunk", entry.chunk_id)
    document.add_text("stems", text)
    document.add_text("exact", terms.apart(text))
    document.add_text("title", title)
    if entry.border:
        document.add_text("border", terms.apart(terms.normal(entry.border)))
    cut = terms.compounds(text) + terms.compounds(title)
    if cut:
        document.add_text("compounds", " ".join(cut))
    return document


def _file_document(entry: NameEntry) -> Document:
    document = Document()
    document.add_unsigned("file", entry.file_id)
    document.add_text("name", " ".join(_name_terms(entry.name)))
    document.add_text("folders", " ".join(_name_terms(entry.path.rpartition("/")[0])))
    document.add_float("modified", entry.modified)
    document.add_text("as_named", entry.path)
    return document


def _within(
    schema: Schema, query: Query, key: str, allowed: Collection[int] | None, excluded: Collection[int]
) -> Query:
    """`query`, only for the allowed keys; what is allowed does not change a score."""
    clauses = [(Occur.Must, query)]
    if allowed is not None:
        only = Query.term_set_query(schema, key, list(allowed)) if allowed else Query.empty_query()
        clauses.append((Occur.Must, Query.const_score_query(only, 0.0)))
    if excluded:
        clauses.append((Occur.MustNot, Query.term_set_query(schema, key, list(excluded))))
    return Query.boolean_query(clauses) if len(clauses) > 1 else query


# --- the index on disk -----------------------------------------------------------------------------------------------


class _Store:
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
