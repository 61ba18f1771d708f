"""What is learned from: texts and what a person said of them. Pure, but for reading a file.

A file holds JSON lines, all of one of these shapes:

    {"query", "positive", "negative"?}                  pairs and triplets
    {"query", "positives": [...], "negatives": [...]}   what answers and what does not
    {"first", "second", "score"}                        how alike two texts are, 0 to 1
    {"premise", "hypothesis", "label"}                  entailment, neutral, contradiction, or not_entailment
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from indexer.errors import BadRequest

LABELS = ("entailment", "neutral", "contradiction", "not_entailment")


class Judged(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """Passages that answer a query, and some that do not."""

    query: str
    positives: tuple[str, ...]
    negatives: tuple[str, ...] = ()


class Alike(msgspec.Struct, frozen=True):
    """How alike two texts are, 0 to 1."""

    first: str
    second: str
    score: float


class Inference(msgspec.Struct, frozen=True):
    """Whether `hypothesis` follows from `premise`."""

    premise: str
    hypothesis: str
    label: str


class _Pair(msgspec.Struct, frozen=True):
    query: str
    positive: str
    negative: str = ""


@dataclass(frozen=True, slots=True)
class Triplet:
    """`negative` may be empty: then other rows' positives serve."""

    query: str
    positive: str
    negative: str


Example = Judged | Alike | Inference
E = TypeVar("E", Judged, Alike, Inference)


def read(path: Path) -> list[Example]:
    """Raises `BadRequest` "no_examples" for a file that is none of the shapes, or holds nothing."""
    try:
        with _open(path) as lines:
            found = [_example(line) for line in lines if line.strip()]
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise BadRequest("no_examples", f"Nothing can be learned from “{path}”: {error}") from error
    if not found:
        raise BadRequest("no_examples", f"“{path}” holds nothing to learn from.")
    return found


def write(examples: Iterable[Example], path: Path) -> None:
    """What `read` reads."""
    encoder = msgspec.json.Encoder()
    path.write_bytes(b"".join(encoder.encode(example) + b"\n" for example in examples))


def only(examples: Sequence[Example], shape: type[E]) -> list[E]:
    """Raises `BadRequest` "wrong_examples" where some are of another shape."""
    found = [example for example in examples if isinstance(example, shape)]
    if len(found) < len(examples):
        message = f"To learn this, all lines must be {shape.__name__.lower()} examples."
        raise BadRequest("wrong_examples", message, "`wherein train --help` shows the shapes.")
    return found


def split(examples: Sequence[E], share: float) -> tuple[list[E], list[E]]:
    """What is learned from, and what is held out. The same text always falls on the same side, so that nothing is
    measured on a query that was learned from."""
    held = [example for example in examples if _draw(_key(example)) < share]
    kept = [example for example in examples if _draw(_key(example)) >= share]
    return kept, held


def triplets(examples: Iterable[Judged]) -> Iterator[Triplet]:
    """Every passage that answers, each with its own wrong one while there are any."""
    for example in examples:
        for at, positive in enumerate(example.positives):
            wrong = example.negatives[at % len(example.negatives)] if example.negatives else ""
            yield Triplet(example.query, positive, wrong)
        for wrong in example.negatives[len(example.positives) :] if example.positives else ():
            yield Triplet(example.query, example.positives[0], wrong)


def alike(examples: Iterable[Judged]) -> Iterator[Alike]:
    """1 for what answers, 0 for what does not."""
    for example in examples:
        yield from (Alike(example.query, text, 1.0) for text in example.positives)
        yield from (Alike(example.query, text, 0.0) for text in example.negatives)


def _example(line: str) -> Example:
    shapes: tuple[type[Example], ...] = (Judged, Inference, Alike)
    for shape in shapes:
        try:
            example = msgspec.json.decode(line, type=shape)
        except msgspec.ValidationError:
            continue
        if isinstance(example, Inference) and example.label not in LABELS:
            raise ValueError(f"“{example.label}” is not one of {', '.join(LABELS)}")
        return example
    pair = msgspec.json.decode(line, type=_Pair)
    return Judged(pair.query, (pair.positive,), (pair.negative,) if pair.negative else ())


def _key(example: Example) -> str:
    match example:
        case Judged(query=text) | Alike(first=text) | Inference(premise=text):
            return text


def _draw(text: str) -> float:
    """A number from 0 to 1 that is always the same for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big") / 2**32


def _open(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
