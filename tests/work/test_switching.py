"""Another model takes over: beside the old one, without a gap, and without doing things twice."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from indexer.chunk import VERSION
from indexer.errors import BadRequest, EnvironmentProblem
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
from indexer.work.switching import KIND, Bulk, Switching, index_places, place_of
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


@pytest.fixture
def models() -> FakeModels:
    return FakeModels()


@pytest.fixture
def open_desk(tmp_path: Path, models: FakeModels) -> Iterator[Callable[[], Desk]]:
    desks: list[Desk] = []

    def make(settings: Settings = Settings(model=OLD)) -> Desk:  # noqa: B008
        desks.append(Desk(tmp_path, models, settings))
        return desks[-1]

    yield make
    desks[-1].close()


def test_another_model_takes_over_when_its_vectors_are_whole(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()
    desk.choose(model=NEW)
    assert desk.ended() == "done"
    assert desk.switching.in_use.model == NEW
    assert desk.switching.building is None
    assert desk.library.vector_count(desk.switching.in_use) == DOCUMENTS
    assert desk.switching.index.size == DOCUMENTS
    assert desk.find(7)[0] == "7.txt"
    assert models.encoded == {OLD: DOCUMENTS, NEW: DOCUMENTS}


def test_search_never_fails_meanwhile_and_query_and_index_are_always_of_one_model(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()
    seen: list[str] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            meaning = desk.switching.meaning.now()
            assert meaning.encoder is not None
            assert meaning.encoder.fingerprint == meaning.fingerprint == meaning.index.fingerprint
            assert desk.find(11)[0] == "11.txt"
            seen.append(meaning.fingerprint.model)

    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            search()
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failures.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    desk.choose(model=NEW)
    assert desk.ended() == "done"
    before = len(seen)
    deadline = time.monotonic() + SECONDS
    while len(seen) < before + 3 and not failures and time.monotonic() < deadline:
        thread.join(0.01)
    stop.set()
    thread.join(SECONDS)
    assert not failures, failures
    assert {seen[0], seen[-1]} == {OLD, NEW}


def test_a_kill_goes_on_where_it_stopped_and_does_at_most_one_batch_twice(open_desk, models) -> None:
    desk = open_desk()
    desk.fill(600)
    killed_after = 256

    def kill(name: str) -> None:
        if name == NEW and models.encoded[NEW] >= killed_after:
            raise Stopped

    models.before = kill
    desk.choose(model=NEW)
    desk.ended()
    done = desk.library.vector_count(models.fingerprint(NEW, 0, "float16"))
    assert killed_after <= done < 600
    assert desk.switching.in_use.model == OLD
    assert desk.find(3)[0] == "3.txt"
    desk.close()

    models.before = lambda _: None
    again = open_desk(Settings(model=NEW))
    assert again.switching.in_use.model == OLD
    assert again.switching.building is not None
    assert again.switching.building.done == done
    again.caching.catch_up()
    again.switching.plan(again.tasks, again.caching)
    assert again.ended() == "done"
    assert again.switching.in_use.model == NEW
    assert models.encoded[NEW] <= 600 * 1.01
    assert again.find(3)[0] == "3.txt"


def test_a_kill_between_the_last_vector_and_the_switch_loses_nothing(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()
    models.broken.add(NEW)
    desk.choose(model=NEW)
    assert desk.ended() == "failed"
    assert desk.switching.in_use.model == OLD
    assert desk.find(5)[0] == "5.txt"
    desk.close()
    models.broken.clear()
    again = open_desk(Settings(model=NEW))
    again.switching.plan(again.tasks, again.caching)
    assert again.ended() == "done"
    assert models.encoded[NEW] == DOCUMENTS


def test_what_comes_in_meanwhile_is_found_before_and_after(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()
    folder = desk.library.folders()[0].id
    added = threading.Event()

    def add(name: str) -> None:
        if name == NEW and not added.is_set():
            added.set()
            desk.add(folder, 9999)
            desk.understand()
            assert desk.find(9999)[0] == "9999.txt"

    models.before = add
    desk.choose(model=NEW)
    assert desk.ended() == "done"
    assert desk.library.vector_count(desk.switching.in_use) == DOCUMENTS + 1
    assert desk.find(9999)[0] == "9999.txt"
    desk.add(folder, 10000)
    desk.understand()
    assert desk.find(10000)[0] == "10000.txt"


def test_a_person_who_cancels_keeps_the_old_model(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()

    def cancel(name: str) -> None:
        if name == NEW:
            desk.tasks.cancel(desk.tasks.states()[-1].id)

    models.before = cancel
    desk.choose(model=NEW)
    assert desk.ended() == "cancelled"
    assert desk.switching.building is None
    assert [stays.model for stays in desk.given_up] == [OLD]
    assert desk.find(2)[0] == "2.txt"


def test_whoever_changes_their_mind_gets_the_last_choice(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()

    def back(name: str) -> None:
        if name == NEW:
            models.before = lambda _: None
            desk.choose(model=OLD, dimension=256)

    models.before = back
    desk.choose(model=NEW)
    assert desk.ended() == "done"
    assert (desk.switching.in_use.model, desk.switching.in_use.dimension) == (OLD, 256)


def test_going_back_within_a_day_asks_no_model_and_later_the_old_vectors_are_gone(open_desk, models) -> None:
    desk = open_desk()
    desk.fill()
    for model in (NEW, OLD):
        desk.choose(model=model)
        assert desk.ended() == "done"
        assert desk.switching.in_use.model == model
    assert models.encoded == {OLD: DOCUMENTS, NEW: DOCUMENTS}
    assert [(kept.model, count) for kept, count in desk.generations.kept().items()] == [(NEW, DOCUMENTS)]
    desk.switching.tidy()
    assert desk.generations.kept()
    desk.now += 90_000
    desk.switching.tidy()
    assert desk.generations.kept() == {}
    assert desk.library.vector_count(desk.switching.in_use) == DOCUMENTS


@pytest.mark.parametrize("change", [{"dimension": 256}, {"precision": "int8"}, {"dimension": 512, "precision": "int8"}])
def test_shorter_and_coarser_vectors_are_made_without_asking_the_model(open_desk, models, change) -> None:
    desk = open_desk()
    desk.fill()
    whole = desk.library.vectors_of(5, desk.switching.in_use)[1]
    desk.choose(**change)
    assert desk.ended() == "done"
    assert models.encoded[OLD] == DOCUMENTS
    made = desk.library.vectors_of(5, desk.switching.in_use)[1]
    dimension = change.get("dimension", WHOLE)
    assert made.shape == (1, dimension)
    expected = whole[:, :dimension] / np.linalg.norm(whole[:, :dimension], axis=1, keepdims=True)
    assert (made * expected).sum() / np.linalg.norm(made) > 0.999
    assert desk.find(7)[0] == "7.txt"


def test_longer_vectors_ask_the_model_again(open_desk, models) -> None:
    desk = open_desk(Settings(model=OLD, dimension=256))
    desk.fill()
    desk.choose(dimension=0)
    assert desk.ended() == "done"
    assert desk.switching.in_use.dimension == WHOLE
    assert models.encoded[OLD] == 2 * DOCUMENTS


def test_vectors_of_two_models_never_meet(open_desk, models) -> None:
    desk = open_desk()
    desk.fill(20)
    old, new = desk.switching.in_use, models.fingerprint(NEW, 0, "float16")
    desk.generations.build(new)
    desk.writer.store_vectors(new, {1: ([1], np.eye(WHOLE, dtype=np.float32)[:1])})
    desk.caching.catch_up()
    assert desk.switching.index.size == 20
    assert len(desk.library.vectors_of(1, old)[0]) == len(desk.library.vectors_of(1, new)[0]) == 1
    assert len(desk.library.vectors_of(2, new)[0]) == 0
    meaning = desk.switching.meaning.now()
    with pytest.raises(ValueError, match="does not read"):
        desk.switching.meaning.exchange(replace(meaning, fingerprint=new))


def test_a_model_that_is_not_here_any_more_does_not_keep_the_library_from_opening(open_desk, models) -> None:
    desk = open_desk()
    desk.fill(20)
    desk.close()
    models.missing.add(OLD)
    again = open_desk(Settings(model=NEW))
    assert again.switching.in_use.model == NEW
    again.understand()
    assert again.library.vector_count(again.switching.in_use) == 20
    assert again.find(7)[0] == "7.txt"


def test_a_wish_that_cannot_be_had_is_said_and_nothing_changes(open_desk, models) -> None:
    desk = open_desk()
    desk.fill(20)
    with pytest.raises(EnvironmentProblem, match="is not here"):
        desk.switching.check(replace(desk.settings, model="unknown"))
    desk.choose(model="unknown")
    assert "is not here" in desk.switching.problem
    assert desk.switching.building is None
    assert desk.find(7)[0] == "7.txt"


def test_the_index_of_the_old_model_leaves_the_disk(open_desk, models) -> None:
    desk = open_desk()
    desk.fill(20)
    desk.caching.save()
    assert index_places(desk.directory) == [place_of(desk.directory, desk.switching.in_use)]
    desk.choose(model=NEW)
    assert desk.ended() == "done"
    desk.caching.save()
    assert index_places(desk.directory) == [place_of(desk.directory, desk.switching.in_use)]


def test_a_setting_that_names_no_precision_is_refused() -> None:
    with pytest.raises(BadRequest, match="float16, int8"):
        Settings().changed("precision", "int4")
