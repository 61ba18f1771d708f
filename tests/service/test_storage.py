"""What is kept can be measured, and thrown away."""

import os
import threading
from pathlib import Path

import pytest

from indexer import protocol
from indexer.client import connect
from indexer.desks.storage import StorageDesk
from indexer.engine import Engine
from indexer.errors import EnvironmentProblem
from indexer.places import KEY
from indexer.store import erase


def _engine(directory: Path) -> Engine:
    directory.mkdir(exist_ok=True)
    return Engine.open(directory)


def test_an_erased_library_is_empty_when_it_is_opened_again(tmp_path: Path) -> None:
    directory, papers = tmp_path / "library", tmp_path / "papers"
    papers.mkdir()
    engine = _engine(directory)
    engine.answers[protocol.AddFolder](protocol.AddFolder(os.fsencode(papers)))
    (directory / KEY).write_bytes(b"secret")
    engine.answers[protocol.EraseLibrary](protocol.EraseLibrary())
    engine.close()
    again = _engine(directory)
    report = again.answers[protocol.GetStatus](protocol.GetStatus())
    assert isinstance(report, protocol.StatusReport)
    assert report.folders == ()
    assert (directory / KEY).read_bytes() == b"secret"
    assert not erase.carry_out(directory)
    assert papers.exists()
    again.close()


def test_a_library_that_was_erased_answers_its_clients_when_it_begins_again(tmp_path: Path) -> None:
    library, papers = tmp_path / "library", tmp_path / "papers"
    papers.mkdir()
    for folders in (1, 0):
        lost = threading.Event()
        client = connect(library, on_lost=lost.set)
        if folders:
            client.ask(protocol.AddFolder(os.fsencode(papers)))
        assert len(client.expect(protocol.StatusReport, protocol.GetStatus()).folders) == folders
        client.ask(protocol.EraseLibrary())
        client.ask(protocol.Shutdown())
        assert lost.wait(60)
        client.close()


def test_erasing_that_was_cut_short_begins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("what was read")
    erase.mark(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", _refuse)
        with pytest.raises(EnvironmentProblem, match="Delete the folder"):
            erase.carry_out(tmp_path)
    assert erase.carry_out(tmp_path)
    assert list(tmp_path.iterdir()) == []


def _refuse(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_what_is_kept_is_measured_by_what_it_is_for(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "index").write_bytes(b"x" * 300)
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "1").write_bytes(b"x" * 20)
    (tmp_path / "library.db").write_bytes(b"x" * 1000)
    storage = StorageDesk(tmp_path, tmp_path).measure(protocol.GetStorage())
    sizes = {part.name: part.size for part in storage.parts}
    assert (sizes["library"], sizes["words"], sizes["vectors"]) == (1000, 300, 20)


def test_work_stands_still_on_battery_where_that_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.engine.exchange.on_battery", lambda: True)
    engine = _engine(tmp_path / "library")
    assert not engine.parts.exchange.standing
    change = engine.answers[protocol.ChangeSetting]
    change(protocol.ChangeSetting("pause_on_battery", True))
    assert engine.parts.exchange.standing
    report = engine.answers[protocol.GetStatus](protocol.GetStatus())
    assert isinstance(report, protocol.StatusReport)
    assert "battery" in report.progress.problem
    change(protocol.ChangeSetting("pause_on_battery", False))
    assert not engine.parts.exchange.standing
    engine.close()
