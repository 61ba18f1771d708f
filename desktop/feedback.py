"""Tells the library what a person did with the results, so that it can be trained on it; it decides what is kept."""

import logging
from collections.abc import Sequence

from desktop.client import Service
from indexer.errors import WhereinError
from indexer.protocol import Hit, Judge, Seen

log = logging.getLogger(__name__)

_PASSED = 3  # results above the opened one that count as passed over


class Feedback:
    def __init__(self, service: Service) -> None:
        self._service = service

    def open(self, query: str, shown: Sequence[Hit], path: bytes) -> None:
        """A result was opened, those above it were not."""
        row = next((row for row, hit in enumerate(shown) if hit.path == path), None)
        if row is None or not query.strip() or not shown[row].passages:
            return
        passed = tuple(_seen(hit) for hit in shown[max(row - _PASSED, 0) : row] if hit.passages)
        self._tell(Judge(query, _seen(shown[row]), "opened", passed))

    def mark(self, query: str, hit: Hit, liked: bool | None) -> None:
        """A result was marked; None: the mark was taken back."""
        if hit.passages:
            self._tell(Judge(query, _seen(hit), "unmarked" if liked is None else "accepted" if liked else "rejected"))

    def _tell(self, judgement: Judge) -> None:
        self._service.ask(judgement, lambda _: None, _missed)


def _seen(hit: Hit) -> Seen:
    return Seen(hit.path, hit.passages[0].start, hit.passages[0].end)


def _missed(problem: WhereinError) -> None:
    log.info("feedback was not kept: %s", problem)
