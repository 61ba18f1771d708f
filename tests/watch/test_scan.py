import os
from pathlib import Path

import pytest

from indexer.types import FileStat
from indexer.watch.rules import Rules
from indexer.watch.scan import Entry, Unreadable, is_placeholder, walk


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def names(entries: list[Entry], root: Path) -> set[str]:
    return {os.fsdecode(os.path.relpath(entry.path, os.fsencode(root))) for entry in entries}


def scan(root: Path, inside: Path | None = None, deep: bool = True, patterns: tuple[str, ...] = ()) -> list[Entry]:
    return list(walk(os.fsencode(root), Rules(patterns), os.fsencode(inside) if inside else None, deep))


def test_every_regular_file_is_seen_once_with_what_the_disk_says(tmp_path: Path) -> None:
    lease = write(tmp_path / "letters/2024/lease.txt", "the landlord pays")
    write(tmp_path / "top.txt")
    entries = scan(tmp_path)
    assert sorted(names(entries, tmp_path)) == ["letters/2024/lease.txt", "top.txt"]
    status = lease.stat()
    assert FileStat(bytes(lease), 17, status.st_mtime_ns, status.st_ino, status.st_dev) in entries


def test_a_presentation_of_keynote_is_told_from_a_private_key_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "talk.key").write_bytes(b"PK\3\4 and so on")
    write(tmp_path / "server.key", "-----BEGIN PRIVATE KEY-----")
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/talk.key").write_bytes(b"PK\3\4 and so on")
    assert names(scan(tmp_path), tmp_path) == {"talk.key"}
    assert names(scan(tmp_path, patterns=("*.key",)), tmp_path) == set()
    assert names(scan(tmp_path, patterns=("!*.key",)), tmp_path) == {"talk.key", "server.key"}


def test_links_pipes_and_sockets_are_not_documents(tmp_path: Path) -> None:
    write(tmp_path / "real/a.txt")
    (tmp_path / "real/loop").symlink_to(tmp_path)
    (tmp_path / "alias.txt").symlink_to(tmp_path / "real/a.txt")
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(scan(tmp_path), tmp_path) == {"real/a.txt"}


def test_skipped_folders_are_not_entered(tmp_path: Path) -> None:
    for name in (".ssh/config.txt", "node_modules/x/readme.md", "a/.git/HEAD", "a/b.txt", "mine/c.txt"):
        write(tmp_path / name)
    assert names(scan(tmp_path, patterns=("/mine/",)), tmp_path) == {"a/b.txt"}


def test_any_bytes_can_be_a_name(tmp_path: Path) -> None:
    odd = [
        b"\xff\xfe.txt",
        "na\u00efve.txt".encode(),
        "nai\u0308ve.txt".encode(),
        b"new\nline.txt",
        b" .txt",
        b"a" * 251 + b".txt",
    ]
    for name in odd:
        with open(os.path.join(os.fsencode(tmp_path), name), "w"):
            pass
    assert {os.path.basename(entry.path) for entry in scan(tmp_path)} == set(odd)


def test_one_folder_alone_can_be_looked_at(tmp_path: Path) -> None:
    for name in ("a/1.txt", "a/b/2.txt", "c/3.txt"):
        write(tmp_path / name)
    assert names(scan(tmp_path, tmp_path / "a", deep=False), tmp_path) == {"a/1.txt"}
    assert names(scan(tmp_path, tmp_path / "a"), tmp_path) == {"a/1.txt", "a/b/2.txt"}


def test_a_folder_below_a_skipped_one_holds_nothing(tmp_path: Path) -> None:
    write(tmp_path / ".git/logs/a.txt")
    assert scan(tmp_path, tmp_path / ".git/logs") == []


def test_a_folder_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    write(tmp_path / "file")
    assert scan(tmp_path, tmp_path / "gone/deeper") == []
    assert scan(tmp_path, tmp_path / "file/now a file") == []


def test_a_folder_that_became_a_link_holds_nothing(tmp_path: Path) -> None:
    write(tmp_path / "real/deep/a.txt")
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    assert scan(tmp_path, tmp_path / "alias/deep") == []
    assert scan(tmp_path, tmp_path / "alias") == []


def test_a_root_that_is_gone_is_unreadable_not_empty(tmp_path: Path) -> None:
    root = tmp_path / "drive"
    assert [type(entry) for entry in scan(root)] == [Unreadable]
    assert [type(entry) for entry in scan(root, root / "letters")] == [Unreadable]


def test_a_folder_that_cannot_be_listed_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "open/a.txt")
    write(tmp_path / "locked/b.txt")
    list_folder = os.scandir

    def refuse(path: bytes) -> "os._ScandirIterator[bytes]":
        if path.endswith(b"locked"):
            raise PermissionError(13, "Permission denied")
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", refuse)  # the tests may run as root, whom no permission stops
    entries = scan(tmp_path)
    assert Unreadable(bytes(tmp_path / "locked"), "Permission denied") in entries
    assert names(entries, tmp_path) == {"open/a.txt", "locked"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="no permission stops root")
def test_a_folder_without_permission_is_unreadable(tmp_path: Path) -> None:
    write(tmp_path / "locked/b.txt")
    (tmp_path / "locked").chmod(0)
    try:
        assert scan(tmp_path) == [Unreadable(bytes(tmp_path / "locked"), "Permission denied")]
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_a_very_deep_tree_is_walked(tmp_path: Path) -> None:
    folders = [os.fspath(tmp_path) + "/d" * depth for depth in range(1, 1100)]
    for folder in folders:
        os.mkdir(folder)
    deepest = folders[-1] + "/deep.txt"
    try:
        with open(deepest, "w"):
            pass
        assert [entry.path for entry in scan(tmp_path)] == [os.fsencode(deepest)]
    finally:  # too deep for who cleans up after the tests
        os.unlink(deepest)
        for folder in reversed(folders):
            os.rmdir(folder)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"st_flags": 0x40000000}, True),
        ({"st_flags": 0x40}, False),
        ({"st_file_attributes": 0x00400000}, True),
        ({"st_file_attributes": 0x20}, False),
        ({}, False),
    ],
)
def test_a_cloud_file_that_is_elsewhere_is_told_by_its_flags(fields: dict[str, int], expected: bool) -> None:
    class Status:
        pass

    status = Status()
    for name, value in fields.items():
        setattr(status, name, value)
    assert is_placeholder(status) is expected  # type: ignore[arg-type]
