"""A query's way out: text → parse → retrieve → fuse → present."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from indexer import protocol
from indexer.models.encoder import Encoder
from indexer.search.fuse import Ranked, fuse, scale_of
from indexer.search.present import Asked, name_hit, present
from indexer.search.query import Query, parse
from indexer.search.reads import Meanings, Names, Rows, Words
from indexer.search.retrieve import Candidates, Retriever
from indexer.store.records import StoredFile
from indexer.types import Mode, Tier

_LEAST_NAME = 0.5  # share of the query that a file name must hold to be found by it alone


class Searcher:
    """Any thread may search. `encoder` gives the query model, or None while it is not loaded: words and names answer
    then. `clock` gives seconds, for the duration that is reported."""

    def __init__(
        self,
        rows: Rows,
        words: Words,
        names: Names,
        meanings: Meanings,
        encoder: Callable[[], Encoder | None],
        clock: Callable[[], float],
    ) -> None:
        self._rows = rows
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="encode")
        self._retriever = Retriever(rows, words, names, meanings, self._threads)
        self._encoder = encoder
        self._clock = clock

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def search(self, request: protocol.Search) -> protocol.Results:
        started = self._clock()
        query = parse(request.query, request.filters)
        encoder = self._encoder()
        candidates = self._retriever.retrieve(query, request.mode, encoder)
        ranked, files = self.rank(query, candidates)
        _, allowed = self._retriever.allowed(query.filters, ())
        asked = Asked(query.text, candidates.vector, encoder)
        hits = present(self._rows, ranked[: request.limit], asked, allowed)
        hits += [name_hit(file, share, query.text) for file, share in files if file.document_id is None]
        hits.sort(key=lambda hit: -hit.score)
        return protocol.Results(
            query=request.query,
            hits=tuple(hits[: request.limit]),
            total=len(ranked) + sum(file.document_id is None for file, _ in files),
            no_match=all(hit.tier is Tier.WEAK for hit in hits),
            milliseconds=(self._clock() - started) * 1000,
            meaning_ready=encoder is not None or request.mode is Mode.WORDS,
        )

    def rank(self, query: Query, candidates: Candidates) -> tuple[list[Ranked], list[tuple[StoredFile, float]]]:
        """Documents in order, and the files whose names match with the share of the query that they hold."""
        named = {file.file_id: file.score for file in candidates.names}
        rows = self._rows.files(list(named))
        files = [(rows[key], share) for key, share in named.items() if key in rows and share >= _LEAST_NAME]
        scale = scale_of(candidates.words, candidates.meaning)
        names = _by_document({key: (rows[key], share) for key, share in named.items() if key in rows})
        candidate_ids = {chunk.document_id for chunk in (*candidates.words, *candidates.meaning)}
        names = {key: share for key, share in names.items() if share >= _LEAST_NAME or key in candidate_ids}
        if query.phrases or query.without:
            names = {key: share for key, share in names.items() if key in candidate_ids}
        return fuse(candidates.words, [*candidates.meaning, *candidates.also], names, scale), files


def _by_document(files: Mapping[int, tuple[StoredFile, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for file, share in files.values():
        if file.document_id is not None:
            best[file.document_id] = max(share, best.get(file.document_id, 0.0))
    return best
