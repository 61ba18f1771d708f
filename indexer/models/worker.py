"""Bulk embedding in a process of its own: low priority, started on demand, ended when idle.

`BulkEncoder` is the service's side of it; `python -m indexer.models.worker` is the other. The two speak over the
child's stdin and stdout (see wire.py); when the service goes, the pipe ends, and so does the worker.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, BinaryIO, TypeVar, cast

import numpy as np
import psutil

from indexer.errors import Bug, EnvironmentProblem, WhereinError
from indexer.models import catalogue, wire
from indexer.models.encoder import Encoder, Vectors
from indexer.models.images import PictureEncoder
from indexer.models.languages import language_of
from indexer.models.pairs import SHIPPED, Entailment, load_entailment
from indexer.models.privacy import stay_private
from indexer.models.runtime import fingerprint_of, load_bulk_encoder
from indexer.models.tagger import Lesson, learn
from indexer.types import Fingerprint

_SLICE = 256  # texts a request: bounds what is lost when the worker dies, and how long it may take
_START_SECONDS = 300.0  # to load the model, or to make its quick graph where there is none yet
_SLICE_SECONDS = 600.0
_NICE = 10
T = TypeVar("T")
_logger = logging.getLogger(__name__)


class BulkEncoder:
    """Encodes passages in a child process. Safe to use from several threads, one request at a time.

    The child starts at the first request, ends after `idle_seconds` without one so that its memory goes back, and is
    started again once where it dies under a request.
    """

    def __init__(self, name: str = catalogue.DEFAULT, idle_seconds: float = 60.0, threads: int | None = None, *,
                 device: str = "auto", downloads: Path | None = None, exports: Path | None = None,
                 dimension: int | None = None, precision: str = "float16") -> None:  # fmt: skip
        self.fingerprint: Fingerprint = fingerprint_of(
            name, downloads=downloads, dimension=dimension, precision=precision
        )
        self._load = wire.Load(name, str(downloads or ""), str(exports or ""), device, dimension,
                               threads or default_threads())  # fmt: skip
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._idle: threading.Timer | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        child = self._child
        return child.pid if child else None

    def prepare(self) -> str:
        """Have the worker load the model (and make its quick graph where there is none); says what runs it."""
        with self._lock:
            runtime = self._running().runtime
            self._end_when_idle()
            return runtime

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, (n, d). Long texts are read up to the model's token limit.

        Raises `EnvironmentProblem` where the model or its libraries cannot be loaded, or memory does not suffice;
        `Bug` "model_worker_died" where the worker dies twice under the same texts.
        """
        with self._lock:
            slices = [self._slice(texts[start : start + _SLICE]) for start in range(0, len(texts), _SLICE)]
            self._end_when_idle()
        return np.concatenate(slices) if slices else np.empty((0, self.fingerprint.dimension), np.float32)

    def learn(self, examples: Vectors, refused: Vectors, others: Vectors, text: Vectors) -> Lesson:
        """What a label means, see `tagger.learn`. Raises as `encode` does."""
        request = wire.Learn(wire.rows(examples), wire.rows(refused), wire.rows(others), wire.rows(text[None]))
        with self._lock:
            learnt = self._retried(lambda child: child.learn(request))
            self._end_when_idle()
        return Lesson(wire.vectors(learnt.weights)[0], learnt.bias, wire.vectors(learnt.held_out)[0])

    def pictures(self, pictures: Sequence[bytes], side: int) -> Vectors:
        """Unit vectors (n, d) of pictures, each side × side × 3 bytes, for a model of texts and pictures. Raises as
        `encode` does."""
        with self._lock:
            vectors = self._retried(lambda child: child.pictures(pictures, side))
            self._end_when_idle()
            return vectors

    def entail(self, pairs: Sequence[tuple[str, str]], model: str = SHIPPED) -> Vectors:
        """(n, 3), see `Entailment.probabilities`. Raises as `encode` does, and "model_missing" for a model that is not
        on this machine."""
        with self._lock:
            slices = [
                self._retried(lambda child, at=at: child.entail(pairs[at : at + _SLICE], model))  # type: ignore[misc]
                for at in range(0, len(pairs), _SLICE)
            ]
            self._end_when_idle()
        return np.concatenate(slices) if slices else np.empty((0, 3), np.float32)

    def languages(self, texts: Sequence[str]) -> list[str]:
        """In which language each text is written (ISO 639), empty where it cannot be told. Raises as `encode` does."""
        with self._lock:
            spoken = self._retried(lambda child: child.languages(texts))
            self._end_when_idle()
            return spoken

    def close(self) -> None:
        """End the worker now, whatever it is doing. A request under way raises "closed"."""
        self._closed = True
        child = self._child
        if child:
            child.kill()
        with self._lock:
            self._end()

    def _slice(self, texts: Sequence[str]) -> Vectors:
        return self._retried(lambda child: child.encode(texts))

    def _retried(self, ask: "Callable[[_Child], T]") -> T:
        """The answer; a worker that dies under a request is started again once."""
        try:
            return ask(self._running())
        except _ChildDied as first:
            self._end()
            _logger.warning("the model worker died (%s); it is started again", first)
        try:
            return ask(self._running())
        except _ChildDied as second:
            self._end()
            raise self._death(second) from second

    def _running(self) -> "_Child":
        if self._idle:
            self._idle.cancel()
        if self._child and not self._child.alive:
            self._end()
        if self._closed:
            raise EnvironmentProblem("closed", "The model worker was told to stop.")
        if self._child is None:
            self._child = _Child(self._load.threads)  # from here on close() can end it, also while it loads
            try:
                self._child.load(self._load)
            except _ChildDied as death:
                self._end()
                raise self._death(death) from death
        return self._child

    def _death(self, death: "_ChildDied") -> WhereinError:
        if self._closed:
            return EnvironmentProblem("closed", "The model worker was told to stop.")
        return Bug("model_worker_died", f"The process that understands documents stopped: {death}")

    def _end_when_idle(self) -> None:
        if self._idle:
            self._idle.cancel()
        self._idle = threading.Timer(self._idle_seconds, self._end_idle)
        self._idle.daemon = True
        self._idle.start()

    def _end_idle(self) -> None:
        timer = threading.current_thread()
        with self._lock:
            if self._idle is timer:  # no request came between
                self._end()

    def _end(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None
        child, self._child = self._child, None
        if child:
            child.close()


def default_threads() -> int:
    """Threads for bulk work: all but a quarter of the processors; low priority keeps even those out of the way."""
    try:
        available = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        available = os.cpu_count() or 1
    return max(1, min(16, available - available // 4))


class _ChildDied(Exception):
    """The worker process ended, or had to be ended, before it answered."""


class _Child:
    """One worker process."""

    def __init__(self, threads: int) -> None:
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        search_path = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "indexer.models.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            env={**os.environ, "PYTHONPATH": search_path, "OMP_NUM_THREADS": str(threads)},
        )  # fmt: skip
        self.pid: int = self._process.pid
        self.runtime = ""

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def load(self, load: wire.Load) -> None:
        self.runtime = cast(wire.Ready, self._ask(load, _START_SECONDS)).runtime

    def encode(self, texts: Sequence[str]) -> Vectors:
        answer = self._ask(wire.Encode(list(texts)), _SLICE_SECONDS)
        return wire.vectors(cast(wire.Rows, answer))

    def entail(self, pairs: Sequence[tuple[str, str]], model: str) -> Vectors:
        return wire.vectors(cast(wire.Rows, self._ask(wire.Entail(list(pairs), model), _SLICE_SECONDS)))

    def learn(self, request: wire.Learn) -> wire.Learnt:
        return cast(wire.Learnt, self._ask(request, _SLICE_SECONDS))

    def pictures(self, pictures: Sequence[bytes], side: int) -> Vectors:
        answer = self._ask(wire.Pictures(list(pictures), side), _SLICE_SECONDS)
        return wire.vectors(cast(wire.Rows, answer))

    def languages(self, texts: Sequence[str]) -> list[str]:
        return cast(wire.Spoken, self._ask(wire.Languages(list(texts)), _SLICE_SECONDS)).languages

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe:
                pipe.close()

    def _ask(self, message: wire.Message, seconds: float) -> wire.Message:
        """The worker's answer. A worker that does not answer in time is killed, which ends the wait."""
        deadline = threading.Timer(seconds, self._process.kill)
        deadline.daemon = True
        deadline.start()
        try:
            wire.send(cast(BinaryIO, self._process.stdin), message)
            answer = wire.receive(cast(BinaryIO, self._process.stdout))
        except (OSError, EOFError, ValueError) as error:
            raise _ChildDied(self._last_words()) from error
        finally:
            deadline.cancel()
        if isinstance(answer, wire.Trouble):
            kind = Bug if answer.bug else EnvironmentProblem
            raise kind(answer.code, answer.message, answer.remedy)
        return answer

    def _last_words(self) -> str:
        self._process.kill()
        status = self._process.wait()
        size = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, size - 2000))
        said = self._log.read().decode("utf-8", "replace").strip().splitlines()
        return f"exit status {status}{': ' + said[-1] if said else ''}"


def main() -> None:
    """The worker's loop: read a request, answer it, until the pipe ends."""
    stay_private()
    # What a library prints must not land between our frames: stdout becomes stderr, the pipe is kept aside.
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    be_polite()
    encoder: Encoder | None = None
    load = wire.Load("")
    entailment: tuple[str, Entailment] | None = None
    while True:
        try:
            request = wire.receive(requests)
        except EOFError:
            return
        try:
            match request:
                case wire.Load():
                    load, encoder = request, _loaded(request)
                    answer: wire.Message = wire.Ready(f"{type(encoder).__name__} on {encoder.device}")
                case wire.Encode(texts) if encoder:
                    answer = wire.rows(encoder.encode_passages(texts))
                case wire.Pictures(pictures, side) if isinstance(encoder, PictureEncoder):
                    answer = wire.rows(encoder.encode_pictures(pictures, side))
                case wire.Entail(pairs, model):
                    if entailment is None or entailment[0] != model:
                        entailment = model, _entailment(load, model)
                    answer = wire.rows(entailment[1].probabilities(pairs))
                case wire.Learn():
                    answer = _learnt(request)
                case wire.Languages(texts):
                    answer = wire.Spoken([language_of(text) for text in texts])
                case _:
                    raise Bug("model_worker_order", f"The model worker did not expect {type(request).__name__}.")
        except WhereinError as error:
            answer = wire.Trouble(error.code, error.message, error.remedy, isinstance(error, Bug))
        except MemoryError:
            answer = wire.Trouble("out_of_memory", "There is not enough memory for the model.",
                                  "Close other programs or choose a smaller model.", False)  # fmt: skip
        except Exception as error:  # whatever it is, the service must hear of it
            _logger.exception("unexpected")
            answer = wire.Trouble("model_worker_failed", f"{type(error).__name__}: {error}", "", True)
        wire.send(answers, answer)


def _learnt(request: wire.Learn) -> wire.Learnt:
    lesson = learn(
        wire.vectors(request.examples),
        wire.vectors(request.refused),
        wire.vectors(request.others),
        wire.vectors(request.text)[0],
    )
    return wire.Learnt(wire.rows(lesson.weights[None]), lesson.bias, wire.rows(lesson.held_out[None]))


def _loaded(load: wire.Load) -> Encoder:
    return load_bulk_encoder(
        load.name,
        load.device,
        downloads=Path(load.downloads) if load.downloads else None,
        exports=Path(load.exports) if load.exports else None,
        dimension=load.dimension,
        threads=load.threads,
    )


def _entailment(load: wire.Load, model: str) -> Entailment:
    return load_entailment(
        model,
        downloads=Path(load.downloads) if load.downloads else None,
        exports=Path(load.exports) if load.exports else None,
        threads=load.threads,
    )


def be_polite() -> None:
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(_NICE)


if __name__ == "__main__":
    main()
