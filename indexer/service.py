"""The loop: one service per library, answering clients over a local socket until it is told to stop."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from pathlib import Path

import filelock
import msgspec
import structlog

from indexer import protocol, transport
from indexer.engine import Engine
from indexer.errors import BadRequest, Bug, EnvironmentProblem, WhereinError
from indexer.places import LOCK

log = structlog.get_logger()

_LOOK_SECONDS = 10.0
_MOST_CLIENTS = 64
_QUEUED_REPLIES = 256  # a client that reads slower than this misses events: they are hints, it asks again


@contextmanager
def only_one(library: Path) -> Iterator[None]:
    """Holds the library's lock. The operating system drops it with the process, so a stale one cannot exist."""
    lock = filelock.FileLock(library / LOCK, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise EnvironmentProblem(
            "already_running", f"An indexer runs for the library “{library}” already.", "There is nothing to do."
        ) from error
    try:
        yield
    finally:
        lock.release()


def serve(library: Path, ready: Callable[[], None], stop: threading.Event) -> None:
    """Runs the service until `stop` is set or a client asks for it; `ready` is called once clients can connect.

    Raises EnvironmentProblem when it cannot start.
    """
    transport.prepare(library)
    with only_one(library):
        key = transport.make_key(library)
        engine = Engine.open(library)
        try:
            with transport.listen(library) as listener:
                service = Service(engine, library, key, stop)
                threading.Thread(target=service.accept, args=(listener,), name="accept", daemon=True).start()
                engine.start(service.broadcast)
                ready()
                while not stop.wait(_LOOK_SECONDS) and _is_wanted(library):
                    pass
                service.say_goodbye()
        finally:
            engine.close()


def _is_wanted(library: Path) -> bool:
    """A library that was thrown away needs no service; one that nobody can reach makes room for another."""
    try:
        return (library / "library.db").exists() and transport.is_reachable(library)
    except OSError:
        return False


class Service:
    """Connections and what they ask; the answers come from the engine."""

    def __init__(self, engine: Engine, library: Path, key: bytes, stop: threading.Event) -> None:
        self._engine = engine
        self._library = library
        self._key = key
        self._stop = stop
        self._sessions: set[_Session] = set()
        self._lock = threading.Lock()
        self._workers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="answer")

    def accept(self, listener: Listener) -> None:
        while not self._stop.is_set():
            try:
                connection = listener.accept()
            except (OSError, EOFError):
                if self._stop.is_set():
                    return
                continue
            if self._stop.is_set():
                connection.close()
                return
            with self._lock:
                crowded = len(self._sessions) >= _MOST_CLIENTS
                session = _Session(connection)
                if not crowded:
                    self._sessions.add(session)
            if crowded:
                connection.close()
            else:
                threading.Thread(target=self._attend, args=(session,), name="client", daemon=True).start()

    def broadcast(self, event: protocol.Event) -> None:
        with self._lock:
            listeners = [session for session in self._sessions if session.subscribed]
        for session in listeners:
            session.send(protocol.Reply(0, event), essential=False)

    def say_goodbye(self) -> None:
        """Ends all connections and the thread that accepts them."""
        self._stop.set()
        with contextlib.suppress(OSError, EOFError):
            transport.knock(self._library)
        self.broadcast(protocol.Goodbye())
        with self._lock:
            sessions = list(self._sessions)
        for session in sessions:
            session.finish()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _attend(self, session: "_Session") -> None:
        try:
            transport.welcome(session.connection, self._key)
            session.start()
            while True:
                data = session.connection.recv_bytes(protocol.MAX_REQUEST_BYTES)
                try:
                    envelope = protocol.decode_envelope(data)
                except msgspec.MsgspecError as error:
                    log.warning("malformed request", error=str(error))
                    return
                if isinstance(envelope.request, protocol.Hello):  # told at once, however much is asked
                    self._answer(session, envelope)
                else:
                    self._workers.submit(self._answer, session, envelope)
        except AuthenticationError:
            log.warning("a client without the key was turned away")
        except (OSError, EOFError, TypeError, RuntimeError):  # gone, too long a message, or we are stopping
            pass
        finally:
            with self._lock:
                self._sessions.discard(session)
            session.finish()

    def _answer(self, session: "_Session", envelope: protocol.Envelope) -> None:
        try:
            answer = self._carry_out(session, envelope.request)
        except WhereinError as error:
            answer = protocol.Problem(error.code, error.message, error.remedy, isinstance(error, Bug))
        except Exception as error:
            log.exception("request failed", request=type(envelope.request).__name__)
            answer = protocol.Problem(
                "bug", f"Something went wrong inside Wherein: {error!r}.", "Please report this.", True
            )
        session.send(protocol.Reply(envelope.id, answer))

    def _carry_out(self, session: "_Session", request: protocol.Request) -> protocol.Answer:
        match request:
            case protocol.Hello():
                return protocol.Welcome(protocol.VERSION, self._engine.pid, bytes(self._library))
            case protocol.Subscribe():
                session.subscribed = True
            case protocol.Shutdown():
                self._stop.set()
            case _:
                handler = self._engine.answers.get(type(request))
                if handler is None:
                    raise BadRequest("unknown_request", f"{type(request).__name__} is not known here.")
                return handler(request) or protocol.Done()
        return protocol.Done()


class _Session:
    """One client. A thread of its own sends, so that a client that does not read holds up nobody."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.subscribed = False
        self._replies: queue.Queue[bytes | None] = queue.Queue(_QUEUED_REPLIES)
        self._sender = threading.Thread(target=self._send_all, name="send", daemon=True)

    def start(self) -> None:
        self._sender.start()

    def send(self, reply: protocol.Reply, *, essential: bool = True) -> None:
        try:
            self._replies.put(protocol.encode(reply), block=essential, timeout=30 if essential else None)
        except queue.Full:
            if essential:
                transport.hang_up(self.connection)

    def finish(self) -> None:
        try:
            self._replies.put_nowait(None)
        except queue.Full:  # a client that does not read: what waits for it is not sent
            transport.hang_up(self.connection)
        if self._sender.is_alive() and threading.current_thread() is not self._sender:
            self._sender.join(1)
        transport.hang_up(self.connection)

    def _send_all(self) -> None:
        while (data := self._replies.get()) is not None:
            try:
                self.connection.send_bytes(data)
            except OSError:
                return
