"""A small library that someone could have, with everything that a search needs, and no files on disk."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from indexer.chunk import VERSION, chunk, passage_input
from indexer.formats import format_of
from indexer.models.encoder import Encoder
from indexer.protocol import Filters, Hit, Results, Search
from indexer.search.meaning import Meaning
from indexer.search.searcher import Searcher
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.names import NameIndex
from indexer.store.vectors import VectorIndex
from indexer.store.words import WordIndex
from indexer.store.writer import Writer
from indexer.types import Extracted, FileStat, Fingerprint, Mode, Place

NOTHING = Fingerprint("none", "none", 8)


@dataclass(frozen=True)
class Paper:
    path: str
    text: str
    title: str = ""
    places: tuple[Place, ...] = ()
    modified: float = 1_700_000_000.0


class Shelf:
    """Papers in a library, with all three indexes filled. Without an encoder there is no meaning yet."""

    def __init__(self, directory: Path, papers: Iterable[Paper], encoder: Encoder | None) -> None:
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self._writer = Writer(self.database, time.time)
        self._stored = 0
        self._encoder = encoder
        self.words = WordIndex(directory / "words")
        self.names = NameIndex(directory / "names")
        self.paths: list[bytes] = []
        self._folder = self._writer.add_folder(b"/home/ada", 1, 1)
        if encoder is not None:
            self.vectors = VectorIndex(directory / "vectors", encoder.fingerprint)
        self.add(*papers)
        vectors = self.vectors if encoder is not None else VectorIndex(directory / "vectors", NOTHING)
        self.meaning = Meaning(vectors.fingerprint, vectors, encoder)
        self.searcher = Searcher(self.library, self.words, self.names, lambda: self.meaning, time.monotonic)

    def add(self, *papers: Paper, understood: bool = True) -> None:
        """Papers that come, or that are written to; what they mean may still have to be told."""
        documents = [self._store(paper) for paper in papers]
        self.words.update(self.library.word_entries(documents), [], self._stored)
        self.names.update(self.library.name_entries(self.library.file_ids()), [], self._stored)
        if self._encoder is not None and understood:
            self._understand(documents, self._encoder)

    def _store(self, paper: Paper) -> int:
        path = f"/home/ada/{paper.path}".encode()
        self._stored += 1
        stat = FileStat(path, len(paper.text), int(paper.modified * 1e9), self._stored, 1)
        before = self.library.file_at(path)
        if before is None:
            self._writer.apply(lambda _: self._folder, created=[stat])
        else:
            self._writer.apply(lambda _: self._folder, updated=[(before.id, stat)])
        file = self.library.file_at(path)
        assert file is not None
        fmt = format_of(paper.path)
        return self._writer.store(
            file.id,
            blake2b(paper.text.encode()).digest()[:32],
            fmt.name,
            Extracted(paper.text, paper.places, paper.title),
            chunk(paper.text, paper.places, fmt.kind),
            extractor="test",
            chunker=VERSION,
        )

    def _understand(self, documents: Iterable[int], encoder: Encoder) -> None:
        entries = list(self.library.word_entries(sorted(set(documents))))
        made = encoder.encode_passages([passage_input(entry.title, entry.text) for entry in entries])
        rows: dict[int, list[int]] = {}
        for row, entry in enumerate(entries):
            rows.setdefault(entry.document_id, []).append(row)
        self._writer.store_vectors(
            encoder.fingerprint,
            {key: ([entries[row].chunk_id for row in held], made[held]) for key, held in rows.items()},
        )
        self.vectors.update(self.library.vector_entries(list(rows), encoder.fingerprint), [], self._stored)

    def search(self, query: str, mode: Mode = Mode.HYBRID, filters: Filters = Filters()) -> Results:  # noqa: B008
        return self.searcher.search(Search(query, mode, filters))

    def found(self, query: str, mode: Mode = Mode.HYBRID, filters: Filters = Filters()) -> list[str]:  # noqa: B008
        return [short(hit) for hit in self.search(query, mode, filters).hits]

    def close(self) -> None:
        self.searcher.close()
        self.words.close()
        self.names.close()
        self.database.close()


def short(hit: Hit) -> str:
    return hit.path.decode().removeprefix("/home/ada/")
