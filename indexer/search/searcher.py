"""A query's way out: text → parse → retrieve → fuse → present."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from indexer import protocol
from indexer.models.encoder import Encoder
from indexer.search.fuse import Ranked, fuse, scale_of
from indexer.search.present import Asked, best_evidence, name_hit, present
from indexer.search.query import Query, parse
from indexer.search.reads import Meanings, Names, Rows, Words
from indexer.search.retrieve import Candidates, Retriever
from indexer.search.trust import PROBES, WORDS_ONLY, Calibration, floor_of, measure
from indexer.store.records import StoredFile
from indexer.types import Fingerprint, Mode, Tier

_GROWTH = 0.25  # share of new chunks after which the library is another one
_LOOKED_AT = 5  # hits of a probe
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
        self._words = words
        self._meanings = meanings
        self._measured: tuple[Fingerprint, int, Calibration] | None = None  # with how many chunks
        self._busy = threading.Lock()  # held while a calibration is made aside
        self._clock = clock

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def search(self, request: protocol.Search) -> protocol.Results:
        started = self._clock()
        query = parse(request.query, request.filters)
        encoder = self._encoder()
        candidates = self._retriever.retrieve(query, request.mode, encoder)
        ranked, files = self.rank(query, candidates)
        asked = Asked(
            query.text,
            candidates.vector,
            encoder,
            self._words.weights(query.text),
            self._calibration(encoder) if encoder else WORDS_ONLY,
        )
        hits = present(self._rows, ranked[: request.limit], asked, candidates.files)
        hits += [name_hit(file, share, query.text) for file, share in files if file.document_id is None]
        hits.sort(key=lambda hit: -hit.score)
        return protocol.Results(
            query=request.query,
            hits=tuple(hits[: request.limit]),
            total=len(ranked) + sum(file.document_id is None for file, _ in files),
            no_match=bool(query.text) and all(hit.tier is Tier.WEAK for hit in hits),
            milliseconds=(self._clock() - started) * 1000,
            meaning_ready=encoder is not None or request.mode is Mode.WORDS,
        )

    def calibrate(self, encoder: Encoder) -> None:
        """Learn what chance brings in this library with this model, see trust.py. Takes half a second."""
        size = self._meanings.size
        nearness = measure(encoder)
        evidence = [self._chance(probe, encoder, Calibration(nearness)) for probe in PROBES]
        self._measured = (encoder.fingerprint, size, Calibration(nearness, floor_of(evidence)))

    def _chance(self, probe: str, encoder: Encoder, calibration: Calibration) -> float:
        query = Query(probe)
        candidates = self._retriever.retrieve(query, Mode.HYBRID, encoder)
        ranked, _ = self.rank(query, candidates)
        asked = Asked(probe, candidates.vector, encoder, self._words.weights(probe), calibration)
        return best_evidence(self._rows, ranked[:_LOOKED_AT], asked)

    def _calibration(self, encoder: Encoder) -> Calibration:
        """The last one that was learnt with this model; a new one is on its way where the library has grown."""
        size = self._meanings.size
        if self._measured is None or self._measured[0] != encoder.fingerprint:
            self.calibrate(encoder)
        elif abs(size - self._measured[1]) > _GROWTH * self._measured[1] and self._busy.acquire(blocking=False):
            self._threads.submit(self._calibrate_aside, encoder)
        assert self._measured is not None
        return self._measured[2]

    def _calibrate_aside(self, encoder: Encoder) -> None:
        try:
            self.calibrate(encoder)
        finally:
            self._busy.release()

    def rank(self, query: Query, candidates: Candidates) -> tuple[list[Ranked], list[tuple[StoredFile, float]]]:
        """Documents in order, and the files whose names match with the share of the query that they hold."""
        named = {file.file_id: file.score for file in candidates.names}
        rows = self._rows.files(list(named))
        files = [(rows[key], share) for key, share in named.items() if key in rows and share >= _LEAST_NAME]
        scale = scale_of(candidates.words, candidates.meaning, candidates.usual)
        names = _by_document({key: (rows[key], share) for key, share in named.items() if key in rows})
        candidate_ids = {chunk.document_id for chunk in (*candidates.words, *candidates.meaning)}
        names = {key: share for key, share in names.items() if share >= _LEAST_NAME or key in candidate_ids}
        if query.phrases or query.without:
            names = {key: share for key, share in names.items() if key in candidate_ids}
        return fuse(candidates.words, candidates.meaning, names, scale), files


def _by_document(files: Mapping[int, tuple[StoredFile, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for file, share in files.values():
        if file.document_id is not None:
            best[file.document_id] = max(share, best.get(file.document_id, 0.0))
    return best
