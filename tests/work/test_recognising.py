"""Looking at pictures: what is found is kept by content, and no picture holds up the others."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.extract.pictures import picture_pages
from indexer.extract.pool import PoolClosed
from indexer.formats import Format, format_of
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.scans import Scans
from indexer.store.writer import Writer
from indexer.types import Extracted, Failure, FileStat, Place, Reason, Status
from indexer.work.recognising import Recognising

NO_TEXT = Failure(Reason.NO_TEXT)
Answer = Callable[[tuple[int, ...]], Extracted | Failure]


def says(pages: tuple[int, ...]) -> Extracted:
    """Each page says its own number."""
    text = "\n\n".join(f"page {page:03}" for page in pages)
    return Extracted(text, tuple(Place(at * 10, at * 10 + 8, "page", page) for at, page in enumerate(pages)))


class Eyes:
    """Answers what it is told to; remembers at which pages it was asked to look."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, ...]] = []
        self.answer: Answer = says

    def extract(self, path: bytes, fmt: Format, pages: tuple[int, ...] = ()) -> Extracted | Failure:
        assert fmt.reader == "ocr"
        self.asked.append(pages)
        return self.answer(pages)


class Room:
    def __init__(self, directory: Path) -> None:
        self.directory = directory / "docs"
        self.directory.mkdir()
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, lambda: 1000.0)
        self.scans = Scans(self.database)
        self.folder = self.writer.add_folder(bytes(self.directory), 1, 1)
        self.eyes = Eyes()
        self.loop = self.begin("1")

    def begin(self, version: str) -> Recognising:
        return Recognising(
            self.scans,
            self.eyes,
            version,
            may_work=lambda: True,
            on_found=lambda: None,
            on_problem=lambda _: None,
        )

    def put(self, name: str, pages: int = 1) -> None:
        """A scan, as the loop before leaves it."""
        path = self.directory / name
        path.write_text(name)
        status = path.stat()
        stat = FileStat(bytes(path), status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)
        self.writer.apply(lambda _: self.folder, created=[stat])
        self.read(name, pages)

    def read(self, name: str, pages: int = 1) -> None:
        fmt = format_of(name)
        nothing = Extracted("", page_count=pages, failure=NO_TEXT)
        file = self.library.file_at(bytes(self.directory / name))
        assert file is not None
        self.writer.store(
            *(file.id, name.encode(), fmt.name, nothing, []),
            extractor="e",
            chunker="c",
            pictures=bool(picture_pages(fmt, nothing)),
        )

    def look_at_all(self) -> None:
        while self.loop.step():
            pass

    def stands(self, name: str) -> tuple[Status, str | None, str]:
        file = self.library.file_at(bytes(self.directory / name))
        assert file is not None
        return file.status, file.code, self.library.document_text(file.document_id or 0)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.database.close()


def test_a_scan_is_looked_at_a_few_pages_at_a_time_and_then_has_its_text(room: Room) -> None:
    room.put("scan.pdf", pages=11)
    assert room.stands("scan.pdf") == (Status.PARTIAL, "no_text", "")
    assert room.loop.counts() == (0, 1)
    room.look_at_all()
    assert [len(pages) for pages in room.eyes.asked] == [8, 3]
    status, code, text = room.stands("scan.pdf")
    assert (status, code) == (Status.OK, None)
    assert text.startswith("page 001\n\npage 002")
    assert text.endswith("page 011")
    assert room.loop.counts() == (1, 1)
    assert room.library.sizes()[1] > 0  # passages to be searched


def test_until_it_was_looked_at_nobody_says_that_there_is_no_text_in_a_scan(room: Room) -> None:
    room.put("blank.pdf", pages=1)
    assert [failed.failure.code for failed in room.library.failures(10)] == [Reason.UNSEEN]
    room.eyes.answer = lambda _: Extracted("", failure=NO_TEXT)
    room.look_at_all()
    assert [failed.failure.code for failed in room.library.failures(10)] == [Reason.NO_TEXT]


def test_after_a_kill_only_the_pages_that_are_missing_are_looked_at(room: Room) -> None:
    room.put("scan.pdf", pages=11)
    room.loop.step()
    room.loop = room.begin("1")
    room.look_at_all()
    assert room.eyes.asked == [tuple(range(1, 9)), (9, 10, 11)]


def test_a_better_reader_of_the_rest_costs_no_second_look(room: Room) -> None:
    room.put("scan.pdf", pages=2)
    room.look_at_all()
    room.read("scan.pdf", pages=2)
    assert room.stands("scan.pdf")[1] == "no_text"
    room.look_at_all()
    assert len(room.eyes.asked) == 1
    assert room.stands("scan.pdf")[2] == "page 001\n\npage 002"


def test_what_another_recogniser_found_is_looked_for_again(room: Room) -> None:
    room.put("scan.pdf")
    room.look_at_all()
    room.read("scan.pdf")
    room.loop = room.begin("2")
    room.look_at_all()
    assert len(room.eyes.asked) == 2


def test_a_page_that_brings_its_reader_down_costs_that_page_only(room: Room) -> None:
    room.eyes.answer = lambda pages: Failure(Reason.CRASH, "it died") if 3 in pages else says(pages)
    room.put("scan.pdf", pages=4)
    room.put("photo.png")
    room.look_at_all()
    status, code, text = room.stands("scan.pdf")
    assert (status, code) == (Status.PARTIAL, "crash")
    assert text == "page 001\n\npage 002\n\npage 004"
    assert room.stands("photo.png")[0] is Status.OK


def test_pages_for_which_there_was_no_time_are_looked_at_later(room: Room) -> None:
    def slow(pages: tuple[int, ...]) -> Extracted:
        """Has time for one page, and says nothing of those after it."""
        late = Failure(Reason.TRUNCATED, "Only its beginning could be read in time.") if len(pages) > 1 else None
        return replace(says(pages[:1]) if pages[0] != 2 else Extracted(""), failure=late)

    room.eyes.answer = slow
    room.put("scan.pdf", pages=4)
    room.look_at_all()
    assert room.eyes.asked == [(1, 2, 3, 4), (2, 3, 4), (2,), (3,), (4,)]
    assert room.stands("scan.pdf") == (Status.OK, None, "page 001\n\npage 003\n\npage 004")


def test_a_page_that_brings_the_service_down_is_given_up_after_three_times(room: Room) -> None:
    room.put("scan.pdf", pages=2)
    scan = room.scans.next()
    assert scan is not None
    for _ in range(3):
        room.scans.begin(scan.document_id)  # and then the lights went out
    room.look_at_all()
    assert room.eyes.asked == [(2,)]
    assert room.stands("scan.pdf") == (Status.PARTIAL, "crash", "page 002")


def test_a_file_that_is_gone_is_left_alone_until_the_disk_changes(room: Room) -> None:
    room.put("photo.png")
    room.eyes.answer = lambda _: Failure(Reason.VANISHED)
    room.look_at_all()
    assert room.eyes.asked == [(1,)]
    assert room.loop.counts() == (0, 0)
    room.eyes.answer = says
    room.loop.disk_changed()
    room.look_at_all()
    assert room.stands("photo.png")[0] is Status.OK


def test_closing_in_the_middle_counts_no_attempt(room: Room) -> None:
    room.put("photo.png")

    def close(_: tuple[int, ...]) -> Extracted:
        raise PoolClosed

    room.eyes.answer = close
    with pytest.raises(PoolClosed):
        room.loop.step()
    scan = room.scans.next()
    assert scan is not None
    assert scan.attempts == 0


def test_a_copy_shares_what_was_found(room: Room) -> None:
    room.put("photo.png")
    room.look_at_all()
    document = room.library.document_with(b"photo.png", "png")
    assert document is not None
    assert document.extractor == "e+1"
    copy = room.directory / "copy.png"
    copy.write_text("photo.png")
    status = copy.stat()
    stat = FileStat(bytes(copy), status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)
    room.writer.apply(lambda _: room.folder, created=[stat])
    file = room.library.file_at(bytes(copy))
    assert file is not None
    room.writer.link(file.id, document.id)
    assert room.stands("copy.png") == (Status.OK, None, "page 001")
    assert not room.loop.step()
