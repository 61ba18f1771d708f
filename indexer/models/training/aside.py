"""A training in a process of its own, as the service and the command line start it. Imports no torch."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec
import psutil

from indexer.errors import Bug, EnvironmentProblem
from indexer.models.training.order import Failed, Job, Line, Outcome, Progress

_NICE = 10


def train(job: Job, told: Callable[[Progress], None], paused: Callable[[], bool] = lambda: False) -> Outcome:
    """Train, at low priority; whatever `told` raises ends the process. While `paused`, the process stands still until
    `told` returns.

    Raises what `job.run` raises, and `Bug` "training_died" where the process ends without a word.
    """
    with tempfile.TemporaryDirectory(prefix="wherein-train-") as scratch:
        order = Path(scratch) / "job.json"
        order.write_bytes(msgspec.json.encode(job))
        with (Path(scratch) / "log").open("w+b") as log:
            search_path = os.pathsep.join(path for path in sys.path if path)
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "indexer.models.training", str(order)], stdout=subprocess.PIPE, stderr=log,
                env={**os.environ, "PYTHONPATH": search_path},
            )  # fmt: skip
            try:
                _be_polite(process.pid)
                return _outcome(process, told, paused, log)
            finally:
                process.kill()
                process.wait()
                if process.stdout:
                    process.stdout.close()


def _outcome(
    process: "subprocess.Popen[bytes]", told: Callable[[Progress], None], paused: Callable[[], bool], log: IO[bytes]
) -> Outcome:
    for text in process.stdout or ():
        line: Line = msgspec.json.decode(text, type=Line)
        match line:
            case Progress() if paused():
                with _standing_still(process.pid):
                    told(line)
            case Progress():
                told(line)
            case Outcome():
                return line
            case Failed(code, message, remedy):
                raise EnvironmentProblem(code, message, remedy)
    log.seek(0)
    said = log.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
    raise Bug("training_died", f"The training stopped: {said[-1] if said else process.wait()}")


@contextmanager
def _standing_still(pid: int) -> Iterator[None]:
    try:
        psutil.Process(pid).suspend()
        yield
    finally:
        with suppress(psutil.NoSuchProcess):  # it is ended next
            psutil.Process(pid).resume()


def _be_polite(pid: int) -> None:
    if sys.platform == "win32":
        psutil.Process(pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        psutil.Process(pid).nice(_NICE)
