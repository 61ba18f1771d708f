"""Looking: the rows follow the disk, and never forget what may come back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.writer import Writer
from indexer.types import Extracted
from indexer.watch.rules import Rules
from indexer.watch.settle import Hint
from indexer.work.looking import LookingLoop


class Desk:
    """A library that looks at one folder, with the loop's thread not started: every look is asked for."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "docs"
        self.root.mkdir()
        self.database = Database(directory / "library.db")
        self.library = Library(self.database)
        self.writer = Writer(self.database, lambda: 1000.0)
        status = self.root.stat()
        self.folder = self.writer.add_folder(bytes(self.root), status.st_dev, status.st_ino)
        self.returned: list[bytes] = []
        self.loop = LookingLoop(
            self.library,
            self.writer,
            lambda _: Rules(),
            clock=lambda: 0.0,
            on_change=lambda: None,
            on_return=self.returned.append,
            on_problem=lambda _: None,
        )

    def write(self, name: str, text: str = "text") -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def look(self, *directories: Path, whole: bool = True) -> None:
        self.loop.look([Hint(bytes(self.root), bytes(place), whole) for place in directories or (self.root,)])

    def read_all(self) -> dict[str, int]:
        """Pretends that every waiting file was read; returns the document of each name."""
        for file in self.library.next_files(100_000):
            self.writer.store(file.id, file.path, "txt", Extracted("x"), [], extractor="", chunker="")
        return {file.name: file.document_id or 0 for file in self.library.files_below(bytes(self.root))}

    def known(self) -> set[str]:
        return {
            os.path.relpath(os.fsdecode(file.path), self.root) for file in self.library.files_below(bytes(self.root))
        }

    def state(self) -> str:
        return self.library.folders()[0].state


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.database.close()


def test_the_first_look_takes_in_everything_but_what_is_left_out(desk: Desk) -> None:
    for name in ("a.txt", "deep/er/b.txt", ".git/config", ".ssh/id_rsa", "node_modules/x.js"):
        desk.write(name)
    desk.look()
    assert desk.known() == {"a.txt", "deep/er/b.txt"}


def test_a_second_look_finds_what_is_new_changed_and_gone(desk: Desk) -> None:
    kept, changed, gone = desk.write("kept.txt"), desk.write("changed.txt"), desk.write("gone.txt")
    desk.look()
    documents = desk.read_all()
    changed.write_text("longer than before")
    gone.unlink()
    desk.write("new.txt")
    desk.look()
    assert desk.known() == {"kept.txt", "changed.txt", "new.txt"}
    assert {file.name for file in desk.library.next_files(10)} == {"changed.txt", "new.txt"}
    assert desk.library.file_at(bytes(kept)).document_id == documents["kept.txt"]  # type: ignore[union-attr]


def test_a_moved_folder_of_ten_thousand_is_not_read_again(desk: Desk) -> None:
    for number in range(10_000):
        path = desk.root / f"old/{number % 20}/{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    desk.look()
    documents = desk.read_all()
    (desk.root / "old").rename(desk.root / "new")
    desk.look()
    assert desk.library.next_files(1) == []
    moved = {file.name: file.document_id for file in desk.library.files_below(bytes(desk.root / "new"))}
    assert moved == documents
    assert len(moved) == 10_000


def test_a_deleted_subfolder_takes_its_files_along(desk: Desk) -> None:
    desk.write("sub/deep/a.txt")
    desk.write("b.txt")
    desk.look()
    (desk.root / "sub/deep/a.txt").unlink()
    (desk.root / "sub/deep").rmdir()
    (desk.root / "sub").rmdir()
    desk.look(desk.root / "sub")
    assert desk.known() == {"b.txt"}


def test_a_look_at_one_folder_leaves_the_others_alone(desk: Desk) -> None:
    desk.write("a/1.txt")
    desk.write("b/2.txt")
    desk.look()
    (desk.root / "a/1.txt").unlink()
    (desk.root / "b/2.txt").unlink()
    desk.look(desk.root / "a", whole=False)
    assert desk.known() == {"b/2.txt"}


def test_a_drive_that_is_away_keeps_everything_that_is_known(desk: Desk) -> None:
    desk.write("a.txt")
    desk.look()
    away = desk.root.rename(desk.root.with_name("unplugged"))
    desk.look()
    assert (desk.state(), desk.known()) == ("offline", {"a.txt"})
    desk.root.mkdir()  # its mount point, empty
    desk.look()
    assert (desk.state(), desk.known()) == ("offline", {"a.txt"})
    desk.root.rmdir()
    away.rename(desk.root)
    desk.look()
    assert desk.state() == "online"
    assert desk.returned == [bytes(desk.root)]


def test_a_folder_that_was_emptied_is_empty(desk: Desk) -> None:
    path = desk.write("a.txt")
    desk.look()
    path.unlink()
    desk.look()
    assert (desk.state(), desk.known()) == ("online", set())


def test_a_restored_backup_is_recognised_by_its_files(desk: Desk) -> None:
    path = desk.write("a.txt")
    desk.look()
    times = path.stat()
    desk.root.rename(desk.root.with_name("elsewhere"))
    desk.root.mkdir()  # another inode
    os.utime(desk.write("a.txt"), ns=(times.st_atime_ns, times.st_mtime_ns))
    desk.look()
    assert (desk.state(), desk.known()) == ("online", {"a.txt"})


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_read_is_kept_and_named(desk: Desk) -> None:
    secret = desk.write("locked/a.txt").parent
    desk.look()
    secret.chmod(0)
    try:
        desk.look()
        assert desk.known() == {"locked/a.txt"}
        assert bytes(secret) in desk.loop.unreadable
    finally:
        secret.chmod(0o700)
