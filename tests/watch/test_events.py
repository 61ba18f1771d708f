"""A real watcher on a real file system. Nothing sleeps: each test waits for what it expects to hear."""

import ctypes
import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers import Observer

from indexer.types import FileStat
from indexer.watch.events import ObserverEars, Watcher
from indexer.watch.rules import Rules
from indexer.watch.scan import walk
from indexer.watch.settle import Hint, Settler

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="inotify")


class Ear:
    """Collects hints and waits for what a test expects."""

    def __init__(self) -> None:
        self.hints: list[Hint] = []
        self._news = threading.Condition()

    def __call__(self, hint: Hint) -> None:
        with self._news:
            self.hints.append(hint)
            self._news.notify_all()

    def wait_for(self, expected: Callable[[], bool], seconds: float = 20) -> None:
        with self._news:
            assert self._news.wait_for(expected, seconds), f"heard only {self.hints[-20:]}"

    def wait_for_look_at(self, path: Path, whole: bool = False) -> None:
        """Wait for a hint that makes somebody look at the folder (or, `whole`, at all below it)."""
        wanted = bytes(path)
        self.wait_for(lambda: any(_covers(hint, wanted, whole) for hint in self.hints))

    def clear(self) -> None:
        with self._news:
            self.hints.clear()


def _covers(hint: Hint, directory: bytes, whole: bool) -> bool:
    if hint.directory == directory:
        return hint.whole or not whole
    return hint.whole and directory.startswith(hint.directory + b"/")


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def watcher(ear: Ear) -> Iterator[Watcher]:
    watcher = Watcher(ear)
    yield watcher
    watcher.close()


@pytest.fixture
def root(tmp_path: Path, watcher: Watcher) -> Path:
    root = tmp_path / "documents"
    (root / "letters/2024").mkdir(parents=True)
    (root / "letters/old.txt").write_text("old")
    watcher.watch(bytes(root))
    assert watcher.problems == {}
    return root


def test_a_saved_file_is_a_hint_for_its_folder(root: Path, ear: Ear) -> None:
    (root / "letters/2024/lease.txt").write_text("the landlord pays")
    ear.wait_for_look_at(root / "letters/2024")
    assert {hint.root for hint in ear.hints} == {bytes(root)}


def test_a_save_by_rename_is_heard(root: Path, ear: Ear) -> None:
    (root / "letters/.old.txt.swp123").write_text("new")
    os.replace(root / "letters/.old.txt.swp123", root / "letters/old.txt")
    ear.wait_for_look_at(root / "letters")


def test_a_deleted_a_touched_and_a_linked_file_are_heard(root: Path, ear: Ear) -> None:
    os.utime(root / "letters/old.txt", (1, 1))
    ear.wait_for_look_at(root / "letters")
    os.link(root / "letters/old.txt", root / "letters/2024/link.txt")
    ear.wait_for_look_at(root / "letters/2024")
    ear.clear()
    os.unlink(root / "letters/old.txt")
    ear.wait_for_look_at(root / "letters")


def test_a_folder_moved_in_is_looked_at_whole_and_heard_from_then_on(root: Path, ear: Ear, tmp_path: Path) -> None:
    """watchdog#1278: what was moved in stayed unwatched."""
    outside = tmp_path / "outside"
    (outside / "deep/deeper").mkdir(parents=True)
    outside.rename(root / "inside")
    ear.wait_for_look_at(root / "inside/deep/deeper", whole=True)
    ear.clear()
    (root / "inside/deep/deeper/new.txt").write_text("x")
    ear.wait_for_look_at(root / "inside/deep/deeper")


def test_a_folder_moved_within_is_looked_at_at_both_ends_and_heard_at_the_new_one(root: Path, ear: Ear) -> None:
    (root / "letters").rename(root / "post")
    ear.wait_for_look_at(root / "letters", whole=True)
    ear.wait_for_look_at(root / "post", whole=True)
    ear.clear()
    (root / "post/2024/new.txt").write_text("x")
    ear.wait_for(lambda: any(hint.directory == bytes(root / "post/2024") for hint in ear.hints))
    assert not any(hint.directory.startswith(bytes(root / "letters")) for hint in ear.hints)


@linux_only
def test_a_folder_moved_between_two_roots_is_looked_at_at_both_ends_at_one_time(
    root: Path, ear: Ear, watcher: Watcher, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watcher.watch(bytes(other))
    ear.clear()
    (root / "letters").rename(other / "letters")
    here, there = (Hint(bytes(top), bytes(top / "letters"), whole=True) for top in (root, other))
    ear.wait_for(lambda: ear.hints[-2:] == [here, there])


def test_a_folder_that_is_deleted_is_looked_at_whole(root: Path, ear: Ear) -> None:
    shutil.rmtree(root / "letters")
    ear.wait_for_look_at(root / "letters", whole=True)


def test_a_folder_made_and_filled_at_once_is_heard(root: Path, ear: Ear) -> None:
    for number in range(50):
        deep = root / f"new{number}/a/b/c"
        deep.mkdir(parents=True)
        (deep / "file.txt").write_text("x")
    for number in range(50):
        ear.wait_for_look_at(root / f"new{number}/a/b/c")


def test_what_the_rules_skip_is_not_heard(root: Path, ear: Ear) -> None:
    for skipped in (".git/objects", "node_modules/left-pad"):
        (root / skipped).mkdir(parents=True)
        (root / skipped / "x.txt").write_text("x")
    (root / "~$letter.docx").write_text("lock")
    (root / "letters/2024/last.txt").write_text("x")
    ear.wait_for_look_at(root / "letters/2024")
    assert {hint.directory for hint in ear.hints} == {bytes(root / "letters/2024")}


@linux_only
def test_what_the_rules_skip_costs_no_watch(root: Path, watcher: Watcher) -> None:
    before = inotify_watches()
    for number in range(200):
        (root / f"node_modules/{number}").mkdir(parents=True)
    (root / "seen").mkdir()
    watcher.watch(bytes(root))
    assert inotify_watches() == before + 1


@linux_only
def test_a_file_that_is_being_written_is_left_alone_until_it_is_closed(root: Path, ear: Ear) -> None:
    with open(root / "download.iso", "wb", buffering=0) as file:
        for _ in range(100):
            file.write(b"x" * 1000)
        (root / "letters/marker.txt").write_text("heard after all of the above")
        ear.wait_for_look_at(root / "letters")
        assert bytes(root) not in {hint.directory for hint in ear.hints}
    ear.wait_for_look_at(root)


def test_names_that_are_not_text_are_heard(root: Path, ear: Ear) -> None:
    odd = os.path.join(bytes(root), b"\xff\xfe\n")
    os.mkdir(odd)
    ear.wait_for(lambda: any(hint.directory == odd for hint in ear.hints))
    ear.clear()
    with open(os.path.join(odd, b"\xff.txt"), "w"):
        pass
    ear.wait_for(lambda: any(hint.directory == odd for hint in ear.hints))


def test_a_root_that_goes_away_is_a_problem_and_a_hint(root: Path, ear: Ear, watcher: Watcher) -> None:
    root.rename(root.with_name("elsewhere"))
    ear.wait_for_look_at(root, whole=True)
    assert "not there" in watcher.problems[bytes(root)]
    root.with_name("elsewhere").rename(root)
    watcher.watch(bytes(root))
    assert watcher.problems == {}
    ear.clear()
    (root / "letters/back.txt").write_text("x")
    ear.wait_for_look_at(root / "letters")


def test_a_root_that_is_not_there_is_a_problem_not_an_error(tmp_path: Path, ear: Ear, watcher: Watcher) -> None:
    watcher.watch(bytes(tmp_path / "missing"))
    assert "cannot be watched" in watcher.problems[bytes(tmp_path / "missing")]
    ear.wait_for_look_at(tmp_path / "missing", whole=True)


def test_a_root_that_is_unwatched_is_not_heard(root: Path, ear: Ear, watcher: Watcher, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    watcher.watch(bytes(other))
    watcher.unwatch(bytes(root))
    (root / "letters/new.txt").write_text("x")
    (other / "new.txt").write_text("x")
    ear.wait_for_look_at(other)
    assert {hint.root for hint in ear.hints} == {bytes(other)}


def test_a_root_inside_another_is_heard_for_both(root: Path, ear: Ear, watcher: Watcher) -> None:
    watcher.watch(bytes(root / "letters"))
    (root / "letters/new.txt").write_text("x")
    ear.wait_for(lambda: {hint.root for hint in ear.hints} == {bytes(root), bytes(root / "letters")})
    watcher.unwatch(bytes(root / "letters"))
    ear.clear()
    (root / "letters/newer.txt").write_text("x")
    ear.wait_for_look_at(root / "letters")


def test_a_listener_that_fails_hears_the_next_hint(tmp_path: Path) -> None:
    ear = Ear()

    def fail_first(hint: Hint) -> None:
        ear(hint)
        if len(ear.hints) == 1:
            raise RuntimeError("a bug of the listener")

    watcher = Watcher(fail_first)
    try:
        watcher.watch(bytes(tmp_path))
        (tmp_path / "one.txt").write_text("x")
        ear.wait_for(lambda: len(ear.hints) >= 1)
        (tmp_path / "folder").mkdir()
        ear.wait_for_look_at(tmp_path / "folder")
    finally:
        watcher.close()


@linux_only
def test_no_watch_left_is_a_problem_with_its_remedy(
    tmp_path: Path, ear: Ear, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers import inotify_c

    for number in range(20):
        (tmp_path / f"folder{number}").mkdir()
    granted = 0
    add = inotify_c.inotify_add_watch

    def add_ten(descriptor: int, path: bytes, mask: int) -> int:
        nonlocal granted
        granted += 1
        if granted > 10:
            ctypes.set_errno(errno.ENOSPC)  # as the kernel answers at fs.inotify.max_user_watches
            return -1
        return int(add(descriptor, path, mask))

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add_ten)
    watcher.watch(bytes(tmp_path))
    assert "fs.inotify.max_user_watches" in watcher.problems[bytes(tmp_path)]
    ear.wait_for_look_at(tmp_path, whole=True)
    ear.clear()
    (tmp_path / "still.txt").write_text("heard")
    ear.wait_for_look_at(tmp_path)


@linux_only
def test_an_overflow_of_the_queue_is_a_hint_for_the_whole_root(
    root: Path, ear: Ear, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """watchdog#654. The reader is held up until the queue is full; folders that came meanwhile are watched."""
    from watchdog.observers.inotify_c import InotifyFD

    held, handle = threading.Event(), InotifyFD.handle_event

    def handle_later(self: InotifyFD, event: object) -> None:
        held.wait(60)
        handle(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(InotifyFD, "handle_event", handle_later)
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    first, second = root / "a.txt", root / "letters/b.txt"
    first.touch()
    second.touch()
    for number in range(2 * limit):  # the reader holds some already; in turn, or the kernel folds equal events into one
        os.utime(second if number % 2 else first, (number, number))
    (root / "unheard").mkdir()
    held.set()
    ear.wait_for(lambda: Hint(bytes(root), bytes(root), whole=True) in ear.hints)
    ear.clear()
    (root / "unheard/new.txt").write_text("x")
    ear.wait_for(lambda: any(hint.directory == bytes(root / "unheard") for hint in ear.hints))


BURST = """
import os, sys
for folder in range(50):
    os.mkdir(f"{sys.argv[1]}/{folder}")
    for number in range(100):
        open(f"{sys.argv[1]}/{folder}/{number}.txt", "w").close()
"""


def test_five_thousand_files_made_at_once_are_all_seen(tmp_path: Path) -> None:
    settler, news = Settler(), threading.Condition()

    def settle(hint: Hint) -> None:
        with news:
            settler.hint(hint, time.monotonic())
            news.notify()

    watcher = Watcher(settle)
    try:
        watcher.watch(bytes(tmp_path))
        writer = subprocess.Popen([sys.executable, "-c", BURST, tmp_path])
        seen: set[bytes] = set()
        deadline = time.monotonic() + 60
        while len(seen) < 5_000:
            with news:
                now = time.monotonic()
                assert now < deadline, f"only {len(seen)} seen"
                news.wait((settler.next_due() or deadline) - now)
                looks = settler.due(time.monotonic())
            for look in looks:
                entries = walk(look.root, Rules(), look.directory, look.whole)
                seen.update(entry.path for entry in entries if isinstance(entry, FileStat))
        assert writer.wait() == 0
    finally:
        watcher.close()


@pytest.mark.filterwarnings("ignore:Callback with id")  # watchdog's, on Linux, where this observer is not used
def test_an_observer_of_whole_trees_gives_the_same_hints(tmp_path: Path) -> None:
    """What macOS and Windows use, here on whatever observer this system has."""
    ear = Ear()
    root = tmp_path / "root"
    (root / ".git").mkdir(parents=True)
    ears = ObserverEars(ear, lambda _root, _problem: None, Observer())
    try:
        ears.watch(bytes(root), Rules())
        (root / "new/deep").mkdir(parents=True)
        ear.wait_for_look_at(root / "new", whole=True)
        (root / ".git/HEAD").write_text("x")
        (root / "new/deep/a.txt").write_text("x")
        ear.wait_for_look_at(root / "new/deep")
        (root / "new").rename(root / "old")
        ear.wait_for_look_at(root / "new", whole=True)
        ear.wait_for_look_at(root / "old", whole=True)
        ears.unwatch(bytes(root))
        assert not any(b".git" in hint.directory for hint in ear.hints)
    finally:
        ears.close()


def test_a_watcher_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    watcher = Watcher(lambda _hint: None)
    watcher.watch(bytes(tmp_path))
    assert set(threading.enumerate()) > before
    watcher.close()
    assert set(threading.enumerate()) == before


def inotify_watches() -> int:
    """How many folders this process watches, as the kernel counts them."""
    count = 0
    for link in Path("/proc/self/fd").iterdir():
        try:
            if os.readlink(link) == "anon_inode:inotify":
                count += (Path("/proc/self/fdinfo") / link.name).read_text().count("inotify wd:")
        except FileNotFoundError:
            continue
    return count
