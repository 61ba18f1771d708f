"""What every test may rely on: no screen, no network, no library and no settings but its own, no thread left behind."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from indexer.models.privacy import stay_private

stay_private()

THREAD_SECONDS = 10  # a thread that was told to stop may take this long


def pytest_configure(config: pytest.Config) -> None:
    home = tempfile.mkdtemp(prefix="wherein-tests-")
    config.stash[_HOME] = home
    os.environ["WHEREIN_LIBRARY"] = os.path.join(home, "library")
    os.environ["XDG_CONFIG_HOME"] = os.path.join(home, "config")
    os.environ["XDG_DATA_HOME"] = os.path.join(home, "data")
    os.environ["XDG_STATE_HOME"] = os.path.join(home, "state")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_HOME], ignore_errors=True)


@pytest.fixture(scope="module", autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_SECONDS
    left = []
    for thread in set(threading.enumerate()) - before:
        if isinstance(thread, threading._DummyThread) or thread.name.startswith(("tqdm", "pytest_timeout")):
            continue  # not ours to end
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            left.append(thread.name)
    assert not left, f"threads left behind: {left}"


_HOME = pytest.StashKey[str]()
