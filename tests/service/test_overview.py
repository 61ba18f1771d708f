"""What is wrong is said, in the list of failures and by the doctor."""

import os
from pathlib import Path

import pytest

from indexer import protocol
from indexer.engine import Engine
from indexer.types import Reason
from indexer.watch.settle import Hint


def test_a_folder_that_cannot_be_looked_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers, library = tmp_path / "papers", tmp_path / "library"
    locked = papers / "locked"
    locked.mkdir(parents=True)
    library.mkdir()
    engine = Engine.open(library)
    engine.answers[protocol.AddFolder](protocol.AddFolder(bytes(papers)))
    list_folder = os.scandir

    def refuse(path: bytes) -> object:
        if os.fsencode(path) == bytes(locked):
            raise PermissionError(13, "Permission denied")
        return list_folder(path)

    with monkeypatch.context() as closed:  # the tests may run as root, whom no permission stops
        closed.setattr(os, "scandir", refuse)
        engine.parts.looking.look([Hint(bytes(papers), bytes(papers), True)])
    report = engine.answers[protocol.GetStatus](protocol.GetStatus())
    assert isinstance(report, protocol.StatusReport)
    assert [(failed.path, failed.failure.code) for failed in report.failures] == [(bytes(locked), Reason.UNREADABLE)]
    diagnosis = engine.answers[protocol.Diagnose](protocol.Diagnose())
    assert isinstance(diagnosis, protocol.Diagnosis)
    assert any("locked” cannot be looked into: Permission denied." in check.detail for check in diagnosis.checks)
    engine.parts.looking.look([Hint(bytes(papers), bytes(papers), True)])
    report = engine.answers[protocol.GetStatus](protocol.GetStatus())
    assert isinstance(report, protocol.StatusReport)
    assert report.failures == ()
    engine.close()
