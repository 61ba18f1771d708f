"""The second stage: the best documents are read again beside the question, by a model that sees both at once.

It is slow, so it comes after the first results, has so many milliseconds rather than so many documents, and stops as
soon as nobody waits for it. What it says is a log-odds that a passage answers; it is added to what the indexes say
(two witnesses of the same thing, as in naive Bayes), so a document that it misjudges keeps some of its place.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import structlog

from indexer.chunk import passage_input
from indexer.errors import WhereinError
from indexer.models.pairs import Reranker
from indexer.search.fuse import reading_score
from indexer.search.judge import Judged
from indexer.search.reads import Rows

_MOST = 60  # documents; what stands further down is seldom lifted onto the first page
_UNREAD = 0.25  # the quantile of those read that stands for those not reached: they were further down to begin with

_log = structlog.get_logger()

Stop = Callable[[], bool]


class WarmReranker:
    """Loads a reranker when it is wanted first, in the background, and another one when another one is chosen."""

    def __init__(self, load: Callable[[str], Reranker]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._chosen: str | None = None
        self._loaded: Reranker | None = None
        self._known = threading.Event()
        self.problem: WhereinError | None = None  # what keeps the chosen one from loading

    def get(self, name: str) -> Reranker | None:
        """The reranker of this name; None while it is loaded, or where it cannot be."""
        with self._lock:
            if self._chosen != name:
                self._chosen, self._loaded, self.problem = name, None, None
                self._known.clear()
                threading.Thread(target=self._make, args=(name,), name="load-reranker", daemon=True).start()
            return self._loaded

    def wait(self, name: str, timeout: float) -> Reranker | None:
        """The same, after at most so many seconds of waiting for it."""
        self.get(name)
        self._known.wait(timeout)
        return self.get(name)

    def _make(self, name: str) -> None:
        loaded, problem = None, None
        try:
            loaded = self._load(name)
        except WhereinError as error:
            problem = error
            _log.info("results are not read again", reranker=name, problem=str(error))
        finally:  # whatever went wrong, nobody waits for it any more
            with self._lock:
                if self._chosen == name:
                    self._loaded, self.problem = loaded, problem
                    self._known.set()


def reread(
    judged: Sequence[Judged], rows: Rows, question: str, reranker: Reranker, stop: Stop
) -> tuple[list[Judged], int]:
    """In the order that comes of it, and how many were read. `stop` is asked between a few documents each."""
    first = [found for found in judged[:_MOST] if found.passages]
    texts = _texts(first, rows)
    read = [found for found in first if found.ranked.document_id in texts]
    scores = reranker.score(question, [texts[found.ranked.document_id] for found in read], stop)
    known = scores[~np.isnan(scores)]
    if not len(known):
        return list(judged), 0
    readings = {
        found.ranked.document_id: float(score) for found, score in zip(read, scores, strict=True) if not np.isnan(score)
    }
    unread = float(np.quantile(known, _UNREAD))
    settled = [_with_reading(found, readings, unread) for found in judged]
    settled.sort(key=lambda found: (-found.ranked.score, found.ranked.document_id))
    return settled, len(known)


def _texts(judged: Sequence[Judged], rows: Rows) -> dict[int, str]:
    """What is read of each document: its best passage, under its title."""
    chunks = rows.chunks([found.passages[0].chunk_id for found in judged])
    documents = rows.documents([found.ranked.document_id for found in judged])
    return {
        found.ranked.document_id: passage_input(documents[found.ranked.document_id].title, chunk.text)
        for found in judged
        if (chunk := chunks.get(found.passages[0].chunk_id)) and found.ranked.document_id in documents
    }


def _with_reading(found: Judged, readings: Mapping[int, float], unread: float) -> Judged:
    reading = readings.get(found.ranked.document_id)
    score = found.ranked.score + reading_score(unread if reading is None else reading)
    return replace(found, ranked=msgspec.structs.replace(found.ranked, score=score, reading=reading))
