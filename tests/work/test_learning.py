"""A model learns from what a person did with results: a task that is seen, paused and cancelled."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from indexer import protocol
from indexer.desks.training import TrainingDesk
from indexer.errors import BadRequest
from indexer.models import catalogue
from indexer.models.local import LocalModels
from indexer.models.pairs import load_entailment, load_reranker
from indexer.models.training import examples
from indexer.models.training.examples import Inference, Judged
from indexer.settings import Settings
from indexer.store.feedback import Feedback, Verdict
from indexer.store.marks import Mark
from indexer.store.targets import TAG, Targets
from indexer.work.lessons import Lessons
from indexer.work.tasks import Tasks
from tests.models import tiny
from tests.store.test_library import Shelf

COLOURS = ("red", "blue", "green", "black", "white", "brown", "pink", "grey")
THINGS = ("car", "house", "ship", "door", "coat", "stone")
SECONDS = 240  # a busy machine takes minutes for what takes seconds


@dataclass
class Room:
    """A library, what was done in it, and a desk that learns from it; models lie in a folder of their own."""

    directory: Path

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.directory)
        self.feedback = Feedback(self.shelf.database, lambda: self.shelf.now)
        self.targets = Targets(self.shelf.database, lambda: self.shelf.now)
        self.news = threading.Event()
        self.tasks = Tasks(time.monotonic, self.news.set)
        self.used: list[str] = []
        self.models = LocalModels(self.directory / "models", self.directory / "graphs", Settings)
        self.desk = TrainingDesk(
            Lessons(self.shelf.library, self.feedback, self.targets),
            self.models,
            self.tasks,
            Settings,
            lambda: catalogue.DEFAULT,
            lambda request: self.used.append(request.name),
            self.news.set,
        )

    def read(self, name: str, text: str) -> int:
        return self.shelf.read(self.shelf.see(b"/home/docs/" + name.encode()), text, name.encode())

    def until(self, holds: Callable[[protocol.TaskState], bool]) -> protocol.TaskState:
        """Looks again whenever the task says something."""
        deadline = time.monotonic() + SECONDS
        while not holds(self.tasks.states()[-1]):
            assert time.monotonic() < deadline, self.tasks.states()[-1]
            self.news.wait(1)
            self.news.clear()
        return self.tasks.states()[-1]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.tasks.close()
    made.shelf.database.close()


@pytest.fixture
def base(tmp_path: Path) -> str:
    """A small model that learns in seconds."""
    return str(tiny.encoder(catalogue.DEFAULT, tmp_path / "tiny").path)


def test_what_was_opened_answers_and_what_was_passed_over_does_not(room: Room) -> None:
    lease, soup = room.read("lease.txt", "the landlord repairs"), room.read("soup.txt", "leek soup")
    room.feedback.record("who repairs", lease, (0, 99), Verdict.OPENED)
    room.feedback.record("who repairs", soup, (0, 99), Verdict.SKIPPED)
    room.feedback.record("only rejected", soup, (0, 99), Verdict.REJECTED)
    (example,) = room.desk.lessons.searches()
    assert example.query == "who repairs"
    assert [text.endswith("the landlord repairs") for text in example.positives] == [True]
    assert [text.endswith("leek soup") for text in example.negatives] == [True]
    assert room.desk.state().searches == 1


def test_a_tag_is_a_search_and_a_statement(room: Room) -> None:
    lease, soup = room.read("lease.txt", "the landlord repairs"), room.read("soup.txt", "leek soup")
    tag = room.targets.create(TAG, "housing", "flats and landlords")
    for document, carried in ((lease, True), (soup, False)):
        file = room.shelf.library.files_of([document])[document][0]
        room.targets.mark([Mark(file.id, tag.id, carried)])
    (example,) = room.desk.lessons.judged()
    assert example.query == "flats and landlords"
    assert (example.positives, example.negatives) == (("T\nthe",), ("T\nlee",))  # each by its first passage
    said = {inference.label: inference for inference in room.desk.lessons.inferences()}
    assert isinstance(said["entailment"], Inference)
    assert said["entailment"].premise == "T\nthe"
    assert said["not_entailment"].premise == "T\nlee"
    assert room.desk.state().tagged == 2


def test_a_model_learns_from_what_was_opened_and_is_used_by_its_name(room: Room, base: str) -> None:
    for colour in COLOURS:
        for thing in THINGS:
            document = room.read(f"{colour}-{thing}.txt", f"{colour[::-1]} {thing[::-1]}")
            room.feedback.record(f"{colour} {thing}", document, (0, 99), Verdict.OPENED)
    assert room.desk.state().searches >= room.desk.state().least
    room.desk.train(protocol.Train("encoder", base=base, epochs=1, minutes=1, keep=True, then_use=True))
    assert room.until(lambda state: state.over).state == "done"
    trained = room.desk.state().last
    assert trained is not None
    assert trained.learned + trained.held == len(COLOURS) * len(THINGS)
    assert {measure.name for measure in trained.measures} == {"nDCG@10", "MRR"}
    assert all(low <= value <= high for one in trained.measures for value, low, high in (one.before, one.after))
    assert room.used == [trained.name] == ["own-encoder-1"]
    fingerprint = room.models.fingerprint(trained.name, 0, "float16")
    assert (fingerprint.model, fingerprint.dimension) == (trained.name, tiny.SIZE)
    listed = next(known for known in room.models.known() if known.model.name == trained.name)
    assert listed.model.kind is catalogue.Kind.ENCODER


LESSONS = {
    "reranker": [Judged(f"{colour} {thing}", (f"a {colour} {thing}",), (f"a {thing}", "nothing at all"))
                 for colour in COLOURS for thing in THINGS],
    "nli": [Inference(f"The {thing} is {colour}.", f"The {thing} is {other}.", label)
            for thing in THINGS for colour in COLOURS[:4]
            for other, label in ((colour, "entailment"), ("old", "neutral"))],
}  # fmt: skip


@pytest.mark.parametrize("kind", LESSONS)
def test_a_head_that_was_trained_here_is_used_by_its_name_and_judges(room: Room, kind: str) -> None:
    examples.write(LESSONS[kind], room.directory / "lessons.jsonl")
    order = protocol.Train(kind, str(room.directory / "lessons.jsonl"), epochs=0.1, minutes=1, keep=True, then_use=True)
    room.desk.train(order)
    assert room.until(lambda state: state.over).state == "done"
    assert room.used == [f"own-{kind}-1"]
    known = room.models.find(room.used[0])
    assert known.model.kind == kind
    question = [("The ship is red.", "The ship is red.")]
    if kind == "nli":
        shares = load_entailment(known.setting, downloads=room.models.downloads).probabilities(question)
        assert shares.sum() == pytest.approx(1, abs=1e-3)
    else:
        reranker = load_reranker(known.setting, downloads=room.models.downloads)
        assert np.isfinite(reranker.score("red ship", ["a red ship"])).all()


def test_a_training_is_paused_goes_on_and_is_cancelled_and_leaves_nothing(room: Room, base: str) -> None:
    lessons = [Judged(f"{colour} {thing} {n}", ("one",), ("two",))
               for colour in COLOURS for thing in THINGS for n in range(100)]  # fmt: skip
    examples.write(lessons, room.directory / "lessons.jsonl")
    file = str(room.directory / "lessons.jsonl")
    task = room.desk.train(protocol.Train("encoder", file, base=base, name="mine", epochs=500, minutes=10)).id
    room.until(lambda state: state.done > 0)
    room.tasks.pause(task, True)
    paused = room.until(lambda state: state.state == "paused")
    room.tasks.pause(task, False)
    room.until(lambda state: state.done > paused.done)
    room.tasks.cancel(task)
    assert room.until(lambda state: state.over).state == "cancelled"
    assert not list(room.models.downloads.glob("*mine*"))
    assert room.desk.state().last is None


@pytest.mark.parametrize("name", ["../elsewhere", catalogue.DEFAULT, ".hidden", "a/b"])
def test_a_name_that_would_be_another_models_or_another_place_is_refused(room: Room, name: str) -> None:
    with pytest.raises(BadRequest) as caught:
        room.desk.train(protocol.Train("encoder", name=name))
    assert caught.value.code == "bad_name"


def test_without_anything_to_learn_from_the_training_says_so(room: Room) -> None:
    room.desk.train(protocol.Train("encoder"))
    assert "Nothing was opened" in room.until(lambda state: state.over).problem
