"""Candidates → hits: the files that hold a document, its passages, their places and highlights."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from indexer.protocol import Hit, Passage, Why
from indexer.search.reads import Rows
from indexer.store.records import StoredChunk, StoredDocument, StoredFile
from indexer.types import Place, Tier

_PASSAGES = 3  # of one hit that are shown

Sentences = Callable[[Sequence[str]], list[tuple[int, int] | None]]  # the best sentence of each passage


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hit before it is presented: a document, or a file of which only the name is known (`document_id` None).

    `chunk_ids` are its passages, best first; `file_id` is the file whose name matched. `words`, `meaning` and `name`
    are what each retriever said, None where it did not find it.
    """

    score: float
    tier: Tier
    document_id: int | None = None
    file_id: int | None = None
    chunk_ids: Sequence[int] = ()
    words: float | None = None
    meaning: float | None = None
    name: float | None = None


def present(
    candidates: Sequence[Candidate],
    library: Rows,
    allowed: Collection[int] | None,
    highlights_of: Callable[[str], tuple[tuple[int, int], ...]],
    sentences_of: Sentences,
) -> tuple[Hit, ...]:
    """Hits in the order of the candidates; those without a file (of `allowed` ids) are left out."""
    document_ids = [candidate.document_id for candidate in candidates if candidate.document_id is not None]
    documents = library.documents(document_ids)
    holders = library.files_of(document_ids)
    alone = library.files([c.file_id for c in candidates if c.document_id is None and c.file_id is not None])
    shown = [chunk_id for candidate in candidates for chunk_id in candidate.chunk_ids[:_PASSAGES]]
    chunks = library.chunks(shown)
    sentences = dict(zip(chunks, sentences_of([chunks[chunk_id].text for chunk_id in chunks]), strict=True))
    hits = []
    for candidate in candidates:
        files = _files(candidate, holders, alone, allowed)
        if files:
            document = None if candidate.document_id is None else documents.get(candidate.document_id)
            passages = tuple(
                _passage(chunks[chunk_id], document, candidate.score, sentences[chunk_id], highlights_of)
                for chunk_id in candidate.chunk_ids[:_PASSAGES]
                if chunk_id in chunks
            )
            hits.append(_hit(candidate, files, document, passages, highlights_of))
    return tuple(hits)


def _files(
    candidate: Candidate,
    holders: Mapping[int, Sequence[StoredFile]],
    alone: Mapping[int, StoredFile],
    allowed: Collection[int] | None,
) -> list[StoredFile]:
    """The files of a hit, the one to show first: the one whose name matched, or else the newest."""
    if candidate.document_id is None:
        file = alone.get(candidate.file_id or 0)
        return [file] if file else []
    files = [file for file in holders.get(candidate.document_id, ()) if allowed is None or file.id in allowed]
    return sorted(files, key=lambda file: file.id != candidate.file_id)


def _passage(
    chunk: StoredChunk,
    document: StoredDocument | None,
    score: float,
    sentence: tuple[int, int] | None,
    highlights_of: Callable[[str], tuple[tuple[int, int], ...]],
) -> Passage:
    place = _place_at(document.places, chunk.start) if document else None
    return Passage(chunk.start, chunk.end, chunk.text, score, place, sentence, highlights_of(chunk.text))


def _place_at(places: Sequence[Place], start: int) -> Place | None:
    """The place that a passage begins in; the innermost where they are nested."""
    inside = [place for place in places if place.start <= start < place.end]
    return min(inside, key=lambda place: place.end - place.start, default=None)


def _hit(
    candidate: Candidate,
    files: Sequence[StoredFile],
    document: StoredDocument | None,
    passages: tuple[Passage, ...],
    highlights_of: Callable[[str], tuple[tuple[int, int], ...]],
) -> Hit:
    file = files[0]
    return Hit(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        score=candidate.score,
        tier=candidate.tier,
        title=document.title if document else "",
        page_count=document.page_count if document else 0,
        passages=passages,
        more=max(len(candidate.chunk_ids) - _PASSAGES, 0),
        copies=tuple(other.path for other in files[1:]),
        name_highlights=highlights_of(file.name),
        status=file.status,
        why=Why(candidate.words, candidate.meaning, candidate.name),
    )
