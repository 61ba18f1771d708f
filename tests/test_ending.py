"""Which process is the service of a library."""

import os
from pathlib import Path

import psutil
import pytest

from indexer import protocol
from indexer.cli import app
from indexer.client import connect
from indexer.ending import serves
from indexer.places import default_library


@pytest.mark.parametrize(
    ("command", "is_it"),
    [
        ("python -P -m indexer serve --announce --library /home/ida/library", True),
        ("/usr/bin/wherein serve --library /home/ida/library", True),
        ("python -m indexer serve --library /home/ida/other", False),
        ("python -m indexer search --library /home/ida/library serve", False),
        ("python -m indexer serve", False),
        ("nginx serve --library /home/ida/library", False),
        ("", False),
    ],
)
def test_a_service_is_known_by_its_command(command: str, is_it: bool) -> None:
    assert serves(command.split(), Path("/home/ida/library")) is is_it


@pytest.mark.skipif(os.name != "posix", reason="processes are stopped otherwise there")
def test_a_service_that_does_not_answer_is_ended_by_force(tmp_path: Path) -> None:
    client = connect(tmp_path)
    stopped = psutil.Process(client.expect(protocol.Welcome, protocol.Hello()).pid)
    stopped.suspend()
    app(["serve", "--stop", "--force", "--library", str(tmp_path)], standalone_mode=False)
    assert not stopped.is_running()
    client.close()


def test_without_a_name_it_serves_the_library_that_everybody_has() -> None:
    assert serves(["wherein", "serve"], default_library())
