"""The client's side: ask the service of a library, starting it when none runs. For the window and the command line."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

import msgspec

from indexer import protocol, transport
from indexer.errors import Bug, EnvironmentProblem, WhereinError
from indexer.places import default_library

__all__ = ["Client", "connect", "default_library"]

_STOP_SECONDS = 30.0
_START_SECONDS = 60
_AGAIN_SECONDS, _MOST_SECONDS = 0.2, 3.0  # between two attempts to start what runs and cannot be reached
_Outcome = protocol.Answer | WhereinError
_A = TypeVar("_A", bound=protocol.Message)


class Client:
    """One connection; thread-safe. `on_event` and `on_lost` run on the client's reader thread."""

    def __init__(
        self,
        connection: Connection,
        on_event: Callable[[protocol.Event], None] | None = None,
        on_lost: Callable[[], None] | None = None,
    ) -> None:
        self._connection = connection
        self._on_event = on_event
        self._on_lost = on_lost
        self._lock = threading.Lock()
        self._waiting: dict[int, Callable[[_Outcome], None]] = {}
        self._last_id = 0
        self._closed = False
        self._reader = threading.Thread(target=self._read, name="wherein-client", daemon=True)
        self._reader.start()

    def post(self, request: protocol.Request, callback: Callable[[_Outcome], None]) -> int:
        """Asks without waiting; `callback` gets the answer, or the error, on the reader thread."""
        with self._lock:
            self._last_id += 1
            number = self._last_id
            if not self._closed:
                self._waiting[number] = callback
                try:
                    self._connection.send_bytes(protocol.encode(protocol.Envelope(number, request)))
                    return number
                except OSError:
                    self._waiting.pop(number)
        callback(_lost())
        return number

    def ask(self, request: protocol.Request, timeout: float | None = None) -> protocol.Answer:
        """Asks and waits. Raises WhereinError for a problem, and EnvironmentProblem("no_answer") after `timeout` s."""
        future: Future[_Outcome] = Future()
        self.post(request, future.set_result)
        try:
            answer = future.result(timeout)
        except TimeoutError as error:
            raise EnvironmentProblem(
                "no_answer",
                f"The indexer gave no answer within {timeout:g} seconds.",
                "It may be very busy: try again.",
            ) from error
        if isinstance(answer, WhereinError):
            raise answer
        return answer

    def expect(self, kind: type[_A], request: protocol.Request, timeout: float | None = None) -> _A:
        """`ask`, for a request whose answer is of one kind."""
        answer = self.ask(request, timeout)
        if not isinstance(answer, kind):
            raise Bug("unexpected_answer", f"The indexer answered {type(answer).__name__} to {type(request).__name__}.")
        return answer

    def close(self) -> None:
        with self._lock:
            self._closed = True
        transport.hang_up(self._connection)
        if threading.current_thread() is not self._reader:
            self._reader.join(2)
        self._connection.close()

    def _read(self) -> None:
        while True:
            try:
                reply = protocol.decode_reply(self._connection.recv_bytes(protocol.MAX_REPLY_BYTES))
            except (OSError, EOFError, msgspec.MsgspecError, TypeError):  # TypeError: closed by another thread
                break
            if reply.id == 0:
                if self._on_event and isinstance(reply.body, protocol.Event):
                    self._on_event(reply.body)
                continue
            with self._lock:
                callback = self._waiting.pop(reply.id, None)
            if callback and not isinstance(reply.body, protocol.Event):
                callback(_outcome(reply.body))
        self._end()

    def _end(self) -> None:
        with self._lock:
            lost = not self._closed
            self._closed = True
            waiting, self._waiting = list(self._waiting.values()), {}
        for callback in waiting:
            callback(_lost())
        if lost and self._on_lost:
            self._on_lost()


def _outcome(body: protocol.Answer) -> _Outcome:
    if isinstance(body, protocol.Problem):
        family = Bug if body.bug else EnvironmentProblem
        return family(body.code, body.message, body.remedy)
    return body


def _lost() -> WhereinError:
    return EnvironmentProblem("service_lost", "The indexer has stopped.", "It starts again with the next question.")


def connect(
    library: Path,
    *,
    start: bool = True,
    on_event: Callable[[protocol.Event], None] | None = None,
    on_lost: Callable[[], None] | None = None,
) -> Client:
    """Reaches the service of a library; starts one when none runs and `start` is set. With `on_event`, subscribes.

    Raises EnvironmentProblem: "no_service" when none runs and none shall be started, or why it could not start.
    """
    for last in (False, True):
        connection = _dial(library)
        if connection is None and start:
            connection = _start_and_dial(library)
        if connection is None:
            raise _no_service(library)
        client = Client(connection, on_event, on_lost)
        try:
            welcome = client.expect(protocol.Welcome, protocol.Hello(), timeout=30)
            if welcome.version == protocol.VERSION:
                if on_event:
                    client.ask(protocol.Subscribe(), timeout=30)
                return client
        except WhereinError:
            client.close()
            raise
        client.close()
        if last or not start:
            break
        stop(library)  # Wherein was updated while its service ran: a new one takes its place
    raise EnvironmentProblem(
        "other_version",
        "The indexer that runs is of another version of Wherein.",
        "Stop it (wherein serve --stop) and try again.",
    )


def stop(library: Path) -> None:
    """Ends the service of a library, whatever its version. Raises EnvironmentProblem "no_service" when none runs."""
    connection = _dial(library)
    if connection is None:
        raise _no_service(library)
    ended = threading.Event()
    client = Client(connection, on_lost=ended.set)
    client.ask(protocol.Shutdown())
    ended.wait(_STOP_SECONDS)
    client.close()


def _no_service(library: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "no_service", f"No indexer runs for the library “{library}”.", "Start one with: wherein serve"
    )


def _unreachable(library: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "unreachable",
        f"An indexer runs for the library “{library}”, and cannot be reached.",
        "It may be ending: try again in a moment. If it stays so, log out and in again.",
    )


def _dial(library: Path) -> Connection | None:
    try:
        return transport.reach(library)
    except (OSError, EOFError, AuthenticationError):
        return None


def _start_and_dial(library: Path) -> Connection | None:
    """Where another client starts it at the same time, the service may hold its lock and not listen yet."""
    deadline, pause = time.monotonic() + _START_SECONDS, _AGAIN_SECONDS
    while True:
        is_ours = _start(library)
        connection = _dial(library)
        if connection is not None or is_ours:
            return connection
        if time.monotonic() > deadline:
            raise _unreachable(library)
        time.sleep(pause)
        pause = min(2 * pause, _MOST_SECONDS)


def _start(library: Path) -> bool:
    """Starts the service and waits until it answers; False where another one is running already."""
    transport.prepare(library)
    with open(library / "service.log", "ab", opener=_private) as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "indexer", "serve", "--announce", "--library", str(library)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent.parent), *_python_path()])},
        )
    assert process.stdout is not None
    deadline = threading.Timer(_START_SECONDS, process.kill)
    deadline.start()
    try:
        line = process.stdout.readline()
    finally:
        deadline.cancel()
        process.stdout.close()
    try:
        word = msgspec.json.decode(line, type=protocol.Answer)
    except msgspec.MsgspecError as error:
        raise Bug(
            "service_start", "The indexer could not be started.", f"Its log says why: {library / 'service.log'}"
        ) from error
    # It outlives us; but should it end first, it must not stay behind as a zombie.
    threading.Thread(target=process.wait, name="wherein-reaper", daemon=True).start()
    if not isinstance(word, protocol.Problem):
        return True
    if word.code == "already_running":
        return False
    outcome = _outcome(word)
    raise outcome if isinstance(outcome, WhereinError) else Bug("service_start", word.message)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _python_path() -> list[str]:
    return [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
