"""A whole folder read as the indexer would, and what became of each file: `wherein evaluate reading FOLDER`.

Where a file is said to hold no text, a second look (`extract/second`; tesseract for what shows in pictures) tells
whether that is so: only files in which it finds no word either count as empty.
"""

import os
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec
import psutil
from rich.console import Console
from rich.table import Table

from indexer import rivals
from indexer.extract.pictures import PAGES_AT_ONCE, joined, picture_pages
from indexer.extract.pool import OCR_LIMITS, ExtractionPool
from indexer.extract.second import drawn
from indexer.formats import Format, format_of, recognised
from indexer.reasons import BY_NAME_ONLY
from indexer.types import Extracted, Failure, Reason, scrub


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `status` is ok, partial, failed, or skipped where a rule leaves it alone; `characters`
    counts its text. Where that is none, `second` is what a second look found: words, or "empty", or nothing where there
    was no way to look."""

    path: str
    extension: str
    status: str
    code: str
    detail: str
    size: int
    characters: int
    places: int
    seconds: float
    second: str = ""


EMPTY = "empty"


def survey(
    folder: Path,
    *,
    workers: int = 2,
    extensions: Set[str] = frozenset(),
    pictures: bool = False,
    compare: bool = False,
    as_json: bool = False,
    wanted: Set[bytes] | None = None,
) -> None:
    """Read every file below `folder`, or those of some formats, and print what became of it. Those that are not
    `wanted`, because a rule leaves them alone, are not opened."""
    files = [path for path in walk(os.fsencode(folder)) if not extensions or format_of(name(path)).name in extensions]
    pool, eyes = ExtractionPool(workers), ExtractionPool(workers, OCR_LIMITS)
    peaks = PeakMemory(pool), PeakMemory(eyes)
    started = time.perf_counter()
    looks = eyes if pictures else None
    with ThreadPoolExecutor(workers) as threads:
        read = threads.map(
            lambda path: run(pool, looks, path) if wanted is None or path in wanted else left_alone(path), files
        )
        outcomes = list(read)
        seconds = time.perf_counter() - started
        outcomes = list(threads.map(lambda outcome: looked_again(pool, outcome, pictures), outcomes))
    for peak in peaks:
        peak.stop()
    pool.close()
    eyes.close()

    totals: dict[str, object] = {
        "files": len(outcomes),
        "rows": len({outcome.path for outcome in outcomes}),
        "seconds": round(seconds, 2),
        "files_per_second": round(len(outcomes) / seconds, 1),
        "megabytes_per_second": round(sum(outcome.size for outcome in outcomes) / seconds / 1e6, 1),
        "slowest_seconds": round(max((outcome.seconds for outcome in outcomes), default=0.0), 2),
        "peak_worker_megabytes": peaks[0].bytes >> 20,
        "peak_picture_worker_megabytes": peaks[1].bytes >> 20,
        "crashes": sum(outcome.code == Reason.CRASH for outcome in outcomes),
        **shares(outcomes),
        **Counter(outcome.status for outcome in outcomes),
    }
    if compare:
        totals |= paces([Path(os.fsdecode(path)) for path in files if format_of(name(path)).name == "pdf"])
    if as_json:
        document = {"totals": totals, "files": [asdict(outcome) for outcome in outcomes]}
        sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
    else:
        show(outcomes, totals)


def paces(paths: list[Path]) -> dict[str, object]:
    """PDFs one after the other: through a worker of ours, through pdftotext, and through pypdf."""
    if not paths:
        return {}
    with rivals.measured(paths) as pace:
        pool = ExtractionPool(1)
        for path in paths:
            run(pool, None, os.fsencode(path))
        pool.close()
    found = {"wherein": pace(), "pdftotext": rivals.pdftotext(paths), "pypdf": rivals.pypdf(paths)}
    return {
        f"pdf_{program}": f"{pace.files_per_second} files/s, {pace.megabytes_per_second} MB/s, "
        f"{pace.processor_seconds:.2f} s of the processor"
        for program, pace in found.items()
        if pace
    }


def left_alone(path: bytes) -> Outcome:
    extension = format_of(name(path)).name or "?"
    size = os.lstat(path).st_size
    return Outcome(scrub(os.fsdecode(path)), extension, "skipped", "rule", "A rule leaves it alone.", size, 0, 0, 0.0)


def looked_again(pool: ExtractionPool, outcome: Outcome, pictures: bool) -> Outcome:
    """With what a second look finds in a file in which there is said to be nothing."""
    if outcome.characters or outcome.status not in ("ok", "partial") or outcome.code not in ("", Reason.NO_TEXT):
        return outcome
    path = Path(outcome.path)
    fmt = format_of(path.name)
    answer = pool.extract(os.fsencode(path), Format(fmt.name, fmt.kind, "second"))
    if isinstance(answer, Failure):
        return outcome
    found: str | None = answer.text
    if fmt.kind == "image":
        found = _seen([drawn(answer.text)]) if pictures else None
    elif recognised(fmt) and not found:  # text in a picture is only found by who looks at pictures
        found = _seen(rivals.pages_of(path)) if pictures else None
    return outcome if found is None else replace(outcome, second=" ".join(found.split())[:200] or EMPTY)


def _seen(pictures: list[bytes]) -> str | None:
    """The words in all of them; None where there is none, or one could not be looked at."""
    looked = [rivals.sure_words(picture) for picture in pictures]
    return None if not looked or None in looked else " ".join(word for words in looked for word in words or ())


def walk(folder: bytes) -> Iterator[bytes]:
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for file in sorted(names):
            yield os.path.join(directory, file)


def name(path: bytes) -> str:
    return os.fsdecode(os.path.basename(path))


def run(pool: ExtractionPool, eyes: ExtractionPool | None, path: bytes) -> Outcome:
    """`eyes` look for text in pictures, where there are any; their time is counted, too."""
    fmt: Format = format_of(name(path))
    started = time.perf_counter()
    answer = pool.extract(path, fmt)
    if eyes and isinstance(answer, Extracted) and (pages := picture_pages(fmt, answer)):
        answer = look(eyes, path, fmt, answer, pages)
    seconds = time.perf_counter() - started
    failure = answer if isinstance(answer, Failure) else answer.failure
    return Outcome(
        path=scrub(os.fsdecode(path)),
        extension=fmt.name or "?",
        status=status_of(answer),
        code=failure.code if failure else "",
        detail=failure.detail if failure else "",
        size=os.lstat(path).st_size,
        characters=len(answer.text) if isinstance(answer, Extracted) else 0,
        places=len(answer.places) if isinstance(answer, Extracted) else 0,
        seconds=round(seconds, 4),
    )


def status_of(answer: Extracted | Failure) -> str:
    """As the service tells it: what cannot be read, but is found by its name, is partly there."""
    if isinstance(answer, Failure):
        return "partial" if answer.code in BY_NAME_ONLY else "failed"
    return "partial" if answer.failure else "ok"


def look(eyes: ExtractionPool, path: bytes, fmt: Format, read: Extracted, pages: tuple[int, ...]) -> Extracted:
    looking = recognised(fmt)
    found: dict[int, str] = {}
    trouble = None
    for at in range(0, len(pages), PAGES_AT_ONCE):
        batch = pages[at : at + PAGES_AT_ONCE]
        seen = eyes.extract(path, looking, batch) if looking else Failure(Reason.NO_READER)
        if isinstance(seen, Failure):
            trouble = seen
        else:
            found |= {place.number: seen.text[place.start : place.end] for place in seen.places}
    return joined(fmt, read, found, trouble)


def shares(outcomes: list[Outcome]) -> dict[str, float]:
    """Of the files that have a reader: how many gave text; how many are ok, or partial with text; how many gave text of
    those that hold some, which are all but those that a second look, too, found to be empty."""
    tried = [outcome for outcome in outcomes if outcome.code not in (Reason.NO_READER, "rule")]
    with_text = sum(outcome.characters > 0 for outcome in tried)
    well = sum(outcome.status == "ok" or outcome.characters > 0 for outcome in tried)
    empty = sum(outcome.second == EMPTY for outcome in tried)
    count, full = max(1, len(tried)), max(1, len(tried) - empty)
    return {
        "with_reader": len(tried),
        "with_text": with_text,
        "checked_empty": empty,
        "share_with_text": round(with_text / count, 4),
        "share_ok_or_with_text": round(well / count, 4),
        "share_of_those_that_hold_text": round(with_text / full, 4),
    }


class PeakMemory:
    """The most memory that any worker of the pool was seen with (unshared bytes), looked at every 20 ms."""

    def __init__(self, pool: ExtractionPool) -> None:
        self.bytes = 0
        self._pool = pool
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            for pid in self._pool.pids():
                try:
                    usage = psutil.Process(pid).memory_info()
                except psutil.Error:
                    continue
                self.bytes = max(self.bytes, usage.rss - getattr(usage, "shared", 0))

    def stop(self) -> None:
        self._done.set()
        self._thread.join()


def show(outcomes: list[Outcome], totals: Mapping[str, object]) -> None:
    console = Console()
    by_extension: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_extension[outcome.extension].append(outcome)

    table = Table(
        *("format", "files", "ok", "partial", "failed", "with text", "MB", "seconds", "slowest", "reasons"),
        title="By format",
        box=None,
    )
    for extension, group in sorted(by_extension.items(), key=lambda item: -len(item[1])):
        states = Counter(outcome.status for outcome in group)
        reasons = Counter(outcome.code for outcome in group if outcome.code)
        table.add_row(
            extension,
            str(len(group)),
            *(str(states[status] or "") for status in ("ok", "partial", "failed")),
            str(sum(outcome.characters > 0 for outcome in group)),
            f"{sum(outcome.size for outcome in group) / 1e6:.1f}",
            f"{sum(outcome.seconds for outcome in group):.2f}",
            f"{max(outcome.seconds for outcome in group):.2f}",
            ", ".join(f"{code} {count}" for code, count in reasons.most_common()),
        )
    console.print(table)

    slowest = Table("seconds", "MB", "status", "file", title="Slowest")
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.seconds)[:10]:
        status = f"{outcome.status} {outcome.code}"
        slowest.add_row(f"{outcome.seconds:.2f}", f"{outcome.size / 1e6:.1f}", status, outcome.path)
    console.print(slowest)
    unread = Table("file", "reason", "what a second look found", title="Without text, and not found empty", box=None)
    for outcome in outcomes:
        if not outcome.characters and outcome.second != EMPTY and outcome.code not in (Reason.NO_READER, "rule"):
            unread.add_row(outcome.path, outcome.code, outcome.second[:60])
    console.print(unread)
    for key, value in totals.items():
        console.print(f"{key.replace('_', ' ')}: {value}")
