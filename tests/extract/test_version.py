"""What made a text is known, so that an upgrade redoes only what went stale."""

from pathlib import Path

from indexer import extract
from indexer.extract import version_of
from indexer.formats import BY_EXTENSION


def test_every_reader_has_a_module_and_a_version() -> None:
    readers = {fmt.reader for fmt in BY_EXTENSION.values()} - {""}
    folder = Path(extract.__file__).parent
    for reader in readers:
        assert (folder / f"{reader}.py").exists()
        assert version_of(reader) == version_of(reader) != ""


def test_no_reader_has_no_version() -> None:
    assert version_of("") == ""


def test_every_module_belongs_to_some_readers_version() -> None:
    """A new helper that no version knows of would leave stale texts behind."""
    modules = {path.stem for path in Path(extract.__file__).parent.glob("*.py")}
    known = {
        *extract._LIBRARIES,
        *extract._NESTED,
        *extract._SHARED,
        *(name for used in extract._USES.values() for name in used),
    }
    confined = {"channel", "landlock", "pool", "sandbox", "seccomp", "worker"}
    apparatus = confined | {"__init__", "__main__", "pictures", "recognition", "survey"}
    apparatus |= {"looks", "picture", "pixels"}  # make hashes and pictures, not texts; the first names its own version
    apparatus |= {"glance", "second"}  # for a question that is asked now, for measuring: their texts are not kept
    assert modules - apparatus == known
