"""Ranked documents → hits as a person sees them: file, passages, places, marks, and how good each match is."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from indexer import protocol
from indexer.models.encoder import Encoder
from indexer.search import explain
from indexer.search.fuse import PassageScore, Ranked
from indexer.search.reads import Rows, Vector
from indexer.store import terms
from indexer.store.records import StoredChunk, StoredDocument, StoredFile
from indexer.types import Place, Tier

_SHOWN = 3  # passages of a hit
_RELATED = 0.5  # of the best passage's score: another one that is worth counting


@dataclass(frozen=True, slots=True)
class Asked:
    """What the hits answer: the text whose words are marked, and the query's vector where there is one."""

    text: str
    vector: Vector | None = None
    encoder: Encoder | None = None


def present(
    rows: Rows, ranked: Sequence[Ranked], asked: Asked, files: Collection[int] | None = None
) -> list[protocol.Hit]:
    """Documents that no (allowed) file holds any more are left out."""
    documents = rows.documents([document.document_id for document in ranked])
    holders = rows.files_of([document.document_id for document in ranked])
    shown = [_worth_showing(document) for document in ranked]
    chunks = rows.chunks([passage.chunk_id for passages in shown for passage in passages])
    marks = _Marks.of(asked, [chunks[p[0].chunk_id].text if p and p[0].chunk_id in chunks else "" for p in shown])
    hits = []
    for number, document in enumerate(ranked):
        held = [file for file in holders.get(document.document_id, []) if files is None or file.id in files]
        if held and document.document_id in documents:
            passages = [(passage, chunks[passage.chunk_id]) for passage in shown[number] if passage.chunk_id in chunks]
            hits.append(_hit(document, documents[document.document_id], held, passages, marks, number))
    return hits


def name_hit(file: StoredFile, share: float, asked: str) -> protocol.Hit:
    """A file that is found by its name only: not read yet, or not readable."""
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=share,
        tier=name_tier(share),
        name_highlights=explain.word_highlights(file.name, asked),
        status=file.status,
        why=protocol.Why(name=share),
    )


def name_tier(share: float) -> Tier:
    return Tier.STRONG if share >= 0.8 else Tier.LIKELY if share >= 0.5 else Tier.WEAK


def tier_of(meaning: float | None, share: float, name: float | None) -> Tier:
    """`meaning` is the best cosine, `share` the part of the query's words that the passage holds, `name` that of the
    file's name. The limits were read off the labelled sets with all-MiniLM-L6-v2."""
    near = meaning if meaning is not None else 0.0
    if name is not None and name >= 0.8:
        return Tier.STRONG
    if near >= 0.5 or (share >= 0.8 and near >= 0.3) or (share == 1.0 and meaning is None):
        return Tier.STRONG
    if near >= 0.33 or share >= 0.6 or (name is not None and name >= 0.5):
        return Tier.LIKELY
    return Tier.WEAK


@dataclass(frozen=True, slots=True)
class _Marks:
    """The best sentence of each hit's first passage."""

    asked: str
    stems: frozenset[str]
    sentences: list[tuple[int, int] | None]

    @classmethod
    def of(cls, asked: Asked, passages: Sequence[str]) -> "_Marks":
        sentences = explain.best_sentences(passages, asked.text, asked.vector, asked.encoder)
        return cls(asked.text, frozenset(terms.query_terms(asked.text).stems), sentences)

    def share(self, text: str) -> float:
        """The part of the query's words that a text holds, 0 to 1."""
        return len(self.stems.intersection(terms.stems().analyze(terms.normal(text)))) / max(1, len(self.stems))


def _worth_showing(document: Ranked) -> list[PassageScore]:
    return list(document.passages[:_SHOWN])


def _hit(
    ranked: Ranked,
    document: StoredDocument,
    files: Sequence[StoredFile],
    passages: Sequence[tuple[PassageScore, StoredChunk]],
    marks: _Marks,
    number: int,
) -> protocol.Hit:
    file = files[0]
    best = ranked.passages[0].score if ranked.passages else 0.0
    related = sum(passage.score >= _RELATED * best for passage in ranked.passages)
    text = passages[0][1].text if passages else ""
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=ranked.score,
        tier=tier_of(ranked.meaning, marks.share(f"{document.title} {text}"), ranked.name),
        title=document.title,
        page_count=document.page_count,
        passages=tuple(
            _passage(chunk, score, document.places, marks, marks.sentences[number] if at == 0 else None)
            for at, (score, chunk) in enumerate(passages)
        ),
        more=max(0, related - len(passages)),
        copies=tuple(copy.path for copy in files[1:]),
        name_highlights=explain.word_highlights(file.name, marks.asked),
        status=file.status,
        why=protocol.Why(words=ranked.words, meaning=ranked.meaning, name=ranked.name),
    )


def _passage(
    chunk: StoredChunk,
    score: PassageScore,
    places: Sequence[Place],
    marks: _Marks,
    sentence: tuple[int, int] | None,
) -> protocol.Passage:
    return protocol.Passage(
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        score=score.score,
        place=place_at(places, chunk.start),
        sentence=sentence,
        highlights=explain.word_highlights(chunk.text, marks.asked),
    )


def place_at(places: Sequence[Place], offset: int) -> Place | None:
    """The innermost place that holds the offset; places are sorted by start."""
    last = bisect_right(places, offset, key=lambda place: place.start)
    return next((place for place in reversed(places[:last]) if offset < place.end), None)
