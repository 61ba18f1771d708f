"""What the caches answer: keys of the library with a score, best first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """`score` is BM25 from the word index and a cosine from the vector index."""

    chunk_id: int
    document_id: int
    score: float


@dataclass(frozen=True, slots=True)
class ScoredFile:
    """`score` is the share of the query that the file's name and folders hold, 0 to 1."""

    file_id: int
    score: float
