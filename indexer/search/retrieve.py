"""Query → candidates: the passages that words find, the passages that meaning finds, the files whose names match."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from indexer.models.encoder import Encoder
from indexer.protocol import Filters
from indexer.search.query import Query
from indexer.search.reads import Meanings, Names, Rows, Vector, Words
from indexer.store.scored import ScoredChunk, ScoredFile
from indexer.types import Mode

DEPTH = 300  # chunks that each retriever contributes
_NAMES = 100


@dataclass(frozen=True, slots=True)
class Candidates:
    """`words` and `meaning` are what each found by itself; `also` are the cosines of the documents that only words
    found. `vector` (d,) is the query's, None while meaning is not ready or not wanted."""

    words: list[ScoredChunk]
    meaning: list[ScoredChunk]
    also: list[ScoredChunk]
    names: list[ScoredFile]
    vector: Vector | None


@dataclass(frozen=True, slots=True)
class Retriever:
    rows: Rows
    words: Words
    names: Names
    meanings: Meanings
    threads: ThreadPoolExecutor

    def retrieve(self, query: Query, mode: Mode, encoder: Encoder | None) -> Candidates:
        """Words and names are looked up while the query is encoded: both leave Python while they work."""
        allowed, files = self.allowed(query.filters, query.phrases)
        excluded = self.documents_with_any(query.without)
        vector_task = None
        if encoder is not None and mode is not Mode.WORDS and query.text:
            vector_task = self.threads.submit(lambda: encoder.encode_queries([query.text])[0])
        words = [] if mode is Mode.MEANING else self.words.search(query.text, DEPTH, allowed, excluded)
        names = [] if mode is Mode.MEANING or query.phrases else self.names.search(query.text, _NAMES, files)
        if vector_task is None:
            return Candidates(words, [], [], names, None)
        vector = vector_task.result()
        meaning = self.meanings.search(vector, DEPTH, allowed, excluded)
        unseen = {chunk.document_id for chunk in words} - {chunk.document_id for chunk in meaning}
        also = self.meanings.scores(vector, unseen) if unseen else []
        return Candidates(words, meaning, also, names, vector)

    def allowed(self, filters: Filters, phrases: Collection[str]) -> tuple[set[int] | None, set[int] | None]:
        """(document ids, file ids) that may be found; None: no restriction."""
        matching = self.rows.matching(filters)
        documents, files = matching if matching is not None else (None, None)
        for phrase in phrases:
            holding = {chunk.document_id for chunk in self.words.chunks_with(phrase)}
            documents = holding if documents is None else documents & holding
        return documents, files

    def documents_with_any(self, words: Collection[str]) -> set[int]:
        return {chunk.document_id for word in words for chunk in self.words.chunks_with(word)}
