"""Which model's vectors are searched, and how another one takes over.

Another model (or other vectors of the same one: shorter, coarser) is built beside the one in use, in a task that can be
paused, cancelled and killed: what is stored stays, and the next start goes on from there. Only when its vectors are
whole, its query encoder is loaded and its index is filled does it take over, all three at once. Going back within a
day costs nothing: so long the old vectors are kept.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import structlog

from indexer.errors import BadRequest, WhereinError
from indexer.models import catalogue
from indexer.models.encoder import Encoder
from indexer.models.tagger import Lesson
from indexer.search.meaning import Meaning, MeaningInUse
from indexer.settings import Settings
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.store.vectors import VectorIndex
from indexer.store.writer import Writer
from indexer.types import Fingerprint
from indexer.work.caches import vectors_cache
from indexer.work.caching import CachingLoop
from indexer.work.embedding import Embedder, Embedding, Matrix, follows_from
from indexer.work.tasks import Cancelled, Task, Tasks

log = structlog.get_logger()

KIND = "model"  # of the task
TITLE = "Understanding everything with another model"
_WAIT_SECONDS = 0.5  # until it is asked again whether there is something more urgent
_KEPT_SECONDS = 86400.0


class Bulk(Embedder, Protocol):
    """A model worker; see `indexer.models.worker.BulkEncoder`."""

    def prepare(self) -> str: ...
    def entail(self, pairs: Sequence[tuple[str, str]], model: str) -> Matrix: ...
    def learn(self, examples: Matrix, refused: Matrix, others: Matrix, text: Matrix) -> Lesson: ...
    def close(self) -> None: ...


class Models(Protocol):
    """The models of this machine, as the settings choose among them."""

    def fingerprint(self, name: str, dimension: int, precision: str) -> Fingerprint:
        """Raises WhereinError for a model that is not on this machine; `dimension` 0 is the model's own."""

    def bulk(self, fingerprint: Fingerprint) -> Bulk: ...

    def encoder(self, fingerprint: Fingerprint, prepare: Callable[[], object]) -> Encoder:
        """For queries. Takes seconds, or minutes where `prepare` has to make it quick first. Raises WhereinError."""


@dataclass(frozen=True, slots=True)
class Building:
    """What is being built beside: passages that are done, of how many."""

    fingerprint: Fingerprint
    done: int
    total: int


class Switching:
    """`may_build` says whether nothing more urgent is to be done; `on_switched` is called when another model has taken
    over, `on_given_up` with the one that stays when a person cancelled."""

    def __init__(
        self,
        library: Library,
        generations: Generations,
        writer: Writer,
        models: Models,
        settings: Callable[[], Settings],
        *,
        may_build: Callable[[], bool],
        on_switched: Callable[[], None],
        on_given_up: Callable[[Fingerprint], None],
    ) -> None:
        self._library, self._generations, self._writer, self._models = library, generations, writer, models
        self._settings = settings
        self._may_build = may_build
        self._on_switched, self._on_given_up = on_switched, on_given_up
        self._stopping = threading.Event()
        self._lock = threading.Lock()  # guards the bulk encoders: one in use, one that builds
        self.problem = ""  # why the model of the settings is not used
        in_use = self._first(generations.in_use)
        generations.use(in_use)
        self._bulk = models.bulk(in_use)
        self._building_bulk: Bulk | None = None
        self._embedding = Embedding(library, generations, writer, in_use, self._bulk)
        self.index = VectorIndex(place_of(library.caches, in_use), in_use)
        self.meaning = MeaningInUse(Meaning(in_use, self.index))

    @property
    def in_use(self) -> Fingerprint:
        return self._embedding.fingerprint

    @property
    def building(self) -> Building | None:
        fingerprint = self._generations.building
        if fingerprint is None:
            return None
        _, total, _ = self._library.sizes()
        return Building(fingerprint, total - self._generations.waiting(fingerprint), total)

    def embedding(self) -> Embedding:
        """For what is new: with the model that is in use now."""
        return self._embedding

    @property
    def worker(self) -> Bulk:
        """The model worker of the model that is in use."""
        with self._lock:
            return self._bulk

    def load(self) -> None:
        """Load the query encoder, again where a setting changed how it runs. Takes seconds."""
        self.meaning.load(lambda: self._models.encoder(self.in_use, self._bulk.prepare))

    def plan(self, tasks: Tasks, caching: CachingLoop) -> None:
        """Follow the settings: build what they want beside what is in use, or nothing where it is in use already."""
        try:
            wanted = self._wanted()
        except WhereinError as problem:
            self.problem = str(problem)
            return
        self.problem = ""
        if wanted == self.in_use:
            self._generations.abandon()
            return
        self._generations.build(wanted)
        with suppress(BadRequest):  # it is under way, and sees that another model is wanted now
            tasks.start(KIND, TITLE, lambda task: self._run(task, caching))

    def resume(self, tasks: Tasks, caching: CachingLoop) -> None:
        """Go on building where nobody does: a wish that came while the task before it was just ending."""
        states = [state for state in tasks.states() if state.kind == KIND]
        if self._generations.building and (not states or states[-1].state == "done"):
            self.plan(tasks, caching)

    def rerun(self) -> None:
        """Settings changed how models run: begin again with those."""
        bulk = self._models.bulk(self.in_use)
        with self._lock:
            old, self._bulk = self._bulk, bulk
            self._embedding = replace(self._embedding, embedder=bulk)
        old.close()
        self.load()

    def check(self, settings: Settings) -> Fingerprint:
        """What these settings want. Raises WhereinError where it cannot be had."""
        return self._models.fingerprint(settings.model, settings.dimension, settings.precision)

    def tidy(self) -> None:
        """Remove vectors that were given up a day ago."""
        self._generations.forget_kept(_KEPT_SECONDS)

    def close(self) -> None:
        """Ends the model workers at once; a step under way raises."""
        self._stopping.set()
        with self._lock:
            bulks = [bulk for bulk in (self._bulk, self._building_bulk) if bulk]
        for bulk in bulks:
            bulk.close()

    # --- the task --------------------------------------------------------------------------------------------------

    def _run(self, task: Task, caching: CachingLoop) -> None:
        try:
            while (fingerprint := self._generations.building) is not None:
                self._build(fingerprint, task, caching)
        except Cancelled:
            if not self._stopping.is_set():  # a person's word; a service that ends goes on at its next start
                self._generations.abandon()
                self._on_given_up(self.in_use)
            raise

    def _build(self, fingerprint: Fingerprint, task: Task, caching: CachingLoop) -> None:
        """Until this model has taken over, or is not the one that is wanted any more."""
        source = self.in_use if follows_from(fingerprint, self.in_use) else None
        with self._worker(fingerprint) as bulk:
            embedding = Embedding(self._library, self._generations, self._writer, fingerprint, bulk, source)
            while True:
                self._say(task, fingerprint)
                task.checkpoint()
                if self._generations.building != fingerprint:
                    return
                if not self._may_build():
                    self._stopping.wait(_WAIT_SECONDS)
                elif not embedding.step(lambda: task.unwanted) and self._switch(fingerprint, bulk, caching):
                    return

    def _switch(self, fingerprint: Fingerprint, bulk: Bulk, caching: CachingLoop) -> bool:
        """Let what was built take over; False where it is not whole, since documents came in meanwhile."""
        encoder = self._models.encoder(fingerprint, bulk.prepare)
        if not self._generations.promote(fingerprint):
            return False
        with self._lock:
            old, self._bulk, self._building_bulk = self._bulk, bulk, None
            self._embedding = Embedding(self._library, self._generations, self._writer, fingerprint, bulk)
        index = VectorIndex(place_of(self._library.caches, fingerprint), fingerprint)
        caching.replace(vectors_cache(self._library, index, fingerprint))
        self.index = index
        self.meaning.exchange(Meaning(fingerprint, index, encoder))
        old.close()
        log.info("another model is in use", model=str(fingerprint))
        for place in index_places(self._library.caches):
            if place != place_of(self._library.caches, fingerprint):
                shutil.rmtree(place, ignore_errors=True)
        self._on_switched()
        return True

    @contextmanager
    def _worker(self, fingerprint: Fingerprint) -> Iterator[Bulk]:
        """A model worker that ends with the block, unless it took over."""
        bulk = self._models.bulk(fingerprint)
        with self._lock:
            self._building_bulk = bulk
        try:
            yield bulk
        finally:
            with self._lock:
                ours, self._building_bulk = self._building_bulk, None
            if ours:
                ours.close()

    def _say(self, task: Task, fingerprint: Fingerprint) -> None:
        building = self.building
        if building and building.fingerprint == fingerprint:
            task.progress(building.done, building.total, Path(fingerprint.model).name)

    # --- which model -----------------------------------------------------------------------------------------------

    def _wanted(self) -> Fingerprint:
        return self.check(self._settings())

    def _first(self, stored: Fingerprint | None) -> Fingerprint:
        """What is searched at the start: what was in use, while it is on this machine and still what it was; else
        what the settings want; else the model that comes with Wherein. Raises where not even that is there."""
        if stored and self._is_here(stored):
            return stored
        try:
            return self._wanted()
        except WhereinError as problem:
            self.problem = str(problem)
            return self._models.fingerprint(catalogue.DEFAULT, 0, "float16")

    def _is_here(self, fingerprint: Fingerprint) -> bool:
        try:
            now = self._models.fingerprint(fingerprint.model, fingerprint.dimension, fingerprint.precision)
        except WhereinError:
            return False
        return now == fingerprint


def place_of(caches: Path, fingerprint: Fingerprint) -> Path:
    """The folder of a model's vector index."""
    facts = f"{fingerprint.model} {fingerprint.revision} {fingerprint.dimension} {fingerprint.precision}"
    return caches / f"vectors-{sha256(facts.encode()).hexdigest()[:12]}"


def index_places(caches: Path) -> list[Path]:
    return [place for place in caches.iterdir() if place.is_dir() and place.name.startswith("vectors")]
