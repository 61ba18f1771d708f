"""What the caches answer: keys of the library with a score, best first. Thousands of them are made for each search:
that is why they are no dataclasses."""

import msgspec


class ScoredChunk(msgspec.Struct, frozen=True):
    """`score` is BM25 from the word index and a cosine from the vector index."""

    chunk_id: int
    document_id: int
    score: float


class ScoredFile(msgspec.Struct, frozen=True):
    """`score` is the share of the query that the file's name and folders hold, 0 to 1."""

    file_id: int
    score: float
