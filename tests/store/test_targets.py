"""Tags stay with documents, whatever happens to paths and contents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.chunk import VERSION
from indexer.errors import BadRequest
from indexer.protocol import Filters
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.marks import Mark
from indexer.store.targets import RULE, TAG, Assessment, Limits, Target, Targets
from indexer.store.writer import Writer
from indexer.types import Chunk, Extracted, Failure, FileStat, Reason


class Shelf:
    """A library in a temporary folder, with the few deeds that the tests need."""

    def __init__(self, directory: Path) -> None:
        self.now = 1000.0
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, lambda: self.now)
        self.targets = Targets(self.database, lambda: self.now)
        self.folder = self.writer.add_folder(b"/home/docs", 1, 1)

    def see(self, path: bytes, inode: int = 7) -> int:
        self.writer.apply(lambda _: self.folder, created=[FileStat(path, 3, 5, inode, 1)])
        file = self.library.file_at(path)
        assert file is not None
        return file.id

    def read(self, file_id: int, content: bytes = b"h1", text: str = "the landlord pays") -> int:
        extracted = Extracted(text)
        chunks = [Chunk(0, 0, len(text))]
        return self.writer.store(file_id, content, "txt", extracted, chunks, extractor="e1", chunker=VERSION)

    def put(self, file_id: int, tag: Target, carried: bool | None = True) -> list[Mark]:
        self.now += 1
        return self.targets.mark([Mark(file_id, tag.id, carried)])

    def tags(self, file_id: int) -> list[str]:
        return self.library.tags([file_id]).get(file_id, [])

    def suggested(self, least: float = 0.5) -> list[tuple[int, int]]:
        return [(found.document_id, found.target_id) for found in self.targets.suggestions(Limits(least, 10, 5), 10)[0]]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.database.close()


@pytest.fixture
def lease(shelf: Shelf) -> Target:
    return shelf.targets.create(TAG, "lease", "the rent of a home")


def test_a_tag_is_found_by_its_name_whatever_its_case_and_spaces(shelf: Shelf, lease: Target) -> None:
    assert shelf.targets.find(TAG, "  Lease ") == lease
    assert shelf.targets.find(RULE, "lease") is None
    with pytest.raises(BadRequest, match="already"):
        shelf.targets.create(TAG, "LEASE")
    for bad in ("", "  ", "a,b", "x" * 61):
        with pytest.raises(BadRequest):
            shelf.targets.create(TAG, bad)


def test_a_moved_file_keeps_its_tags(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.read(file_id)
    shelf.put(file_id, lease)
    shelf.writer.apply(lambda _: shelf.folder, moved=[(file_id, FileStat(b"/home/docs/b/c.md", 3, 5, 7, 1))])
    assert shelf.tags(file_id) == ["lease"]


def test_a_file_moved_in_two_steps_finds_its_tags_again(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.read(file_id)
    shelf.put(file_id, lease)
    shelf.writer.apply(lambda _: shelf.folder, removed=[file_id])
    shelf.writer.purge_orphans(-1)
    again = shelf.see(b"/home/docs/elsewhere.txt", inode=8)
    shelf.read(again)
    assert shelf.tags(again) == ["lease"]


def test_an_edited_file_keeps_its_tags_and_what_was_refused(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.read(file_id, b"h1")
    shelf.put(file_id, lease)
    tax = shelf.targets.create(TAG, "tax")
    shelf.put(file_id, tax, False)
    shelf.writer.fail(file_id, Failure(Reason.UNREADABLE))
    shelf.read(file_id, b"h2")
    assert shelf.tags(file_id) == ["lease"]
    assert Mark(file_id, tax.id, False) in shelf.targets.marks_of([file_id])
    twin = shelf.see(b"/home/docs/copy.txt", inode=8)
    shelf.read(twin, b"h2")
    assert shelf.tags(twin) == ["lease"]


def test_a_file_that_goes_back_to_an_older_content_keeps_the_later_decision(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.read(file_id, b"h1")
    shelf.put(file_id, lease)
    shelf.read(file_id, b"h2")
    shelf.put(file_id, lease, False)
    shelf.read(file_id, b"h1")
    assert shelf.tags(file_id) == []


def test_copies_are_tagged_together(shelf: Shelf, lease: Target) -> None:
    one, other = shelf.see(b"/home/docs/a.txt"), shelf.see(b"/home/docs/b.txt", inode=8)
    shelf.read(one)
    shelf.read(other)
    shelf.put(other, lease)
    assert shelf.tags(one) == ["lease"]
    assert shelf.targets.counts() == {lease.id: 1}


def test_a_file_without_a_text_can_be_tagged(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/plan.dwg")
    shelf.put(file_id, lease)
    assert shelf.tags(file_id) == ["lease"]
    assert shelf.library.matching(Filters(tags=("Lease",))) == (set(), {file_id})
    assert shelf.library.matching(Filters(without_tags=("lease",))) == (set(), set())


def test_a_decision_can_be_undone(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.read(file_id)
    before = shelf.put(file_id, lease)
    assert before == [Mark(file_id, lease.id, None)]
    shelf.targets.mark(before)
    assert shelf.targets.marks_of([file_id]) == []
    twin = shelf.see(b"/home/docs/copy.txt", inode=8)
    shelf.read(twin)
    assert shelf.tags(twin) == []


def test_a_removed_tag_comes_back_with_its_documents_for_a_day(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.put(file_id, lease)
    shelf.targets.remove(lease)
    assert shelf.tags(file_id) == []
    assert shelf.library.matching(Filters(tags=("lease",))) == (set(), set())
    shelf.targets.restore(TAG, "lease")
    assert shelf.tags(file_id) == ["lease"]
    shelf.targets.remove(lease)
    shelf.now += 100_000
    shelf.targets.purge_removed(86_400)
    with pytest.raises(BadRequest, match="was removed"):
        shelf.targets.restore(TAG, "lease")


def test_a_name_is_free_once_its_tag_was_removed(shelf: Shelf, lease: Target) -> None:
    shelf.targets.remove(lease)
    shelf.targets.create(TAG, "lease")
    with pytest.raises(BadRequest, match="again"):
        shelf.targets.restore(TAG, "lease")


def test_what_was_decided_is_suggested_no_more(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document = shelf.read(file_id)
    shelf.targets.assess([document], [lease.id], [Assessment(document, lease.id, 0.93, 0.93, None, 0, 17)])
    assert shelf.suggested() == [(document, lease.id)]
    before = shelf.put(file_id, lease, False)
    assert shelf.suggested() == []
    shelf.targets.mark(before)
    assert shelf.suggested() == [(document, lease.id)]
    assert shelf.suggested(least=0.95) == []
    shelf.targets.set_suggesting(lease, quiet=True, least=None)
    assert shelf.suggested() == []


def test_a_refused_tag_is_never_suggested_for_the_same_content_again(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    shelf.read(file_id)
    shelf.put(file_id, lease, False)
    shelf.writer.remove_folder(shelf.folder)
    shelf.folder = shelf.writer.add_folder(b"/home/docs", 1, 1)
    document = shelf.read(shelf.see(b"/home/docs/b.txt", inode=9))
    shelf.targets.assess([document], [lease.id], [Assessment(document, lease.id, 0.99, 0.99, None, 0, 17)])
    assert shelf.suggested() == []


def test_a_tag_described_otherwise_is_assessed_anew(shelf: Shelf, lease: Target) -> None:
    document = shelf.read(shelf.see(b"/home/docs/a.txt"))
    shelf.targets.assess([document], [lease.id], [Assessment(document, lease.id, 0.93, 0.93, None, 0, 17)])
    shelf.targets.progressed([lease.id], None)
    shelf.targets.describe(lease, "renting out rooms")
    assert shelf.suggested() == []
    described = shelf.targets.need(TAG, "lease")
    assert (described.pending_from, described.text) == (-1, "renting out rooms")


def test_a_document_read_again_waits_to_be_assessed_again(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document = shelf.read(file_id)
    shelf.targets.assess([document], [lease.id], [Assessment(document, lease.id, 0.93, 0.93, None, 0, 17)])
    shelf.read(file_id, text="the tenant pays")
    assert shelf.suggested() == []


def test_a_document_read_again_with_the_same_text_keeps_what_was_found_in_it(shelf: Shelf, lease: Target) -> None:
    file_id = shelf.see(b"/home/docs/a.txt")
    document = shelf.read(file_id)
    shelf.targets.assess([document], [lease.id], [Assessment(document, lease.id, 0.93, 0.93, None, 0, 17)])
    before = shelf.suggested()
    shelf.read(file_id)
    assert shelf.suggested() == before != []
