"""The benchmark suite: a folder through a fresh library and a real service, measured from outside as one feels it."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from indexer import protocol, rivals
from indexer.client import connect
from indexer.errors import WhereinError
from indexer.types import Mode

QUERIES = (
    "the landlord has to pay for repairs",
    "how is the error rate measured",
    "invoice for a printer",
    "meeting notes about the budget",
    "photo taken at the sea",
    "instructions to install the software",
    "table of annual sales by region",
    "letter to a customer who complained",
    "what does the contract say about termination",
    "chapter on neural networks",
    "unit test for parsing dates",
    "poem about spring",
    "email with an attachment about travel",
    "license terms and warranty",
    "size and shape of a molecule",
    "python function that reads a csv file",
)
_ROUNDS = 15
_SAVES = 10
_SAMPLE_SECONDS = 0.05
_MOVED = 10_000  # files in a folder that is moved
_PAINTS = 5


@dataclass
class Figures:
    """Seconds since the folder was added, megabytes, milliseconds."""

    files: int = 0
    megabytes: float = 0.0
    names_seconds: float = 0.0
    words_seconds: float = 0.0
    meaning_seconds: float = 0.0
    passages: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    peak_megabytes: dict[str, float] = field(default_factory=dict)
    search_milliseconds: dict[str, float] = field(default_factory=dict)
    words_milliseconds: dict[str, float] = field(default_factory=dict)
    search_while_indexing_milliseconds: dict[str, float] = field(default_factory=dict)
    save_to_found_seconds: dict[str, float] = field(default_factory=dict)
    unchanged_seconds: float = 0.0
    pictures_seconds: float = 0.0  # until text in pictures is searchable, too
    moved_files: int = 0
    moved_seconds: float = 0.0
    moved_passages_computed: int = 0
    first_paint_seconds: dict[str, float] = field(default_factory=dict)
    recoll_seconds: float | None = None
    words_to_recoll: float | None = None  # how many times as long as Recoll it takes
    # The same by the processor, which other programs cannot slow down.
    words_processor_seconds: float = 0.0
    recoll_processor_seconds: float | None = None
    words_to_recoll_by_processor: float | None = None

    @property
    def files_per_second(self) -> float:
        return self.files / self.words_seconds if self.words_seconds else 0.0


class _Service:
    """A service over a temporary library, with a signal for "something happened"."""

    def __init__(self, library: Path) -> None:
        self._news = threading.Event()
        self.client = connect(library, on_event=lambda _: self._news.set())
        self.pid = self.client.expect(protocol.Welcome, protocol.Hello()).pid

    def status(self) -> protocol.StatusReport:
        return self.client.expect(protocol.StatusReport, protocol.GetStatus(0))

    def until(self, condition: Callable[[], bool]) -> None:
        while True:
            self._news.clear()
            if condition():
                return
            self._news.wait(0.5)

    def processor_seconds(self) -> float:
        """Of the service and all its children, those that have ended too."""
        service = psutil.Process(self.pid)
        spent = 0.0
        for process in (service, *service.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                spent += sum(process.cpu_times()[:4])  # its own, and that of its children that have ended
        return spent

    def search(self, query: str, mode: Mode = Mode.HYBRID) -> protocol.Results:
        return self.client.expect(protocol.Results, protocol.Search(query, mode, limit=20))

    def stop(self) -> None:
        process = psutil.Process(self.pid)
        self.client.ask(protocol.Shutdown())
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(30)


def bench(folder: Path, say: Callable[[str], None]) -> Figures:
    """Indexes `folder` into a library that is thrown away, and searches it; `say` tells what is going on."""
    figures = Figures()
    say("Opening the window …")
    figures.first_paint_seconds = _first_paint()
    say("Indexing with Recoll …")
    recoll = rivals.recoll(folder.absolute())
    with tempfile.TemporaryDirectory(prefix="wherein-bench-") as directory, _service(Path(directory)) as service:
        service.client.ask(protocol.AwaitMeaning())
        with _memory(service.pid, figures.peak_megabytes):
            say("Indexing …")
            with _searching(service, figures.search_while_indexing_milliseconds):
                _index(service, folder, figures)
            say("Searching …")
            figures.search_milliseconds = _latency(service, Mode.HYBRID)
            figures.words_milliseconds = _latency(service, Mode.WORDS)
            say("Saving …")
            figures.save_to_found_seconds = _save_to_found(service, Path(directory) / "saved")
            say("Looking again …")
            start = time.perf_counter()
            service.client.ask(protocol.Rescan())
            service.until(lambda: service.status().progress.stage == "idle")
            figures.unchanged_seconds = time.perf_counter() - start
            say("Moving …")
            _move(service, Path(directory) / "moved", figures)
    if recoll:
        figures.recoll_seconds = round(recoll.seconds, 2)
        figures.recoll_processor_seconds = round(recoll.processor_seconds, 2)
        figures.words_to_recoll = round(figures.words_seconds / recoll.seconds, 2)
        figures.words_to_recoll_by_processor = round(figures.words_processor_seconds / recoll.processor_seconds, 2)
    return figures


@contextlib.contextmanager
def _service(library: Path) -> Iterator[_Service]:
    service = _Service(library / "library")
    try:
        yield service
    finally:
        service.stop()


def _index(service: _Service, folder: Path, figures: Figures) -> None:
    start, spent = time.perf_counter(), service.processor_seconds()
    service.client.ask(protocol.AddFolder(os.path.abspath(os.fsencode(folder))))

    def reached(stages: tuple[str, ...]) -> Callable[[], bool]:
        return lambda: service.status().progress.stage in stages

    service.until(reached(("reading", "understanding", "recognising", "idle")))
    figures.names_seconds = time.perf_counter() - start
    service.until(reached(("understanding", "recognising", "idle")))
    figures.words_seconds = time.perf_counter() - start
    figures.words_processor_seconds = round(service.processor_seconds() - spent, 2)
    service.until(reached(("recognising", "idle")))
    figures.meaning_seconds = time.perf_counter() - start
    service.until(reached(("idle",)))
    figures.pictures_seconds = time.perf_counter() - start
    status = service.status()
    figures.files, figures.passages = status.files.total, status.chunks
    figures.counts = {name: getattr(status.files, name) for name in ("ok", "partial", "failed", "pending")}
    figures.megabytes = _size(folder) / 1e6


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _latency(service: _Service, mode: Mode) -> dict[str, float]:
    for query in QUERIES:
        service.search(query, mode)
    times = [_timed(lambda query=query: service.search(query, mode)) for _ in range(_ROUNDS) for query in QUERIES]  # type: ignore[misc]
    return _percentiles(times)


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _percentiles(milliseconds: list[float]) -> dict[str, float]:
    if len(milliseconds) < 2:
        return {}
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return {"p50": round(cuts[9], 2), "p95": round(cuts[18], 2), "most": round(max(milliseconds), 2)}


def _save_to_found(service: _Service, folder: Path) -> dict[str, float]:
    """From the moment a file is written until a search for its words finds it."""
    folder.mkdir()
    service.client.ask(protocol.AddFolder(bytes(folder)))
    service.until(lambda: service.status().progress.stage == "idle")
    times = []
    for number in range(_SAVES):
        name, word = f"note {number}.txt", f"zyxqv{'abcdefghij'[number]}rel"
        (folder / name).write_text(f"A note about the {word} of last week.\n")
        start = time.perf_counter()
        while not any(hit.name == name for hit in service.search(word, Mode.WORDS).hits):
            time.sleep(0.01)
        times.append(time.perf_counter() - start)
    return {"median": round(statistics.median(times), 3), "most": round(max(times), 3)}


def _move(service: _Service, folder: Path, figures: Figures) -> None:
    """A folder of many files is renamed: how long until all are known by their new names, and what was computed."""
    old, new = folder / "before", folder / "after"
    old.mkdir(parents=True)
    for number in range(_MOVED):
        (old / f"{number}.txt").write_text(f"Page {number} of a long diary.\n")
    service.client.ask(protocol.AddFolder(bytes(folder)))
    service.until(lambda: service.status().progress.stage == "idle")
    before = service.status()
    start = time.perf_counter()
    old.rename(new)
    last = f"{_MOVED - 1}.txt"

    def arrived() -> bool:
        found = service.search(last, Mode.WORDS).hits
        return any(hit.name == last and os.fsencode(new) in hit.path for hit in found)

    service.until(arrived)
    computed = _computed(service, before)
    figures.moved_seconds = round(time.perf_counter() - start, 2)
    figures.moved_files, figures.moved_passages_computed = _MOVED, computed


def _computed(service: _Service, before: protocol.StatusReport) -> int:
    """Passages that had to be understood again: none are gone and none are missing where nothing was computed."""
    missing = 0

    def at_rest() -> bool:
        nonlocal missing
        now = service.status()
        missing = max(missing, before.vectors - now.vectors, now.chunks - now.vectors)
        return now.progress.stage == "idle"

    service.until(at_rest)
    return missing


def _first_paint() -> dict[str, float]:
    """Seconds from starting the window's process to its first picture, with a library of its own."""
    times = []
    for _ in range(_PAINTS):
        with tempfile.TemporaryDirectory(prefix="wherein-bench-") as directory:
            environment = os.environ | {
                "WHEREIN_FIRST_PAINT": "1",
                "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", _platform()),
                "XDG_CONFIG_HOME": directory,
            }
            start = time.perf_counter()
            command = [sys.executable, "-P", "-m", "desktop", "--library", str(Path(directory) / "library")]
            with subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
            ) as window:
                assert window.stdout is not None
                window.stdout.readline()
                times.append(time.perf_counter() - start)
            _end_service(Path(directory) / "library")
    return {"median": round(statistics.median(times), 3), "most": round(max(times), 3)}


def _platform() -> str:
    """A machine without a screen paints into memory."""
    return "" if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else "offscreen"


def _end_service(library: Path) -> None:
    """That of a window that was closed before it had done anything."""
    with contextlib.suppress(WhereinError):
        connect(library, start=False).ask(protocol.Shutdown())


@contextlib.contextmanager
def _searching(service: _Service, into: dict[str, float]) -> Iterator[None]:
    """Searches once in a while, over a connection of its own, as long as the block runs."""
    done = threading.Event()
    times: list[float] = []

    def run() -> None:
        number = 0
        while not done.wait(0.2):
            query = QUERIES[number % len(QUERIES)]
            times.append(_timed(lambda: service.search(query)))  # noqa: B023 - called at once
            number += 1

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        into.update(_percentiles(times))


@contextlib.contextmanager
def _memory(pid: int, into: dict[str, float]) -> Iterator[None]:
    """The peak resident megabytes of the service and of each kind of its children while the block runs."""
    done = threading.Event()

    def run() -> None:
        service = psutil.Process(pid)
        while not done.wait(_SAMPLE_SECONDS):
            for process in (service, *service.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    role = _role(process.cmdline())
                    into[role] = max(into.get(role, 0.0), round(process.memory_info().rss / 1e6, 1))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


_ROLES = {
    "indexer": "service",
    "indexer.extract.worker": "extraction worker",
    "indexer.models.worker": "model worker",
    "indexer.models.pair_export": "maker of graphs",
    "indexer.insight.topics.worker": "topics",
}


def _role(command: list[str]) -> str:
    module = command[command.index("-m") + 1] if "-m" in command else "other"
    role = _ROLES.get(module, module)
    return role + " for pictures" if "pictures" in command else role
