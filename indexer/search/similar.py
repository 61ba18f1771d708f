"""Documents like a document: passage by passage, so that a long text is like another when most of what it says is."""

from dataclasses import dataclass

import numpy as np

from indexer import protocol
from indexer.chunk import chunk
from indexer.models.encoder import Encoder
from indexer.search.present import Candidate
from indexer.search.reads import Meanings, Rows, Vector, Words
from indexer.types import Tier

_PROBES = 12  # passages of the example that are compared
_NEIGHBOURS = 60  # chunks that each of them proposes
_LEAST = 0.3  # cosine below which two passages have nothing to do with each other
_LIKELY, _STRONG = 0.5, 0.7


@dataclass(frozen=True, slots=True)
class Similar:
    library: Rows
    words: Words
    vectors: Meanings

    def candidates(self, request: protocol.SimilarTo, encoder: Encoder | None) -> list[Candidate]:
        """Documents by their likeness to a file of the library (itself and its copies left out) or to a text."""
        if request.path is None:
            return self._near(self._probes_of_text(request.text, encoder), None)
        file = self.library.file_at(request.path)
        if file is None or file.document_id is None:
            return []
        if encoder is not None:
            _, vectors = self.library.vectors_of(file.document_id, encoder.fingerprint)
            if len(vectors):
                return self._near(_spread(vectors), file.document_id)
        text = self.library.document_text(file.document_id)
        return self._near(self._probes_of_text(text, encoder), file.document_id)

    def _probes_of_text(self, text: str, encoder: Encoder | None) -> Vector | None:
        spans = chunk(text)
        if encoder is None or not spans:
            return None
        chosen = [spans[at] for at in _evenly(len(spans))]
        return encoder.encode_passages([text[span.start : span.end] for span in chosen])

    def _near(self, probes: Vector | None, itself: int | None) -> list[Candidate]:
        """The likeness of a document is the mean, over the probes, of its best passage for each."""
        if probes is None:
            return []
        left_out = () if itself is None else (itself,)
        proposed = {
            found.document_id
            for probe in probes
            for found in self.vectors.search(probe, _NEIGHBOURS, None, left_out)
            if found.score >= _LEAST
        }
        best: dict[int, dict[int, float]] = {}  # document -> probe -> cosine
        passages: dict[int, dict[int, float]] = {}  # document -> chunk -> cosine
        for at, probe in enumerate(probes):
            for found in self.vectors.scores(probe, proposed):
                of_probe = best.setdefault(found.document_id, {})
                of_probe[at] = max(of_probe.get(at, -1.0), found.score)
                of_chunk = passages.setdefault(found.document_id, {})
                of_chunk[found.chunk_id] = max(of_chunk.get(found.chunk_id, -1.0), found.score)
        candidates = []
        for document_id, of_probe in best.items():
            likeness = float(np.mean(list(of_probe.values())))
            if likeness >= _LEAST:
                chunk_ids = sorted(passages[document_id], key=lambda key: -passages[document_id][key])
                candidates.append(
                    Candidate(likeness, _tier(likeness), document_id, chunk_ids=chunk_ids, meaning=likeness)
                )
        return sorted(candidates, key=lambda candidate: -candidate.score)


def _spread(vectors: Vector) -> Vector:
    return vectors[_evenly(len(vectors))]


def _evenly(count: int) -> list[int]:
    """At most `_PROBES` indices, spread over all of them."""
    return sorted({int(at) for at in np.linspace(0, count - 1, min(count, _PROBES))})


def _tier(likeness: float) -> Tier:
    if likeness >= _STRONG:
        return Tier.STRONG
    return Tier.LIKELY if likeness >= _LIKELY else Tier.WEAK
