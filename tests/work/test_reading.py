"""Reading: every file ends in exactly one state, whatever the extractor does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.formats import Format
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.records import StoredFile
from indexer.store.writer import Writer
from indexer.types import Extracted, Failure, FileStat, Reason, Status
from indexer.work import reading
from indexer.work.reading import BACK_OFF, MOST_ATTEMPTS, MOST_INTERRUPTED, ReadingLoop, content_of


class FakeExtractor:
    """Answers what it is told to; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.answer: Callable[[bytes], Extracted | Failure] = lambda path: Extracted(Path(path.decode()).read_text())

    def extract(self, path: bytes, fmt: Format) -> Extracted | Failure:
        self.asked.append(path)
        return self.answer(path)


class Room:
    def __init__(self, directory: Path) -> None:
        self.directory = directory / "docs"
        self.directory.mkdir()
        self.now = 1000.0
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, lambda: self.now)
        self.folder = self.writer.add_folder(bytes(self.directory), 1, 1)
        self.extractor = FakeExtractor()
        self.loop = ReadingLoop(
            self.library,
            self.writer,
            self.extractor,
            versions={"txt": ("1",), "blend": ("",)},
            readers=1,
            max_bytes=lambda: 1000,
            clock=lambda: self.now,
            on_read=lambda: None,
            on_idle=lambda: None,
            on_problem=lambda _: None,
        )

    def put(self, name: str, text: str = "some words") -> StoredFile:
        path = self.directory / name
        path.write_text(text)
        status = path.stat()
        stat = FileStat(bytes(path), status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)
        self.writer.apply(lambda _: self.folder, created=[stat])
        return self.file(name)

    def file(self, name: str) -> StoredFile:
        file = self.library.file_at(bytes(self.directory / name))
        assert file is not None
        return file

    def read(self, file: StoredFile) -> StoredFile:
        self.loop.read(file)
        return self.file(file.name)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.database.close()


def test_a_file_that_was_read_is_ok_and_has_its_text(room: Room) -> None:
    file = room.read(room.put("a.txt"))
    assert file.status is Status.OK
    assert room.library.document_text(file.document_id or 0) == "some words"


def test_a_copy_is_linked_without_being_read(room: Room) -> None:
    first = room.read(room.put("a.txt"))
    second = room.read(room.put("b.txt"))
    assert second.document_id == first.document_id
    assert len(room.extractor.asked) == 1


def test_a_file_with_trouble_is_partial_with_its_reason(room: Room) -> None:
    room.extractor.answer = lambda _: Extracted("half", failure=Failure(Reason.TRUNCATED, "only the beginning"))
    file = room.read(room.put("a.txt"))
    assert (file.status, file.code, file.detail) == (Status.PARTIAL, "truncated", "only the beginning")


def test_a_copy_of_a_partial_file_is_partial_too(room: Room) -> None:
    room.extractor.answer = lambda _: Extracted("half", failure=Failure(Reason.TRUNCATED))
    room.read(room.put("a.txt"))
    assert room.read(room.put("b.txt")).status is Status.PARTIAL


def test_a_crash_is_tried_again_after_a_minute_an_hour_and_a_day_and_then_parked(room: Room) -> None:
    room.extractor.answer = lambda _: Failure(Reason.CRASH, "it died")
    file = room.put("a.txt")
    for attempt in range(MOST_ATTEMPTS):
        assert room.library.next_files(1)
        file = room.read(room.file("a.txt"))
        assert (file.status, file.attempts) == (Status.FAILED, attempt + 1)
        if file.retry_at is None:
            break
        assert file.retry_at == room.now + BACK_OFF[attempt]
        room.now = file.retry_at
        room.writer.wake_retries()
    assert len(room.extractor.asked) == MOST_ATTEMPTS
    assert file.retry_at is None


def test_a_file_that_brought_the_service_down_three_times_is_parked_unread(room: Room) -> None:
    file = room.put("a.txt")
    for _ in range(MOST_INTERRUPTED):
        room.writer.begin_attempt(file.id)  # and then the lights went out
    file = room.read(room.file("a.txt"))
    assert (file.status, file.code, file.retry_at) == (Status.FAILED, "crash", None)
    assert room.extractor.asked == []


def test_a_file_whose_reading_was_cut_off_comes_after_all_others(room: Room) -> None:
    room.put("newer.txt")
    cut_off = room.put("newest.txt")
    room.writer.begin_attempt(cut_off.id)
    assert [file.name for file in room.library.next_files(5)] == ["newer.txt", "newest.txt"]


def test_a_locked_file_is_not_tried_again(room: Room) -> None:
    room.extractor.answer = lambda _: Failure(Reason.ENCRYPTED, "it is locked with a password")
    file = room.read(room.put("a.txt"))
    assert (file.status, file.code, file.retry_at) == (Status.FAILED, "encrypted", None)


def test_a_file_without_a_reader_is_found_by_its_name_only(room: Room) -> None:
    file = room.read(room.put("scene.blend"))
    assert (file.status, file.code) == (Status.PARTIAL, "no_reader")
    assert room.extractor.asked == []


def test_a_file_over_the_limit_is_not_opened(room: Room) -> None:
    file = room.read(room.put("big.txt", "x" * 1001))
    assert (file.status, file.code) == (Status.PARTIAL, "too_large")


def test_a_file_that_is_written_to_while_it_is_read_is_read_again(room: Room) -> None:
    file = room.put("a.txt")

    def meddle(path: bytes) -> Extracted:
        Path(path.decode()).write_text("something else entirely")
        return Extracted("some words")

    room.extractor.answer = meddle
    file = room.read(file)
    assert (file.status, file.code) == (Status.FAILED, "changed")
    assert file.retry_at is not None


def test_a_file_that_vanished_says_so(room: Room) -> None:
    file = room.put("a.txt")
    (room.directory / "a.txt").unlink()
    assert room.read(file).code == "vanished"


def test_links_and_pipes_are_never_opened(room: Room, tmp_path: Path) -> None:
    import os

    target = tmp_path / "secret.txt"
    target.write_text("secret")
    link, pipe = tmp_path / "link.txt", tmp_path / "pipe.txt"
    link.symlink_to(target)
    os.mkfifo(pipe)
    for path in (link, pipe):
        answer = content_of(bytes(path))
        assert isinstance(answer, Failure)
        assert answer.code is Reason.UNREADABLE


def test_a_cloud_file_is_never_opened_and_is_looked_at_again_later(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    file = room.put("far.txt")
    monkeypatch.setattr(reading, "is_placeholder", lambda _: True)
    monkeypatch.setattr(reading, "content_of", lambda _: pytest.fail("it was opened"))
    room.loop.read(file)
    far = room.file("far.txt")
    assert (far.status, far.code, far.attempts) == (Status.PARTIAL, Reason.PLACEHOLDER, 0)
    monkeypatch.undo()
    room.now += 3601
    assert room.writer.wake_retries() == 1
    room.loop.read(room.file("far.txt"))
    assert room.file("far.txt").status is Status.OK
