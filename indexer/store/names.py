"""The name index: files by their names and folders."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tantivy import Document, Occur, Query, SchemaBuilder

from indexer.store import terms
from indexer.store.inverted import InvertedIndex, within
from indexer.store.scored import ScoredFile

_WORD = re.compile(r"[^\W_]+")
_MAX_TERMS = 64  # that the last word of a query may begin


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One file. `path` is for people and for search (clean Unicode); `modified` in seconds since the epoch."""

    file_id: int
    name: str
    path: str
    modified: float


class NameIndex:
    """Files by their names and folders. The last word may be unfinished: it is found as one types."""

    def __init__(self, directory: Path) -> None:
        builder = SchemaBuilder().add_unsigned_field("file", indexed=True, fast=True)
        builder = builder.add_text_field("name", tokenizer_name="spaced", index_option="freq")
        builder = builder.add_text_field("folders", tokenizer_name="spaced", index_option="basic")
        builder = builder.add_float_field("modified", fast=True)
        builder = builder.add_text_field("as_named", stored=True, tokenizer_name="raw", index_option="basic")
        self._index = InvertedIndex(directory, builder)

    @property
    def sequence(self) -> int:
        """The number of the last change that is in here; 0: empty, build it anew."""
        return self._index.sequence

    def update(self, added: Iterable[NameEntry], removed: Iterable[int], sequence: int) -> None:
        """Replace files in one commit. `removed` are file ids; those that are added again are replaced."""
        with self._index.change(sequence) as writer:
            for file_id in removed:
                self._index.delete(writer, "file", file_id)
            for entry in added:
                self._index.delete(writer, "file", entry.file_id)
                writer.add_document(_file_document(entry))

    def search(self, words: str, limit: int, allowed: Collection[int] | None = None) -> list[ScoredFile]:
        """The files whose name and folders hold most of the words, best first. `allowed` are file ids."""
        asked = _asked(words)
        if not asked:
            return []
        schema, searcher = self._index.schema, self._index.searcher
        typed, last = _bare(words), asked[-1]
        endings = [term for term, _ in searcher.terms_with_prefix("name", last, limit=_MAX_TERMS)] if last else []
        clauses: list[tuple[Occur, Query]] = []
        for word in {*asked, *endings}:
            clauses.append((Occur.Should, Query.term_query(schema, "name", word, "freq")))
            inside = Query.const_score_query(Query.term_query(schema, "folders", word, "basic"), 0.5)
            clauses.append((Occur.Should, inside))
        query = within(schema, Query.boolean_query(clauses), "file", allowed, ())
        hits = searcher.search(query, max(limit, 100), count=False).hits
        files = searcher.fast_field_values("file", [address for _, address in hits])
        scored = [
            ScoredFile(int(file), _likeness(asked, typed, str(searcher.doc(address)["as_named"][0])))
            for (_, address), file in zip(hits, files, strict=True)
            if file is not None
        ]
        scored.sort(key=lambda file: -file.score)  # stable: equal names stay in the order of BM25
        return scored[:limit]

    def clear(self) -> None:
        self._index.clear()

    def close(self) -> None:
        self._index.close()


def _file_document(entry: NameEntry) -> Document:
    document = Document()
    document.add_unsigned("file", entry.file_id)
    document.add_text("name", " ".join(_name_terms(entry.name)))
    document.add_text("folders", " ".join(_name_terms(entry.path.rpartition("/")[0])))
    document.add_float("modified", entry.modified)
    document.add_text("as_named", entry.path)
    return document


def _name_terms(text: str) -> list[str]:
    text = terms.normal(text)
    return terms.spaced().analyze(" ".join([*terms.exact().analyze(text), *terms.compounds(text)]))


def _asked(words: str) -> list[str]:
    """The terms of a query for names, each once; the last one typed comes last."""
    text = terms.normal(words)
    whole = terms.content(terms.exact().analyze(text))
    return list(dict.fromkeys(_name_terms(" ".join(whole)) + terms.spaced().analyze(" ".join(terms.compounds(text)))))


def _bare(text: str) -> str:
    """Only its words, as a name is typed from memory."""
    return " ".join(_WORD.findall(terms.normal(text).casefold()))


def _likeness(asked: Sequence[str], typed: str, path: str) -> float:
    """How much of the query a path holds, 0 to 1: words in the name count whole, words in its folders a third. 1 says
    that what is `typed` is the name, with or without its ending."""
    folders, _, name = path.rpartition("/")
    if typed in (_bare(name), _bare(name.rpartition(".")[0])):
        return 1.0
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
    return share * (0.9 + 0.1 * min(0.9, len(asked) / max(len(in_name), 1)))
