"""Long work in the background that a person can see, pause and cancel."""

import msgspec

from indexer.protocol.connection import Message


class GetTasks(Message, frozen=True):
    pass


class PauseTask(Message, frozen=True):
    id: int
    paused: bool


class CancelTask(Message, frozen=True):
    id: int


class TaskState(msgspec.Struct, frozen=True):
    """`kind` is stable ("duplicates", "topics", …), `title` is for people, `current` is what is in hand just now;
    `subject` is what it is about, where there may be several: the name of a model.

    `state` is "running", "paused", "done", "failed" (`problem` says why) or "cancelled". `total` is 0 while nobody
    knows.
    """

    id: int
    kind: str
    title: str
    state: str = "running"
    done: int = 0
    total: int = 0
    current: str = ""
    seconds_left: float | None = None
    problem: str = ""
    subject: str = ""

    @property
    def over(self) -> bool:
        return self.state not in ("running", "paused")


class TaskList(Message, frozen=True):
    """Those under way, and the last ones that ended; oldest first."""

    tasks: tuple[TaskState, ...]


class TaskStarted(Message, frozen=True):
    """The answer to whatever starts a task: how to find it in the list."""

    id: int


Request = GetTasks | PauseTask | CancelTask
Answer = TaskList | TaskStarted
