"""Long work: seen, paused, cancelled, and never lost sight of."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.protocol import TaskState
from indexer.work.tasks import Cancelled, Task, Tasks

SECONDS = 10


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Watched:
    """Tasks, and a way to wait for a state without sleeping."""

    clock: Clock = field(default_factory=Clock)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.tasks = Tasks(self.clock, self._notify)

    def _notify(self) -> None:
        # From a thread of its own: tasks tell of a change while they hold their own lock.
        threading.Thread(target=self._wake).start()

    def _wake(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def until(self, holds: Callable[[TaskState], bool], task_id: int) -> TaskState:
        def state() -> TaskState:
            return next(state for state in self.tasks.states() if state.id == task_id)

        with self.changed:
            assert self.changed.wait_for(lambda: holds(state()), SECONDS), state()
        return state()

    def ended(self, task_id: int) -> TaskState:
        return self.until(lambda state: state.over, task_id)


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.tasks.close()


def for_ever(task: Task) -> None:
    while True:
        task.checkpoint()
        threading.Event().wait(0.001)


def test_a_task_that_ends_is_done_and_stays_in_the_list(watched: Watched) -> None:
    task_id = watched.tasks.start("topics", "Finding topics", lambda task: task.progress(3, 3, "names"))
    state = watched.ended(task_id)
    assert (state.state, state.done, state.total, state.current) == ("done", 3, 3, "")


def test_the_time_left_comes_from_the_work_of_the_last_minute(watched: Watched) -> None:
    said = threading.Event()
    go_on = threading.Event()

    def run(task: Task) -> None:
        for second in range(11):
            watched.clock.now = float(second)
            task.progress(10 * second, 1_000)
        said.set()
        go_on.wait(SECONDS)

    task_id = watched.tasks.start("topics", "Finding topics", run)
    assert said.wait(SECONDS)
    left = watched.until(lambda state: state.done == 100, task_id).seconds_left
    go_on.set()
    assert left == pytest.approx(90.0)


def test_a_paused_task_does_nothing_until_it_may_go_on(watched: Watched) -> None:
    steps: list[int] = []
    first, may_end = threading.Event(), threading.Event()

    def run(task: Task) -> None:
        first.wait(SECONDS)
        task.checkpoint()
        steps.append(1)
        may_end.wait(SECONDS)

    task_id = watched.tasks.start("tags", "Suggesting tags", run)
    watched.tasks.pause(task_id, True)
    first.set()
    assert watched.until(lambda state: state.state == "paused", task_id)
    assert steps == []
    may_end.set()
    watched.tasks.pause(task_id, False)
    assert watched.ended(task_id).state == "done"
    assert steps == [1]


def test_a_task_that_is_cancelled_while_it_is_paused_ends(watched: Watched) -> None:
    task_id = watched.tasks.start("tags", "Suggesting tags", for_ever)
    watched.tasks.pause(task_id, True)
    watched.tasks.cancel(task_id)
    assert watched.ended(task_id).state == "cancelled"


def test_holding_all_work_leaves_what_a_person_paused_paused_afterwards(watched: Watched) -> None:
    mine = watched.tasks.start("tags", "Suggesting tags", for_ever)
    other = watched.tasks.start("topics", "Finding topics", for_ever)
    watched.tasks.pause(mine, True)
    watched.tasks.hold(True)
    assert {state.state for state in watched.tasks.states()} == {"paused"}
    watched.tasks.hold(False)
    states = {state.id: state.state for state in watched.tasks.states()}
    assert states == {mine: "paused", other: "running"}


def test_one_task_of_a_kind_runs_at_a_time(watched: Watched) -> None:
    task_id = watched.tasks.start("duplicates", "Finding duplicates", for_ever)
    with pytest.raises(BadRequest, match="under way"):
        watched.tasks.start("duplicates", "Finding duplicates", for_ever)
    watched.tasks.cancel(task_id)
    watched.ended(task_id)
    watched.tasks.start("duplicates", "Finding duplicates", lambda _: None)


def test_a_failure_is_told_with_what_to_do_about_it(watched: Watched) -> None:
    def run(_: Task) -> None:
        raise EnvironmentProblem("disk_full", "The disk is full.", "Free some space.")

    state = watched.ended(watched.tasks.start("models", "Fetching a model", run))
    assert (state.state, state.problem) == ("failed", "The disk is full. Free some space.")


def test_closing_ends_every_task(watched: Watched) -> None:
    ended: list[str] = []

    def run(task: Task) -> None:
        try:
            for_ever(task)
        except Cancelled:
            ended.append("cancelled")
            raise

    watched.tasks.start("topics", "Finding topics", run)
    watched.tasks.close()
    assert len(ended) <= 1  # it may not have begun
    assert [state.state for state in watched.tasks.states()] == ["cancelled"]
    with pytest.raises(EnvironmentProblem):
        watched.tasks.start("tags", "Suggesting tags", for_ever)


def test_what_is_over_is_forgotten_after_a_while(watched: Watched) -> None:
    for _ in range(30):
        watched.ended(watched.tasks.start("topics", "Finding topics", lambda _: None))
    assert len(watched.tasks.states()) <= 12
