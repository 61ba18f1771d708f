"""What other programs take for the same, where they are installed: the other half of a figure. Used by `wherein bench`
and `wherein evaluate` only; nothing here is needed to run."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PYPDF = """
import sys
from pypdf import PdfReader
for path in sys.stdin.read().split("\\0"):
    try:
        for page in PdfReader(path).pages:
            page.extract_text()
    except Exception:
        pass
"""
_SECONDS = 900
_COLUMNS = 12  # of tesseract's tables; the last two are how sure it is, in percent, and the word
_SURE = 80.0
_LETTERS = 3  # of a word: fewer are found in any pattern


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a program went through files: by the clock, and by the processor, which others cannot slow down."""

    files: int
    megabytes: float
    seconds: float
    processor_seconds: float

    @property
    def files_per_second(self) -> float:
        return round(self.files / self.seconds, 1) if self.seconds else 0.0

    @property
    def megabytes_per_second(self) -> float:
        return round(self.megabytes / self.seconds, 1) if self.seconds else 0.0


def recoll(folder: Path) -> Pace | None:
    """How long Recoll's indexer takes to make a folder searchable by words, with a configuration that is thrown away.
    None where it is not installed."""
    program = shutil.which("recollindex")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="wherein-recoll-") as directory:
        (Path(directory) / "recoll.conf").write_text(f"topdirs = {folder}\nloglevel = 1\n")
        with measured(()) as pace:
            _quietly([program, "-c", directory])
        return pace()


def pdftotext(paths: Sequence[Path]) -> Pace | None:
    """poppler's program, started for each file as it is meant to be. None where it is not installed."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    with measured(paths) as pace:
        for path in paths:
            _quietly([program, "-q", str(path), os.devnull])
    return pace()


def pypdf(paths: Sequence[Path]) -> Pace:
    """The library that is next best for PDFs, in one process for all."""
    names = "\0".join(str(path) for path in paths).encode("utf-8", "surrogateescape")
    with measured(paths) as pace:
        subprocess.run([sys.executable, "-c", _PYPDF], input=names, capture_output=True, timeout=_SECONDS, check=False)
    return pace()


def tesseract(picture: Path) -> str | None:
    """The text that tesseract sees in a picture, told to look which way it is turned. None without it."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    for mode in ("1", "3"):  # with orientation, which fails where there is little text
        done = subprocess.run(
            [program, str(picture), "-", "--psm", mode], capture_output=True, timeout=_SECONDS, check=False
        )
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.decode("utf-8", "replace")
    return ""


def pages_of(pdf: Path) -> list[bytes]:
    """The first pages of a PDF as poppler draws them, in PNG; none where it is not installed or cannot open it."""
    program = shutil.which("pdftoppm")
    if program is None:
        return []
    with tempfile.TemporaryDirectory(prefix="wherein-pages-") as directory:
        _quietly([program, "-r", "150", "-l", "8", "-png", str(pdf), f"{directory}/page"])
        return [page.read_bytes() for page in sorted(Path(directory).iterdir())]


def sure_words(picture: bytes) -> list[str] | None:
    """The words that tesseract is sure of in a picture. None where it is not installed or cannot open it."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    done = subprocess.run([program, "-", "-", "tsv"], input=picture, capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode:
        return None
    rows = [row.split("\t") for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]]
    sure = [row[-1].strip() for row in rows if len(row) == _COLUMNS and float(row[-2]) >= _SURE]
    return [word for word in sure if sum(map(str.isalpha, word)) >= _LETTERS]


def _quietly(command: list[str]) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=_SECONDS, check=False)


@contextmanager
def measured(paths: Sequence[Path]) -> Iterator[Callable[[], Pace]]:
    """How fast what is in the block, and the processes that end in it, go through files; to be asked after it."""
    started, before = time.perf_counter(), os.times()
    ended: list[float] = []
    yield lambda: Pace(len(paths), sum(path.stat().st_size for path in paths) / 1e6, *ended)
    spent = sum(os.times()[:4]) - sum(before[:4])
    ended += [time.perf_counter() - started, spent]
