"""What is checked of a zipped package (docx, odt, epub, ...) before a parser unpacks it."""

import io
import zipfile

from indexer.extract.source import Refused, Source
from indexer.types import Reason

MAX_MEMBERS = 10_000
MAX_UNPACKED = 512 << 20  # bytes
MAX_RATIO = 200  # of a member that unpacks to more than _SMALL
_SMALL = 4 << 20


def check_package(source: Source) -> None:
    """Raises `Refused` where the package is encrypted, or would expand without measure."""
    if source.head(2) != b"PK":
        return
    try:
        package = zipfile.ZipFile(io.BytesIO(source.content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return  # the parser may still repair it
    with package:
        members = package.infolist()
        check_members(members)
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                _refuse_entities(package, member)


def check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise Refused(Reason.BOMB, f"It holds {len(members):,} members.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused(Reason.BOMB, "It unpacks to more than 512 MB.")
    for member in members:
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * member.compress_size:
            raise Refused(Reason.BOMB, f"{member.filename} unpacks to more than {MAX_RATIO} times its size.")
        if member.flag_bits & 1:
            raise Refused(Reason.ENCRYPTED)


def _refuse_entities(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """No office program declares entities; who does means to blow up the parser."""
    try:
        with package.open(member) as file:
            head = file.read(1024)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zipfile.zlib.error):
        return
    if b"<!ENTITY" in head:
        raise Refused(Reason.BOMB, "Its XML declares entities.")
