"""The workers from outside: who reads what, for how long, with how much memory, and who is to blame."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from indexer.extract.channel import IDLE_STATUS, PASSES_DESCRIPTORS, BadFrame, Job, PoolEnd, Reply
from indexer.extract.source import Refused, open_regular
from indexer.formats import Format
from indexer.types import Extracted, Failure, Reason, scrub

_POLL = 0.05  # seconds between two looks at a busy worker's memory
_START = 30.0  # seconds that a worker may take to come up
_SOFT = 0.7  # of the time: a reader that goes page by page then stops with what it has


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: float = 20.0  # wall time
    memory: int = 1 << 30  # bytes of its own that a worker may hold
    size: int = 2 << 30  # bytes of a file that is opened at all
    files: int = 1000  # that one worker reads before a fresh one takes its place
    purpose: str = "texts"  # for who looks at the list of processes


# What it may cost to find text in a few pictures (the reader "ocr").
OCR_LIMITS = Limits(seconds=180.0, files=50, purpose="pictures")


class PoolClosed(Exception):
    """The pool was closed while a file was read, or before: nothing can be said of the file."""


class ExtractionPool:
    """Reads files in child processes, at most `workers` at once; may be called from any thread.

    A crash, a hang or a memory hog costs the file that was being read, and nothing else: the worker is replaced.
    Workers start when they are needed, stay warm, and leave by themselves when idle for a minute.
    """

    def __init__(self, workers: int, limits: Limits | None = None, module: str = "indexer.extract.worker") -> None:
        self._limits = limits or Limits()
        self._module = module
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._free.put(None)
        self._lock = threading.Lock()
        self._hired: set[_Worker] = set()
        self._closed = False

    def extract(self, path: bytes, fmt: Format, pages: tuple[int, ...] = ()) -> Extracted | Failure:
        """What the file at `path` says, or only some of its pages. Blocks until a worker is free and has read it.
        Raises `PoolClosed`."""
        if not fmt.reader:
            return Failure(Reason.NO_READER)
        try:
            descriptor = open_regular(path)
        except Refused as refused:
            return refused.failure
        try:
            if os.fstat(descriptor).st_size > self._limits.size:
                return Failure(Reason.TOO_LARGE, f"It is larger than {self._limits.size >> 20} MB.")
            job = Job(
                name=scrub(os.fsdecode(os.path.basename(path))),
                reader=fmt.reader,
                seconds=self._limits.seconds * _SOFT,
                path=b"" if PASSES_DESCRIPTORS else path,
                pages=pages,
            )
            return self._run(job, descriptor)
        finally:
            os.close(descriptor)

    def _run(self, job: Job, descriptor: int) -> Extracted | Failure:
        worker = self._free.get()
        try:
            for _ in range(2):  # a worker that had left before it got the job is not the file's fault
                if worker is not None and not worker.alive:
                    self._dismiss(worker)
                    worker = None
                worker = worker or self._hire()
                answer = worker.work(job, descriptor, self._limits)
                if self._closed:
                    raise PoolClosed
                if answer is not None:
                    return answer
            return Failure(Reason.CRASH, "The reader's process could not be started.")
        finally:
            if worker is not None and worker.worn(self._limits):
                self._dismiss(worker)
                worker = None
            self._free.put(worker)

    def _hire(self) -> "_Worker":
        with self._lock:
            if self._closed:
                raise PoolClosed
            worker = _Worker(self._module, self._limits.purpose)
            self._hired = {other for other in self._hired if other.alive} | {worker}
        return worker

    def _dismiss(self, worker: "_Worker") -> None:
        worker.end()
        with self._lock:
            self._hired.discard(worker)

    def pids(self) -> list[int]:
        """The processes that are there now."""
        with self._lock:
            return [worker.pid for worker in self._hired if worker.alive]

    def close(self) -> None:
        """End all workers, the busy ones too."""
        with self._lock:
            self._closed = True
            workers, self._hired = self._hired, set()
        for worker in workers:
            worker.end()


def protection() -> list[str]:
    """What keeps a worker on this machine from doing harm, for people who want to know: of "limits",
    "landlock-files", "landlock-network", "seccomp" those that are in force."""
    worker = _Worker("indexer.extract.worker")
    try:
        return (worker.protection or []) if worker.ready() else []
    finally:
        worker.end()


class _Worker:
    """One child process. Its replies come through a thread, so that waiting for them can have a deadline anywhere."""

    def __init__(self, module: str, purpose: str = "texts") -> None:
        self._channel = PoolEnd([sys.executable, "-P", "-m", module, purpose], _environment())
        self._process = self._channel.process
        self._replies: queue.SimpleQueue[Reply | BadFrame | None] = queue.SimpleQueue()
        self._ending = threading.Lock()
        self._ended = False
        self.protection: list[str] | None = None  # known once it is ready
        self._files = 0
        self._peak = 0  # bytes, while reading this file
        threading.Thread(target=self._listen, name=f"extract-{self.pid}", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._ended and self._process.poll() is None

    def _listen(self) -> None:
        while True:
            reply: Reply | BadFrame | None
            try:
                reply = self._channel.receive()
            except BadFrame as error:
                reply = error
            self._replies.put(reply)
            if not isinstance(reply, Reply):
                if reply is None:
                    self._process.wait()  # one that left by itself is not kept as a zombie until it is missed
                return

    def work(self, job: Job, descriptor: int, limits: Limits) -> Extracted | Failure | None:
        """The answer; None where the worker was gone before it could start. After a failure of its own it is gone."""
        if not self.ready():
            return None
        self._files += 1
        self._peak = 0
        before = self._processor_seconds()
        try:
            self._channel.send(job, descriptor)
        except OSError:
            self.end()
            return None
        deadline = time.monotonic() + limits.seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                reply = self._replies.get(timeout=min(_POLL, left))
            except queue.Empty:
                self._peak = max(self._peak, self._memory())
                if self._peak > limits.memory:
                    self.end()
                    return _hog(limits)
            else:
                return self._judge(reply, limits)
        spent = self._processor_seconds() - before
        self.end()
        return _late(limits, spent)

    def _judge(self, reply: Reply | BadFrame | None, limits: Limits) -> Extracted | Failure | None:
        if isinstance(reply, Reply) and (answer := reply.extracted or reply.failure):
            if isinstance(answer, Failure) and answer.code is Reason.MEMORY:
                self.end()  # its heap is in tatters
            return answer
        code = self.end(patience=1.0 if reply is None else 0.0)
        if reply is not None:
            return Failure(Reason.CRASH, "The reader's process answered with nonsense.")
        if code == IDLE_STATUS:
            return None
        if self._peak > limits.memory // 2 or code == -getattr(
            signal, "SIGKILL", 9
        ):  # the kernel's out-of-memory killer
            return _hog(limits)
        if code == -getattr(signal, "SIGALRM", 14):
            return _late(limits)
        return Failure(Reason.CRASH, f"The reader's process ended with {_ending(code)}.")

    def ready(self) -> bool:
        """Wait until the process is up; False where it does not come up."""
        if self.protection is None:
            try:
                hello = self._replies.get(timeout=_START)
                self.protection = hello.protection if isinstance(hello, Reply) else None
            except queue.Empty:
                pass
        if self.protection is None:
            self.end()
        return self.protection is not None

    def _memory(self) -> int:
        """Bytes that are the worker's own: mapped files and libraries do not count."""
        try:
            usage = psutil.Process(self.pid).memory_info()
        except psutil.Error:
            return 0
        return int(usage.rss - getattr(usage, "shared", 0))

    def _processor_seconds(self) -> float:
        try:
            return float(sum(psutil.Process(self.pid).cpu_times()[:2]))
        except psutil.Error:
            return 0.0

    def worn(self, limits: Limits) -> bool:
        """True where the next file should get a fresh process."""
        return self._ended or self._files >= limits.files or self._memory() > limits.memory // 2

    def end(self, patience: float = 0.0) -> int:
        """Make sure that the process is gone, and say how it ended. One that is on its way out gets `patience`
        seconds, so that its exit status tells why."""
        with self._ending:
            if not self._ended:
                self._ended = True
                try:
                    self._process.wait(patience)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
                self._channel.close()
        return int(self._process.returncode)


def _hog(limits: Limits) -> Failure:
    return Failure(Reason.MEMORY, f"Reading it takes more than {limits.memory >> 20} MB of memory.")


def _late(limits: Limits, spent: float | None = None) -> Failure:
    """`spent` are the seconds that it had the processor: few of them, where the machine was busy with other things."""
    said = f"It could not be read within {limits.seconds:g} seconds"
    if spent is not None and spent < limits.seconds / 4:
        return Failure(Reason.TIMEOUT, f"{said}, of which it had the processor for {spent:.1f}.")
    return Failure(Reason.TIMEOUT, f"{said}.")


def _ending(code: int) -> str:
    if code >= 0:
        return f"status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _environment() -> dict[str, str]:
    """What a worker may know of its surroundings: where Python finds its modules, and little else."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TZ")
    roots = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONPATH": os.pathsep.join(roots),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "ORT_DISABLE_TELEMETRY": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": str(1 << 20),  # larger pieces go back at once: a reader of pictures kept 400 MB else
        "TOKIO_WORKER_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }
