"""A query's way out: text → parse → retrieve → fuse → judge → present."""

import math
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import msgspec
import numpy as np

from indexer import protocol
from indexer.errors import BadRequest
from indexer.models.encoder import Encoder, letters
from indexer.models.pairs import Reranker, never
from indexer.search.calibrating import Calibrating
from indexer.search.counting import count, without_one
from indexer.search.executed import describe
from indexer.search.fold import fold
from indexer.search.found import Found
from indexer.search.fuse import Ranked, Scale, fuse, recency, recency_of, scale_of
from indexer.search.judge import Asked, judge
from indexer.search.lately import Asking, Lately
from indexer.search.meaning import Meaning
from indexer.search.present import Stage, listed_hit, name_hit, present
from indexer.search.query import Query, parse
from indexer.search.reads import Names, Rows, Vector, Words
from indexer.search.rerank import Stop, reread
from indexer.search.retrieve import Candidates, Retriever, towards
from indexer.search.spelling import suggestions
from indexer.search.stages import During, unmeasured
from indexer.search.trust import WORDS_ONLY, Calibration, together
from indexer.store import terms
from indexer.store.records import StoredFile
from indexer.types import Mode, Tier

_LOOKED_AT = 50  # hits of a probe
_LEAST_NAME = 0.5  # share of the query that a file name must hold to be found by it alone
_TWO_PIECES = 1.5  # and fewer is one
_MOST_WEAK = 30  # that are offered; further down is noise


class Searcher:
    """Any thread may search. `meaning` gives the model that is in use; while it is not loaded, words and names answer.
    `clock` gives seconds, for the duration that is reported; `now` the time of day, for dates; `during` see stages."""

    def __init__(
        self,
        rows: Rows,
        words: Words,
        names: Names,
        meaning: Callable[[], Meaning],
        clock: Callable[[], float],
        now: Callable[[], float] = time.time,
        during: During = unmeasured,
    ) -> None:
        self._rows = rows
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="encode")
        self._retriever = Retriever(rows, words, names, self._threads, during)
        self._during = during
        self._meaning = meaning
        self._words, self._names = words, names
        self._calibrating = Calibrating(self._evidence, self._threads)
        self._closed = False
        self._last: tuple[protocol.Search, Found] | None = None  # what a `Refine` that follows goes on from
        self._lately: Lately[Found] = Lately()
        self._clock = clock
        self._now = now

    def close(self) -> None:
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)

    def search(self, request: protocol.Search, stop: Stop = never) -> protocol.Results:
        """Raises BadRequest "superseded" soon after `stop` says so."""
        started = self._clock()
        with self._during("parse"):
            query = self._parse(request)
        if not query.text and query.filters != protocol.Filters() and not query.without:
            return self._listed(request, query, started)
        asking = self._asking(request, query)
        found = self._unless_misled(request, self.find(request, query, stop=stop), stop)
        self._lately.keep(asking, found)
        self._last = request, found
        hits = self.hits(request, found)
        _go_on(stop)
        results = self.results(request, found, hits, started)
        return msgspec.structs.replace(results, facets=self._beside(request, found, results.facets, stop))

    def refine(self, request: protocol.Search, reranker: Reranker | None, stop: Stop) -> protocol.Results:
        """The same, with its best documents read again for as long as `stop` lets it, and with the sentences that
        answer by what they mean."""
        query = self._parse(request)
        if not query.text:
            return self.search(request)
        started, last, read = self._clock(), self._last, 0
        if last is not None and last[0] == request:
            found = last[1]
        else:
            found = self._unless_misled(request, self.find(request, query), stop)
        if reranker is not None and refinable(request, query):
            found, read = self.again(found, reranker, stop)
        results = self.results(request, found, self.hits(request, found, closely=True), started)
        return msgspec.structs.replace(results, reread=read)

    def again(self, found: Found, reranker: Reranker, stop: Stop) -> tuple[Found, int]:
        """What was found in the order that comes of reading the best again, and how many were read."""
        judged, read = reread(found.judged, self._rows, found.query.text, reranker, stop)
        return replace(found, judged=judged), read

    def find(
        self,
        request: protocol.Search,
        query: Query | None = None,
        among: Collection[int] | None = None,
        stop: Stop = never,
        before: Found | None = None,
    ) -> Found:
        """Candidates in order, judged; of the documents `among` these alone, where that is said. `before` is what the
        same question found with other filters."""
        query = query or self._parse(request)
        meaning = self._meaning()
        encoder = meaning.encoder
        steer = towards(*(self._vectors_of(paths, encoder) for paths in (request.like, request.unlike)))
        _go_on(stop)
        known = before.vectors if before is not None and _is_same_question(before, query, encoder) else ()
        candidates = self._retriever.retrieve(query, request.mode, meaning, steer, among, known)
        _go_on(stop)
        with self._during("fuse"):
            ranked, named, scale = self.rank(query, candidates, encoder)
        asked = Asked(
            query.text,
            candidates.vector,
            encoder,
            self._words.weights(query.text),
            self._judge(meaning),
        )
        with self._during("files"):
            holders = self._rows.files_of([document.document_id for document in ranked])
            ranked = _recent_first(ranked, holders, self._now())
        _go_on(stop)
        with self._during("judge"):
            judged = [found for found in judge(self._words, ranked, asked) if found.ranked.document_id in holders]
        _go_on(stop)
        stage = Stage(asked, scale, candidates.files, self._now())
        return Found(query, judged, named, stage, holders, candidates.vectors)

    def matching(self, request: protocol.Search, among: Collection[int] | None = None) -> list[list[StoredFile]]:
        """The files of every good match, each document's newest first; of the documents `among` these alone."""
        query = self._parse(request)
        if query.text:
            found = self.find(request, query, among)
            return [list(found.holders[judged.ranked.document_id]) for judged in found.good]
        documents, files = self._rows.matching(query.filters) or (set(), set())
        holders = self._rows.files_of(sorted(documents if among is None else documents.intersection(among)))
        return [[file for file in held if file.id in files] for held in holders.values()]

    def hits(self, request: protocol.Search, found: Found, *, closely: bool = False) -> list[protocol.Hit]:
        """Those to be shown: the good ones and, where they are wanted, weak ones after them. `closely` see `Stage`."""
        wanted = [*found.good, *found.weak] if request.weak else found.good
        shown = wanted[: request.limit]
        with self._during("read"):
            chunks = self._rows.chunks([passage.chunk_id for judged in shown for passage in judged.passages])
            lengths = self._rows.lengths([judged.ranked.document_id for judged in shown])
        with self._during("fold"):
            folded = fold(shown, chunks, lengths)
        with self._during("present"):
            hits = present(self._rows, folded, chunks, found.holders, replace(found.stage, closely=closely))
        unread = [name_hit(file, share, found.query.text, found.stage.scale) for file, share in found.named]
        hits += [hit for hit in unread if request.weak or hit.tier is not Tier.WEAK]
        return _good_first(hits)[: request.limit]

    def results(
        self, request: protocol.Search, found: Found, hits: Sequence[protocol.Hit], started: float
    ) -> protocol.Results:
        good, query = found.good, found.query
        encoder = found.stage.asked.encoder
        named = found.good_names
        with self._during("count"):
            facets = self._count([*found.files, *named])
        with self._during("spell"):
            spelt = suggestions(query.text, self._words, _is_spelt(encoder)) if query.text else ()
        return protocol.Results(
            query=request.query,
            hits=tuple(hits),
            total=len(good) + len(named) - sum(len(hit.near) for hit in hits if hit.tier is not Tier.WEAK),
            no_match=bool(query.text) and not good and not named,
            milliseconds=(self._clock() - started) * 1000,
            meaning_ready=encoder is not None or request.mode is Mode.WORDS,
            weak=0 if request.weak else min(len(found.weak), _MOST_WEAK),
            understood=query.understood,
            executed=describe(query, request, found.stage.asked),
            suggestions=spelt,
            facets=facets,
            refinable=bool(found.judged) and refinable(request, query),
        )

    def _unless_misled(self, request: protocol.Search, found: Found, stop: Stop) -> Found:
        """What was recognised in plain words and leads to nothing good counts only where nothing is good without it."""
        if not found.query.guesses or found.is_good:
            return found
        wider = self.find(request, self._parse(request, guessing=False), stop=stop)
        return wider if wider.is_good else found

    def _parse(self, request: protocol.Search, guessing: bool = True) -> Query:
        """What was recognised in plain words counts only where the library has such documents (without `guessing`:
        never); where it has none, that is said, and it is looked for as words where documents could say it."""
        now = datetime.fromtimestamp(self._now())
        futile: list[protocol.Understood] = []

        def parsed(more: Iterable[protocol.Understood]) -> Query:
            as_words = (*request.as_words, *(part.source for part in more))
            return parse(request.query, request.filters, now, as_words)

        narrowed = parsed(())
        while narrowed.guesses and not (guessing and self._any(narrowed.filters)):
            futile.append(msgspec.structs.replace(narrowed.guesses[-1], applied=False))
            narrowed = parsed(futile)
        if not futile:
            return narrowed
        understood = tuple(sorted((*narrowed.understood, *futile), key=lambda part: part.start))
        asked = parsed(part for part in futile if self._is_said(part))
        return replace(asked, filters=narrowed.filters, understood=understood)

    def _is_said(self, part: protocol.Understood) -> bool:
        """Whether a document could say it: nobody writes of "last spring" what is meant by it today."""
        if part.field == "date" and not any(letter.isdigit() for letter in part.source):
            return False
        return any(self._words.frequency(word) for word in terms.content(part.source.split()))

    def _any(self, filters: protocol.Filters) -> bool:
        matching = self._rows.matching(filters)
        return matching is None or bool(matching[1])

    def _listed(self, request: protocol.Search, query: Query, started: float) -> protocol.Results:
        """Filters and nothing else: what passes them, newest first."""
        _, ids = self._rows.matching(query.filters) or (set(), set())
        files = sorted(self._rows.files(list(ids)).values(), key=lambda file: (-file.mtime_ns, file.path))
        return protocol.Results(
            query=request.query,
            hits=tuple(listed_hit(file) for file in files[: request.limit]),
            total=len(files),
            no_match=False,
            milliseconds=(self._clock() - started) * 1000,
            understood=query.understood,
            executed=describe(query, request, Asked("")),
            facets=self._count(files),
        )

    def _beside(self, request: protocol.Search, found: Found, facets: protocol.Facets, stop: Stop) -> protocol.Facets:
        """Where one kind is chosen the others go on being counted, so that a person can choose them too: each such
        group counts what would be found without the choice."""
        for group, left in without_one(request.filters):
            wider = self._wider(msgspec.structs.replace(request, filters=left), found, stop)
            counted = self._count([*wider.files, *wider.good_names])
            facets = msgspec.structs.replace(facets, **{group: getattr(counted, group)})
        return facets

    def _wider(self, request: protocol.Search, narrow: Found, stop: Stop) -> Found:
        """What is found with fewer filters than `narrow` was."""
        query = self._parse(request)
        asking = self._asking(request, query)
        found = self._lately.of(asking)
        if found is None:
            found = self._unless_misled(request, self.find(request, query, stop=stop, before=narrow), stop)
            self._lately.keep(asking, found)
        return found

    def _asking(self, request: protocol.Search, query: Query) -> Asking:
        meaning = self._meaning()
        sequences = self._words.sequence, self._names.sequence, meaning.index.sequence
        model = meaning.encoder.fingerprint if meaning.encoder else None
        return Asking(query, request.mode, request.like, request.unlike, sequences, model, self._judge(meaning))

    def _judge(self, meaning: Meaning) -> Calibration:
        return self._calibrating.of(meaning, meaning.encoder) if meaning.encoder else WORDS_ONLY

    def _count(self, files: Sequence[StoredFile]) -> protocol.Facets:
        documents = [file.document_id for file in files if file.document_id is not None]
        languages = self._rows.languages(documents)
        tags = self._rows.tags([file.id for file in files])
        roots = [folder.path for folder in self._rows.folders()]
        return count(files, roots, self._now(), tags, languages, self._rows.topics(documents))

    def _vectors_of(self, paths: Collection[bytes], encoder: Encoder | None) -> list[Vector]:
        """What files mean as a whole: the mean of their passages. Files that are not understood yet are left out."""
        files = [self._rows.file_at(path) for path in paths] if encoder else []
        found = []
        for file in files:
            if file is not None and file.document_id is not None and encoder is not None:
                _, vectors = self._rows.vectors_of(file.document_id, encoder.fingerprint)
                if len(vectors):
                    found.append(np.asarray(vectors.mean(axis=0), np.float32))
        return found

    # --- how far hits can be trusted ---------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Do now what the first search with a model would have to wait for."""
        meaning = self._meaning()
        if meaning.encoder is None:
            return
        try:
            self._calibrating.of(meaning, meaning.encoder)
        except RuntimeError:  # its threads end with the service
            if not self._closed:
                raise

    def _evidence(self, question: str, meaning: Meaning, encoder: Encoder, calibration: Calibration) -> float:
        """That the library answers a question, as its best documents say together."""
        query = Query(question)
        candidates = self._retriever.retrieve(query, Mode.HYBRID, meaning)
        ranked, _, _ = self.rank(query, candidates, encoder)
        asked = Asked(question, candidates.vector, encoder, self._words.weights(question), calibration)
        return together([found.evidence for found in judge(self._words, ranked[:_LOOKED_AT], asked)])

    def rank(
        self, query: Query, candidates: Candidates, encoder: Encoder | None
    ) -> tuple[list[Ranked], list[tuple[StoredFile, float]], Scale]:
        """Documents in order; the files without a text whose names match, with the share of the query that they hold;
        and how to read the scores."""
        named = {file.file_id: file.score for file in candidates.names}
        rows = self._rows.files(list(named))
        files = [
            (rows[key], share)
            for key, share in named.items()
            if key in rows and share >= _LEAST_NAME and rows[key].document_id is None
        ]
        rarity = math.hypot(*self._words.weights(query.text).values())
        pieces = encoder.pieces(query.text) if encoder and query.text else 1.0
        has_meaning = candidates.vector is not None
        scale = scale_of(candidates.words, candidates.meaning, candidates.usual, rarity, pieces, has_meaning)
        names = _by_document({key: (rows[key], share) for key, share in named.items() if key in rows})
        candidate_ids = {chunk.document_id for chunk in (*candidates.words, *candidates.meaning)}
        names = {key: share for key, share in names.items() if share >= _LEAST_NAME or key in candidate_ids}
        if query.phrases or query.without:
            names = {key: share for key, share in names.items() if key in candidate_ids}
        return fuse(candidates.words, candidates.meaning, names, scale, candidates.literal), files, scale


def _go_on(stop: Stop) -> None:
    if stop():
        raise BadRequest("superseded", "A newer search was asked for.")


def refinable(request: protocol.Search, query: Query) -> bool:
    """Whether reading documents beside the question does it justice: a direction that meaning is steered in is no text
    that a model could read."""
    return bool(query.text) and not query.weighted and not request.like and not request.unlike


def _is_same_question(before: Found, query: Query, encoder: Encoder | None) -> bool:
    same = before.query.questions == query.questions and before.query.weighted == query.weighted
    return same and before.stage.asked.encoder is encoder


def _is_spelt(encoder: Encoder | None) -> Callable[[str], bool]:
    """Whether a word is one that the model has as a whole: its vocabulary is a list of the common words."""
    return lambda word: encoder is not None and encoder.pieces(word.lower()) * letters(word) / 5 < _TWO_PIECES


def _good_first(hits: Sequence[protocol.Hit]) -> list[protocol.Hit]:
    """By score, weak ones after all others: no weak match is put, or scored, above a good one."""
    good = sorted((hit for hit in hits if hit.tier is not Tier.WEAK), key=lambda hit: -hit.score)
    weak = sorted((hit for hit in hits if hit.tier is Tier.WEAK), key=lambda hit: -hit.score)
    least = good[-1].score if good else 1.0
    return good + [msgspec.structs.replace(hit, score=min(hit.score, least)) for hit in weak]


def _recent_first(ranked: Sequence[Ranked], holders: Mapping[int, list[StoredFile]], now: float) -> list[Ranked]:
    """With what recency adds."""
    dated = []
    for document in ranked:
        files = holders.get(document.document_id)
        recent = recency_of(now - files[0].modified) if files else 0.0
        dated.append(msgspec.structs.replace(document, score=document.score + recency(recent), recent=recent))
    return sorted(dated, key=lambda document: (-document.score, document.document_id))


def _by_document(files: Mapping[int, tuple[StoredFile, float]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for file, share in files.values():
        if file.document_id is not None:
            best[file.document_id] = max(share, best.get(file.document_id, 0.0))
    return best
