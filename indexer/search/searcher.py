"""A question → the documents that answer it: parse, retrieve, fuse, explain, present."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from indexer import protocol
from indexer.models.encoder import Encoder
from indexer.protocol import Filters, Results
from indexer.search import explain, fuse, query, retrieve
from indexer.search.present import Candidate, present
from indexer.search.reads import Meanings, Names, Rows, Vector, Words
from indexer.search.similar import Similar
from indexer.store.scored import ScoredFile
from indexer.types import Mode, Tier

_NAMED = 100  # files that are looked up by their names
_NAME_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Scope:
    """Where hits may lie: documents and files that pass the filters (None: all), and documents that are ruled out."""

    documents: frozenset[int] | None = None
    files: frozenset[int] | None = None
    excluded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question and all that it found, best first. `vector` is None where meaning took no part."""

    asked: query.Query
    scope: Scope
    vector: Vector | None
    candidates: tuple[Candidate, ...]


class Searcher:
    """Answers searches from the library and its caches. Any thread may ask; nothing is kept between questions.

    `encoder` gives the query encoder once it is loaded; until then words and names answer. `clock` counts seconds.
    """

    def __init__(
        self,
        library: Rows,
        words: Words,
        names: Names,
        vectors: Meanings,
        encoder: Callable[[], Encoder | None],
        clock: Callable[[], float],
    ) -> None:
        self._library = library
        self._words = words
        self._names = names
        self._vectors = vectors
        self._encoder = encoder
        self._clock = clock
        self._similar = Similar(library, words, vectors)

    def search(self, request: protocol.Search) -> Results:
        started = self._clock()
        ranked = self.rank(request)
        hits = present(
            ranked.candidates[: request.limit],
            self._library,
            ranked.scope.files,
            partial(explain.word_highlights, asked=ranked.asked.text),
            partial(explain.best_sentences, asked=ranked.asked.text, query=ranked.vector, encoder=None),
        )
        took = 1000 * (self._clock() - started)
        ready = self._encoder() is not None
        nothing = bool(ranked.asked.text) and not hits
        return Results(request.query, hits, len(ranked.candidates), nothing, took, ready)

    def rank(self, request: protocol.Search) -> Ranked:
        """What `search` would show, in its order, before anything is looked up to show it."""
        asked = query.parse(request.query, request.filters)
        if not asked.text:
            return Ranked(asked, Scope(), None, ())
        encoder = self._encoder() if request.mode is not Mode.WORDS else None
        vector = encoder.encode_queries([asked.text])[0] if encoder else None
        scope = self._scope(asked)
        evidence = retrieve.retrieve(
            asked.text,
            vector,
            self._words,
            self._vectors,
            allowed=scope.documents,
            excluded=scope.excluded,
            by_words=request.mode is not Mode.MEANING or vector is None,
        )
        named = [] if request.mode is Mode.MEANING else self._names.search(asked.text, _NAMED, scope.files)
        candidates = self._candidates(fuse.fuse(evidence), named, scope, phrases=bool(asked.phrases))
        return Ranked(asked, scope, vector, tuple(candidates))

    def similar(self, request: protocol.SimilarTo) -> Results:
        """Documents like a file of the library, or like a text."""
        started = self._clock()
        encoder = self._encoder()
        candidates = self._similar.candidates(request, encoder)
        hits = present(
            candidates[: request.limit], self._library, None, lambda _: (), lambda texts: [None] * len(texts)
        )
        took = 1000 * (self._clock() - started)
        return Results(request.text, hits, len(candidates), not hits, took, encoder is not None)

    # --- where to look ---------------------------------------------------------------------------------------------

    def _scope(self, asked: query.Query) -> Scope:
        matching = None if asked.filters == Filters() else self._library.matching(asked.filters)
        documents, files = (None, None) if matching is None else (matching[0], frozenset(matching[1]))
        for phrase in asked.phrases:
            holding = self._holding(phrase)
            documents = holding if documents is None else documents & holding
        excluded = frozenset(document for word in asked.without for document in self._holding(word))
        return Scope(None if documents is None else frozenset(documents), files, excluded)

    def _holding(self, phrase: str) -> set[int]:
        """The documents in which a phrase occurs."""
        return {chunk.document_id for chunk in self._words.chunks_with(phrase)}

    # --- which are best --------------------------------------------------------------------------------------------

    def _candidates(
        self, ranking: fuse.Ranking, named: Collection[ScoredFile], scope: Scope, *, phrases: bool
    ) -> list[Candidate]:
        """Documents by their content and files by their names, in one order, each document once."""
        files = self._library.files([file.file_id for file in named])
        by_document: dict[int, ScoredFile] = {}
        found: list[Candidate] = []
        for name in named:
            document_id = files[name.file_id].document_id if name.file_id in files else None
            if document_id is not None:
                by_document.setdefault(document_id, name)
            elif name.file_id in files and not phrases:
                score = _NAME_WEIGHT * name.score
                found.append(Candidate(score, _tier(score), file_id=name.file_id, name=name.score))
        for document_id, words, meaning, score, chunk_ids in ranking.rows():
            of_document = by_document.pop(document_id, None)
            file_id, by_name = (of_document.file_id, of_document.score) if of_document else (None, None)
            score += _NAME_WEIGHT * (by_name or 0.0)
            found.append(Candidate(score, _tier(score), document_id, file_id, chunk_ids, words, meaning, by_name))
        for document_id, name in by_document.items():
            if not phrases and document_id not in scope.excluded:
                score = _NAME_WEIGHT * name.score
                found.append(Candidate(score, _tier(score), document_id, name.file_id, name=name.score))
        return sorted(found, key=lambda candidate: -candidate.score)


def _unmarked(_: str) -> tuple[tuple[int, int], ...]:
    return ()


def _whole(passages: Sequence[str]) -> list[tuple[int, int] | None]:
    return [None] * len(passages)


def _tier(score: float) -> Tier:
    if score >= 0.8:
        return Tier.STRONG
    return Tier.LIKELY if score >= 0.4 else Tier.WEAK
