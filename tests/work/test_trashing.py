"""Real files to a real trash and back, with a world that changes them at the worst moment."""

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import protocol
from indexer.insight.removal import No
from indexer.work import trash as system
from indexer.work import trashing
from indexer.work.trash import SystemTrash, TrashProblem
from tests.insight.room import Room
from tests.insight.texts import LEASE, SOUP, edited


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.close()


def codes(answer: protocol.Trashed) -> list[str]:
    return [no.code for no in answer.refused]


def test_a_copy_goes_to_the_trash_and_comes_back(room: Room) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("copy/lease (1).txt", LEASE)
    answer = room.trash((copy, keep, "exact"))
    assert (answer.moved, answer.refused, answer.bytes) == ((copy,), (), len(LEASE))
    assert not os.path.exists(copy)
    assert room.looked == [os.path.dirname(copy)]
    place = room.desk.journal.newest(1)[0].place
    assert place is not None
    assert os.path.exists(os.path.join(os.path.dirname(place), b"..", b"info", os.path.basename(place) + b".trashinfo"))
    back = room.desk.trashing.undo(protocol.UndoTrash())
    assert back.restored == (copy,)
    assert Path(os.fsdecode(copy)).read_text() == LEASE
    assert not os.path.exists(place)
    assert room.desk.trashing.undo(protocol.UndoTrash()).restored == ()


def test_a_file_that_came_to_its_place_meanwhile_is_not_overwritten(room: Room) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("copy.txt", LEASE)
    room.trash((copy, keep, "exact"))
    Path(os.fsdecode(copy)).write_text("something new")
    back = room.desk.trashing.undo(protocol.UndoTrash())
    assert back.restored == ()
    assert "another file" in back.refused[0].said
    assert Path(os.fsdecode(copy)).read_text() == "something new"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda copy, keep: os.link(keep, copy), No.SAME_FILE),
        (lambda copy, keep: os.symlink(keep, copy), No.NOT_A_FILE),
        (lambda copy, _: copy.write_text(SOUP), No.DIFFERENT),
        (lambda copy, _: copy.write_bytes(b"x" * len(LEASE)), No.DIFFERENT),
        (lambda copy, _: copy.mkdir(), No.NOT_A_FILE),
        (lambda *_: None, No.GONE),
    ],
)
def test_each_refusal_says_why(room: Room, make: Callable[[Path, bytes], object], code: No) -> None:
    keep = room.put("lease.txt", LEASE)
    copy = room.directory / "x.txt"
    make(copy, keep)
    answer = room.trash((bytes(copy), keep, "exact"))
    assert codes(answer) == [code]
    assert answer.refused[0].said


def test_a_link_never_stays_for_a_file(room: Room) -> None:
    copy, link = room.put("lease.txt", LEASE), room.directory / "link.txt"
    link.symlink_to(room.directory / "lease.txt")
    assert codes(room.trash((copy, bytes(link), "exact"))) == [No.NOT_A_FILE]


def test_of_all_copies_one_stays_whatever_is_asked(room: Room) -> None:
    a, b, c = (room.put(f"{name}.txt", LEASE) for name in "abc")
    answer = room.trash((a, b, "exact"), (b, c, "exact"), (c, a, "exact"))
    assert answer.moved == ()
    assert set(codes(answer)) == {No.REFERENCE_GOES}


def test_a_near_copy_goes_only_while_what_stays_can_be_read_and_says_the_same(room: Room) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("lease.md", LEASE + " And so on.")
    Path(os.fsdecode(keep)).write_text(SOUP)
    assert codes(room.trash((copy, keep, "near"))) == [No.DIFFERENT]
    Path(os.fsdecode(keep)).write_text(LEASE)
    assert room.trash((copy, keep, "near")).moved == (copy,)


def test_what_stays_for_others_goes_only_against_an_exact_copy(room: Room) -> None:
    first, second = room.put("1.txt", LEASE), room.put("2.txt", LEASE)
    near, copy = room.put("3.md", LEASE + " And so on."), room.put("4.txt", LEASE)
    assert room.trash((second, first, "exact")).moved == (second,)
    assert codes(room.trash((first, near, "near"))) == [No.STANDS_FOR_OTHERS]
    assert room.trash((first, copy, "exact")).moved == (first,)
    assert codes(room.trash((copy, near, "near"))) == [No.STANDS_FOR_OTHERS]
    room.desk.trashing.undo(protocol.UndoTrash())
    room.desk.trashing.undo(protocol.UndoTrash())
    assert room.trash((copy, near, "near")).moved == (copy,)


def test_a_file_on_a_drive_that_is_away_is_left_alone(room: Room) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("copy.txt", LEASE)
    room.writer.set_folder(room.folder, state="offline")
    assert codes(room.trash((copy, keep, "exact"))) == [No.OFFLINE]


def test_a_file_in_a_cloud_is_not_opened(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("copy.txt", LEASE)
    monkeypatch.setattr(trashing, "is_placeholder", lambda status: status.st_ino == os.lstat(copy).st_ino)
    monkeypatch.setattr(trashing, "_open", lambda _: pytest.fail("it was opened"))
    assert codes(room.trash((copy, keep, "exact"), (keep, copy, "near"))) == [No.REFERENCE_GOES] * 2
    assert codes(room.trash((copy, keep, "exact"))) == [No.PLACEHOLDER]
    assert codes(room.trash((keep, copy, "near"))) == [No.PLACEHOLDER]


def test_nothing_goes_when_what_should_stay_is_gone_or_cannot_be_opened(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("copy.txt", LEASE)
    assert codes(room.trash((copy, keep, "meaning"))) == [No.UNKNOWN_KIND]
    opened = os.open

    def locked(path: bytes, flags: int) -> int:
        if path == keep:
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    with monkeypatch.context() as patched:
        patched.setattr(trashing.os, "open", locked)
        assert codes(room.trash((copy, keep, "exact"))) == [No.UNREADABLE]
    os.unlink(keep)
    assert codes(room.trash((copy, keep, "exact"))) == [No.REFERENCE_GONE]
    assert os.path.exists(copy)


def test_where_there_is_no_trash_the_copy_stays(room: Room) -> None:
    class NoTrash(SystemTrash):
        def move(self, path: bytes) -> bytes | None:
            raise TrashProblem("there is none on this drive")

    keep, copy = room.put("lease.txt", LEASE), room.put("copy.txt", LEASE)
    room.desk.trashing.trash = NoTrash()
    answer = room.trash((copy, keep, "exact"))
    assert codes(answer) == [No.NO_TRASH]
    assert "none on this drive" in answer.refused[0].said
    assert os.path.exists(copy)
    assert room.desk.journal.newest(1)[0].state == "given up"


def test_a_copy_that_is_written_to_while_it_goes_comes_back(room: Room) -> None:
    keep, copy = room.put("lease.txt", LEASE), room.put("copy.txt", LEASE)
    room.desk.trashing.trash = Meddling(lambda: Path(os.fsdecode(keep)).write_text("another text"))
    assert codes(room.trash((copy, keep, "exact"))) == [No.CHANGED]
    assert Path(os.fsdecode(copy)).read_text() == LEASE


def test_a_kill_on_the_way_to_the_trash_is_seen_at_the_next_start(room: Room) -> None:
    copy, still = room.put("copy.txt", LEASE), room.put("still.txt", LEASE)
    journal = room.desk.journal
    for path in (copy, still):
        status = os.lstat(path)
        journal.begin(1, "exact", path, b"/x", 1, status.st_mtime_ns, status.st_ino, b"A", b"B")
    SystemTrash().move(copy)
    room.desk.trashing.recover()
    assert {entry.path: entry.state for entry in journal.newest(2)} == {copy: "trashed", still: "given up"}
    assert room.desk.trashing.undo(protocol.UndoTrash()).restored == (copy,)


class Meddling:
    """A trash at whose door the world changes."""

    def __init__(self, meddle: Callable[[], None]) -> None:
        self._real = SystemTrash()
        self._meddle = meddle

    def move(self, path: bytes) -> bytes | None:
        self._meddle()
        place = self._real.move(path)
        self._meddle()
        return place

    def find(self, path: bytes, inode: int) -> bytes | None:
        return self._real.find(path, inode)

    def restore(self, place: bytes, path: bytes) -> None:
        self._real.restore(place, path)


def test_no_schedule_of_changes_between_the_click_and_the_trash_loses_both(room: Room, tmp_path: Path) -> None:
    """Whatever the world does to either file in the last moment: what it did not destroy itself is still there."""
    dice = random.Random(11)
    moved = 0
    for number in range(300):
        text = edited(LEASE, number)
        keep, copy = tmp_path / f"keep{number}.txt", tmp_path / f"copy{number}.txt"
        keep.write_text(text)
        copy.write_text(text)

        def meddle(keep: Path = keep, copy: Path = copy) -> None:
            match dice.randrange(9):
                case 0:
                    keep.unlink(missing_ok=True)
                case 1:
                    keep.write_text("changed")
                case 2 if copy.exists():
                    copy.write_text("changed")
                case 3 if keep.exists():
                    keep.rename(keep.with_suffix(".moved"))

        room.desk.trashing.trash = Meddling(meddle)
        answer = room.trash((bytes(copy), bytes(keep), "exact"))
        if answer.moved:
            moved += 1
            assert keep.read_text() == text, "the file that should stay was not the same when the copy went"
        else:
            here = [path for path in (keep, copy, keep.with_suffix(".moved")) if path.exists()]
            in_trash = room.desk.journal.newest(1)[0]
            assert here or (in_trash.state == "trashed" and in_trash.place and os.path.exists(in_trash.place))
    assert moved > 60


def test_the_trash_notes_paths_as_the_specification_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "Trash" / "info"
    info.mkdir(parents=True)
    (info / "a.trashinfo").write_text("[Trash Info]\nPath=/home/ada/a%20b.txt\nDeletionDate=2024-01-01T00:00:00\n")
    assert system._noted_path(bytes(info), b"a") == b"/home/ada/a b.txt"
