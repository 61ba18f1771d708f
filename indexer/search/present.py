"""Ranked documents → hits as a person sees them: file, passages, places, marks, and how good each match is."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indexer import protocol
from indexer.models.encoder import Encoder
from indexer.search import explain, trust
from indexer.search.fuse import PassageScore, Ranked, unread_score
from indexer.search.reads import Rows, Vector
from indexer.search.trust import WORDS_ONLY, Calibration
from indexer.store.records import StoredChunk, StoredDocument, StoredFile
from indexer.types import Place

_SHOWN = 3  # passages of a hit
_RELATED = 0.5  # of the best passage's score: another one that is worth counting


@dataclass(frozen=True, slots=True)
class Asked:
    """What the hits answer: the text whose words are marked, and the query's vector where there is one."""

    text: str
    vector: Vector | None = None
    encoder: Encoder | None = None
    weights: Mapping[str, float] = field(default_factory=dict)  # of its terms, by how rare they are
    calibration: Calibration = WORDS_ONLY


def present(
    rows: Rows, ranked: Sequence[Ranked], asked: Asked, files: Collection[int] | None = None
) -> list[protocol.Hit]:
    """Documents that no (allowed) file holds any more are left out."""
    documents = rows.documents([document.document_id for document in ranked])
    holders = rows.files_of([document.document_id for document in ranked])
    shown = [_worth_showing(document) for document in ranked]
    chunks = rows.chunks([passage.chunk_id for passages in shown for passage in passages])
    firsts = [chunks[found[0].chunk_id].text if found and found[0].chunk_id in chunks else "" for found in shown]
    sentences = explain.best_sentences(firsts, asked.text, asked.vector, asked.encoder)
    hits = []
    for number, document in enumerate(ranked):
        held = [file for file in holders.get(document.document_id, []) if files is None or file.id in files]
        if held and document.document_id in documents:
            passages = [(passage, chunks[passage.chunk_id]) for passage in shown[number] if passage.chunk_id in chunks]
            hits.append(_hit(document, documents[document.document_id], held, passages, asked, sentences[number]))
    return hits


def best_evidence(rows: Rows, ranked: Sequence[Ranked], asked: Asked) -> float:
    """The evidence for the best of some documents; 0 where there are none."""
    documents = rows.documents([document.document_id for document in ranked])
    chunks = rows.chunks([passage.chunk_id for document in ranked for passage in _worth_showing(document)])
    found = (
        _evidence(
            document,
            documents[document.document_id].title,
            (chunks[passage.chunk_id].text for passage in _worth_showing(document) if passage.chunk_id in chunks),
            asked,
        )
        for document in ranked
        if document.document_id in documents
    )
    return max(found, default=0.0)


def name_hit(file: StoredFile, share: float, asked: str) -> protocol.Hit:
    """A file that is found by its name only: not read yet, or not readable."""
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=unread_score(share),
        tier=trust.tier(0.0, 1.0, share),
        name_highlights=explain.word_highlights(file.name, asked),
        status=file.status,
        why=protocol.Why(name=share),
    )


def _worth_showing(document: Ranked) -> list[PassageScore]:
    return list(document.passages[:_SHOWN])


def _hit(
    ranked: Ranked,
    document: StoredDocument,
    files: Sequence[StoredFile],
    passages: Sequence[tuple[PassageScore, StoredChunk]],
    asked: Asked,
    sentence: tuple[int, int] | None,
) -> protocol.Hit:
    file = files[0]
    best = ranked.passages[0].score if ranked.passages else 0.0
    related = sum(passage.score >= _RELATED * best for passage in ranked.passages)
    evidence = _evidence(ranked, document.title, (chunk.text for _, chunk in passages), asked)
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=ranked.score,
        tier=trust.tier(evidence, asked.calibration.floor, ranked.name),
        title=document.title,
        page_count=document.page_count,
        passages=tuple(
            _passage(chunk, score, document.places, asked.text, sentence if at == 0 else None)
            for at, (score, chunk) in enumerate(passages)
        ),
        more=max(0, related - len(passages)),
        copies=tuple(copy.path for copy in files[1:]),
        name_highlights=explain.word_highlights(file.name, asked.text),
        status=file.status,
        why=protocol.Why(words=ranked.words, meaning=ranked.meaning, name=ranked.name),
    )


def _evidence(ranked: Ranked, title: str, texts: Iterable[str], asked: Asked) -> float:
    held = explain.held(" ".join([title, *texts]), asked.weights.keys())
    cosine = None if asked.vector is None else ranked.meaning
    return asked.calibration.evidence(cosine, trust.share(held, asked.weights))


def _passage(
    chunk: StoredChunk,
    score: PassageScore,
    places: Sequence[Place],
    asked: str,
    sentence: tuple[int, int] | None,
) -> protocol.Passage:
    return protocol.Passage(
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        score=score.score,
        place=place_at(places, chunk.start),
        sentence=sentence,
        highlights=explain.word_highlights(chunk.text, asked),
    )


def place_at(places: Sequence[Place], offset: int) -> Place | None:
    """The innermost place that holds the offset; places are sorted by start."""
    last = bisect_right(places, offset, key=lambda place: place.start)
    return next((place for place in reversed(places[:last]) if offset < place.end), None)
