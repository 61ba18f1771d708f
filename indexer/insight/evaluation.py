"""How well duplicates and versions are found, measured on labelled sets and on drafts made from real documents.

A set is a folder. With `groups.jsonl` (or .gz) of {"file", "group"} its pictures are compared, of {"text", "group"} its
texts; any other `.jsonl` with {"text1", "text2", "label"} holds pairs of sentences. Figures are over pairs (pairwise
precision, recall and F1): a pair counts where one of the two has a partner in its group, for what is said to stand
alone may have copies that nobody labelled.
"""

import gzip
import html
import os
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from indexer.extract.pool import ExtractionPool
from indexer.formats import Format, format_of
from indexer.insight import pictures, verdicts
from indexer.insight.families import Draft, Kin, families, is_version
from indexer.insight.meeting import namesakes, to_align
from indexer.insight.naming import named
from indexer.insight.signatures import TextSignature, text_signature
from indexer.insight.verdicts import SAME_PASSAGE, is_same_text
from indexer.insight.wording import Alignment, align, words_of
from indexer.models.encoder import Encoder
from indexer.store.records import StoredFile
from indexer.types import Extracted, Status

Pairs = set[tuple[int, int]]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Score:
    """`found` pairs, of which `right` are right, of `wanted` ones."""

    found: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def figures(self) -> dict[str, float]:
        return {"f1": round(self.f1, 4), "precision": round(self.precision, 4), "recall": round(self.recall, 4)}


def pairwise_score(found: Pairs, groups: Sequence[str]) -> Score:
    """`groups[i]` is the group of item i; pairs have the lower item first."""
    sizes = Counter(groups)
    labelled = {pair for pair in found if any(sizes[groups[item]] > 1 for item in pair)}
    wanted = sum(size * (size - 1) // 2 for size in sizes.values())
    right = sum(groups[one] == groups[other] for one, other in labelled)
    return Score(len(labelled), right, wanted)


# --- labelled sets ---------------------------------------------------------------------------------------------------


def evaluate_duplicates(
    directory: Path, encoder: Callable[[], Encoder], haystack: Path | None, say: Say, most: int = 2000
) -> dict[str, float]:
    """At most `most` pairs of sentences are compared, an even sample. Raises FileNotFoundError for a folder without a
    labelled set."""
    groups = next((path for path in _files(directory) if path.name.startswith("groups.jsonl")), None)
    if groups is None:
        rows = [row for path in _files(directory) for row in _rows(path) if "text1" in row]
        if not rows:
            raise FileNotFoundError(f"{directory} holds no groups.jsonl and no pairs")
        return _sentences(random.Random(0).sample(rows, min(most, len(rows))), encoder())
    rows = list(_rows(groups))
    if "file" in rows[0]:
        return _pictures(directory, rows, say)
    extra = [str(row.get("text", "")) for row in _rows(haystack)] if haystack else []
    return _texts(rows, extra, say)


def _texts(rows: Sequence[Mapping[str, Any]], extra: Sequence[str], say: Say) -> dict[str, float]:
    texts = [str(row["text"]) for row in rows] + list(extra)
    groups = [str(row["group"]) for row in rows] + [f"alone {number}" for number in range(len(extra))]
    if extra:  # a haystack holds the needles too, in its own spelling: what says the same as one is one
        say(f"{len(rows):,} labelled texts among {len(extra):,} others")
    found = {pair for pair, alignment in aligned_pairs(texts, {}) if is_same_text(alignment)}
    if extra:
        found = {pair for pair in found if pair[1] < len(rows)}
        groups = groups[: len(rows)]
    return {"texts": float(len(texts))} | pairwise_score(found, groups).figures()


def _pictures(directory: Path, rows: Sequence[Mapping[str, Any]], say: Say) -> dict[str, float]:
    pool = ExtractionPool(2)
    looks: dict[int, pictures.Look] = {}
    try:
        for number, row in enumerate(rows):
            path = os.fsencode(directory / str(row["file"]))
            answer = pool.extract(path, Format(format_of(str(row["file"])).name, "image", "looks"))
            look = pictures.look_of(answer.text) if isinstance(answer, Extracted) else None
            if look is not None:
                looks[number] = look
            else:
                say(f"cannot be read: {row['file']}")
    finally:
        pool.close()
    found = {
        (one, other)
        for one, other in combinations(looks, 2)
        if pictures.distance(looks[one], looks[other])[0] <= pictures.RADIUS
    }
    groups = [str(row["group"]) for row in rows]
    return {"pictures": float(len(looks))} | pairwise_score(found, groups).figures()


def _sentences(rows: Sequence[Mapping[str, Any]], encoder: Encoder) -> dict[str, float]:
    """Sentences are too short for signatures: only the threshold of meaning is measured, and what the best one is."""
    labels = np.array([bool(int(row["label"])) for row in rows])
    first, second = (_encoded(encoder, [str(row[name]) for row in rows]) for name in ("text1", "text2"))
    cosines = (first * second).sum(axis=1)
    best = max((float(at) for at in np.arange(0.3, 1.0, 0.01)), key=lambda at: _at(cosines, labels, at).f1)
    ours = _at(cosines, labels, SAME_PASSAGE).figures()
    return {
        "pairs": float(len(rows)),
        **ours,
        "best_threshold": round(best, 2),
        "best_f1": _at(cosines, labels, best).figures()["f1"],
    }


def _encoded(encoder: Encoder, texts: Sequence[str]) -> Any:
    return np.concatenate([encoder.encode_passages(texts[at : at + 64]) for at in range(0, len(texts), 64)])


def _at(cosines: Any, labels: Any, threshold: float) -> Score:
    found = cosines >= threshold
    return Score(int(found.sum()), int((found & labels).sum()), int(labels.sum()))


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz")))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            if line.strip():
                yield msgspec.json.decode(line)


def aligned_pairs(
    texts: Sequence[str], called_alike: Mapping[int, set[int]]
) -> Iterator[tuple[tuple[int, int], Alignment]]:
    """Texts that may be alike, aligned: what a library does with its documents."""
    known: dict[int, TextSignature] = {}
    for number, text in enumerate(texts):
        if signature := text_signature(text):
            known[number] = signature
    for one, other in to_align(known, list(known), called_alike):
        yield (one, other), align(words_of(texts[one]), words_of(texts[other]))


# --- drafts made from real documents ---------------------------------------------------------------------------------

_LEAST, _MOST = 80, 6000  # words of a document that drafts are made of
_DRAFTS = 5  # of each document
_NAMES = ("{stem}", "{stem} v{n}", "{stem} draft", "{stem}_final", "{stem} ({n})", "2024-0{n}-1{n} {stem}", "{other}")


@dataclass(frozen=True, slots=True)
class Made:
    """A file of a family. `alone`: it must not be merged with any other."""

    name: str
    text: str
    family: str


def evaluate_versions(folder: Path, documents: int, seed: int, say: Say) -> dict[str, float]:
    """Families are made of the folder's documents, by edits, insertions, removals, other formats and other names, and
    written to disk; beside them stand series of filled-in forms, made of other documents. All are read by the readers
    and put together as a library does it."""
    dice = random.Random(seed)
    pool = ExtractionPool(2)
    try:
        read = list(_read_some(folder, pool, documents + documents // 2, dice))
        originals, forms = read[:documents], read[documents:]
        say(f"{len(originals)} documents become families, {len(forms)} become forms")
        made = [draft for at in range(len(originals)) for draft in _family(originals, at, dice)]
        made += [form for stem, text in forms for form in _series(stem, text, dice)]
        with tempfile.TemporaryDirectory() as directory:
            written = list(_written_and_read(made, Path(directory), pool))
    finally:
        pool.close()
    found = _put_together([item for item, _ in written], [text for _, text in written])
    groups = [item.family for item, _ in written]
    score = pairwise_score(found, groups)
    alone = sum(1 for one, other in found if groups[one] != groups[other])
    return {"files": float(len(written)), **score.figures(), "false_merges": float(alone)}


def _read_some(folder: Path, pool: ExtractionPool, most: int, dice: random.Random) -> Iterator[tuple[str, str]]:
    """(name, text) of documents that are long enough, each text once."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and _is_drafted(path.name))
    dice.shuffle(paths)
    seen: list[TextSignature] = []
    count = 0
    for path in paths:
        answer = pool.extract(os.fsencode(path), format_of(path.name))
        text = answer.text if isinstance(answer, Extracted) else ""
        signature = text_signature(text)
        if signature is None or not _LEAST <= len(words_of(text)) <= _MOST:
            continue
        if any((signature.values == other.values).mean() > verdicts.MIN_HASH for other in seen):
            continue  # what is a version of another one already would be counted as a mistake
        seen.append(signature)
        yield path.stem, text
        count += 1
        if count == most:
            return


def _is_drafted(name: str) -> bool:
    return format_of(name).kind in ("document", "pdf", "text", "web", "book", "presentation")


def _family(originals: Sequence[tuple[str, str]], at: int, dice: random.Random) -> Iterator[Made]:
    stem, text = originals[at]
    family = f"family {at}"
    others = [other for number, (_, other) in enumerate(originals) if number != at]
    for number in range(_DRAFTS):
        name = _NAMES[number % len(_NAMES)] if number else "{stem}"
        kind = dice.choice(("txt", "md", "html", "rtf"))
        given = name.format(stem=stem, n=number + 1, other=f"scan {dice.randrange(1000, 9999)}")
        yield Made(f"{given}.{kind}", _as(kind, text), family)
        text = _next_draft(text, others, dice)


def _next_draft(text: str, others: Sequence[str], dice: random.Random) -> str:
    """Some sentences reworded, one dropped, a paragraph of another document put in."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", text)
    for _ in range(max(1, len(parts) // 12)):
        at = dice.randrange(len(parts))
        words = parts[at].split()
        dice.shuffle(words)
        parts[at] = " ".join(words[: max(1, len(words) - 2)])
    if len(parts) > 3:
        parts.pop(dice.randrange(len(parts)))
    if others and dice.random() < 0.5:
        strange = re.split(r"(?<=[.!?])\s+|\n+", dice.choice(others))
        start = dice.randrange(len(strange))
        taken = " ".join(strange[start : start + max(1, len(parts) // 10)]).split()
        most = sum(len(part.split()) for part in parts) // 5  # a draft is mostly its own document
        parts.insert(dice.randrange(len(parts)), " ".join(taken[:most]))
    return "\n".join(parts)


def _series(stem: str, text: str, dice: random.Random) -> Iterator[Made]:
    """One form, filled in for different people, days and sums. Each stands alone."""
    body = " ".join(text.split()[:150])
    for number in range(4):
        filled = (
            f"Invoice {1040 + number}. Dear {dice.choice(_PEOPLE)} {dice.choice(_PEOPLE)}, {body} The sum of "
            f"{dice.randrange(100, 900)}.{dice.randrange(10, 99)} is due on {dice.randrange(1, 28)}/{number + 1}/2024."
        )
        yield Made(f"Invoice {stem} {1040 + number}.txt", filled, f"form {stem} {number}")


_PEOPLE = ("Ada", "Bo", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ivo", "June", "Kai", "Lea", "Moe", "Nia")


def _as(kind: str, text: str) -> str:
    if kind == "html":
        return "<html><body>" + "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines()) + "</body></html>"
    if kind == "rtf":
        escaped = re.sub(
            r"[^\x00-\x7f]", lambda found: f"\\u{ord(found[0]) & 0x7FFF}?", re.sub(r"([{}\\])", r"\\\1", text)
        )
        return "{\\rtf1\\ansi " + escaped.replace("\n", "\\par\n") + "}"
    return text


def _written_and_read(made: Iterable[Made], directory: Path, pool: ExtractionPool) -> Iterator[tuple[Made, str]]:
    """Each file with what its reader says, in folders of its own."""
    for number, item in enumerate(made):
        path = directory / str(number) / item.name.replace("/", "_")
        path.parent.mkdir()
        path.write_text(item.text, encoding="utf-8", errors="replace")
        answer = pool.extract(os.fsencode(path), format_of(path.name))
        if isinstance(answer, Extracted) and answer.text.strip():
            yield item, answer.text


def _put_together(made: Sequence[Made], texts: Sequence[str]) -> Pairs:
    """Pairs that end in one family."""
    names = [item.name for item in made]
    called = [named(name) for name in names]
    drafts = {number: Draft(number, _file(number, name)) for number, name in enumerate(names)}
    kin = [
        Kin(one, other, alignment.ratio)
        for (one, other), alignment in aligned_pairs(texts, namesakes(enumerate(names)))
        if verdicts.is_worth_keeping(alignment) and is_version(alignment, called[one], called[other], False)
    ]
    groups = [sorted(draft.document_id for draft in family.drafts) for family in families(kin, drafts)]
    return {pair for group in groups for pair in combinations(group, 2)}


def _file(number: int, name: str) -> StoredFile:
    path = f"/{number}/{name}".encode()
    return StoredFile(
        number, 1, path, name, "document", "", 1, number, number, 1, Status.OK, None, None, 0, None, number
    )
