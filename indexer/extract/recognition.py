"""How well text in pictures is read: the character error rate on a folder with references."""

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer import rivals
from indexer.extract.pool import OCR_LIMITS, ExtractionPool
from indexer.formats import format_of, recognised
from indexer.types import Extracted

REFERENCES = "ground_truth.jsonl"  # {"file", "text"}, a line a picture


@dataclass(frozen=True, slots=True)
class Recognition:
    """Edits by characters of the reference: of all pictures together, and the mean of the single ones."""

    pictures: int
    characters: int
    error_rate: float
    mean_error_rate: float
    seconds: float


def evaluate(folder: Path, say: Callable[[str], None]) -> dict[str, Recognition]:
    """Wherein's, and tesseract's where it is installed. White space is compared as single spaces."""
    rows = [json.loads(line) for line in (folder / REFERENCES).read_text("utf-8").splitlines()]
    labelled = [(folder / row["file"], plain(row["text"])) for row in rows if plain(row.get("text") or "")]
    pool = ExtractionPool(1, OCR_LIMITS)
    try:
        ways = {"wherein": lambda path: _seen(pool, path), "tesseract": rivals.tesseract}
        return {name: measured for name, way in ways.items() if (measured := _measured(name, way, labelled, say))}
    finally:
        pool.close()


def _seen(pool: ExtractionPool, path: Path) -> str:
    fmt = recognised(format_of(path.name))
    answer = pool.extract(os.fsencode(path), fmt) if fmt else None
    return answer.text if isinstance(answer, Extracted) else ""


def _measured(
    name: str, way: Callable[[Path], str | None], labelled: list[tuple[Path, str]], say: Callable[[str], None]
) -> Recognition | None:
    edits, shares = 0, []
    started = time.perf_counter()
    for path, reference in labelled:
        text = way(path)
        if text is None:
            return None
        wrong = distance(plain(text), reference)
        say(f"{name}: {path.name}: {wrong} of {len(reference)}")
        edits += wrong
        shares.append(min(1.0, wrong / len(reference)))
    characters = sum(len(reference) for _, reference in labelled)
    return Recognition(
        len(labelled),
        characters,
        round(edits / max(1, characters), 4),
        round(sum(shares) / max(1, len(shares)), 4),
        round(time.perf_counter() - started, 2),
    )


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def distance(text: str, reference: str) -> int:
    """Levenshtein's, a row at a time."""
    letters = np.frombuffer(reference.encode("utf-32-le"), np.uint32)
    steps = np.arange(len(letters) + 1)
    row = steps.copy()
    for count, letter in enumerate(text.encode("utf-32-le")[at : at + 4] for at in range(0, 4 * len(text), 4)):
        code = np.frombuffer(letter, np.uint32)[0]
        following = np.minimum(row[1:] + 1, row[:-1] + (letters != code))
        row = np.minimum.accumulate(np.concatenate(([count + 1], following)) - steps) + steps
    return int(row[-1])
