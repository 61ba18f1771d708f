"""Query → candidates: the passages that words find, the passages that meaning finds, the files whose names match."""

import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from indexer.models.encoder import Encoder
from indexer.protocol import Filters
from indexer.search.query import Query
from indexer.search.reads import Meanings, Names, Rows, Vector, Words
from indexer.store import terms
from indexer.store.scored import ScoredChunk, ScoredFile
from indexer.types import Mode

DEPTH = 300  # chunks that each retriever contributes
_NAMES = 100
_LOOKED_UP = 2000  # passages or names in which a word is looked for literally
_IN_NAME = 0.8  # the share that `NameIndex.search` gives to a name that holds the word
_SYMBOL = re.compile(r"[^\w\s]")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the words and the meaning say of every passage that either of them proposed: BM25 and cosines. `vector` (d,)
    is the query's, None while meaning is not ready or not wanted; `usual` see `reads.Meanings.usual`."""

    words: list[ScoredChunk]
    meaning: list[ScoredChunk]
    names: list[ScoredFile]
    files: Collection[int] | None  # that may be shown; None: any
    vector: Vector | None = None
    usual: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Retriever:
    rows: Rows
    words: Words
    names: Names
    meanings: Meanings
    threads: ThreadPoolExecutor

    def retrieve(self, query: Query, mode: Mode, encoder: Encoder | None) -> Candidates:
        """Words and names are looked up while the query is encoded: both leave Python while they work."""
        allowed, files = self._allowed(query.filters, query.phrases)
        excluded = self._without(query.without)
        vector_task = None
        if encoder is not None and mode is not Mode.WORDS and query.text:
            vector_task = self.threads.submit(lambda: encoder.encode_queries([query.text])[0])
        words = [] if mode is Mode.MEANING else self.words.search(query.text, DEPTH, allowed, excluded)
        names = [] if mode is Mode.MEANING or query.phrases else self.names.search(query.text, _NAMES, files)
        if vector_task is None:
            return Candidates(words, [], names, files)
        vector = vector_task.result()
        meaning = self.meanings.search(vector, DEPTH, allowed, excluded)
        by_words, by_meaning = _documents(words), _documents(meaning)
        # Each is asked about what only the other proposed: no document is judged by half of the evidence.
        if by_meaning - by_words and mode is not Mode.MEANING:
            words = [*words, *self.words.search(query.text, DEPTH, by_meaning - by_words)]
        if by_words - by_meaning:
            meaning = [*meaning, *self.meanings.scores(vector, by_words - by_meaning)]
        return Candidates(words, meaning, names, files, vector, self.meanings.usual(vector))

    def _allowed(self, filters: Filters, phrases: Collection[str]) -> tuple[set[int] | None, set[int] | None]:
        """(document ids, file ids) that may be found; None: no restriction."""
        matching = self.rows.matching(filters)
        documents, files = matching if matching is not None else (None, None)
        for phrase in phrases:
            holding = self._holding(phrase)
            documents = holding if documents is None else documents & holding
        return documents, files

    def _without(self, words: Collection[str]) -> set[int]:
        """Documents that hold one of the words in their text or in the name of a file."""
        named = [file for word in words for file in self.names.search(word, _LOOKED_UP) if file.score >= _IN_NAME]
        files = self.rows.files([file.file_id for file in named]).values()
        held = {document for word in words for document in self._holding(word)}
        return held | {file.document_id for file in files if file.document_id is not None}

    def _holding(self, phrase: str) -> set[int]:
        """Documents in which a phrase occurs as it is typed, but for case, accents and white space."""
        found = self.words.chunks_with(phrase)
        if _SYMBOL.search(phrase):  # the index holds words only; "c++" is looked up in the text
            literal = _plain(phrase)
            texts = self.rows.chunks([chunk.chunk_id for chunk in found[:_LOOKED_UP]])
            found = [
                chunk for chunk in found if chunk.chunk_id in texts and literal in _plain(texts[chunk.chunk_id].text)
            ]
        return _documents(found)


def _plain(text: str) -> str:
    return " ".join(terms.normal(text).casefold().split())


def _documents(chunks: Collection[ScoredChunk]) -> set[int]:
    return {chunk.document_id for chunk in chunks}
