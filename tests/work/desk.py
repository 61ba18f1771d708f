"""A library at work whose model can be exchanged: two models of which nothing has to be fetched, no process."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from indexer.chunk import VERSION
from indexer.errors import EnvironmentProblem
from indexer.models.encoder import Encoder, unit_length
from indexer.models.fake import FakeEncoder
from indexer.protocol import Search
from indexer.search.searcher import Searcher
from indexer.settings import Settings
from indexer.store.database import Database
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.store.names import NameIndex
from indexer.store.words import WordIndex
from indexer.store.writer import Writer
from indexer.types import Chunk, Extracted, FileStat, Fingerprint, Mode
from indexer.work.caches import names_cache, vectors_cache, words_cache
from indexer.work.caching import CachingLoop
from indexer.work.switching import KIND, Bulk, Switching
from indexer.work.tasks import Tasks

SECONDS = 20
DOCUMENTS = 300
WHOLE = 1024  # numbers a vector: words hardly ever share one
OLD, NEW = "old-model", "new-model"


def text_of(number: int) -> str:
    return f"{number} and thing{number} and place{number} and name{number} and day{number} in the harbour"


class Stopped(EnvironmentProblem):
    """The process was killed."""

    def __init__(self) -> None:
        super().__init__("closed", "killed")


class CountingBulk:
    """A model worker that counts what it encodes, and can die."""

    def __init__(self, encoder: FakeEncoder, models: "FakeModels") -> None:
        self._encoder, self._models = encoder, models
        self.closed = False

    def prepare(self) -> str:
        return "fake on cpu"

    def languages(self, texts: Sequence[str]) -> list[str]:
        return [""] * len(texts)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self._models.before(self._encoder.fingerprint.model)
        made = self._encoder.encode(texts)
        self._models.encoded[self._encoder.fingerprint.model] += len(texts)
        return made

    def close(self) -> None:
        self.closed = True


@dataclass
class FakeModels:
    """Two models of which nothing has to be fetched."""

    encoded: dict[str, int] = field(default_factory=lambda: {OLD: 0, NEW: 0})
    before: Callable[[str], None] = lambda _: None
    missing: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)  # for queries

    def fingerprint(self, name: str, dimension: int, precision: str) -> Fingerprint:
        if name not in self.encoded or name in self.missing:
            raise EnvironmentProblem("model_missing", f"{name} is not here.")
        return Fingerprint(name, "1", dimension or WHOLE, precision)

    def _encoder(self, fingerprint: Fingerprint) -> FakeEncoder:
        encoder = FakeEncoder(WHOLE, fingerprint.model)
        if fingerprint.dimension < WHOLE:
            encoder = _Shortened(fingerprint)
        encoder.fingerprint = fingerprint
        return encoder

    def bulk(self, fingerprint: Fingerprint) -> Bulk:
        return CountingBulk(self._encoder(fingerprint), self)

    def encoder(self, fingerprint: Fingerprint, prepare: Callable[[], object]) -> Encoder:
        prepare()
        if fingerprint.model in self.broken:
            raise EnvironmentProblem("model_broken", "It cannot be loaded.")
        return self._encoder(fingerprint)


class _Shortened(FakeEncoder):
    def __init__(self, fingerprint: Fingerprint) -> None:
        super().__init__(WHOLE, fingerprint.model)
        self._short = fingerprint.dimension

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.fingerprint = replace(self.fingerprint, dimension=WHOLE)
        whole = super().encode(texts)
        self.fingerprint = replace(self.fingerprint, dimension=self._short)
        return unit_length(whole[:, : self._short])


class Desk:
    """A library at work, as the engine wires it, without files and without processes."""

    def __init__(self, directory: Path, models: FakeModels, settings: Settings) -> None:
        self.directory, self.models, self.settings = directory, models, settings
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.now = 1000.0
        self.writer = Writer(self.database, lambda: self.now)
        self.generations = Generations(self.database, lambda: self.now)
        self.news = threading.Condition()
        self.given_up: list[Fingerprint] = []
        self.switching = Switching(
            self.library,
            self.generations,
            self.writer,
            models,
            lambda: self.settings,
            may_build=lambda: True,
            on_switched=self._tell,
            on_given_up=self._give_up,
        )
        self.words, self.names = WordIndex(directory / "words"), NameIndex(directory / "names")
        self.caching = CachingLoop(
            self.library,
            self.writer,
            [
                names_cache(self.library, self.names),
                words_cache(self.library, self.words),
                vectors_cache(self.library, self.switching.index, self.switching.in_use),
            ],
            on_fresh=lambda: None,
            pause=0,
        )
        self.tasks = Tasks(time.monotonic, lambda: threading.Thread(target=self._tell).start())
        self.searcher = Searcher(self.library, self.words, self.names, self.switching.meaning.now, time.monotonic)
        self.switching.load()

    def fill(self, count: int = DOCUMENTS) -> None:
        folder = self.writer.add_folder(b"/docs", 1, 1)
        for number in range(count):
            self.add(folder, number)
        self.understand()

    def add(self, folder: int, number: int) -> None:
        path = b"/docs/%d.txt" % number
        self.writer.apply(lambda _: folder, created=[FileStat(path, 3, number, number + 1, 1)])
        text = text_of(number)
        file = self.library.file_at(path)
        assert file is not None
        self.writer.store(
            file.id, b"%032d" % number, "txt", Extracted(text), [Chunk(0, 0, len(text))], extractor="e", chunker=VERSION
        )

    def understand(self) -> None:
        while self.switching.embedding().step(lambda: False):
            pass
        self.caching.catch_up()

    def choose(self, **changes: object) -> None:
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]
        self.switching.plan(self.tasks, self.caching)

    def wait(self, holds: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(holds, SECONDS), self.tasks.states()

    def ended(self) -> str:
        def over() -> bool:
            states = [state for state in self.tasks.states() if state.kind == KIND]
            return bool(states) and states[-1].over

        self.wait(over)
        return self.tasks.states()[-1].state

    def find(self, number: int) -> list[str]:
        results = self.searcher.search(Search(text_of(number), Mode.MEANING, limit=3))
        assert results.meaning_ready
        return [hit.name for hit in results.hits]

    def close(self) -> None:
        self.switching.close()
        self.tasks.close()
        self.searcher.close()
        self.words.close()
        self.names.close()
        self.database.close()

    def _give_up(self, stays: Fingerprint) -> None:
        self.given_up.append(stays)
        self.settings = replace(self.settings, model=stays.model, dimension=0)

    def _tell(self) -> None:
        with self.news:
            self.news.notify_all()
