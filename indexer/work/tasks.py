"""Long work that a person asked for: each task has a thread, can be seen, paused and cancelled.

What runs in it calls `checkpoint` often (a few times a second) and works in steps that may be done twice: a task
that was cancelled, or ended with the service, leaves behind what it has stored, and the next one goes on from there.
"""

import itertools
import threading
from collections.abc import Callable

import msgspec
import structlog

from indexer.errors import BadRequest, EnvironmentProblem, WhereinError
from indexer.protocol.tasks import TaskState
from indexer.work.progress import Rate

log = structlog.get_logger()

_KEPT = 10  # that ended, so that a window can say how


class Cancelled(Exception):
    """Raised by `Task.checkpoint` once nobody wants the task any more. Let it pass."""


class Task:
    """What the work inside sees of its task."""

    def __init__(self, state: TaskState, clock: Callable[[], float], on_change: Callable[[], None]) -> None:
        self._state = state
        self._clock = clock
        self._on_change = on_change
        self._rate = Rate()
        self._condition = threading.Condition()
        self._paused = False  # this one
        self._held = False  # all of them
        self._cancelled = False

    def progress(self, done: int, total: int, current: str = "") -> None:
        """How far the work is, in units of its own choice; `current` names what is in hand, for a person."""
        with self._condition:
            now = self._clock()
            self._rate.add(now, max(0, done - self._state.done))
            left = self._rate.seconds_for(total - done, now) if total else None
            self._change(done=done, total=total, current=current, seconds_left=left)

    def checkpoint(self) -> None:
        """Waits while the task is paused. Raises Cancelled."""
        with self._condition:
            if self._paused or self._held:
                self._rate.reset()
                self._condition.wait_for(lambda: self._cancelled or not (self._paused or self._held))
            if self._cancelled:
                raise Cancelled

    @property
    def state(self) -> TaskState:
        with self._condition:
            return self._state

    @property
    def unwanted(self) -> bool:
        """Whether it was cancelled: for work that cannot be left by an exception."""
        with self._condition:
            return self._cancelled

    @property
    def is_paused(self) -> bool:
        """Whether `checkpoint` would wait."""
        with self._condition:
            return self._paused or self._held

    def pause(self, paused: bool) -> None:
        with self._condition:
            self._paused = paused
            self._show_pause()

    def hold(self, held: bool) -> None:
        with self._condition:
            self._held = held
            self._show_pause()

    def cancel(self) -> None:
        with self._condition:
            self._cancelled = True
            self._condition.notify_all()

    def end(self, state: str, problem: str = "") -> None:
        with self._condition:
            self._change(state=state, problem=problem, current="", seconds_left=None)

    def _show_pause(self) -> None:
        self._condition.notify_all()
        if not self._state.over:
            self._change(state="paused" if self._paused or self._held else "running", seconds_left=None)

    def _change(self, **fields: str | float | None) -> None:
        self._state = msgspec.structs.replace(self._state, **fields)
        self._on_change()


class Tasks:
    """All of them. `clock` gives seconds; `on_change` is called, from any thread, when a state is another one."""

    def __init__(self, clock: Callable[[], float], on_change: Callable[[], None]) -> None:
        self._clock = clock
        self._on_change = on_change
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._tasks: dict[int, tuple[Task, threading.Thread]] = {}
        self._held = False
        self._closed = False

    def start(self, kind: str, title: str, run: Callable[[Task], None], subject: str = "") -> int:
        """Sets `run` going; the id it is known by. Raises BadRequest while one of this kind is under way."""
        with self._lock:
            if self._closed:
                raise EnvironmentProblem("stopping", "Wherein is being closed.")
            if any(task.state.kind == kind and not task.state.over for task, _ in self._tasks.values()):
                raise BadRequest("under_way", f"“{title}” is under way already.", "See its progress in Activity.")
            task = Task(TaskState(next(self._ids), kind, title, subject=subject), self._clock, self._on_change)
            task.hold(self._held)
            thread = threading.Thread(target=_carry_out, args=(task, run), name=f"task-{kind}", daemon=True)
            self._tasks[task.state.id] = task, thread
            self._forget_old()
        thread.start()
        self._on_change()
        return task.state.id

    def states(self) -> tuple[TaskState, ...]:
        with self._lock:
            return tuple(task.state for task, _ in self._tasks.values())

    def pause(self, task_id: int, paused: bool) -> None:
        self._task(task_id).pause(paused)

    def cancel(self, task_id: int) -> None:
        self._task(task_id).cancel()

    def hold(self, held: bool) -> None:
        """Pause all work there is and will be, or let it go on; those that a person paused stay paused."""
        with self._lock:
            self._held = held
            tasks = [task for task, _ in self._tasks.values()]
        for task in tasks:
            task.hold(held)

    def close(self) -> None:
        """Cancels all, and waits until each has reached its next checkpoint."""
        with self._lock:
            self._closed = True
            tasks = list(self._tasks.values())
        for task, _ in tasks:
            task.cancel()
        for _, thread in tasks:
            thread.join()

    def _task(self, task_id: int) -> Task:
        with self._lock:
            if task_id not in self._tasks:
                raise BadRequest("no_such_task", "That work is over.")
            return self._tasks[task_id][0]

    def _forget_old(self) -> None:
        over = [task_id for task_id, (task, _) in self._tasks.items() if task.state.over]
        for task_id in over[:-_KEPT]:
            del self._tasks[task_id]


def _carry_out(task: Task, run: Callable[[Task], None]) -> None:
    try:
        task.checkpoint()
        run(task)
        task.end("done")
    except Cancelled:
        task.end("cancelled")
    except WhereinError as problem:
        # What is torn down under a task that nobody wants any more is no failure of it.
        task.end("cancelled" if task.unwanted else "failed", str(problem))
    except Exception as error:
        log.exception("task failed", kind=task.state.kind)
        task.end("failed", f"Something went wrong inside Wherein: {error!r}. Please report this.")
