"""The socket: only who has the key is heard, and nobody can hurt the service through it."""

import os
import random
import struct
import threading
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client as dial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from indexer import protocol, transport
from indexer.client import Client
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
    service = Service(cast(Engine, engine), tmp_path, key, stop)
    listener = transport.listen(tmp_path)
    accepting = threading.Thread(target=service.accept, args=(listener,), daemon=True)
    accepting.start()
    yield SimpleNamespace(library=tmp_path, engine=engine, service=service)
    engine.go_on.set()
    stop.set()
    service.say_goodbye()
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
