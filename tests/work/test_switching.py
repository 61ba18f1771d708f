"""Another model takes over: beside the old one, without a gap, and without doing things twice."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.settings import Settings
from indexer.work.switching import index_places, place_of
from tests.work.desk import DOCUMENTS, NEW, OLD, SECONDS, WHOLE, Desk, FakeModels, Stopped


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
