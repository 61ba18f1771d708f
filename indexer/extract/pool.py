"""The workers from outside: who reads what, for how long, with how much memory, and who is to blame."""

import os
import queue
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from indexer.extract.channel import PASSES_DESCRIPTORS, BadFrame, Job, PoolEnd, Reply
from indexer.extract.source import Refused, open_regular
from indexer.formats import Format
from indexer.types import Extracted, Failure, Reason, scrub

_POLL = 0.05  # seconds between two looks at a busy worker's memory
_START = 30.0  # seconds that a worker may take to come up


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: float = 20.0  # wall time
    memory: int = 1 << 30  # bytes of its own that a worker may hold
    size: int = 512 << 20  # bytes of a file that is opened at all
    files: int = 1000  # that one worker reads before a fresh one takes its place


class ExtractionPool:
    """Reads files in child processes, at most `workers` at once; may be called from any thread.

    A crash, a hang or a memory hog costs the file that was being read, and nothing else: the worker is replaced.
    """

    def __init__(self, workers: int, limits: Limits | None = None, module: str = "indexer.extract.worker") -> None:
        self._limits = limits or Limits()
        self._module = module
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._free.put(None)
        self._lock = threading.Lock()
        self._alive: set[_Worker] = set()
        self._closed = False

    def extract(self, path: bytes, fmt: Format) -> Extracted | Failure:
        """What the file at `path` says. Blocks until a worker is free and has read it."""
        if not fmt.reader:
            return Failure(Reason.NO_READER)
        try:
            descriptor = open_regular(path)
        except Refused as refused:
            return refused.failure
        try:
            if os.fstat(descriptor).st_size > self._limits.size:
                return Failure(Reason.TOO_LARGE, f"It is larger than {self._limits.size >> 20} MB.")
            job = Job(scrub(os.fsdecode(os.path.basename(path))), fmt.reader, b"" if PASSES_DESCRIPTORS else path)
            return self._run(job, descriptor)
        finally:
            os.close(descriptor)

    def _run(self, job: Job, descriptor: int) -> Extracted | Failure:
        worker = self._free.get()
        try:
            for _ in range(2):  # a worker that was gone before it got the job is not the file's fault
                if worker is None or not worker.alive:
                    worker = self._hire()
                answer = worker.work(job, descriptor, self._limits)
                if answer is not None:
                    return answer
            return Failure(Reason.CRASH, "The reader's process could not be reached.")
        finally:
            if worker is not None and (self._closed or worker.worn(self._limits)):
                self._dismiss(worker)
                worker = None
            self._free.put(worker)

    def _hire(self) -> "_Worker":
        worker = _Worker(self._module)
        with self._lock:
            self._alive = {other for other in self._alive if other.alive} | {worker}
        return worker

    def _dismiss(self, worker: "_Worker") -> None:
        worker.end()
        with self._lock:
            self._alive.discard(worker)

    def pids(self) -> list[int]:
        with self._lock:
            return [worker.pid for worker in self._alive if worker.alive]

    def close(self) -> None:
        """End all workers, the busy ones too."""
        self._closed = True
        with self._lock:
            workers, self._alive = self._alive, set()
        for worker in workers:
            worker.end()


class _Worker:
    """One child process. Its replies come through a thread, so that waiting for them can have a deadline anywhere."""

    def __init__(self, module: str) -> None:
        self._channel = PoolEnd([sys.executable, "-P", "-m", module], env=_environment(), cwd=os.path.abspath(os.sep))
        self._process = self._channel.process
        self._replies: queue.SimpleQueue[Reply | BadFrame | None] = queue.SimpleQueue()
        self._files = 0
        self._peak = 0  # bytes, as last seen
        self._dead = False
        self._ready = False
        threading.Thread(target=self._listen, name=f"extract-{self.pid}", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return not self._dead and self._process.poll() is None

    def _listen(self) -> None:
        reply: Reply | BadFrame | None = None
        while True:
            try:
                reply = self._channel.receive()
            except BadFrame as error:
                reply = error
            self._replies.put(reply)
            if not isinstance(reply, Reply):
                return

    def work(self, job: Job, descriptor: int, limits: Limits) -> Extracted | Failure | None:
        """The answer; None where the worker was gone before it could start."""
        if not self._ready and not self._wait_until_ready():
            return None
        self._files += 1
        try:
            self._channel.send(job, descriptor)
        except OSError:
            self.end()
            return None
        deadline = time.monotonic() + limits.seconds
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                self.end()
                return Failure(Reason.TIMEOUT, f"It was not read within {limits.seconds:g} seconds.")
            try:
                reply = self._replies.get(timeout=min(_POLL, left))
            except queue.Empty:
                if self._memory() > limits.memory:
                    self.end()
                    return _hog(limits)
                continue
            return self._judge(reply, limits)

    def _judge(self, reply: Reply | BadFrame | None, limits: Limits) -> Extracted | Failure:
        if isinstance(reply, Reply) and (answer := reply.extracted or reply.failure):
            return answer
        code = self.end()
        if reply is not None:
            return Failure(Reason.CRASH, "The reader's process answered with nonsense.")
        if self._peak > limits.memory // 2 or code == -getattr(signal, "SIGKILL", 9):
            return _hog(limits)
        if code == -getattr(signal, "SIGALRM", 14):
            return Failure(Reason.TIMEOUT)
        return Failure(Reason.CRASH, f"The reader's process ended with {_ending(code)}.")

    def _wait_until_ready(self) -> bool:
        try:
            self._ready = isinstance(self._replies.get(timeout=_START), Reply)
        except queue.Empty:
            self._ready = False
        if not self._ready:
            self.end()
        return self._ready

    def _memory(self) -> int:
        """Bytes that are the worker's own: mapped files and libraries do not count."""
        try:
            usage = psutil.Process(self.pid).memory_info()
        except psutil.Error:
            return 0
        self._peak = usage.rss - getattr(usage, "shared", 0)
        return self._peak

    def worn(self, limits: Limits) -> bool:
        return (
            self._dead or self._files >= limits.files or (self._files % 16 == 0 and self._memory() > limits.memory // 2)
        )

    def end(self) -> int:
        """Make sure that the process is gone; its exit code (minus the signal)."""
        if not self._dead:
            self._dead = True
            if self._process.poll() is None and not self._replies_ended():
                self._process.kill()
            self._process.wait()
            self._channel.close()
        return self._process.returncode

    def _replies_ended(self) -> bool:
        """True where the process is on its way out by itself, so that its exit code tells why."""
        try:
            self._process.wait(timeout=0.2)
        except Exception:  # noqa: BLE001
            return False
        return True


def _hog(limits: Limits) -> Failure:
    return Failure(Reason.MEMORY, f"Reading it takes more than {limits.memory >> 20} MB of memory.")


def _ending(code: int) -> str:
    if code >= 0:
        return f"status {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _environment() -> dict[str, str]:
    """What a worker may know of its surroundings: where Python finds its modules, and little else."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TZ") if name in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "ORT_DISABLE_TELEMETRY": "1",
        "MALLOC_ARENA_MAX": "2",
        "TOKIO_WORKER_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }
