"""Between the reader thread and the main thread."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop import client, patience
from desktop.client import Newest, Service, State
from indexer import protocol
from indexer.errors import WhereinError
from tests.desktop.conftest import comes
from tests.desktop.standin import StandIn


@pytest.fixture
def standin() -> Iterator[StandIn]:
    made = StandIn([])
    yield made
    made.close()


@pytest.fixture
def service(standin: StandIn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(client, "RETRY_SECONDS", (0.01, 0.01))
    made = Service(standin.connect)
    yield made
    made.close()


def _fail(problem: WhereinError) -> None:
    raise problem


def test_answers_come_on_the_main_thread(qtbot: QtBot, service: Service) -> None:
    service.start()
    threads: list[threading.Thread] = []
    service.ask(protocol.GetStatus(), lambda _: threads.append(threading.current_thread()), _fail)
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_what_is_asked_before_the_service_is_ready_waits_for_it(qtbot: QtBot, service: Service) -> None:
    answers: list[protocol.Answer] = []
    service.ask(protocol.Rescan(), answers.append, _fail)
    assert answers == []
    service.start()
    qtbot.waitUntil(lambda: answers == [protocol.Done()])


def test_a_problem_is_not_an_answer(qtbot: QtBot, service: Service) -> None:
    service.start()
    problems: list[WhereinError] = []
    service.ask(protocol.AddFolder(b"/nowhere"), lambda answer: pytest.fail(str(answer)), problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert problems[0].code == "no_folder"


def test_a_lost_service_is_started_again(qtbot: QtBot, service: Service, standin: StandIn) -> None:
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    states: list[str] = []
    service.state_changed.connect(states.append)
    standin.die()
    comes(qtbot, lambda: states, ["lost", "ready"])


def test_a_service_that_will_not_start_is_given_up_and_says_why(
    qtbot: QtBot, service: Service, standin: StandIn
) -> None:
    standin.refuses = WhereinError("newer_library", "This library is of a newer Wherein.")
    problems: list[WhereinError] = []
    service.ask(protocol.GetStatus(), lambda answer: pytest.fail(str(answer)), problems.append)
    service.start()
    qtbot.waitUntil(lambda: service.state is State.DOWN)
    assert [problem.code for problem in problems] == ["newer_library"]
    service.ask(protocol.GetStatus(), lambda answer: pytest.fail(str(answer)), problems.append)
    assert len(problems) == 2
    standin.refuses = None
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)


def _all_is_delivered(qtbot: QtBot, standin: StandIn) -> None:
    """Whatever was asked has been answered, and its answer has come to the main thread, if it ever does."""
    done: list[int] = []
    standin._pool.submit(done.append, 1)
    comes(qtbot, lambda: done, [1])
    QCoreApplication.processEvents()


def test_nothing_is_delivered_after_closing(qtbot: QtBot, service: Service, standin: StandIn) -> None:
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    standin.hold()
    service.ask(protocol.GetStatus(), lambda answer: pytest.fail(str(answer)), _fail)
    service.close()
    standin.release()
    _all_is_delivered(qtbot, standin)


def test_only_the_newest_question_is_kept_and_only_its_answer_counts(
    qtbot: QtBot, service: Service, standin: StandIn
) -> None:
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    newest, answered = Newest(service), []
    standin.hold()
    for query in ("a", "ab", "abc"):
        newest.ask(protocol.Search(query), lambda answer: answered.append(answer.query), _fail)
    standin.release()
    qtbot.waitUntil(lambda: not newest.busy)
    assert [request.query for request in standin.asked_for(protocol.Search)] == ["a", "abc"]
    assert answered == ["abc"]


def test_a_question_that_is_dropped_has_no_answer(qtbot: QtBot, service: Service, standin: StandIn) -> None:
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    newest = Newest(service)
    standin.hold()
    newest.ask(protocol.Search("a"), lambda answer: pytest.fail(str(answer)), _fail)
    newest.drop()
    standin.release()
    _all_is_delivered(qtbot, standin)
    assert not newest.busy


def test_a_service_that_is_silent_is_said_to_be_until_it_speaks(
    qtbot: QtBot, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "QUIET_MS", 20)
    monkeypatch.setattr(patience, "PROBE_MS", 20)
    service = Service(standin.connect)
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    standin.hold()
    answers: list[protocol.Answer] = []
    service.ask(protocol.Rescan(), answers.append, _fail)
    qtbot.waitUntil(lambda: service.state is State.DOWN)
    assert service.is_silent
    standin.release()
    qtbot.waitUntil(lambda: service.state is State.READY)
    assert answers == [protocol.Done()]
    assert service.problem is None
    service.close()


def test_a_question_that_takes_long_is_no_silence(
    qtbot: QtBot, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "QUIET_MS", 20)
    monkeypatch.setattr(patience, "PROBE_MS", 2000)
    service = Service(standin.connect)
    states: list[str] = []
    service.state_changed.connect(states.append)
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    standin.keeps_waiting = (protocol.Rescan,)
    service.ask(protocol.Rescan(), lambda answer: pytest.fail(str(answer)), _fail)
    qtbot.waitUntil(lambda: len(standin.asked_for(protocol.Hello)) == 3)
    assert states == ["ready"]
    service.close()


def test_a_service_that_is_silent_is_ended_where_another_one_is_wanted(
    qtbot: QtBot, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "QUIET_MS", 20)
    monkeypatch.setattr(patience, "PROBE_MS", 20)
    ended: list[bool] = []

    def end() -> None:
        ended.append(True)
        standin.release()

    service = Service(standin.connect, end)
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    standin.hold()
    service.ask(protocol.Rescan(), lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: service.state is State.DOWN)
    service.start()
    qtbot.waitUntil(lambda: service.state is State.READY)
    assert ended == [True]
    service.close()
