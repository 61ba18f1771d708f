"""Topics made in a process of their own: low priority, paused and ended with the task that wants them."""

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Protocol, cast

import msgspec
import structlog

from indexer.errors import BadRequest, Bug, EnvironmentProblem, WhereinError
from indexer.insight.topics import wire
from indexer.insight.topics.made import Made, Wish
from indexer.models.encoder import Vectors
from indexer.types import Fingerprint

log = structlog.get_logger()

_LISTEN_SECONDS = 0.3  # between two looks at whether anybody still wants it
_ERRORS = {"BadRequest": BadRequest, "EnvironmentProblem": EnvironmentProblem}


class Understanding(Protocol):
    """A model that tells what phrases mean; see `indexer.models.worker.BulkEncoder`."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class TopicMaker:
    """One child process for each call of `make`. Any thread may call. `model_of` gives the model of a fingerprint where
    it can be asked: it tells what phrases mean that topics could be called by."""

    def __init__(self, library: Path, threads: int, model_of: Callable[[Fingerprint], Understanding | None]) -> None:
        self._library = library
        self._model_of = model_of
        self._threads = threads
        self._lock = threading.Lock()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def make(
        self, fingerprint: Fingerprint, wish: Wish, say: Callable[[int, str], None], checkpoint: Callable[[], None]
    ) -> Made:
        """`say(percent, current)` tells progress; `checkpoint` may wait, and may raise: then the process ends.

        Raises the errors of the family; EnvironmentProblem "closed" when `close` was called.
        """
        with tempfile.TemporaryFile() as said:
            child = self._started(said)
            try:
                wire.send(_pipe(child.stdin), wire.Job(str(self._library), fingerprint, wish, self._threads))
                return self._listened(child, fingerprint, say, checkpoint)
            except (OSError, EOFError, ValueError, msgspec.MsgspecError) as error:
                raise self._death(child, said) from error
            finally:
                self._end(child)

    def close(self) -> None:
        """Ends what is under way."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.kill()

    def _started(self, said: IO[bytes]) -> subprocess.Popen[bytes]:
        search_path = os.pathsep.join(path for path in sys.path if path)
        with self._lock:
            if self._closed:
                raise EnvironmentProblem("closed", "Wherein is being closed.")
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "indexer.insight.topics.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
                env={**os.environ, "PYTHONPATH": search_path, "OMP_NUM_THREADS": str(self._threads)},
            )  # fmt: skip
            self._children.add(child)
        return child

    def _listened(
        self,
        child: subprocess.Popen[bytes],
        fingerprint: Fingerprint,
        say: Callable[[int, str], None],
        checkpoint: Callable[[], None],
    ) -> Made:
        heard: queue.Queue[wire.Message | Exception] = queue.Queue()
        threading.Thread(target=_listen, args=(_pipe(child.stdout), heard), name="topics", daemon=True).start()
        while True:
            checkpoint()
            try:
                message = heard.get(timeout=_LISTEN_SECONDS)
            except queue.Empty:
                continue
            match message:
                case wire.Step(done, current):
                    say(done, current)
                    checkpoint()
                    _pipe(child.stdin).write(b"\n")
                    _pipe(child.stdin).flush()
                case wire.Phrases(texts):
                    wire.send(_pipe(child.stdin), wire.Meant.of(self._meant(texts, fingerprint)))
                case wire.Result():
                    return wire.unpacked(message)
                case wire.Trouble(kind, code, text, remedy):
                    raise _ERRORS.get(kind, Bug)(code, text, remedy)
                case Exception():
                    raise message
                case _:
                    raise ValueError(f"unexpected {type(message).__name__}")

    def _meant(self, phrases: Sequence[str], fingerprint: Fingerprint) -> Vectors | None:
        """None where the model of these topics cannot be asked: they are named by words alone."""
        model = self._model_of(fingerprint)
        if model is None:
            return None
        try:
            return model.encode(phrases)
        except WhereinError as problem:
            log.warning("topics are named without a model", problem=str(problem))
            return None

    def _death(self, child: subprocess.Popen[bytes], said: IO[bytes]) -> EnvironmentProblem | Bug:
        if self._closed:
            return EnvironmentProblem("closed", "Wherein is being closed.")
        child.kill()
        status = child.wait()
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").strip().splitlines()
        detail = f": {lines[-1]}" if lines else ""
        return Bug("topics_died", f"The process that finds topics stopped (exit status {status}){detail}")

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
        with self._lock:
            self._children.discard(child)


def _listen(pipe: IO[bytes], heard: "queue.Queue[wire.Message | Exception]") -> None:
    """Until the last message, or the end of the pipe."""
    try:
        while True:
            message = wire.receive(pipe)
            heard.put(message)
            if not isinstance(message, wire.Step | wire.Phrases):
                return
    except (OSError, EOFError, ValueError, msgspec.MsgspecError) as error:
        heard.put(error)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    return cast(IO[bytes], pipe)
