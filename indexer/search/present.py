"""Judged documents → hits as a person sees them: file, passages, places, marks, and why each is a match."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from indexer import protocol
from indexer.search import explain, trust
from indexer.search.fold import Folded
from indexer.search.fuse import PassageScore, Ranked, Scale, unread_score
from indexer.search.judge import Asked, Judged
from indexer.search.reads import Rows
from indexer.search.why import reasons
from indexer.store.records import StoredChunk, StoredDocument, StoredFile
from indexer.types import Place, Tier

_RELATED = 0.5  # of the best passage's score: another one that is worth counting


@dataclass(frozen=True, slots=True)
class Stage:
    """How hits are put on show: what they answer, how scores read, and which files may be named. `now` in seconds.
    `closely`: where words leave open which sentence answers, its meaning is looked at; that takes as long as all else.
    """

    asked: Asked
    scale: Scale = field(default_factory=Scale)
    files: Collection[int] | None = None  # None: any
    now: float = 0.0
    closely: bool = False


def present(
    rows: Rows,
    folded: Sequence[Folded],
    chunks: Mapping[int, StoredChunk],
    holders: Mapping[int, Sequence[StoredFile]],
    stage: Stage,
) -> list[protocol.Hit]:
    """`chunks` holds the passages to be shown, `holders` the files of each document, newest first. Documents that no
    (allowed) file holds any more are left out."""
    documents = rows.documents([found.judged.ranked.document_id for found in folded])

    def held(document_id: int) -> list[StoredFile]:
        found = holders.get(document_id, ())
        return [file for file in found if stage.files is None or file.id in stage.files]

    shown = [found for found in folded if held(found.judged.ranked.document_id)]
    return _hits(shown, documents, chunks, held, stage)


def show(rows: Rows, ranked: Sequence[Ranked], asked: Asked) -> list[protocol.Hit]:
    """Ranked documents as they are, each for itself; how good they are is for the caller to say."""
    folded = [Folded(Judged(document, Tier.WEAK, 0.0)) for document in ranked]
    chunks = rows.chunks([passage.chunk_id for found in folded for passage in found.judged.passages])
    holders = rows.files_of([document.document_id for document in ranked])
    return present(rows, folded, chunks, holders, Stage(asked))


def _hits(
    shown: Sequence[Folded],
    documents: Mapping[int, StoredDocument],
    chunks: Mapping[int, StoredChunk],
    held: Callable[[int], list[StoredFile]],
    stage: Stage,
) -> list[protocol.Hit]:
    passages = [[(p, chunks[p.chunk_id]) for p in found.judged.passages if p.chunk_id in chunks] for found in shown]
    firsts = [of_document[0][1].text if of_document else "" for of_document in passages]
    asked = stage.asked
    encoder = asked.encoder if stage.closely else None
    sentences = explain.best_sentences(firsts, asked.text, asked.vector, encoder, asked.weights)
    return [
        _hit(
            found.judged,
            documents[found.judged.ranked.document_id],
            held(found.judged.ranked.document_id),
            tuple(file.path for document_id in found.near for file in held(document_id)),
            of_document,
            stage,
            sentence,
        )
        for found, of_document, sentence in zip(shown, passages, sentences, strict=True)
        if found.judged.ranked.document_id in documents
    ]


def name_hit(file: StoredFile, share: float, asked: str, scale: Scale) -> protocol.Hit:
    """A file that is found by its name only: not read yet, or not readable."""
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=scale.readable(unread_score(share, scale)),
        tier=trust.tier(0.0, 1.0, share),
        name_highlights=explain.word_highlights(file.name, asked),
        status=file.status,
        why=protocol.Why(name=share),
    )


def listed_hit(file: StoredFile) -> protocol.Hit:
    """A file that satisfies the filters, where nothing else was asked."""
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=1.0,
        tier=Tier.STRONG,
        status=file.status,
    )


def _hit(
    judged: Judged,
    document: StoredDocument,
    files: Sequence[StoredFile],
    near: tuple[bytes, ...],
    passages: Sequence[tuple[PassageScore, StoredChunk]],
    stage: Stage,
    sentence: tuple[int, int] | None,
) -> protocol.Hit:
    file, ranked, asked = files[0], judged.ranked, stage.asked
    best = ranked.passages[0].score if ranked.passages else 0.0
    related = sum(passage.score >= _RELATED * best for passage in ranked.passages)
    return protocol.Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=stage.scale.readable(ranked.score),
        tier=judged.tier,
        title=document.title,
        page_count=document.page_count,
        passages=tuple(
            _passage(chunk, score, document.places, asked.text, sentence if at == 0 else None, stage.scale)
            for at, (score, chunk) in enumerate(passages)
        ),
        more=max(0, related - len(passages)),
        copies=tuple(copy.path for copy in files[1:]),
        name_highlights=explain.word_highlights(file.name, asked.text),
        status=file.status,
        why=reasons(judged, file, stage.asked, stage.scale, stage.now),
        near=near,
    )


def _passage(
    chunk: StoredChunk,
    score: PassageScore,
    places: Sequence[Place],
    asked: str,
    sentence: tuple[int, int] | None,
    scale: Scale,
) -> protocol.Passage:
    return protocol.Passage(
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        score=scale.readable(score.score),
        place=place_at(places, chunk.start),
        sentence=sentence,
        highlights=explain.word_highlights(chunk.text, asked),
    )


def place_at(places: Sequence[Place], offset: int) -> Place | None:
    """The innermost place that holds the offset; places are sorted by start."""
    last = bisect_right(places, offset, key=lambda place: place.start)
    return next((place for place in reversed(places[:last]) if offset < place.end), None)
