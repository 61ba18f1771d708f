"""The plan against a model: a library is a dict of rows, and applying the actions must make it equal to the disk."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from indexer.types import FileStat
from indexer.watch.plan import Action, Create, Move, Remove, Update, plan
from indexer.watch.scan import Unreadable


@dataclass(frozen=True)
class Row:
    id: int
    path: bytes
    size: int
    mtime_ns: int
    inode: int
    device: int


def file(path: str, inode: int, mtime_ns: int = 1, size: int = 10, device: int = 7) -> FileStat:
    return FileStat(path.encode(), size, mtime_ns, inode, device)


def rows(*stats: FileStat) -> list[Row]:
    return [Row(number, s.path, s.size, s.mtime_ns, s.inode, s.device) for number, s in enumerate(stats, start=1)]


def apply(actions: list[Action], stored: list[Row]) -> dict[int, FileStat]:
    """The library after the actions, id → stat. Fails where a path would be in it twice at any moment."""
    library = {row.id: FileStat(row.path, row.size, row.mtime_ns, row.inode, row.device) for row in stored}
    for action in actions:
        match action:
            case Create(stat):
                library[max(library, default=0) + 1000] = stat
            case Update(file_id, stat) | Move(file_id, stat):
                assert file_id in library
                library[file_id] = stat
            case Remove(file_id):
                del library[file_id]
        paths = [stat.path for stat in library.values()]
        assert len(paths) == len(set(paths))
    return library


PATHS = st.sampled_from([b"/r/a", b"/r/b", b"/r/d/a", b"/r/d/b", b"/r/e/a", b"/r/e/d/c"])
STATS = st.builds(
    FileStat,
    path=PATHS,
    size=st.integers(1, 2),
    mtime_ns=st.integers(1, 2),
    inode=st.integers(0, 4),
    device=st.integers(7, 8),
)
DISKS = st.lists(STATS, unique_by=lambda stat: stat.path)


@given(before=DISKS, after=DISKS)
def test_the_actions_turn_what_is_stored_into_what_is_seen(before: list[FileStat], after: list[FileStat]) -> None:
    stored = rows(*before)
    library = apply(plan(after, stored), stored)
    assert set(library.values()) == set(after)


@given(before=DISKS, after=DISKS)
def test_a_row_stays_with_its_path_and_moves_only_from_a_path_that_is_gone(
    before: list[FileStat], after: list[FileStat]
) -> None:
    stored = rows(*before)
    library = apply(plan(after, stored), stored)
    seen = {stat.path for stat in after}
    for row in stored:
        if row.path in seen:
            assert library[row.id].path == row.path
        elif row.id in library:
            now = library[row.id]
            assert (now.device, now.inode, now.size, now.mtime_ns) == (row.device, row.inode, row.size, row.mtime_ns)
            assert now.inode


@given(before=DISKS, mapping=st.permutations([b"/n/1", b"/n/2", b"/n/3", b"/n/4", b"/n/5", b"/n/6"]))
def test_files_that_all_moved_are_all_kept(before: list[FileStat], mapping: list[bytes]) -> None:
    stored = rows(*(FileStat(s.path, s.size, s.mtime_ns, n, s.device) for n, s in enumerate(before, start=1)))
    after = [
        FileStat(path, row.size, row.mtime_ns, row.inode, row.device)
        for row, path in zip(stored, mapping, strict=False)
    ]
    assert plan(after, stored) == [Move(row.id, stat) for row, stat in zip(stored, after, strict=True)]


@given(before=DISKS, after=DISKS, locked=st.sampled_from([b"/r", b"/r/d", b"/r/e", b"/r/e/d", b"/r/a"]))
def test_nothing_below_an_unreadable_folder_is_purged(
    before: list[FileStat], after: list[FileStat], locked: bytes
) -> None:
    stored = rows(*before)
    library = apply(plan([Unreadable(locked, "Permission denied"), *after], stored), stored)
    for row in stored:
        if row.path == locked or row.path.startswith(locked + b"/"):
            assert library[row.id].path == row.path


def test_nothing_changed_means_nothing_to_do() -> None:
    disk = [file("/r/a", 1), file("/r/b", 2)]
    assert plan(disk, rows(*disk)) == []


def test_two_files_that_swapped_names_are_read_again_in_place() -> None:
    stored = rows(file("/r/a", 1), file("/r/b", 2, size=20))
    a, b = file("/r/a", 2, size=20), file("/r/b", 1)
    assert plan([a, b], stored) == [Update(1, a), Update(2, b)]


def test_an_editors_save_by_rename_keeps_the_file_and_its_backup_is_new() -> None:
    stored = rows(file("/r/letter.txt", 1))
    saved, backup = file("/r/letter.txt", 2, mtime_ns=5), file("/r/letter.old", 1)
    assert plan([saved, backup], stored) == [Update(1, saved), Create(backup)]


def test_a_second_name_of_an_inode_is_a_new_file_not_a_move() -> None:
    a, b = file("/r/a", 1), file("/r/b", 1)
    assert plan([a, b], rows(a)) == [Create(b)]


def test_hard_links_that_moved_together_keep_their_own_names() -> None:
    stored = rows(file("/r/old/x", 1), file("/r/old/y", 1))
    y, x = file("/r/new/y", 1), file("/r/new/x", 1)
    assert plan([y, x], stored) == [Move(2, y), Move(1, x)]


def test_a_drive_that_came_back_under_another_number_is_not_read_again() -> None:
    back = file("/r/a", 1, device=9)
    assert plan([back], rows(file("/r/a", 1, device=7))) == [Move(1, back)]


def test_a_path_that_two_walks_saw_is_one_file() -> None:
    a = file("/r/a", 1)
    assert plan([a, a], []) == [Create(a)]


def test_a_folder_of_ten_thousand_moves_in_linear_time() -> None:
    """Counted, not timed: each row and each stat is looked at a few times, however many there are."""
    looks = 0

    class Counted(Row):
        def __getattribute__(self, name: str) -> object:
            nonlocal looks
            looks += name in ("path", "inode")
            return super().__getattribute__(name)

    stored = [Counted(n, b"/r/old/%d" % n, 1, 1, n + 1, 7) for n in range(10_000)]
    seen = [FileStat(b"/r/new/%d" % n, 1, 1, n + 1, 7) for n in range(10_000)]
    actions = plan(seen, stored)
    assert len(actions) == 10_000
    assert all(isinstance(action, Move) for action in actions)
    assert looks < 100_000
