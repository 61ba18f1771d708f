"""New documents → topics that there are, at once; and topics anew when the library has outgrown them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from indexer.insight.topics.joining import documents, join
from indexer.search.meaning import Meaning
from indexer.search.reads import Meanings, Vector
from indexer.store.library import Library
from indexer.store.topics import TopicStore
from indexer.work.loop import Loop

_BATCH = 200  # documents a transaction
_PAUSE_SECONDS = 1.0  # between two rounds: vectors come in small batches
_NEAR = 40  # passages that are looked at for a document's place on the map
_LEAST = 40  # documents; of fewer a person sees by himself what belongs together
_GROWTH = 1.5  # so many times the documents that topics were made of: they are made anew


@dataclass(frozen=True, slots=True)
class Sorter:
    library: Library
    store: TopicStore
    meaning: Callable[[], Meaning]

    def step(self) -> bool:
        """Finds a topic for one batch of new documents; False when nothing is left, or there are no topics yet."""
        making, meaning = self.store.making(), self.meaning()
        if making is None or making.fingerprint != meaning.fingerprint:
            return False
        ids = self.store.unplaced(meaning.fingerprint, _BATCH)
        if not ids:
            return False
        new = documents(self.library, meaning.fingerprint, ids)
        near = partial(self._near, meaning.index, set(ids))
        self.store.place(join(new, self.store.topics(), making.least_fit, near))
        return True

    def outgrown(self, tried: int) -> int:
        """How many documents topics should be made of: they never were, or with another model, or the library has
        grown a lot since. 0: all is well. An attempt with `tried` documents was made, and is not made again."""
        making = self.store.making()
        fresh = making is not None and making.fingerprint == self.meaning().fingerprint
        count = self.store.size() if fresh else self.library.sizes()[0]
        last = max(tried, making.documents if making is not None and fresh else 0)
        return count if count >= _LEAST and count > _GROWTH * last else 0

    def _near(self, index: Meanings, without: set[int], vector: Vector) -> list[tuple[float, float, float]]:
        """Places and cosines of the nearest documents that are on the map."""
        found: dict[int, float] = {}
        for chunk in index.search(vector, _NEAR, None, without):
            found[chunk.document_id] = max(chunk.score, found.get(chunk.document_id, -1.0))
        places = self.store.places(list(found))
        known = sorted((key for key in found if key in places), key=lambda key: -found[key])
        return [(*places[key], found[key]) for key in known]


class Sorting:
    """`on_sorted` after documents found their topics; `find_anew` when there should be other topics, at a
    time when `settled()`: nothing waits to be read or understood."""

    def __init__(
        self, sorter: Sorter, *, settled: Callable[[], bool], on_sorted: Callable[[], None],
        find_anew: Callable[[], object],
    ) -> None:  # fmt: skip
        self._sorter = sorter
        self._settled = settled
        self._on_sorted = on_sorted
        self._find_anew = find_anew
        self._tried = 0
        self.loop = Loop("sorting", self._step, pause=_PAUSE_SECONDS)

    def _step(self) -> bool:
        if self._sorter.step():
            self._on_sorted()
            return True
        if self._settled() and (count := self._sorter.outgrown(self._tried)):
            self._tried = count
            self._find_anew()
        return False
