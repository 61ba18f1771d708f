"""What a person did with what was found: kept on this machine, for training on it (`wherein train`).

One row is one judgement of one passage for one query:

    verdict     label   when
    accepted    1.0     the person said that this is what was meant
    opened      0.7     the person opened it
    skipped     0.2     it stood above one that was opened, and was passed over (Joachims, "Optimizing Search Engines
                        using Clickthrough Data", 2002)
    rejected    0.0     the person said that this is not what was meant

A later judgement of the same kind replaces an earlier one; where kinds contradict each other, what a person said counts
more than what a person did, and what was opened more than what was passed over. A row goes with its document, or when
the feedback is erased.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.store.database import Database


class Verdict(StrEnum):
    OPENED = "opened"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


LABELS = {Verdict.ACCEPTED: 1.0, Verdict.REJECTED: 0.0, Verdict.OPENED: 0.7, Verdict.SKIPPED: 0.2}
_WEIGHTIEST_FIRST = tuple(LABELS)
_OPPOSITE = {
    Verdict.ACCEPTED: Verdict.REJECTED,
    Verdict.REJECTED: Verdict.ACCEPTED,
}  # who says one takes the other back


@dataclass(frozen=True, slots=True)
class Judgement:
    """`passage` answers `query` to the degree `label`, 0 to 1. `title` is the document's."""

    query: str
    passage: str
    title: str
    label: float
    verdict: Verdict
    document_id: int
    at: float


class Feedback:
    """`clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def record(self, query: str, document_id: int, span: tuple[int, int], verdict: Verdict) -> None:
        """`span` is the passage that was shown, in characters of the document's text. A query without words, and a
        document that is not there, say nothing."""
        words = " ".join(query.split())
        if not words:
            return
        with self._database.write() as db:
            db.execute(
                "DELETE FROM feedback WHERE query = ? AND document_id = ? AND verdict = ?",
                (words, document_id, _OPPOSITE.get(verdict, verdict).value),
            )
            db.execute(
                'INSERT OR REPLACE INTO feedback (at, query, document_id, start, "end", verdict) '
                "SELECT ?, ?, id, ?, ?, ? FROM documents WHERE id = ?",
                (self._clock(), words, *span, verdict.value, document_id),
            )

    def judgements(self) -> list[Judgement]:
        """One for each query and document, the weightiest, oldest first."""
        with self._database.read() as db:
            rows: list[Any] = db.execute(
                'SELECT f.query, substr(d.text, f.start + 1, f."end" - f.start), d.title, f.verdict, d.id, f.at '
                "FROM feedback f JOIN documents d ON d.id = f.document_id ORDER BY f.at, f.id"
            ).fetchall()
        found = [_judgement(*row) for row in rows]
        best: dict[tuple[str, int], Judgement] = {}
        for judgement in found:
            key = (judgement.query, judgement.document_id)
            if key not in best or _weight(judgement) <= _weight(best[key]):
                best[key] = judgement
        return [judgement for judgement in best.values() if judgement.passage.strip()]

    def count(self) -> int:
        with self._database.read() as db:
            return int(db.execute("SELECT count(*) FROM feedback").get)

    def take_back(self, query: str, document_ids: Sequence[int], verdict: Verdict) -> None:
        with self._database.write() as db:
            db.executemany(
                "DELETE FROM feedback WHERE query = ? AND document_id = ? AND verdict = ?",
                [(" ".join(query.split()), document_id, verdict.value) for document_id in document_ids],
            )

    def erase(self) -> None:
        with self._database.write() as db:
            db.execute("DELETE FROM feedback")


def _judgement(query: str, passage: str, title: str, verdict: str, document_id: int, at: float) -> Judgement:
    kind = Verdict(verdict)
    return Judgement(query, passage, title, LABELS[kind], kind, document_id, at)


def _weight(judgement: Judgement) -> int:
    return _WEIGHTIEST_FIRST.index(judgement.verdict)
