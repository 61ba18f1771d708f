"""Searching, finding similar, and looking at one document."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
import numpy as np
import structlog

from indexer import protocol
from indexer.desks import Handlers
from indexer.desks.refining import Refining
from indexer.desks.typing_on import TypingOn
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.extract.glance import Glance
from indexer.extract.picture import jpeg_of
from indexer.extract.pixels import pixels_of
from indexer.extract.pool import ExtractionPool, PoolClosed
from indexer.formats import Format, format_of
from indexer.insight import verdicts
from indexer.insight.pictures import Look, look_of
from indexer.insight.similar import Alike, Similarity
from indexer.insight.similar_pictures import Example
from indexer.reasons import sentence
from indexer.search import pictures
from indexer.search.meaning import MeaningInUse
from indexer.search.searcher import Searcher
from indexer.store.library import Library, display
from indexer.store.records import StoredFile
from indexer.types import Box, Extracted, Failure, Reason
from indexer.work.seeing import Seeing

log = structlog.get_logger()

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FindingDesk:
    library: Library
    searcher: Searcher
    similarity: Similarity
    pool: ExtractionPool
    meaning: MeaningInUse
    refining: Refining
    seeing: Seeing
    glance: Glance
    typing_on: TypingOn = field(default_factory=TypingOn)

    def handlers(self) -> Handlers:
        return {
            protocol.Search: self.search,
            protocol.Refine: self.refine,
            protocol.StopRefining: self.refining.stop,
            protocol.SimilarTo: self.similar,
            protocol.GetDocument: self.document,
            protocol.GetPicture: self.picture,
            protocol.AwaitMeaning: lambda _: self.meaning.wait(),
        }

    def search(self, request: protocol.Search) -> protocol.Results:
        if pictures.asked(request.query):
            return self._with_tags(pictures.search(request, self.seeing.find, self.library.files_of))
        results = self._with_tags(self.searcher.search(request, self.typing_on.stop(request.ticket)))
        if results.refinable and not self.refining.is_ready and not results.meaning_ready:
            return msgspec.structs.replace(results, refinable=False)
        return results

    def refine(self, request: protocol.Refine) -> protocol.Results | None:
        results = self.refining.refine(request)
        return None if results is None else self._with_tags(results)

    def similar(self, request: protocol.SimilarTo) -> protocol.Results:
        """Raises BadRequest for a request without an example, or one that cannot be read."""
        started = time.monotonic()
        found = self._like_file(request.path, request.limit) if request.path else self._like_text(request)
        file = self.library.file_at(request.path) if request.path else None
        own = (file.document_id,) if file is not None and file.document_id is not None else ()
        copies = self.library.files_of([*own, *found.folded])
        results = protocol.Results(
            query=request.text or display(request.path or b""),
            hits=tuple(found.hits),
            total=len(found.hits),
            no_match=not found.hits,
            milliseconds=(time.monotonic() - started) * 1000,
            meaning_ready=found.by_meaning,
            folded=tuple(copy.path for files in copies.values() for copy in files if copy.path != request.path),
        )
        return self._with_tags(results)

    def _with_tags(self, results: protocol.Results) -> protocol.Results:
        tags = self.library.tags_at([hit.path for hit in results.hits])
        if not tags:
            return results
        hits = (msgspec.structs.replace(hit, tags=tags[hit.path]) if hit.path in tags else hit for hit in results.hits)
        return msgspec.structs.replace(results, hits=tuple(hits))

    def _like_file(self, path: bytes, limit: int) -> Alike:
        file = self.library.file_at(path)
        key = file.document_id if file else None
        fmt = format_of(display(os.path.basename(path)))
        if fmt.kind == "image" and (look := self._look(path, fmt.name)):
            return self._like_picture(path, fmt, look, key, limit)
        if key is not None and not self._is_unread(key):
            return self.similarity.to_document(key, limit)
        # A file that is not in the library, or that is all pictures which nobody has read yet.
        extracted = self._asked(lambda: self.glance.read(path, fmt))
        failure = extracted if isinstance(extracted, Failure) else extracted.failure
        if isinstance(extracted, Failure) or not extracted.text.strip():
            detail = sentence(failure or Failure(Reason.NO_TEXT))
            raise BadRequest("unreadable_example", f"“{display(path)}” cannot be compared with anything: {detail}")
        return self._like_said(extracted.text, key, limit)

    def _is_unread(self, document_id: int) -> bool:
        unread = self.similarity.kinship.likenesses.unread([document_id])
        return bool(unread) and not self.library.document_text(document_id).strip()

    def _like_picture(self, path: bytes, fmt: Format, look: Look, key: int | None, limit: int) -> Alike:
        """By how it looks, by what it shows, and by what is written on it."""
        written = self.similarity.kinship.written.on_files(path)[0]
        if written is None:  # nobody has looked yet
            written = self._asked(lambda: self.glance.written(path, fmt))
        found = self.similarity.to_picture(Example(look, key, written), limit, self._shown(path, fmt.name, key))
        if not written or not verdicts.says_what_it_is(written):
            return found
        return found.beside(self._like_said(written, key, limit), limit)

    def _like_said(self, text: str, key: int | None, limit: int) -> Alike:
        """Like what was just read in a file, which the library may hold."""
        return self.similarity.to_text(text, limit) if key is None else self.similarity.to_document(key, limit, text)

    def _look(self, path: bytes, name: str) -> Look | None:
        answer = self._extract(path, Format(name, "image", "looks"))
        return look_of(answer.text) if isinstance(answer, Extracted) else None

    def _shown(self, path: bytes, name: str, document_id: int | None) -> dict[int, float]:
        """By how much other pictures stand out in showing the like; empty where no model tells."""

        def draw() -> bytes:
            answer = self._extract(path, Format(name, "image", "pixels"))
            return pixels_of(answer.text) if isinstance(answer, Extracted) else b""

        try:
            found = self.seeing.like(document_id, draw)
        except EnvironmentProblem as problem:  # of the model; what looks alike can be told all the same
            log.warning("similar pictures without a model", problem=str(problem))
            return {}
        ids, nearness = found or ([], np.empty(0, np.float32))
        others = [at for at, key in enumerate(ids) if key != document_id]
        ahead = pictures.standing_out(nearness[others])
        return {ids[at]: float(value) for at, value in zip(others, ahead, strict=True)}

    def _extract(self, path: bytes, fmt: Format) -> Extracted | Failure:
        return self._asked(lambda: self.pool.extract(path, fmt))

    def _asked(self, extract: Callable[[], _T]) -> _T:
        try:
            return extract()
        except PoolClosed as error:
            raise EnvironmentProblem("stopping", "Wherein is being closed.") from error

    def _like_text(self, request: protocol.SimilarTo) -> Alike:
        source = self.library.file_at(request.beside) if request.beside else None
        without = {source.document_id} if source and source.document_id else ()
        return self.similarity.to_text(request.text, request.limit, without)

    def picture(self, request: protocol.GetPicture) -> protocol.Picture:
        """Raises BadRequest for a file that the library does not hold, or that holds no picture."""
        file = self.library.file_at(request.path)
        if file is None:
            raise _unknown(request.path)
        answer = self._extract(request.path, Format(file.extension, "image", "picture"))
        jpeg = jpeg_of(answer.text) if isinstance(answer, Extracted) else b""
        if not jpeg:
            failure = answer if isinstance(answer, Failure) else Failure(Reason.DAMAGED)
            raise BadRequest("no_picture", f"“{display(request.path)}” cannot be shown: {sentence(failure)}")
        return protocol.Picture(request.path, jpeg)

    def document(self, request: protocol.GetDocument) -> protocol.DocumentText:
        """Raises BadRequest for a file that the library does not hold."""
        file = self.library.file_at(request.path)
        if file is None:
            raise _unknown(request.path)
        answer = _without_text(file)
        document = self.library.documents([file.document_id]).get(file.document_id) if file.document_id else None
        if document is None:
            return answer
        text = self.library.document_text(document.id)
        return msgspec.structs.replace(
            answer,
            text=text,
            boxes=tuple(_boxes(text, self.library.boxes(document.id))),
            places=document.places,
            title=document.title,
            author=document.author,
            created=document.created,
            language=document.language,
            page_count=document.page_count,
        )


def _unknown(path: bytes) -> BadRequest:
    said = f"“{display(path)}” is not in the library."
    return BadRequest("unknown_file", said, "Its folder may have been removed.")


def _boxes(text: str, pages: Mapping[int, tuple[str, Sequence[Box]]]) -> Iterator[protocol.TextBox]:
    """Where the lines of each page stand in the whole text, and on the page."""
    at = 0
    for page, (found, boxes) in pages.items():
        begin = text.find(found, at)
        if begin < 0 or found.count("\n") + 1 != len(boxes):
            continue
        at = begin
        for line, box in zip(found.split("\n"), boxes, strict=True):
            yield protocol.TextBox(at, at + len(line), *box, page=page)
            at += len(line) + 1


def _without_text(file: StoredFile) -> protocol.DocumentText:
    return protocol.DocumentText(
        path=file.path,
        name=file.name,
        kind=file.kind,
        size=file.size,
        modified=file.modified,
        status=file.status,
        failure=Failure(Reason(file.code), file.detail or "") if file.code else None,
    )
