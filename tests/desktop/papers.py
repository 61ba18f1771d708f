"""The example documents, as a reader would have found them, and words found in them: by stems, without an index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from desktop import examples
from indexer import protocol
from indexer.formats import format_of
from indexer.protocol import Hit, Part, Passage, Why
from indexer.types import Place, Status, Tier

WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "to",
        "for",
        "and",
        "or",
        "is",
        "are",
        "was",
        "i",
        "who",
        "what",
        "where",
        "that",
        "with",
        "by",
        "my",
        "which",
        "at",
        "from",
        "it",
    ]
)


@dataclass
class Document:
    path: bytes
    text: str
    places: tuple[Place, ...] = ()
    status: Status = Status.OK
    tags: tuple[str, ...] = ()
    language: str = ""
    topic: str = ""
    boxes: tuple[protocol.TextBox, ...] = ()  # in a picture

    @property
    def name(self) -> str:
        return Path(self.path.decode()).name


def read_examples(folder: Path) -> list[Document]:
    """The example documents, written to disk, with the text that a reader would find in them."""
    found = []
    source = Path(str(files("resources").joinpath("examples")))
    for path in examples.write(folder):
        relative = path.relative_to(folder)
        drawn = source / relative.with_name(relative.name + ".txt")
        text = (drawn if drawn.exists() else path).read_text(encoding="utf-8")
        places = []
        pages = text.split(f"{examples.PAGE_BREAK}\n")
        if path.suffix == ".pdf":
            start = 0
            for number, page in enumerate(pages, 1):
                places.append(Place(start, start + len(page), "page", number))
                start += len(page)
            text = "".join(pages)
        found.append(Document(str(path).encode(), text, tuple(places)))
    return found


def stem(word: str) -> str:
    return re.sub(r"(ing|ed|es|s)$", "", word.lower())


@cache
def words(text: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), stem(m.group())) for m in WORD.finditer(text)]


def found(document: Document, wanted: set[str]) -> Hit | None:
    """As a result, where it holds any of the wanted words, by their stems."""
    if not wanted:
        return None
    passages = sorted(_passages(document, wanted), key=lambda p: -p.score)
    in_name = tuple((s, e) for s, e, key in words(document.name.rsplit(".", 1)[0]) if key in wanted)
    score = (passages[0].score if passages else 0.0) + 0.3 * len(in_name) / len(wanted)
    if score == 0:
        return None
    path = Path(document.path.decode())
    stat = path.stat()
    tier = Tier.STRONG if score > 0.6 else Tier.LIKELY if score > 0.35 else Tier.WEAK
    pages = sum(place.kind == "page" for place in document.places)
    return Hit(
        document.path, document.name, format_of(document.name).kind, stat.st_size, stat.st_mtime, score, tier,
        page_count=pages, passages=tuple(passages[:5]), more=max(len(passages) - 5, 0), name_highlights=in_name,
        status=document.status, tags=document.tags,
        why=Why(
            score if passages else None,
            score if score > 0.5 else None,
            1.0 if in_name else None,
            parts=(
                Part("words", 0.6 * score, "Holds most of the words: “landlord”, “roof”."),
                Part("meaning", 0.4 * score, "As near in meaning as an answer is to its question."),
                Part("recency", 0.02, "Changed 3 days ago."),
            ),
        ),
    )  # fmt: skip


def _passages(document: Document, wanted: set[str]) -> list[Passage]:
    passages = []
    for first, last in _chunks(document):
        text = document.text[first:last]
        held = [(s, e) for s, e, key in words(text) if key in wanted]
        if not held:
            continue
        distinct = {stem(text[s:e]) for s, e in held}
        best = max(SENTENCE.finditer(text), key=lambda m: sum(m.start() <= s < m.end() for s, _ in held))
        start = best.start() + len(best.group()) - len(best.group().lstrip())
        place = next((p for p in document.places if p.start <= first < p.end), None)
        share = len(distinct) / len(wanted)
        passages.append(Passage(first, last, text, share, place, (start, best.end()), tuple(held)))
    return passages


def _chunks(document: Document) -> list[tuple[int, int]]:
    """Paragraphs together, some hundred characters each, none across a page."""
    made: list[tuple[int, int]] = []
    for paragraph in re.finditer(r"[^\n]+(?:\n[^\n]+)*", document.text):
        start, end = paragraph.span()
        new_page = made and any(made[-1][0] < place.start <= start for place in document.places)
        if made and not new_page and end - made[-1][0] < 700:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def alike(text: str, documents: Sequence[Document]) -> list[Hit]:
    """Those that use the same long words, best first."""
    common = {key for _, _, key in words(text) if len(key) > 4}
    hits = []
    for document in documents:
        shared = common & {key for _, _, key in words(document.text)}
        score = len(shared) / max(len(common), 1)
        if score > 0.08 and (hit := found(document, set(list(shared)[:8]))):
            tier = Tier.STRONG if score > 0.3 else Tier.LIKELY if score > 0.15 else Tier.WEAK
            hits.append(msgspec.structs.replace(hit, score=score, tier=tier, why=_alike(score, shared)))
    return sorted(hits, key=lambda hit: -hit.score)


def _alike(score: float, shared: set[str]) -> Why:
    """Says what two documents have in common, as the service does."""
    named = " and ".join(f"“{word}”" for word in sorted(shared, key=lambda word: (-len(word), word))[:2])
    return Why(meaning=score, parts=(protocol.Part("alike", score, f"Both speak of {named}."),))
