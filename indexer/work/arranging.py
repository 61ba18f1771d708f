"""The kind of vector index follows the size of the library, or the setting: made in the background, in a task that can
be seen, paused and cancelled, while searching goes on as before. A service that ends in the middle of it loses only
that: the next one sees the same need."""

from collections.abc import Callable
from contextlib import suppress

import structlog

from indexer.errors import BadRequest
from indexer.protocol import VectorIndexState
from indexer.store import kinds
from indexer.store.kinds import Kind
from indexer.store.vectors import Arrangement, VectorIndex
from indexer.work.tasks import Task, Tasks

log = structlog.get_logger()

KIND = "vectors"  # of the task
TITLE = "Arranging the vectors for quick search"
_GROWN = 1.5  # times as many rows as it was trained or refused on: it is worth another try
_SHARES = 1000  # steps of progress


class Arranging:
    """`index` gives the one in use, `setting` the kind that a person chose or "auto", `available` the free bytes of
    memory; `on_arranged` is called with each change."""

    def __init__(
        self,
        index: Callable[[], VectorIndex],
        setting: Callable[[], str],
        tasks: Tasks,
        available: Callable[[], int],
        on_arranged: Callable[[], None],
    ) -> None:
        self._index, self._setting, self._tasks, self._available = index, setting, tasks, available
        self._on_arranged = on_arranged
        self._begun = ("", 0)  # with which setting and how many rows the last task was

    def wake(self) -> None:
        """Looks whether there is something to do, and begins."""
        index, setting = self._index(), self._setting()
        kind = need(index.arrangement, setting)
        if kind is None or not index.sequence or self._is_given_up(setting, index.arrangement.closed):
            return  # an index that is being made anew has no sequence yet
        if not self._has_room(index, kind):
            return
        with suppress(BadRequest):  # it is under way
            self._begun = setting, index.arrangement.closed
            self._tasks.start(KIND, TITLE, lambda task: self._run(task, index, setting))

    def state(self) -> VectorIndexState:
        index = self._index()
        now = index.arrangement
        return VectorIndexState(now.kind.value, now.covered, now.recall, self._problem(index, now))

    def _problem(self, index: VectorIndex, now: Arrangement) -> str:
        kind = need(now, self._setting())
        if kind and not self._has_room(index, kind):
            return f"There is no room in memory for the kind “{kind}”."
        if now.refused:
            return (
                f"The kind “{now.refused.kind}” found {now.refused.recall:.1%} of the ten nearest passages of this "
                f"library, which is too little."
            )
        return ""

    def _run(self, task: Task, index: VectorIndex, setting: str) -> None:
        kind: Kind | None = None

        def report(share: float) -> None:
            task.checkpoint()
            task.progress(round(_SHARES * share), _SHARES, kind or "")

        while (kind := need(index.arrangement, setting)) and self._has_room(index, kind):
            arrangement = index.arrangement
            if kind is arrangement.kind and not _is_stale(arrangement):
                index.extend(report)
            else:
                index.arrange(kind, report, learn=kind is not arrangement.kind or _has_grown(arrangement))
                now = index.arrangement
                log.info("vectors are arranged", kind=now.kind.value, rows=now.covered, recall=round(now.recall, 4))
            self._on_arranged()

    def _has_room(self, index: VectorIndex, kind: Kind) -> bool:
        return kinds.memory(kind, index.arrangement.closed, index.fingerprint.dimension) < self._available()

    def _is_given_up(self, setting: str, rows: int) -> bool:
        """A person cancelled it, and neither chose another kind since nor has the library become another one."""
        ended = [state.state for state in self._tasks.states() if state.kind == KIND]
        same = self._begun[0] == setting and rows < _GROWN * self._begun[1]
        return same and ended[-1:] == ["cancelled"]


def need(arrangement: Arrangement, setting: str) -> Kind | None:
    """The kind that is to be made, which is the present one where it has fallen behind; None where all is well."""
    wanted = kinds.choose(setting, arrangement.closed - arrangement.removed, arrangement.kind)
    refused = arrangement.refused
    if refused is not None and wanted is refused.kind and arrangement.closed < _GROWN * refused.rows:
        wanted = Kind.EXACT
    if not arrangement.closed:
        return None
    if wanted is not arrangement.kind or arrangement.is_wasteful:
        return wanted
    behind = wanted is not Kind.EXACT and (arrangement.covered < arrangement.closed or _has_grown(arrangement))
    return wanted if behind else None


def _is_stale(arrangement: Arrangement) -> bool:
    return arrangement.is_wasteful or _has_grown(arrangement)


def _has_grown(arrangement: Arrangement) -> bool:
    return arrangement.closed > _GROWN * arrangement.trained
