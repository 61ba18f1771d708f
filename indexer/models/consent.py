"""Program code that comes with a model: it runs only where a person has allowed exactly this code, of this revision,
and then only in a process that holds nothing but the model. Other code, or a changed byte, asks again."""

from pathlib import Path

import msgspec

from indexer.models.shipped import sha256_of

_RECORD = ".allowed.json"


class Allowed(msgspec.Struct, frozen=True):
    """What was allowed: SHA-256 by file."""

    revision: str
    files: dict[str, str]


def code_in(path: Path) -> dict[str, str]:
    """The files of a folder that are program code, with their SHA-256."""
    return {file.relative_to(path).as_posix(): sha256_of(file) for file in sorted(path.rglob("*.py"))}


def allow(path: Path, revision: str) -> None:
    """From now on the code that lies there now may run."""
    (path / _RECORD).write_bytes(msgspec.json.format(msgspec.json.encode(Allowed(revision, code_in(path)))))


def is_allowed(path: Path) -> bool:
    try:
        allowed = msgspec.json.decode((path / _RECORD).read_bytes(), type=Allowed)
    except (OSError, msgspec.MsgspecError):
        return False
    return bool(allowed.files) and allowed.files == code_in(path)
