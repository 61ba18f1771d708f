"""Topics keep their number and the name that a person gave them; documents come and go."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import BadRequest
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.topics import Making, NewTopic, Placed, TopicStore
from indexer.store.writer import Writer
from indexer.types import Chunk, Extracted, FileStat, Fingerprint

FINGERPRINT = Fingerprint("toy", "1", 2)
MAKING = Making(FINGERPRINT, "community", "auto", 0, 0.1, 4, 1000.0)
EAST, NORTH = np.array([1, 0], np.float32), np.array([0, 1], np.float32)


class Shelf:
    """Documents with vectors, and their topics."""

    def __init__(self, directory: Path) -> None:
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, lambda: 1000.0)
        self.topics = TopicStore(self.database)
        self.folder = self.writer.add_folder(b"/docs", 1, 1)

    def document(self, name: bytes) -> int:
        self.writer.apply(lambda _: self.folder, created=[FileStat(b"/docs/" + name, 1, 1, name[0], 1)])
        file = self.library.file_at(b"/docs/" + name)
        assert file is not None
        key = self.writer.store(
            file.id, name, "txt", Extracted("text of it"), [Chunk(0, 0, 10)], extractor="", chunker=""
        )
        chunks = [entry.chunk_id for entry in self.library.word_entries([key])]
        self.writer.store_vectors(FINGERPRINT, {key: (chunks, np.array([[1, 0]], np.float32))})
        return key

    def forget(self, name: bytes) -> None:
        file = self.library.file_at(b"/docs/" + name)
        assert file is not None
        self.writer.apply(lambda _: self.folder, removed=[file.id])

    def files(self, topic: int | None) -> list[bytes]:
        return [row.path for row in self.topics.files([topic])]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.database.close()


def new(name: str, centre: object = EAST, known: int | None = None, parent: int | None = None) -> NewTopic:
    return NewTopic(known, parent, name, (name, "more"), centre, 0.5, 0.5)  # type: ignore[arg-type]


def place(document: int, topic: int | None) -> Placed:
    return Placed(document, topic, 0.9, 0.1, 0.2)


@pytest.fixture
def four(shelf: Shelf) -> list[int]:
    """Four documents: two in a topic, one in another, one in none; both topics in a group."""
    keys = [shelf.document(name) for name in (b"a", b"b", b"c", b"d")]
    shelf.topics.replace(
        [new("all", None), new("east", EAST, parent=0), new("north", NORTH, parent=0)],
        [place(keys[0], 1), place(keys[1], 1), place(keys[2], 2), place(keys[3], None)],
        MAKING,
    )
    return keys


def ids(shelf: Shelf) -> dict[str, int]:
    return {topic.title: topic.id for topic in shelf.topics.topics()}


def test_what_was_made_is_told_as_it_was(shelf: Shelf, four: list[int]) -> None:
    group, east, north = shelf.topics.topics()
    assert (group.centre, group.parent_id, east.parent_id) == (None, None, group.id)
    assert north.centre is not None
    assert north.centre.tolist() == [0, 1]
    assert east.keywords == ("east", "more")
    assert shelf.topics.making() == MAKING
    assert shelf.topics.sizes() == {east.id: 2, north.id: 1, None: 1}
    assert shelf.files(east.id) == [b"/docs/a", b"/docs/b"]
    assert shelf.files(None) == [b"/docs/d"]
    assert len(shelf.topics.files()) == 4


def test_a_topic_that_is_known_again_keeps_its_number_and_its_given_name(shelf: Shelf, four: list[int]) -> None:
    east = ids(shelf)["east"]
    shelf.topics.rename(east, "  Orient ")
    shelf.topics.replace([new("sunrise", known=east), new("other")], [place(four[0], 0), place(four[2], 1)], MAKING)
    first, second = shelf.topics.topics()
    assert (first.id, first.name, first.given, first.held) == (east, "sunrise", "Orient", True)
    assert second.id not in (east, ids(shelf).get("north"))
    shelf.topics.rename(east, "")
    assert shelf.topics.topics()[0].title == "sunrise"


def test_new_documents_wait_for_a_place_and_get_one(shelf: Shelf, four: list[int]) -> None:
    assert shelf.topics.unplaced(FINGERPRINT, 10) == []
    fresh = shelf.document(b"e")
    assert shelf.topics.unplaced(FINGERPRINT, 10) == [fresh]
    assert shelf.topics.waiting(FINGERPRINT) == 1
    assert shelf.topics.waiting(Fingerprint("other", "1", 2)) == 0
    shelf.topics.place([place(fresh, ids(shelf)["north"])])
    assert shelf.files(ids(shelf)["north"]) == [b"/docs/c", b"/docs/e"]
    assert shelf.topics.places([fresh]) == {fresh: (0.1, 0.2)}


def test_a_document_that_no_file_holds_counts_in_no_topic(shelf: Shelf, four: list[int]) -> None:
    shelf.forget(b"a")
    assert shelf.topics.sizes()[ids(shelf)["east"]] == 1
    assert shelf.files(ids(shelf)["east"]) == [b"/docs/b"]
    assert shelf.topics.size() == 3
    shelf.writer.purge_orphans(-1)
    assert len(shelf.topics.placed()) == 3


def test_topics_become_one_with_the_name_that_was_given(shelf: Shelf, four: list[int]) -> None:
    known = ids(shelf)
    shelf.topics.rename(known["north"], "Alps")
    assert shelf.topics.merge([known["east"], known["north"]]) == known["north"]
    (topic,) = [topic for topic in shelf.topics.topics() if topic.centre is not None]
    assert (topic.title, topic.held, topic.keywords) == ("Alps", True, ("north", "east", "more"))
    assert shelf.topics.sizes()[topic.id] == 3
    assert topic.centre is not None
    assert np.isclose(np.linalg.norm(topic.centre), 1)


def test_only_topics_that_are_there_become_one(shelf: Shelf, four: list[int]) -> None:
    known = ids(shelf)
    for wrong in ([known["east"]], [known["east"], known["east"]], [known["all"], known["east"]], [known["east"], 99]):
        with pytest.raises(BadRequest):
            shelf.topics.merge(wrong)
    assert shelf.topics.sizes()[known["east"]] == 2


def test_a_topic_is_parted_and_its_first_part_keeps_the_number(shelf: Shelf, four: list[int]) -> None:
    known = ids(shelf)
    parts = [new("a"), new("b")]
    first, second = shelf.topics.split(known["east"], parts, [place(four[0], 0), place(four[1], 1)])
    assert first == known["east"]
    assert (shelf.files(first), shelf.files(second)) == ([b"/docs/a"], [b"/docs/b"])
    assert {topic.parent_id for topic in shelf.topics.topics() if topic.id in (first, second)} == {known["all"]}


def test_a_document_that_went_while_topics_were_made_is_left_out(shelf: Shelf) -> None:
    key = shelf.document(b"a")
    shelf.topics.replace([new("east")], [place(key, 0), place(12345, 0)], MAKING)
    assert shelf.topics.size() == 1
