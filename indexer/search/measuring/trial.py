"""A library that holds labelled texts: real store, real indexes, real search."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer import chunk
from indexer.models.encoder import Encoder, Vectors
from indexer.protocol import Results, Search
from indexer.search.meaning import Meaning
from indexer.search.measuring.labelled import LabelledSet
from indexer.search.searcher import Searcher
from indexer.search.stages import During, unmeasured
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.names import NameIndex
from indexer.store.vectors import VectorIndex
from indexer.store.words import WordEntry, WordIndex
from indexer.store.writer import Writer
from indexer.types import Chunk, Extracted, FileStat

_BATCH = 256

Say = Callable[[str], None]


@contextmanager
def trial(
    sets: Sequence[LabelledSet], encoder: Encoder, say: Say, kept: Path | None = None, *, indexes: bool = True
) -> Iterator["Trial"]:
    """The texts of these sets in one library, ready to be searched where `indexes` are made. `kept` is a folder in
    which their vectors stay, so that the next measurement of the same texts with the same model embeds nothing."""
    with tempfile.TemporaryDirectory(prefix="wherein-evaluate-") as scratch:
        opened = Trial(Path(scratch), encoder, kept)
        try:
            for labelled in sets:
                say(f"{labelled.name}: {len(labelled.corpus):,} documents …")
                opened.fill(labelled)
            if indexes:
                opened.make_caches()
            yield opened
        finally:
            opened.close()


@dataclass(frozen=True, slots=True)
class Text:
    """What becomes a document."""

    path: bytes
    title: str
    text: str
    chunks: Sequence[Chunk]


class Trial:
    """`documents` are the ids of all texts, in the order in which they came."""

    def __init__(
        self, directory: Path, encoder: Encoder, kept: Path | None = None, during: During = unmeasured
    ) -> None:
        self.encoder = encoder
        self.documents: list[int] = []
        self._folders: dict[bytes, int] = {}
        self._kept = kept
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, time.time)
        self.words = WordIndex(directory / "words")
        self.names = NameIndex(directory / "names")
        self.vectors = VectorIndex(directory / "vectors", encoder.fingerprint)
        meaning = Meaning(encoder.fingerprint, self.vectors, encoder)
        self.searcher = Searcher(self.library, self.words, self.names, lambda: meaning, time.monotonic, during=during)

    def fill(self, labelled: LabelledSet) -> None:
        texts = [(path_of(labelled.name, name), title, text or title) for name, title, text in labelled.corpus]
        for at in range(0, len(texts), _BATCH):
            some = texts[at : at + _BATCH]
            self._embed(self.add([Text(path, title, text, chunk.chunk(text)) for path, title, text in some]))

    def add(self, texts: Sequence["Text"]) -> list[int]:
        """Returns the documents; they have no vectors yet."""
        root = b"/" + texts[0].path.split(b"/")[1]
        if root not in self._folders:
            self._folders[root] = self.writer.add_folder(root, 1, 1)
        self.writer.apply(lambda _: self._folders[root], created=[FileStat(text.path, 1, 1, 1, 1) for text in texts])
        files = [file for text in texts if (file := self.library.file_at(text.path)) is not None]
        with self.database.write():  # one transaction
            documents = [
                self.writer.store(
                    file.id, text.path, "txt", Extracted(text.text, title=text.title), text.chunks,
                    extractor="", chunker=chunk.VERSION,
                )
                for file, text in zip(files, texts, strict=True)
            ]  # fmt: skip
        self.documents += documents
        return documents

    def _embed(self, documents: Sequence[int]) -> None:
        entries = list(self.library.word_entries(documents))
        self.understand(entries, self._encode([chunk.passage_input(entry.title, entry.text) for entry in entries]))

    def understand(self, entries: Sequence[WordEntry], vectors: Vectors) -> None:
        """Whole documents by their vectors, (n, d)."""
        rows: dict[int, list[int]] = {}
        for row, entry in enumerate(entries):
            rows.setdefault(entry.document_id, []).append(row)
        self.writer.store_vectors(
            self.encoder.fingerprint,
            {key: ([entries[row].chunk_id for row in found], vectors[found]) for key, found in rows.items()},
        )

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if self._kept is None:
            return self.encoder.encode_passages(texts)
        digest = hashlib.sha256("\0".join([str(self.encoder.fingerprint), *texts]).encode("utf-8", "replace"))
        place = self._kept / f"{digest.hexdigest()[:32]}.npy"
        if not place.exists():
            self._kept.mkdir(parents=True, exist_ok=True)
            np.save(place, self.encoder.encode_passages(texts).astype(np.float16))
        return np.asarray(np.load(place), np.float32)

    def make_caches(self) -> None:
        documents = self.library.document_ids()
        self.words.update(self.library.word_entries(documents), [], 1)
        self.vectors.update(self.library.vector_entries(documents, self.encoder.fingerprint), [], 1)

    @contextmanager
    def changed(self, entries: Sequence[WordEntry]) -> Iterator[None]:
        """The words of these documents are other ones, for a while."""
        self.words.update(entries, [], 1)
        try:
            yield
        finally:
            self.words.update(self.library.word_entries(sorted({entry.document_id for entry in entries})), [], 1)

    def search(self, request: Search) -> tuple[Results, float]:
        """The results, and the milliseconds that they took."""
        start = time.perf_counter()
        results = self.searcher.search(request)
        return results, (time.perf_counter() - start) * 1000

    def close(self) -> None:
        self.searcher.close()
        self.words.close()
        self.names.close()
        self.vectors.close()
        self.database.close()


def path_of(labelled: str, name: str) -> bytes:
    """Where the trial library says that a text of a set lies."""
    return f"/{labelled}/{name.replace('/', '∕')}".encode("utf-8", "surrogateescape")
