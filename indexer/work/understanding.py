"""Keeps the meaning of what was read up to date: documents without vectors of the model in use, those of the newest
files first."""

from collections.abc import Callable

from indexer.errors import WhereinError
from indexer.work.embedding import Embedding
from indexer.work.loop import Loop

_RETRY_SECONDS = 30.0


class Understanding:
    """Works while `may_work()` says so: words come first. `embedding` gives the model in use, which may be another one
    after any batch. `on_stored(passages)` is called after each batch."""

    def __init__(
        self,
        embedding: Callable[[], Embedding],
        *,
        may_work: Callable[[], bool],
        on_stored: Callable[[int], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._embedding = embedding
        self._may_work = may_work
        self._on_stored = on_stored
        self.loop = Loop("understanding", self.step, on_problem=on_problem, retry=_RETRY_SECONDS)

    def step(self) -> bool:
        """Embeds and stores one batch; False when nothing is left."""
        if not self._may_work():
            return False
        try:
            count = self._embedding().step(lambda: self.loop.ends)
        except WhereinError as problem:
            if problem.code == "closed":  # another worker has taken its place
                return True
            raise
        if count:
            self._on_stored(count)
        return count > 0
