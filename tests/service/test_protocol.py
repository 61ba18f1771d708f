"""The socket: only who has the key is heard, and nobody can hurt the service through it."""

import os
import random
import struct
import sys
import threading
from collections.abc import Iterator
from hashlib import sha256
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client as dial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from indexer import protocol, service, transport
from indexer.client import Client, connect
from indexer.client import stop as end_service
from indexer.engine import Engine
from indexer.errors import Bug, WhereinError
from indexer.service import Service


class SlowAndRude:
    """Stands in for the engine: the tests here are about what lies between it and its clients."""

    pid = 7

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.answers = {protocol.Search: self.search}

    def search(self, request: protocol.Search) -> protocol.Results:
        if request.query == "slow":
            self.go_on.wait(20)
        if request.query == "bug":
            raise ZeroDivisionError
        return protocol.Results(request.query, (), 0, True, 1.0)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SimpleNamespace]:
    transport.prepare(tmp_path)
    key = transport.make_key(tmp_path)
    stop = threading.Event()
    engine = SlowAndRude()
    made = Service(cast(Engine, engine), tmp_path, key, stop)
    listener = transport.listen(tmp_path)
    accepting = threading.Thread(target=made.accept, args=(listener,), daemon=True)
    accepting.start()
    yield SimpleNamespace(library=tmp_path, engine=engine, service=made)
    engine.go_on.set()
    stop.set()
    made.say_goodbye()
    listener.close()


def reach(office: SimpleNamespace, **more: Any) -> Client:
    return Client(transport.reach(office.library), **more)


def test_a_slow_answer_does_not_hold_up_the_next_one(office: SimpleNamespace) -> None:
    client = reach(office)
    slow = threading.Event()
    client.post(protocol.Search("slow"), lambda _: slow.set())
    assert client.expect(protocol.Results, protocol.Search("quick"), timeout=10).query == "quick"
    assert not slow.is_set()
    office.engine.go_on.set()
    assert slow.wait(10)


def test_a_bug_ends_one_request_and_not_the_service(office: SimpleNamespace) -> None:
    client = reach(office)
    with pytest.raises(Bug, match="ZeroDivisionError"):
        client.ask(protocol.Search("bug"))
    assert client.expect(protocol.Results, protocol.Search("fine")).query == "fine"


def test_events_reach_those_who_subscribed(office: SimpleNamespace) -> None:
    heard: list[protocol.Event] = []
    news = threading.Event()

    def hear(event: protocol.Event) -> None:
        heard.append(event)
        news.set()

    client = reach(office, on_event=hear)
    client.ask(protocol.Subscribe())
    deaf = reach(office, on_event=lambda _: pytest.fail("did not subscribe"))
    deaf.ask(protocol.Hello())
    office.service.broadcast(protocol.Changed(("files",)))
    assert news.wait(10)
    assert heard == [protocol.Changed(("files",))]
    deaf.ask(protocol.Hello())


def test_who_does_not_have_the_key_is_turned_away(office: SimpleNamespace) -> None:
    with pytest.raises((AuthenticationError, EOFError, OSError)):
        dial(transport.address(office.library), authkey=b"guessed")
    assert reach(office).expect(protocol.Welcome, protocol.Hello()).pid == 7


def test_a_client_in_another_session_finds_the_service(
    office: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "elsewhere"))  # as in a cron job, or after another login
    assert reach(office).expect(protocol.Welcome, protocol.Hello()).pid == 7


def test_the_service_imports_nothing_from_where_it_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, library = tmp_path / "downloads", tmp_path / "library"
    there.mkdir()
    for name in ("json", "indexer"):
        (there / f"{name}.py").write_text(f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()")
    monkeypatch.chdir(there)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    client = connect(library)
    client.close()
    end_service(library)
    assert not (tmp_path / "ran").exists()


def test_a_service_of_before_it_wrote_down_where_it_listens_is_found(office: SimpleNamespace) -> None:
    (office.library / "service.address").unlink()
    assert reach(office).expect(protocol.Welcome, protocol.Hello()).pid == 7


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe there lasts as long as its service")
def test_a_service_that_nobody_can_reach_any_more_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_LOOK_SECONDS", 0.05)
    ready = threading.Event()
    serving = threading.Thread(target=service.serve, args=(tmp_path, ready.set, threading.Event()))
    serving.start()
    assert ready.wait(60)
    assert serving.is_alive()
    place = Path(transport.meeting_place(tmp_path))
    socket = place.rename(place.with_suffix(".taken"))  # as a logout takes it away
    serving.join(30)
    assert not serving.is_alive()
    dial(str(socket)).close()  # wakes the thread that accepts; it ends with its process otherwise
    socket.unlink()


def test_a_silent_stranger_keeps_nobody_out(office: SimpleNamespace) -> None:
    stranger = dial(transport.address(office.library))
    assert reach(office).expect(protocol.Welcome, protocol.Hello(), timeout=10).pid == 7
    stranger.close()


def test_malformed_messages_end_their_connection_only(office: SimpleNamespace) -> None:
    generator = random.Random(7)
    for _ in range(200):
        connection = transport.reach(office.library)
        connection.send_bytes(generator.randbytes(generator.randrange(1, 200)))
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes()
        connection.close()
    assert reach(office).expect(protocol.Welcome, protocol.Hello()).pid == 7


def test_a_message_that_claims_four_gigabytes_is_refused(office: SimpleNamespace) -> None:
    connection = transport.reach(office.library)
    os.write(connection.fileno(), struct.pack("!i", -1) + struct.pack("!Q", 4 << 30))
    with pytest.raises((EOFError, OSError)):
        connection.recv_bytes()
    assert reach(office).expect(protocol.Welcome, protocol.Hello()).pid == 7


def test_a_client_that_never_reads_does_not_hold_up_events(office: SimpleNamespace) -> None:
    greedy = transport.reach(office.library)
    greedy.send_bytes(protocol.encode(protocol.Envelope(1, protocol.Subscribe())))
    reader_news = threading.Event()
    reader = reach(office, on_event=lambda _: reader_news.set())
    reader.ask(protocol.Subscribe())
    for _ in range(2000):
        office.service.broadcast(protocol.Changed(("files",) * 200))
    reader_news.clear()
    office.service.broadcast(protocol.Changed(("folders",)))
    assert reader_news.wait(10)


def test_a_client_that_never_reads_is_let_go_when_the_service_ends(office: SimpleNamespace) -> None:
    greedy = transport.reach(office.library)
    greedy.send_bytes(protocol.encode(protocol.Envelope(1, protocol.Subscribe())))
    assert isinstance(protocol.decode_reply(greedy.recv_bytes()).body, protocol.Done)
    for _ in range(2000):
        office.service.broadcast(protocol.Changed(("files",) * 200))
    office.service.say_goodbye()
    clients = [thread for thread in threading.enumerate() if thread.name == "client"]
    for thread in clients:
        thread.join(10)
    assert not any(thread.is_alive() for thread in clients)
    greedy.close()


def test_a_lost_service_is_told_to_whoever_waits(office: SimpleNamespace) -> None:
    lost = threading.Event()
    client = reach(office, on_lost=lost.set)
    answers: list[object] = []
    answered = threading.Event()

    def take(answer: object) -> None:
        answers.append(answer)
        answered.set()

    client.post(protocol.Search("slow"), take)
    office.service.say_goodbye()
    assert answered.wait(10)
    assert lost.wait(10)
    assert isinstance(answers[0], WhereinError)
    assert answers[0].code == "service_lost"


MESSAGES = {2: "6ba6918e3041", 3: "7e794d6ebaa7", 4: "f433498ffa77"}  # by version: what they look like


def _shape(schema: Any) -> Any:
    """Without what is only told to people."""
    if isinstance(schema, dict):
        return {key: _shape(value) for key, value in schema.items() if key != "description"}
    return [_shape(value) for value in schema] if isinstance(schema, list) else schema


def test_messages_that_changed_have_another_version() -> None:
    shapes = [_shape(msgspec.json.schema(kind)) for kind in (protocol.Envelope, protocol.Reply)]
    assert sha256(msgspec.json.encode(shapes, order="sorted")).hexdigest()[:12] == MESSAGES[protocol.VERSION]


class Older(Service):
    """The service of the Wherein that was here before an update."""

    def _carry_out(self, session: Any, request: protocol.Request) -> protocol.Answer:
        answer = super()._carry_out(session, request)
        return (
            protocol.Welcome(answer.version - 1, 7, answer.library) if isinstance(answer, protocol.Welcome) else answer
        )


def test_after_an_update_the_service_of_before_makes_way_for_the_new_one(tmp_path: Path) -> None:
    transport.prepare(tmp_path)
    stop = threading.Event()
    older = Older(cast(Engine, SlowAndRude()), tmp_path, transport.make_key(tmp_path), stop)
    listener = transport.listen(tmp_path)
    threading.Thread(target=older.accept, args=(listener,), daemon=True).start()

    def serve() -> None:
        stop.wait(60)
        older.say_goodbye()
        listener.close()

    serving = threading.Thread(target=serve)
    serving.start()
    with pytest.raises(WhereinError, match="another version"):
        connect(tmp_path, start=False)
    client = connect(tmp_path)
    serving.join(60)
    try:
        assert client.expect(protocol.Welcome, protocol.Hello()).version == protocol.VERSION
        assert client.expect(protocol.StatusReport, protocol.GetStatus()).folders == ()
    finally:
        client.close()
        end_service(tmp_path)
