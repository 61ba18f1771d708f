"""An encrypted library says nothing to whoever has its files but not its key, and loses nothing on the way."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from indexer import protocol
from indexer.desks.storage import StorageDesk
from indexer.engine import Engine
from indexer.errors import EnvironmentProblem
from indexer.store import encryption
from indexer.store.database import Database
from indexer.store.library import Library
from indexer.store.writer import Writer

SECRET = "the landlord pays for the roof"


class Pocket(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.keys.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.keys[service, username] = password


@pytest.fixture
def pocket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pocket]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "session"))
    (tmp_path / "session").mkdir(mode=0o700)
    before, mine = keyring.get_keyring(), Pocket()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A library that holds a secret: the name of a folder."""
    made = tmp_path / "library"
    made.mkdir()
    database = Database(made / "library.db")
    Writer(database, lambda: 0.0).add_folder(os.fsencode(f"/{SECRET}"), 1, 1)
    database.close()
    (made / "words").mkdir()
    (made / "words" / "terms").write_text(SECRET)
    return made


def says(directory: Path) -> bool:
    return any(SECRET.encode() in file.read_bytes() for file in directory.rglob("*") if file.is_file())


def folders(directory: Path) -> list[bytes]:
    database = encryption.open_database(directory)
    try:
        return [folder.path for folder in Library(database).folders()]
    finally:
        database.close()


def encrypt(directory: Path, wanted: bool = True) -> None:
    encryption.mark(directory, wanted)
    encryption.carry_out(directory)


def test_nothing_of_an_encrypted_library_can_be_read_from_its_files(directory: Path, pocket: Pocket) -> None:
    assert says(directory)
    encrypt(directory)
    assert encryption.is_encrypted(directory)
    assert not says(directory)
    assert folders(directory) == [os.fsencode(f"/{SECRET}")]


def test_what_is_written_later_is_encrypted_as_well(directory: Path, pocket: Pocket) -> None:
    encrypt(directory)
    database = encryption.open_database(directory)
    Writer(database, lambda: 0.0).add_folder(b"/another secret", 1, 2)
    files = [file.read_bytes() for file in directory.iterdir() if file.is_file()]
    database.close()
    assert not any(b"another secret" in content for content in files)
    assert b"/another secret" in folders(directory)


def test_without_its_key_a_library_stays_shut_and_says_why(directory: Path, pocket: Pocket) -> None:
    encrypt(directory)
    pocket.keys.clear()
    with pytest.raises(EnvironmentProblem, match="keyring does not open it") as caught:
        encryption.open_database(directory)
    assert caught.value.code == "library_locked"
    assert "keyring" in caught.value.remedy


def test_a_library_that_was_moved_finds_its_key(directory: Path, pocket: Pocket) -> None:
    encrypt(directory)
    moved = directory.with_name("elsewhere")
    shutil.move(directory, moved)
    assert len(folders(moved)) == 1


def test_a_library_is_as_it_was_after_both_ways(directory: Path, pocket: Pocket) -> None:
    before = folders(directory)
    encrypt(directory)
    encrypt(directory, wanted=False)
    assert not encryption.is_encrypted(directory)
    assert folders(directory) == before


def test_a_way_that_was_cut_short_leaves_the_library_as_it_was(directory: Path, pocket: Pocket) -> None:
    (directory / "library.db.fresh").write_bytes(b"half of it")
    encrypt(directory)
    assert len(folders(directory)) == 1
    assert not (directory / "library.db.fresh").exists()


def test_a_keyring_that_forgets_leaves_the_library_as_it_was(
    directory: Path, pocket: Pocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pocket, "set_password", lambda *_: None)
    with pytest.raises(EnvironmentProblem, match="did not keep the key"):
        encrypt(directory)
    assert len(folders(directory)) == 1
    encryption.carry_out(directory)  # nobody insists at the next start
    assert not encryption.is_encrypted(directory)


def test_the_indexes_of_an_encrypted_library_last_as_long_as_its_service(directory: Path, pocket: Pocket) -> None:
    encrypt(directory)
    engine = Engine.open(directory)
    caches = encryption.caches_of(directory)
    assert {"words", "names"} <= {entry.name for entry in caches.iterdir()}
    assert not {"words", "names"} & {entry.name for entry in directory.iterdir()}
    engine.close()
    assert not caches.exists()


def test_a_system_without_a_keyring_is_told_apart(directory: Path, pocket: Pocket) -> None:
    desk = StorageDesk(directory, directory)
    assert desk.measure(protocol.GetStorage()).not_encryptable == ""
    keyring.set_keyring(keyring.backends.fail.Keyring())
    assert "no keyring" in desk.measure(protocol.GetStorage()).not_encryptable
    with pytest.raises(EnvironmentProblem, match="no keyring"):
        desk.encrypt(protocol.EncryptLibrary(True))
