"""The library keeps what was read, whatever happens to the paths."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import apsw
import numpy as np
import pytest

from indexer.chunk import VERSION
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.protocol import Filters
from indexer.store.database import Database, migrations
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.store.writer import Writer
from indexer.types import Chunk, Extracted, Failure, FileStat, Fingerprint, Place, Reason, Status

FINGERPRINT = Fingerprint("toy", "1", 2)


class Shelf:
    """A library in a temporary folder, with the few deeds that the tests need."""

    def __init__(self, directory: Path) -> None:
        self.now = 1000.0
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, lambda: self.now)
        self.generations = Generations(self.database, lambda: self.now)
        self.generations.use(FINGERPRINT)
        self.folder = self.writer.add_folder(b"/home/docs", 1, 1)

    def see(self, path: bytes, mtime: int = 5, inode: int = 7) -> int:
        self.writer.apply(lambda _: self.folder, created=[FileStat(path, 3, mtime, inode, 1)])
        file = self.library.file_at(path)
        assert file is not None
        return file.id

    def read(self, file_id: int, text: str = "one two", content: bytes = b"h1") -> int:
        return self.writer.store(
            file_id,
            content,
            "txt",
            Extracted(text, (Place(0, len(text), "page", 1),), title="T"),
            [Chunk(0, 0, 3), Chunk(1, 4, len(text))],
            extractor="e1",
            chunker=VERSION,
        )

    def understand(self, document_id: int) -> None:
        ids = [entry.chunk_id for entry in self.library.word_entries([document_id])]
        self.writer.store_vectors(FINGERPRINT, {document_id: (ids, np.eye(2, dtype=np.float32)[: len(ids)])})

    def actions(self, cache: str) -> list[tuple[str, int]]:
        return [(change.action, change.key) for change in self.library.changes(cache, 0)]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.database.close()


def test_what_was_read_is_given_back_whole(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document_id = shelf.read(file_id)
    file = shelf.library.files([file_id])[file_id]
    assert (file.status, file.document_id, file.name, file.kind) == (Status.OK, document_id, "a.txt", "text")
    document = shelf.library.documents([document_id])[document_id]
    assert document.title == "T"
    assert document.places == (Place(0, 7, "page", 1),)
    entries = list(shelf.library.word_entries([document_id]))
    assert [entry.text for entry in entries] == ["one", "two"]
    chunks = shelf.library.chunks([entries[1].chunk_id])
    assert chunks[entries[1].chunk_id].text == "two"
    assert shelf.library.document_text(document_id) == "one two"


def test_chunk_offsets_count_characters_beyond_the_basic_plane(shelf: Shelf) -> None:
    document_id = shelf.read(shelf.see(b"/home/docs/a.txt"), "𝒳🙂é two")
    texts = [
        chunk.text
        for chunk in shelf.library.chunks([e.chunk_id for e in shelf.library.word_entries([document_id])]).values()
    ]
    assert texts == ["𝒳🙂é", "two"]


def test_vectors_come_back_as_they_were_stored(shelf: Shelf) -> None:
    document_id = shelf.read(shelf.see(b"/home/docs/a.txt"))
    assert shelf.generations.unembedded(FINGERPRINT, 10) == [document_id]
    shelf.understand(document_id)
    ids, vectors = shelf.library.vectors_of(document_id, FINGERPRINT)
    assert len(ids) == 2
    assert np.allclose(vectors, np.eye(2))
    assert shelf.generations.unembedded(FINGERPRINT, 10) == []
    assert shelf.library.vector_count(FINGERPRINT) == 2


def test_vectors_of_another_model_are_never_given(shelf: Shelf) -> None:
    document_id = shelf.read(shelf.see(b"/home/docs/a.txt"))
    shelf.understand(document_id)
    other = Fingerprint("toy", "2", 2)
    assert len(shelf.library.vectors_of(document_id, other)[0]) == 0
    shelf.generations.build(other)
    assert shelf.generations.unembedded(other, 10) == [document_id]


def test_vectors_of_an_older_text_are_refused(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document_id = shelf.read(file_id)
    stale = [entry.chunk_id for entry in shelf.library.word_entries([document_id])]
    shelf.read(file_id, "one other")
    shelf.writer.store_vectors(FINGERPRINT, {document_id: (stale, np.eye(2, dtype=np.float32))})
    assert shelf.library.vector_count(FINGERPRINT) == 0
    assert shelf.generations.unembedded(FINGERPRINT, 10) == [document_id]


def test_a_moved_file_keeps_its_document(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document_id = shelf.read(file_id)
    shelf.writer.apply(lambda _: shelf.folder, moved=[(file_id, FileStat(b"/home/docs/b/c.md", 3, 5, 7, 1))])
    file = shelf.library.file_at(b"/home/docs/b/c.md")
    assert file is not None
    assert (file.id, file.document_id, file.status, file.name) == (file_id, document_id, Status.OK, "c.md")
    assert shelf.library.file_at(b"/home/docs/a.txt") is None


def test_a_copy_shares_the_document(shelf: Shelf) -> None:
    first, second = shelf.see(b"/home/docs/a.txt"), shelf.see(b"/home/docs/copy.txt", mtime=9)
    document_id = shelf.read(first)
    known = shelf.library.document_with(b"h1", "txt")
    assert known is not None
    shelf.writer.link(second, known.id)
    assert [file.path for file in shelf.library.files_of([document_id])[document_id]] == [
        b"/home/docs/copy.txt",
        b"/home/docs/a.txt",
    ]
    shelf.writer.apply(lambda _: shelf.folder, removed=[first])
    assert shelf.actions("words") == [("add", document_id)]


def test_a_content_that_comes_back_in_time_costs_nothing(shelf: Shelf) -> None:
    first = shelf.see(b"/home/docs/a.txt")
    document_id = shelf.read(first)
    shelf.understand(document_id)
    shelf.writer.apply(lambda _: shelf.folder, removed=[first])
    assert shelf.library.document_ids() == []
    shelf.now += 50
    shelf.writer.purge_orphans(older_than=100)
    shelf.writer.link(shelf.see(b"/home/docs/again.txt"), document_id)
    assert shelf.library.document_ids() == [document_id]
    assert shelf.library.vector_count(FINGERPRINT) == 2
    assert shelf.actions("vectors")[-1] == ("add", document_id)


def test_a_content_that_stays_away_is_forgotten(shelf: Shelf) -> None:
    first = shelf.see(b"/home/docs/a.txt")
    shelf.understand(shelf.read(first))
    shelf.writer.apply(lambda _: shelf.folder, removed=[first])
    shelf.now += 200
    shelf.writer.purge_orphans(older_than=100)
    assert shelf.library.document_with(b"h1", "txt") is None
    assert shelf.library.sizes() == (0, 0, 0)
    assert shelf.library.vector_count(FINGERPRINT) == 0


def test_a_removed_folder_leaves_nothing_behind(shelf: Shelf) -> None:
    shelf.understand(shelf.read(shelf.see(b"/home/docs/a.txt"), "a secret"))
    shelf.writer.remove_folder(shelf.folder)
    assert shelf.library.folders() == []
    assert shelf.library.sizes() == (0, 0, 0)
    path = shelf.database.path
    shelf.database.close()
    assert b"a secret" not in path.read_bytes()


def test_a_changed_file_stays_searchable_until_it_is_read_again(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document_id = shelf.read(file_id)
    shelf.writer.apply(lambda _: shelf.folder, updated=[(file_id, FileStat(b"/home/docs/a.txt", 4, 6, 7, 1))])
    file = shelf.library.files([file_id])[file_id]
    assert (file.status, file.document_id) == (Status.PENDING, document_id)
    new_id = shelf.read(file_id, "one new", b"h2")
    assert shelf.library.document_ids() == [new_id]
    assert ("remove", document_id) in shelf.actions("words")


def test_newest_files_are_read_first(shelf: Shelf) -> None:
    for mtime in (3, 9, 6):
        shelf.see(b"/home/docs/%d" % mtime, mtime=mtime)
    assert [file.mtime_ns for file in shelf.library.next_files(10)] == [9, 6, 3]


def test_a_paused_folder_waits(shelf: Shelf) -> None:
    shelf.see(b"/home/docs/a.txt")
    shelf.writer.set_folder(shelf.folder, paused=True)
    assert shelf.library.next_files(10) == []
    shelf.writer.set_folder(shelf.folder, paused=False)
    assert len(shelf.library.next_files(10)) == 1


def test_an_attempt_is_remembered_although_it_never_ended(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    assert [shelf.writer.begin_attempt(file_id) for _ in range(3)] == [1, 2, 3]
    assert shelf.library.next_files(10)[0].attempts == 3


def test_a_failed_file_is_tried_again_when_its_time_has_come(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.writer.fail(file_id, Failure(Reason.TIMEOUT, "too slow"), retry_at=1060)
    assert shelf.library.failures(10)[0].failure == Failure(Reason.TIMEOUT, "too slow")
    assert shelf.writer.wake_retries() == 0
    shelf.now = 1060
    assert shelf.writer.wake_retries() == 1
    assert [file.id for file in shelf.library.next_files(10)] == [file_id]


def test_a_person_may_retry_a_parked_file(shelf: Shelf) -> None:
    for name in (b"/home/docs/a", b"/home/docs/b"):
        shelf.writer.fail(shelf.see(name), Failure(Reason.CRASH))
    shelf.writer.retry(b"/home/docs/a")
    assert [file.path for file in shelf.library.next_files(10)] == [b"/home/docs/a"]
    shelf.writer.retry(None)
    assert len(shelf.library.next_files(10)) == 2


def test_a_newer_extractor_reads_again_only_what_it_made(shelf: Shelf) -> None:
    shelf.read(shelf.see(b"/home/docs/a.txt"))
    assert shelf.writer.reread_stale({"txt": ("e1",)}, VERSION) == 0
    assert shelf.writer.reread_stale({"txt": ("e2", "e2+o")}, VERSION) == 1
    assert len(shelf.library.next_files(10)) == 1


def test_names_are_bytes_and_never_lost(shelf: Shelf) -> None:
    nasty = [
        b"/home/docs/\xff\xfe.txt",
        b"/home/docs/new\nline",
        "/home/docs/\u00e9.txt".encode(),
        "/home/docs/e\u0301.txt".encode(),
    ]
    for path in nasty:
        shelf.see(path)
    assert {entry.name for entry in shelf.library.name_entries(shelf.library.file_ids())} == {
        "\ufffd\ufffd.txt",
        "new\nline",
        "é.txt",
    }
    assert all(shelf.library.file_at(path) is not None for path in nasty)


def test_filters_restrict_by_kind_extension_folder_and_date(shelf: Shelf) -> None:
    text = shelf.see(b"/home/docs/a/note.txt", mtime=int(10e9))
    image = shelf.see(b"/home/docs/ab/photo.JPG", mtime=int(20e9))

    def ids(filters: Filters) -> set[int] | None:
        found = shelf.library.matching(filters)
        return found[1] if found else None

    assert ids(Filters()) is None
    assert ids(Filters(kinds=("image",))) == {image}
    assert ids(Filters(kinds=("jpg", "txt"))) == {text, image}
    assert ids(Filters(folders=(b"/home/docs/a",))) == {text}
    assert ids(Filters(modified_from=20)) == {image}
    assert ids(Filters(modified_to=20)) == {text}


def test_a_folder_inside_a_watched_one_is_refused(shelf: Shelf) -> None:
    with pytest.raises(BadRequest, match="as part of"):
        shelf.writer.add_folder(b"/home/docs/inner", 1, 2)
    with pytest.raises(BadRequest, match="watched already"):
        shelf.writer.add_folder(b"/home/docs", 1, 1)
    shelf.writer.add_folder(b"/home/docs2", 1, 3)


def test_a_folder_above_takes_over_what_is_known(shelf: Shelf) -> None:
    document_id = shelf.read(shelf.see(b"/home/docs/a.txt"))
    folder_id = shelf.writer.add_folder(b"/home", 1, 4)
    assert [folder.path for folder in shelf.library.folders()] == [b"/home"]
    assert shelf.library.document_ids() == [document_id]
    assert shelf.library.counts()[folder_id].ok == 1


def test_the_schema_grows_script_by_script_without_a_gap() -> None:
    """A script that came in between would be taken for one that is done already."""
    names = sorted(script.name for script in (files("indexer.store") / "schema").iterdir())
    assert names == [f"{number:03}.sql" for number in range(1, len(names) + 1)]


def test_a_library_of_a_newer_wherein_is_left_alone(tmp_path: Path) -> None:
    Database(tmp_path / "library.db").close()
    connection = apsw.Connection(str(tmp_path / "library.db"))
    connection.pragma("user_version", len(migrations()) + 1)
    connection.close()
    with pytest.raises(EnvironmentProblem, match="newer Wherein") as caught:
        Database(tmp_path / "library.db")
    assert caught.value.code == "library_newer"


def test_a_damaged_library_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"this is no database, but long enough to look like one " * 100)
    with pytest.raises(EnvironmentProblem, match="damaged"):
        Database(tmp_path / "library.db")


def test_a_full_disk_is_named_as_such_and_loses_nothing(shelf: Shelf) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    with shelf.database.write() as connection:
        pages = connection.pragma("page_count")
        connection.pragma("max_page_count", pages + 1)
    with pytest.raises(EnvironmentProblem) as caught:
        shelf.read(file_id, "x" * 100_000)
    assert caught.value.code == "disk_full"
    with shelf.database.write() as connection:
        connection.pragma("max_page_count", 1 << 30)
    shelf.read(file_id)
    assert shelf.library.file_at(b"/home/docs/a.txt").status == Status.OK  # type: ignore[union-attr]


def test_a_failed_transaction_changes_nothing(shelf: Shelf) -> None:
    shelf.see(b"/home/docs/a.txt")
    twice = [FileStat(b"/home/docs/new", 1, 1, 1, 1)] * 2
    with pytest.raises(apsw.ConstraintError):
        shelf.writer.apply(lambda _: shelf.folder, created=twice)
    assert shelf.library.file_at(b"/home/docs/new") is None
