"""Archives: the names of their members, and the text of those that have a reader. Nothing is ever written to disk."""

import bz2
import gzip
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from indexer.extract import nodes
from indexer.extract.build import Builder, line
from indexer.extract.read import is_read_inside, read_inside
from indexer.extract.source import Refused, Source
from indexer.extract.wording import plainly
from indexer.types import Extracted, Failure, Reason

MAX_MEMBERS = 10_000
MAX_MEMBER = 64 << 20  # bytes of one member that is read

_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(OSError, EOFError, ValueError, NotImplementedError, RuntimeError),
)
_7Z = "application/x-7z-compressed"
_STREAMS = ("gz", "bz2", "xz")
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db")

# A member's name, and its content; None where that is not read: no reader, too large, locked.
Member = tuple[str, bytes | None]


def read(source: Source) -> Extracted:
    """Each member that says something, under its name; then the names of the others."""
    if source.head(6) == b"7z\xbc\xaf\x27\x1c":
        return _of_7z(source)
    builder = Builder(until=source.until)
    others: list[str] = []
    failure: Failure | None = None
    try:
        for count, (name, data) in enumerate(_members(source)):
            if count >= MAX_MEMBERS:
                raise Refused(Reason.BOMB, f"It holds more than {MAX_MEMBERS:,} members.")
            if data and (inner := read_inside(source, name, data)):
                builder.embed(inner, "member", name)
            else:
                others.append(line(name, 1000))
            if builder.full:
                break
    except Refused as refused:
        failure = refused.failure
    except _BROKEN as error:
        failure = Failure(Reason.DAMAGED, plainly(str(error)))
    builder.add("\n".join(others))
    extracted = builder.extracted(failure=failure)
    if failure and not extracted.text:
        raise Refused(failure.code, failure.detail)
    return extracted


def _of_7z(source: Source) -> Extracted:
    """xberg unpacks it in memory, and reads what is in it."""
    parsed = nodes.parse(source.name, source.content, _7Z, depth=nodes.depth_left(source))
    builder = Builder(until=source.until)
    told = nodes.embed_children(builder, parsed, "member")
    names = [str(name) for name in json.loads(str(parsed.metadata.format)).get("file_list", ())]
    builder.add("\n".join(line(name, 1000) for name in names if name not in told))
    return builder.extracted()


def _members(source: Source) -> Iterator[Member]:
    if source.head(4) == b"PK\3\4":
        return _of_zip(source)
    if source.extension == "tar" or tarfile.is_tarfile(source.file()):
        return _of_tar(source)
    if source.extension in _STREAMS:
        return _of_stream(source)
    raise Refused(Reason.DAMAGED, "This is not an archive, or a damaged one.")


def _of_zip(source: Source) -> Iterator[Member]:
    locked = False
    with zipfile.ZipFile(source.file()) as archive:
        for member in archive.infolist():
            if member.is_dir() or any(noise in member.filename for noise in _NOISE):
                continue
            if member.flag_bits & 1:
                locked = True
                yield member.filename, None
            else:
                yield member.filename, _of_member(source, archive, member)
    if locked:
        raise Refused(Reason.ENCRYPTED, "Its members are locked: only their names were read.")


def _of_member(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
    if not is_read_inside(member.filename):
        return None
    try:
        with archive.open(member) as file:
            return _bounded(source, file)
    except _BROKEN:
        return None  # it is known by its name


def _of_tar(source: Source) -> Iterator[Member]:
    with tarfile.open(fileobj=source.file()) as archive:
        for member in archive:
            if not member.isfile() or any(noise in member.name for noise in _NOISE):
                continue
            file = archive.extractfile(member) if is_read_inside(member.name) else None
            yield member.name, _bounded(source, file) if file else None


def _of_stream(source: Source) -> Iterator[Member]:
    with _opened(source) as file:
        yield source.name.rpartition(".")[0], _bounded(source, file)


def _opened(source: Source) -> IO[bytes]:
    match source.extension:
        case "gz":
            return cast(IO[bytes], gzip.GzipFile(fileobj=source.file()))
        case "bz2":
            return bz2.BZ2File(source.file())
        case _:
            return lzma.LZMAFile(source.file())


def _bounded(source: Source, file: IO[bytes]) -> bytes | None:
    """The content of a member within its limit and what is left of the file's; None where it is larger."""
    data = file.read(MAX_MEMBER + 1)
    source.budget.spend(len(data))
    return data if len(data) <= MAX_MEMBER else None
