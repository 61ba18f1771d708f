"""The window's end of the wire: the connection's reader thread on one side, Qt's main thread on the other.

Answers and events come on the reader thread of the connection; one queued signal carries them over. Every callback
given here runs on the main thread, and none is called twice.
"""

import logging
import threading
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.language import tr
from desktop.patience import Patience
from indexer.errors import EnvironmentProblem, WhereinError
from indexer.protocol import Answer, Event, Hello, Request

log = logging.getLogger(__name__)

OnAnswer = Callable[[Answer], None]
OnProblem = Callable[[WhereinError], None]

RETRY_SECONDS = (0.2, 1.0, 3.0, 8.0)


class Connection(Protocol):
    """What the window needs of `indexer.client.Client`."""

    def post(self, request: Request, callback: Callable[[Answer | WhereinError], None]) -> int: ...

    def close(self) -> None: ...


Connect = Callable[[Callable[[Event], None], Callable[[], None]], Connection]


class State(StrEnum):
    """Where the service stands, as the window knows it."""

    STARTING = "starting"
    READY = "ready"
    LOST = "lost"  # went away; is being started again
    DOWN = "down"  # does not start, or does not answer: a person must act


class Service(QObject):
    """The service as the window sees it: ask, and be told.

    Questions that come before it is ready wait for it. When it goes away, what was asked fails with "service_lost" and
    the service is started again, a few times; then `state` is DOWN and `problem` says why. That is also so where it is
    there and does not answer; should it do so after all, it is READY again.
    """

    state_changed = Signal(str)
    heard = Signal(object)  # a protocol.Event
    _arrived = Signal(object)  # a callable; emitted on any thread, run on the main thread

    def __init__(self, connect: Connect, end: Callable[[], None] = lambda: None) -> None:
        """`end` ends one that does not answer."""
        super().__init__()
        self._connect, self._end = connect, end
        self._connection: Connection | None = None
        self._generation = 0  # answers and events of an earlier connection are nobody's any more
        self._attempts = 0
        self._closed = False
        self._waiting: list[tuple[Request, OnAnswer, OnProblem]] = []
        self.state = State.STARTING
        self.problem: WhereinError | None = None
        self._arrived.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._open)
        self._patience = Patience(self)
        self._patience.probe_wanted.connect(lambda: self._post(Hello(), lambda _: None, lambda _: None))
        self._patience.worn_out.connect(self._give_up)

    @property
    def is_silent(self) -> bool:
        """It is there, and does not answer."""
        return self.problem is not None and self.problem.code == "no_answer"

    def start(self) -> None:
        """Connect, and start the service where none runs. Also the way back from DOWN: one that does not answer is
        ended."""
        self._attempts = 0
        silent = self.is_silent
        self._again.stop()
        self._hang_up()
        self._enter(State.STARTING if self.state is State.STARTING else State.LOST)
        self._open(anew=silent)

    def ask(self, request: Request, on_answer: OnAnswer, on_problem: OnProblem) -> None:
        if self.state is State.READY and self._connection is not None:
            self._post(request, on_answer, on_problem)
        elif self.state is State.DOWN and self.problem is not None:
            on_problem(self.problem)
        else:
            self._waiting.append((request, on_answer, on_problem))

    def close(self) -> None:
        self._closed = True
        self._generation += 1
        self._again.stop()
        self._patience.end()
        self._hang_up()

    # --- on the main thread ---

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    def _post(self, request: Request, on_answer: OnAnswer, on_problem: OnProblem) -> None:
        assert self._connection is not None
        generation = self._generation

        def deliver(outcome: Answer | WhereinError) -> None:
            self._spoke(generation, answers=1)
            if isinstance(outcome, WhereinError):
                on_problem(outcome)
            else:
                on_answer(outcome)

        try:
            self._connection.post(request, lambda outcome: self._arrived.emit(partial(deliver, outcome)))
        except WhereinError as problem:
            on_problem(problem)
        else:
            self._patience.asked()

    def _spoke(self, generation: int, answers: int = 0) -> None:
        if generation != self._generation or self._connection is None:
            return
        self._patience.heard(answers)
        if self.is_silent:
            self.problem = None
            self._enter(State.READY)

    def _give_up(self) -> None:
        """It does not answer."""
        log.warning("the service does not answer")
        self.problem = EnvironmentProblem(
            "no_answer",
            tr("It runs, and has said nothing for a while."),
            tr("It may be very busy: as soon as it answers, this page goes away. Or start it anew."),
        )
        self._be_down(self.problem)

    def _be_down(self, problem: WhereinError) -> None:
        self._enter(State.DOWN)
        waiting, self._waiting = self._waiting, []
        for _, _, on_problem in waiting:
            on_problem(problem)

    def _hang_up(self) -> None:
        if self._connection is not None:
            _close_aside(self._connection)
            self._connection = None

    def _enter(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state.value)

    def _open(self, *, anew: bool = False) -> None:
        self._generation += 1
        self._patience.call()
        threading.Thread(target=self._dial, args=(self._generation, anew), name="connect", daemon=True).start()

    def _opened(self, generation: int, connection: Connection) -> None:
        if generation != self._generation:
            _close_aside(connection)
            return
        self._connection, self._attempts, self.problem = connection, 0, None
        self._patience.end()
        self._enter(State.READY)
        waiting, self._waiting = self._waiting, []
        for request, on_answer, on_problem in waiting:
            self._post(request, on_answer, on_problem)

    def _failed(self, generation: int, problem: WhereinError) -> None:
        if generation != self._generation:
            return
        log.warning("the service did not start: %s", problem)
        self.problem = problem
        self._patience.end()
        if self._attempts >= len(RETRY_SECONDS):
            self._be_down(problem)
        else:
            self._retry()

    def _retry(self) -> None:
        self._again.start(round(RETRY_SECONDS[self._attempts] * 1000))
        self._attempts += 1

    def _lost(self, generation: int) -> None:
        if generation == self._generation:
            self._connection = None
            self._patience.end()
            self._enter(State.LOST)
            self._retry()

    def _heard(self, generation: int, event: Event) -> None:
        if generation == self._generation:
            self._spoke(generation)
            self.heard.emit(event)

    # --- on other threads: nothing but emit ---

    def _dial(self, generation: int, anew: bool) -> None:
        def arrive(call: Callable[..., None], *args: object) -> None:
            self._arrived.emit(partial(call, generation, *args))

        try:
            if anew:
                self._end()
            connection = self._connect(lambda event: arrive(self._heard, event), lambda: arrive(self._lost))
        except WhereinError as problem:
            arrive(self._failed, problem)
        except OSError as error:
            arrive(
                self._failed,
                WhereinError(
                    "service_lost", tr("The search service could not be started: {error}.").format(error=error)
                ),
            )
        else:
            arrive(self._opened, connection)


def _close_aside(connection: Connection) -> None:
    """Closing waits for the reader thread."""
    threading.Thread(target=connection.close, name="disconnect", daemon=True).start()


class Newest:
    """At most so many questions in flight; of those that come meanwhile only the newest is asked, the others are
    forgotten.

    So a slow answer never piles up questions, and an old answer never replaces a newer one.
    """

    def __init__(self, service: Service, at_once: int = 1) -> None:
        self._service = service
        self._at_once = at_once
        self._busy = 0
        self._next: tuple[Request, OnAnswer, OnProblem] | None = None
        self._ticket = 0  # answers to questions that were dropped are thrown away

    @property
    def busy(self) -> bool:
        return self._busy > 0

    def ask(self, request: Request, on_answer: OnAnswer, on_problem: OnProblem) -> None:
        self._next = (request, on_answer, on_problem)
        self._ticket += 1
        if self._busy < self._at_once:
            self._send()

    def drop(self) -> None:
        """Want no answer any more to whatever was asked."""
        self._next = None
        self._ticket += 1

    def _send(self) -> None:
        if self._next is None:
            return
        (request, on_answer, on_problem), self._next = self._next, None
        ticket, self._busy = self._ticket, self._busy + 1

        def done(deliver: Callable[[], None]) -> None:
            self._busy -= 1
            if ticket == self._ticket:
                deliver()
            self._send()

        self._service.ask(
            request,
            lambda answer: done(lambda: on_answer(answer)),
            lambda problem: done(lambda: on_problem(problem)),
        )
