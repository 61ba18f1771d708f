"""Query → candidates: the passages that words find, the passages that meaning finds, the files whose names match."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from indexer.models.encoder import Encoder
from indexer.protocol import Filters
from indexer.search.meaning import Meaning
from indexer.search.query import Query
from indexer.search.reads import Names, Rows, Vector, Words
from indexer.search.stages import During, unmeasured
from indexer.store import terms
from indexer.store.scored import ScoredChunk, ScoredFile
from indexer.types import Mode

DEPTH = 300  # chunks that each retriever contributes
_EACH = 3  # passages whose meaning is looked at of a document that only words proposed, beside those that they found
_NAMES = 100
_LOOKED_UP = 2000  # passages or names in which a word is looked for literally
_IN_NAME = 0.8  # the share that `NameIndex.search` gives to a name that holds the word
_SYMBOL = re.compile(r"[^\w\s]")

# Rocchio (1971), as in Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 9.1.1; what is pushed away
# counts more than there, since a person who says "not this" looks at the list to see it go.
_TOWARDS, _AWAY = 0.75, 0.4


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the words and the meaning say of every passage that either of them proposed: BM25 and cosines. `vectors`
    (d,) are the questions', none while meaning is not ready or not wanted; `usual` see `reads.Meanings.usual`."""

    words: list[ScoredChunk]
    meaning: list[ScoredChunk]
    names: list[ScoredFile]
    files: Collection[int] | None  # that may be shown; None: any
    vectors: Sequence[Vector] = ()  # of all questions
    usual: tuple[float, float] = (0.0, 1.0)
    literal: frozenset[int] = frozenset()  # passages in which words in quotes occur

    @property
    def vector(self) -> Vector | None:
        """The query's."""
        return self.vectors[0] if len(self.vectors) else None


@dataclass(frozen=True, slots=True)
class Retriever:
    rows: Rows
    words: Words
    names: Names
    threads: ThreadPoolExecutor
    during: During = unmeasured

    def retrieve(
        self,
        query: Query,
        mode: Mode,
        meaning: Meaning,
        steer: Callable[[Vector], Vector] = lambda vector: vector,
        among: Collection[int] | None = None,
        known: Sequence[Vector] = (),
    ) -> Candidates:
        """Words and names are looked up while meaning is: all leave Python while they work. `steer` moves
        the vectors that are looked for; `among` are documents that alone are looked at; `known` are the
        vectors of this very query, where it was asked before."""
        allowed, files, literal = self._allowed(query.filters, query.phrases)
        if among is not None:
            allowed = set(among) if allowed is None else allowed.intersection(among)
        excluded = self._without(query.without)
        understanding = None
        index, encoder = meaning.index, meaning.encoder
        if encoder is not None and mode is not Mode.WORDS and query.text:

            def understand() -> tuple[Sequence[Vector], list[ScoredChunk]]:
                vectors = known or [steer(vector) for vector in _vectors(query, encoder)]
                return vectors, _best(index.search(vector, DEPTH, allowed, excluded) for vector in vectors)

            understanding = self.threads.submit(understand)
        questions = () if mode is Mode.MEANING else query.questions
        close = mode is Mode.HYBRID
        with self.during("words"):
            words = _best(self.words.search(text, DEPTH, allowed, excluded, close) for text in questions)
        with self.during("names"):
            names = [] if mode is Mode.MEANING or query.phrases else self.names.search(query.text, _NAMES, files)
        if understanding is None:
            return Candidates(words, [], names, files, literal=literal)
        with self.during("waiting for meaning"):
            vectors, near = understanding.result()
        by_words, by_meaning = _documents(words), _documents(near)
        # Each is asked about what only the other proposed: no document is judged by half of the evidence.
        if by_meaning - by_words and questions:
            with self.during("words of meaning's"):
                words += _best(self.words.search(text, DEPTH, by_meaning - by_words, (), close) for text in questions)
        if others := by_words - by_meaning:
            with self.during("meaning of words'"):
                proposed = [chunk.chunk_id for chunk in words]
                near += _best(index.scores(vector, others, _EACH, proposed) for vector in vectors)
        with self.during("usual"):
            usual = index.usual(vectors[0])
        return Candidates(words, near, names, files, vectors, usual, literal)

    def _allowed(
        self, filters: Filters, phrases: Collection[Collection[str]]
    ) -> tuple[set[int] | None, set[int] | None, frozenset[int]]:
        """(document ids, file ids) that may be found, None: no restriction; and the passages that hold a phrase."""
        matching = self.rows.matching(filters)
        documents, files = matching if matching is not None else (None, None)
        literal = set[int]()
        for either in phrases:
            holding = [chunk for phrase in either for chunk in self._holding(phrase)]
            literal.update(chunk.chunk_id for chunk in holding)
            documents = _documents(holding) if documents is None else documents & _documents(holding)
        return documents, files, frozenset(literal)

    def _without(self, words: Collection[str]) -> set[int]:
        """Documents that hold one of the words in their text or in the name of a file."""
        named = [file for word in words for file in self.names.search(word, _LOOKED_UP) if file.score >= _IN_NAME]
        files = self.rows.files([file.file_id for file in named]).values()
        held = {chunk.document_id for word in words for chunk in self._holding(word)}
        return held | {file.document_id for file in files if file.document_id is not None}

    def _holding(self, phrase: str) -> list[ScoredChunk]:
        """Passages in which a phrase occurs as it is typed, but for case, accents and white space."""
        found = self.words.chunks_with(phrase)
        if _SYMBOL.search(phrase):  # the index holds words only; "c++" is looked up in the text
            literal = _plain(phrase)
            texts = self.rows.chunks([chunk.chunk_id for chunk in found[:_LOOKED_UP]])
            found = [
                chunk for chunk in found if chunk.chunk_id in texts and literal in _plain(texts[chunk.chunk_id].text)
            ]
        return found


def towards(liked: Sequence[Vector], disliked: Sequence[Vector]) -> Callable[[Vector], Vector]:
    """Moves a query's vector (d,) nearer to documents that were marked + and away from those marked −; unit length."""

    def steer(vector: Vector) -> Vector:
        for vectors, share in ((liked, _TOWARDS), (disliked, -_AWAY)):
            if vectors:
                vector = vector + share * np.mean(np.stack(vectors), axis=0)
        return _unit(vector)

    return steer if liked or disliked else lambda vector: vector


def _vectors(query: Query, encoder: Encoder) -> list[Vector]:
    """One vector for each question; where parts have weights, their weighted sum."""
    if query.weighted:
        parts = encoder.encode_queries([part.text for part in query.weighted])
        return [_unit(np.asarray([part.weight for part in query.weighted], np.float32) @ parts)]
    return list(encoder.encode_queries(list(query.questions)))


def _unit(vector: Vector) -> Vector:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


def _best(found: Iterable[list[ScoredChunk]]) -> list[ScoredChunk]:
    """Each chunk once, with the best of its scores."""
    lists = list(found)
    if len(lists) <= 1:
        return lists[0] if lists else []
    best: dict[int, ScoredChunk] = {}
    for chunk in (chunk for chunks in lists for chunk in chunks):
        if chunk.chunk_id not in best or best[chunk.chunk_id].score < chunk.score:
            best[chunk.chunk_id] = chunk
    return sorted(best.values(), key=lambda chunk: -chunk.score)


def _plain(text: str) -> str:
    return " ".join(terms.normal(text).casefold().split())


def _documents(chunks: Collection[ScoredChunk]) -> set[int]:
    return {chunk.document_id for chunk in chunks}
