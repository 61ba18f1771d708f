"""The model is asked for what is new, and for nothing else (a fake one: what it is asked matters here, not meaning)."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from indexer.chunk import VERSION
from indexer.store.database import Database
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.store.likenesses import Likenesses
from indexer.store.scans import Scans
from indexer.store.writer import Writer
from indexer.types import Chunk, Extracted, FileStat, Fingerprint
from indexer.work.embedding import Embedding

MODEL = Fingerprint("toy", "1", 2)
PARAGRAPHS = ("The cat sleeps.", "The dog barks.", "The cow grazes.")


class Asked:
    """Turns each text into a vector of its own, and remembers what it was asked."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        angles = np.array([len(text) for text in texts], np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    def languages(self, texts: Sequence[str]) -> list[str]:
        return ["en" for _ in texts]


class Shelf:
    """A library with one file, of which each paragraph is a chunk."""

    def __init__(self, directory: Path) -> None:
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.generations = Generations(self.database, lambda: 1000.0)
        self.generations.use(MODEL)
        self.writer = Writer(self.database, lambda: 1000.0)
        self.folder = self.writer.add_folder(b"/home/docs", 1, 1)
        self.file_id = self.see("a.txt")
        self.asked = Asked()

    def see(self, name: str) -> int:
        path = b"/home/docs/" + name.encode()
        self.writer.apply(lambda _: self.folder, created=[FileStat(path, 3, 5, 7, 1)])
        file = self.library.file_at(path)
        assert file is not None
        return file.id

    def read(
        self, paragraphs: Sequence[str], content: bytes = b"h1", title: str = "Farm", extractor: str = "e1"
    ) -> int:
        text, chunks = whole(paragraphs)
        return self.writer.store(
            self.file_id, content, "txt", Extracted(text, title=title), chunks, extractor=extractor, chunker=VERSION
        )

    def understand(self) -> list[str]:
        """What the model is asked until nothing is left to do."""
        before = len(self.asked.texts)
        embedding = Embedding(self.library, self.generations, self.writer, MODEL, self.asked)
        while embedding.step(lambda: False):
            pass
        return self.asked.texts[before:]

    def steps_of(self, ask: Callable[[], object]) -> int:
        """How many dozens of steps the database takes for an answer."""
        steps: list[bool] = []
        with self.database.read() as connection:
            connection.set_progress_handler(lambda: bool(steps.append(True)), 12)
            ask()
            connection.set_progress_handler(None)
        return len(steps)

    def vectors(self, document_id: int) -> np.ndarray:
        return self.library.vectors_of(document_id, MODEL)[1]


def whole(paragraphs: Sequence[str]) -> tuple[str, list[Chunk]]:
    chunks, at = [], 0
    for ordinal, paragraph in enumerate(paragraphs):
        chunks.append(Chunk(ordinal, at, at + len(paragraph)))
        at += len(paragraph) + 2
    return "\n\n".join(paragraphs), chunks


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.database.close()


def test_a_file_that_a_newer_reader_reads_alike_costs_the_model_nothing(shelf: Shelf) -> None:
    document_id = shelf.read(PARAGRAPHS)
    assert len(shelf.understand()) == 3
    noted = len(shelf.library.changes("vectors", 0))
    assert shelf.read(PARAGRAPHS, extractor="e2") == document_id
    assert shelf.generations.waiting(MODEL) == 0
    assert shelf.understand() == []
    assert len(shelf.library.changes("vectors", 0)) == noted  # the index is left alone, too
    document = shelf.library.documents([document_id])[document_id]
    assert document.language == "en"


def test_of_an_edited_file_only_the_new_passages_are_understood(shelf: Shelf) -> None:
    before = shelf.read(PARAGRAPHS)
    shelf.understand()
    first, second, third = shelf.vectors(before)
    after = shelf.read((PARAGRAPHS[0], "The old dog barks loudly.", PARAGRAPHS[2]), content=b"h2")
    assert after != before
    np.testing.assert_array_equal(shelf.vectors(after), [first, third])  # found by these meanwhile
    assert shelf.understand() == ["Farm\nThe old dog barks loudly."]
    assert len(shelf.vectors(after)) == 3
    np.testing.assert_array_equal(shelf.vectors(after)[[0, 2]], [first, third])
    assert not np.array_equal(shelf.vectors(after)[1], second)


def test_a_passage_that_moved_keeps_its_vector(shelf: Shelf) -> None:
    before = shelf.read(PARAGRAPHS)
    shelf.understand()
    vectors = shelf.vectors(before)
    after = shelf.read(PARAGRAPHS[::-1], content=b"h2")
    assert shelf.understand() == []
    np.testing.assert_array_equal(shelf.vectors(after), vectors[::-1])
    document = shelf.library.documents([after])[after]
    assert document.language == "en"


def test_under_another_title_every_passage_is_understood_anew(shelf: Shelf) -> None:
    shelf.read(PARAGRAPHS)
    shelf.understand()
    shelf.read(PARAGRAPHS, content=b"h2", title="Zoo")
    assert shelf.understand() == [f"Zoo\n{paragraph}" for paragraph in PARAGRAPHS]


def test_what_a_look_at_its_pictures_adds_is_understood_alone(shelf: Shelf) -> None:
    text, chunks = whole(PARAGRAPHS)
    document_id = shelf.writer.store(
        shelf.file_id, b"h1", "pdf", Extracted(text), chunks, extractor="e1", chunker=VERSION, pictures=True
    )
    shelf.understand()
    text, chunks = whole((*PARAGRAPHS, "A sign says: no dogs."))
    Scans(shelf.database).finish(document_id, "ocr", Extracted(text), chunks)
    assert shelf.understand() == ["A sign says: no dogs."]


def test_a_half_understood_document_is_not_yet_compared(shelf: Shelf) -> None:
    likenesses = Likenesses(shelf.database)
    shelf.read(PARAGRAPHS)
    shelf.understand()
    after = shelf.read((*PARAGRAPHS, "The hen lays."), content=b"h2")
    assert likenesses.unsigned_vectors("meaning", MODEL, ["txt"]) == []
    shelf.understand()
    assert likenesses.unsigned_vectors("meaning", MODEL, ["txt"]) == [after]


def test_asking_what_is_not_yet_compared_costs_as_much_as_there_are_documents(shelf: Shelf) -> None:
    """Not as much as their square: each document looks up its own vectors."""
    likenesses = Likenesses(shelf.database)
    steps: list[int] = []
    for total in (20, 80):
        for at in range(len(shelf.library.document_ids()), total):
            shelf.file_id = shelf.see(f"{at}.txt")
            shelf.read(PARAGRAPHS, content=str(at).encode())
        shelf.understand()
        steps.append(shelf.steps_of(lambda: likenesses.unsigned_vectors("meaning", MODEL, ["txt"])))
    assert steps[1] < 6 * steps[0]
