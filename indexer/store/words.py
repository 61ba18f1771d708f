"""The word index: BM25 over passages, a cache beside the library."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tantivy import Document, Occur, Query, SchemaBuilder, Searcher

from indexer.store import terms
from indexer.store.inverted import InvertedIndex, within
from indexer.store.scored import ScoredChunk

_EXACT_WEIGHT = 0.2  # a word as it was typed, over another with the same stem
_TITLE_WEIGHT = 0.8
_COMPOUND_WEIGHT = 0.3  # a plain word that is found as a part of an identifier
_CLOSE_WEIGHT = 0.07  # two neighbours of a query side by side, or near each other
_NEAR = 6  # words between them
_MOST_PAIRS = 12
_MANY = 2000
_MOST_WORDS = 50_000  # that begin with the same letter
_COUNTS = 10_000  # terms whose frequencies are kept
_KEPT = 4  # letters whose words are kept
_BITS = 20  # terms that one search can tell apart: a score is exact up to 24 bits
_MAX_CLAUSES = 300
_MAX_TERMS = 64  # of one query; a pasted page must not take seconds


@dataclass(frozen=True, slots=True)
class WordEntry:
    """One chunk. `title` is the document's; `border` is its end with the beginning of the next one, so that a phrase
    that the cut has torn apart is found."""

    document_id: int
    chunk_id: int
    text: str
    title: str
    border: str = ""


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
        self._index = InvertedIndex(directory, builder)
        self._counts: tuple[Searcher | None, dict[tuple[str, str], int]] = None, {}
        self._known: tuple[Searcher | None, dict[str, list[tuple[str, int]]]] = None, {}

    @property
    def sequence(self) -> int:
        """The number of the last change that is in here; 0: empty, build it anew."""
        return self._index.sequence

    def update(self, added: Iterable[WordEntry], removed: Iterable[int], sequence: int) -> None:
        """Replace documents in one commit. `removed` are document ids; those that are added again are replaced."""
        with self._index.change(sequence) as writer:
            replaced = set[int]()
            for document_id in removed:
                replaced.add(document_id)
                self._index.delete(writer, "document", document_id)
            for entry in added:
                if entry.document_id not in replaced:
                    replaced.add(entry.document_id)
                    self._index.delete(writer, "document", entry.document_id)
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
        return self._chunks(within(self._index.schema, query, "document", allowed, excluded), limit)

    def chunks_with(self, phrase: str, limit: int = 100_000) -> list[ScoredChunk]:
        """Chunks in which the words of a phrase stand side by side, as they are typed but for case and accents."""
        query = self._phrase(phrase)
        return [] if query is None else self._chunks(query, limit)

    def held(self, words: Collection[str], chunk_ids: Collection[int]) -> dict[int, set[str]]:
        """Which of the terms of a query (as `weights` gives them) each of these chunks holds, the title included. Each
        term scores a power of two, so that one search tells of many: finding the chunks is what takes the time."""
        found: dict[int, set[str]] = {}
        if not chunk_ids:
            return found
        searcher = self._index.searcher
        for some in _in_groups(list(words), _BITS):
            either = [
                (Occur.Should, Query.const_score_query(self._holds(term), float(1 << bit)))
                for bit, term in enumerate(some)
            ]
            query = within(self._index.schema, Query.boolean_query(either), "chunk", chunk_ids, ())
            hits = searcher.search(query, len(chunk_ids), count=False).hits
            chunks = searcher.fast_field_values("chunk", [address for _, address in hits])
            bits = {score: {term for bit, term in enumerate(some) if int(score) >> bit & 1} for score, _ in hits}
            for (score, _), chunk in zip(hits, chunks, strict=True):
                if chunk is not None:
                    found[int(chunk)] = found.get(int(chunk), set()) | bits[score]
        return found

    def weights(self, words: str) -> dict[str, float]:
        """The terms of a query (stems and compounds), each with its inverse document frequency."""
        asked = terms.query_terms(words)
        searcher = self._index.searcher
        fields = [("stems", stem) for stem in asked.stems] + [("compounds", term) for term in asked.compounds]
        return {term: math.log((searcher.num_docs + 1) / (self._count(field, term) + 0.5)) for field, term in fields}

    def frequency(self, word: str) -> int:
        """How many chunks hold this word, or another one of the same stem."""
        return max((self._count("stems", stem) for stem in terms.query_terms(word).stems), default=0)

    def vocabulary(self, prefix: str, lengths: range) -> list[tuple[str, int]]:
        """The words of these lengths that begin so, as they are written (lower case, folded), with how many chunks hold
        them. Those of a few letters are kept until the next commit: a word that is being typed asks again and again."""
        searcher = self._index.searcher
        if self._known[0] is not searcher:
            self._known = searcher, {}
        known = self._known[1]
        words = known.get(prefix)
        if words is None:
            words = searcher.terms_with_prefix("exact", prefix, limit=_MOST_WORDS)
            if len(known) >= _KEPT:
                known.clear()
            known[prefix] = words
        return [found for found in words if len(found[0]) in lengths]

    @property
    def size(self) -> int:
        """How many chunks there are."""
        return max(self._index.searcher.num_docs - 1, 0)

    def clear(self) -> None:
        self._index.clear()

    def close(self) -> None:
        self._index.close()

    def _holds(self, term: str) -> Query:
        fields = ("stems", "title", "compounds")
        either = [(Occur.Should, Query.term_query(self._index.schema, field, term, "basic")) for field in fields]
        return Query.boolean_query(either)

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
        schema = self._index.schema
        clauses = [
            (Occur.Should, Query.boost_query(Query.term_query(schema, field, term, "freq"), weight))
            for field, term, weight in weights[:_MAX_CLAUSES]
        ]
        if close:
            clauses += self._neighbours(words)
        return Query.boolean_query(clauses) if clauses else None

    def _neighbours(self, words: str) -> list[tuple[Occur, Query]]:
        schema = self._index.schema
        clauses: list[tuple[Occur, Query]] = []
        for first, second in terms.neighbours(words)[:_MOST_PAIRS]:
            for pair, slop in (((first, second), 0), ((first, second), _NEAR), ((second, first), _NEAR)):
                phrase = Query.phrase_query(schema, "exact", list(pair), slop=slop)
                clauses.append((Occur.Should, Query.boost_query(phrase, _CLOSE_WEIGHT)))
        return clauses

    def _rarity(self, term: str) -> float:
        """The inverse document frequency (of BM25) of a term among the stems, as a share of that among compounds."""
        stems, compounds = (self._count(field, term) for field in ("stems", "compounds"))
        every = self._index.searcher.num_docs + 1.0
        return math.log(every / (stems + 0.5)) / math.log(every / (compounds + 0.5))

    def _count(self, field: str, term: str) -> int:
        """How many chunks hold a term. Kept until the next commit: one search asks for each of its terms often."""
        searcher, counts = self._counts
        if searcher is not self._index.searcher or len(counts) > _COUNTS:
            searcher, counts = self._counts = self._index.searcher, {}
        count = counts.get((field, term))
        if count is None:
            assert searcher is not None
            count = counts[field, term] = searcher.doc_freq(field, term)
        return count

    def _phrase(self, phrase: str) -> Query | None:
        words = terms.exact().analyze(terms.apart(terms.normal(phrase)))
        if not words:
            return None
        schema = self._index.schema
        if len(words) == 1:
            return Query.term_query(schema, "exact", words[0])
        either = [(Occur.Should, Query.phrase_query(schema, field, list(words))) for field in ("exact", "border")]
        return Query.boolean_query(either)

    def _chunks(self, query: Query, limit: int) -> list[ScoredChunk]:
        searcher = self._index.searcher
        hits = searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        chunks = searcher.fast_field_values("chunk", addresses)
        documents = searcher.fast_field_values("document", addresses)
        return [
            ScoredChunk(int(chunk), int(document), float(score))
            for (score, _), chunk, document in zip(hits, chunks, documents, strict=True)
            if chunk is not None and document is not None
        ]


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


def _asked_for(count: int) -> float:
    """The weight of a word that is asked for `count` times: more each time, but ever less."""
    return 1 + math.log(count)


def _in_groups(terms: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(terms), size):
        yield terms[start : start + size]
