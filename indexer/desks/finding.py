"""Searching, finding similar, and looking at one document."""

import os
import time
from dataclasses import dataclass

import msgspec

from indexer import protocol
from indexer.desks import Handlers
from indexer.desks.refining import Refining
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.extract.pool import ExtractionPool, PoolClosed
from indexer.formats import format_of
from indexer.insight.similar import Similarity
from indexer.search.meaning import MeaningInUse
from indexer.search.searcher import Searcher
from indexer.store.library import Library, display
from indexer.store.records import StoredFile
from indexer.types import Failure, Reason


@dataclass(frozen=True, slots=True)
class FindingDesk:
    library: Library
    searcher: Searcher
    similarity: Similarity
    pool: ExtractionPool
    meaning: MeaningInUse
    refining: Refining

    def handlers(self) -> Handlers:
        return {
            protocol.Search: self.search,
            protocol.Refine: self.refining.refine,
            protocol.StopRefining: self.refining.stop,
            protocol.SimilarTo: self.similar,
            protocol.GetDocument: self.document,
            protocol.AwaitMeaning: lambda _: self.meaning.wait(),
        }

    def search(self, request: protocol.Search) -> protocol.Results:
        results = self.searcher.search(request)
        if results.refinable and not self.refining.is_ready:
            return msgspec.structs.replace(results, refinable=False)
        return results

    def similar(self, request: protocol.SimilarTo) -> protocol.Results:
        """Raises BadRequest for a request without an example, or one that cannot be read."""
        started = time.monotonic()
        hits = self._like_file(request.path, request.limit) if request.path else self._like_text(request)
        return protocol.Results(
            query=request.text or display(request.path or b""),
            hits=tuple(hits),
            total=len(hits),
            no_match=not hits,
            milliseconds=(time.monotonic() - started) * 1000,
        )

    def _like_file(self, path: bytes, limit: int) -> list[protocol.Hit]:
        file = self.library.file_at(path)
        if file is not None and file.document_id is not None:
            return self.similarity.to_document(file.document_id, limit)
        # A file that is not in the library: what it says is compared instead.
        try:
            extracted = self.pool.extract(path, format_of(display(os.path.basename(path))))
        except PoolClosed as error:
            raise EnvironmentProblem("stopping", "Wherein is being closed.") from error
        if isinstance(extracted, Failure) or not extracted.text.strip():
            detail = extracted.detail if isinstance(extracted, Failure) else "there is no text in it"
            raise BadRequest("unreadable_example", f"“{display(path)}” could not be read: {detail}")
        return self._like_text(protocol.SimilarTo(text=extracted.text, limit=limit))

    def _like_text(self, request: protocol.SimilarTo) -> list[protocol.Hit]:
        return self.similarity.to_text(request.text, *self.meaning.require(), request.limit)

    def document(self, request: protocol.GetDocument) -> protocol.DocumentText:
        """Raises BadRequest for a file that the library does not hold."""
        file = self.library.file_at(request.path)
        if file is None:
            raise BadRequest(
                "unknown_file", f"“{display(request.path)}” is not in the library.", "Its folder may have been removed."
            )
        answer = _without_text(file)
        document = self.library.documents([file.document_id]).get(file.document_id) if file.document_id else None
        if document is None:
            return answer
        return msgspec.structs.replace(
            answer,
            text=self.library.document_text(document.id),
            places=document.places,
            title=document.title,
            author=document.author,
            created=document.created,
            language=document.language,
            page_count=document.page_count,
        )


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
