"""Zipped packages (docx, pptx, odt, epub, ...): what is checked before a parser unpacks one, and reading their XML."""

import contextlib
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import ClassVar
from xml.etree import ElementTree

from indexer.extract.source import Refused, Source
from indexer.types import Reason

MAX_MEMBERS = 10_000
MAX_UNPACKED = 512 << 20  # bytes
MAX_RATIO = 200  # of a member that unpacks to more than _SMALL
_SMALL = 4 << 20
_PAGE_COUNT = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}page-count"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError)


def check_package(source: Source) -> None:
    """Raises `Refused` where the package is encrypted, would expand without measure, or declares XML entities."""
    if source.head(2) != b"PK":
        return
    try:
        package = zipfile.ZipFile(source.file())
    except _BROKEN:
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
        raise Refused(Reason.BOMB, f"It unpacks to more than {MAX_UNPACKED >> 20} MB.")
    for member in members:
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * member.compress_size:
            raise Refused(Reason.BOMB, f"A member unpacks to more than {MAX_RATIO} times its size.")
        if member.flag_bits & 1:
            raise Refused(Reason.ENCRYPTED)


def _refuse_entities(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """No office program declares entities; who does means to blow up the parser."""
    try:
        with package.open(member) as file:
            head = file.read(1024)
    except _BROKEN:
        return
    if b"<!ENTITY" in head:
        raise Refused(Reason.BOMB, "Its XML declares entities.")


class Package:
    """The members of a package, and the XML in them. Members that cannot be read are as if they were not there."""

    def __init__(self, source: Source) -> None:
        try:
            self._zip = zipfile.ZipFile(source.file())
        except _BROKEN:
            raise Refused(Reason.DAMAGED, "This is not a package, or a damaged one.") from None
        self.names = self._zip.namelist()
        self._known = set(self.names)

    def bytes_of(self, name: str) -> bytes:
        if name not in self._known:
            return b""
        try:
            return self._zip.read(name)
        except _BROKEN:
            return b""

    def start_of(self, name: str, size: int = 2048) -> bytes:
        try:
            with self._zip.open(name) as file:
                return file.read(size)
        except _BROKEN:
            return b""

    def end_of(self, name: str, size: int = 1 << 16) -> bytes:
        end = b""
        try:
            with self._zip.open(name) as file:
                while piece := file.read(1 << 20):
                    end = (end + piece)[-size:]
        except _BROKEN:
            pass
        return end

    def tree(self, name: str) -> ElementTree.Element | None:
        try:
            return ElementTree.fromstring(self.bytes_of(name), ElementTree.XMLParser(target=_Tree()))
        except (ElementTree.ParseError, ValueError):
            return None

    def paragraphs(self, name: str) -> list[str]:
        """The text of a part of a document."""
        return paragraphs(self.bytes_of(name))

    def related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """(id, type, target) of what an OOXML part refers to inside the package, in the order written."""
        folder, file = posixpath.split(name)
        tree = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relation in tree if tree is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], posixpath.normpath(inside)

    def properties(self) -> dict[str, str]:
        """What docProps/core.xml or, in OpenDocument, meta.xml says: title, creator, created, pages, ... by name."""
        tree = self.tree("docProps/core.xml")
        if tree is not None:
            return {_local(child.tag): child.text or "" for child in tree}
        meta = next(iter(self.tree("meta.xml") or ()), None)
        if meta is None:
            return {}
        said = {_local(child.tag): child.text or "" for child in meta}
        counts = (child.get(_PAGE_COUNT) for child in meta)
        return said | {
            "creator": said.get("initial-creator") or said.get("creator", ""),
            "created": said.get("creation-date", ""),
            "pages": next(filter(None, counts), ""),
        }


def paragraphs(xml: bytes) -> list[str]:
    """The text in the XML of an office program, a line a paragraph, as far as it is well formed."""
    target = _Paragraphs()
    with contextlib.suppress(ElementTree.ParseError, ValueError, LookupError):
        ElementTree.XMLParser(target=target).feed(xml)
    return target.close()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _NoDoctype:
    def doctype(self, *_declared: str | None) -> None:
        raise Refused(Reason.BOMB, "Its XML declares a document type.")


class _Tree(_NoDoctype, ElementTree.TreeBuilder):
    pass


class _Paragraphs(_NoDoctype):
    """Collects text from the XML of OOXML (a:t, w:t, t; c:v of labels), ODF, Visio and iWork.

    A line a paragraph, cells of a table row set apart by tabs. Adjacent runs are joined as they stand, for a word may
    be made of several.
    """

    _TEXT = frozenset({"t", "Text", "Data"})
    _LABELS = frozenset({"strCache", "strLit"})
    _WHOLLY_TEXT = ("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}", "{http://developer.apple.com/namespaces/sf}")

    _IN_ATTRIBUTES: ClassVar = {
        "hidden-text": "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}string-value",  # of OpenDocument
        "ct": "{http://developer.apple.com/namespaces/sfa}s",  # a cell of Numbers
    }

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._text = 0  # how many elements around hold text
        self._label = 0
        self._row = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name in self._TEXT or (name == "v" and self._label) or tag.startswith(self._WHOLLY_TEXT):
            self._text += 1
        if written := attributes.get(self._IN_ATTRIBUTES.get(name, ""), ""):
            self._break()
            self._parts.append(written)
            self._break()
        if name in self._LABELS:
            self._label += 1
        elif name == "tr":
            self._row += 1
        elif name in ("br", "line-break"):
            self._parts.append("\n")
        elif name in ("tab", "s"):
            self._parts.append("\t" if name == "tab" else " ")

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in self._TEXT or (name == "v" and self._label) or tag.startswith(self._WHOLLY_TEXT):
            self._text -= 1
        if name in self._LABELS:
            self._label -= 1
            self._break()
        elif name == "v" and self._label:
            self._parts.append(", ")
        elif name in ("tc", "Cell"):
            self._parts.append("\t")
        elif name == "tr":
            self._row -= 1
            self._break()
        elif name in ("p", "h", "Text", "si", "Row"):
            if self._row:
                self._parts.append(" ")
            else:
                self._break()

    def data(self, text: str) -> None:
        if self._text:
            self._parts.append(text)

    def _break(self) -> None:
        if line := "".join(self._parts).strip(" \t\n,"):
            self._lines.append(line)
        self._parts.clear()

    def close(self) -> list[str]:
        self._break()
        return self._lines
