"""Pages, Numbers and Keynote since 2013: objects (protobuf) in .iwa files, each packed with Snappy.

Read are their texts, slide by slide in the order of the show. (Tables are read by xberg.)
"""

import posixpath
from collections.abc import Iterator

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import DecodeError
from google.protobuf.unknown_fields import UnknownFieldSet

from indexer.extract.build import Builder, line
from indexer.extract.package import Package, check_package
from indexer.extract.source import Refused, Source
from indexer.types import Extracted, Reason

EXTENSIONS = frozenset({"pages", "numbers", "key"})

_LOCKED = (".iwpv2", ".iwph")
# What Apple's programs write for themselves, and what they offer to be written over.
_MACHINERY = ("DocumentStylesheet", "ThemeStylesheet", "Metadata", "ViewState", "MasterSlide", "TemplateSlide")
_TEXT, _SHOW, _NODE, _SLIDE = 2001, 2, 4, 5  # kinds of objects
_ID, _MESSAGE = 1, 2  # fields of what announces an object
_KIND, _SIZE = 1, 3  # of each message in it
_WORDS, _TREE, _NODES, _SLIDE_OF_NODE, _REFERS = 3, 3, 2, 2, 1
_PICTURE = "\ufffc"  # stands in a text where something else is drawn
_MOST_IN_A_PIECE = 1 << 20  # bytes; Apple's programs make pieces of 64 KB

Object = tuple[int, int, bytes]  # identifier, kind, content
Fields = dict[int, list[int | bytes]]


def flat(source: Source) -> Source:
    """The objects' files as members of the package itself, where they lie in one inside it. Raises `Refused`."""
    package = Package(source)
    if any(name.endswith(_LOCKED) for name in package.names):
        raise Refused(Reason.ENCRYPTED)
    index = next((name for name in package.names if posixpath.basename(name) == "Index.zip"), "")
    if not index:
        return source
    inside = source.inside(source.name, package.bytes_of(index))
    check_package(inside)
    source.budget.spend(len(inside))
    return inside


def read(source: Source) -> Extracted | None:
    """None where it is of an older kind, which has no such files."""
    package = Package(source)
    names = [name for name in package.names if name.endswith(".iwa") and not _is_machinery(name)]
    if not names:
        return None
    files = {name: list(_objects(source, package.bytes_of(name))) for name in names}
    builder = Builder(until=source.until)
    slides = _slides(files)
    for number, name in enumerate(slides, 1):
        texts = _texts(files[name])
        builder.begin("slide", label=line(texts[0], 80) if texts else "", number=number)
        _add(builder, texts)
    builder.end("slide")
    for name in names:
        if name not in slides:
            _add(builder, _texts(files[name]))
    return builder.extracted(page_count=len(slides))


def _is_machinery(name: str) -> bool:
    return posixpath.basename(name).startswith(_MACHINERY)


def _add(builder: Builder, texts: list[str]) -> None:
    for text in texts:
        builder.add(text)


def _slides(files: dict[str, list[Object]]) -> list[str]:
    """The files that hold a slide each, in the order of the show."""
    objects = [each for found in files.values() for each in found]
    of_node = {
        identifier: _referred(_fields(content), _SLIDE_OF_NODE)
        for identifier, kind, content in objects
        if kind == _NODE
    }
    trees = [tree for _, kind, content in objects if kind == _SHOW for tree in _parts(_fields(content), _TREE)]
    nodes = [node for tree in trees for node in _referred(_fields(tree), _NODES)]
    order = [slide for node in nodes for slide in of_node.get(node, ())]
    holds = {identifier: name for name, found in files.items() for identifier, kind, _ in found if kind == _SLIDE}
    return [holds[slide] for slide in order if slide in holds]


def _referred(fields: Fields, field: int) -> list[int]:
    """The identifiers of the objects that a field refers to."""
    found = (_fields(part).get(_REFERS, [None])[0] for part in _parts(fields, field))
    return [identifier for identifier in found if isinstance(identifier, int)]


def _texts(objects: list[Object]) -> list[str]:
    texts = []
    for _, kind, content in objects:
        if kind == _TEXT:
            texts += [part.decode("utf-8", "ignore").replace(_PICTURE, "") for part in _parts(_fields(content), _WORDS)]
    return [text for text in texts if text.strip()]


def _parts(fields: Fields, field: int) -> list[bytes]:
    return [part for part in fields.get(field, ()) if isinstance(part, bytes)]


def _objects(source: Source, packed: bytes) -> Iterator[Object]:
    """What can be read of a file; one in which something else lies has nothing."""
    try:
        data = b"".join(_unpacked(source, packed))
        at = 0
        while at < len(data):
            size, at = _number(data, at)
            announced = _fields(data[at : at + size])
            at += size
            identifier = announced.get(_ID, [0])[0]
            for message in map(_fields, _parts(announced, _MESSAGE)):
                kind, length = message[_KIND][0], message[_SIZE][0]
                if isinstance(identifier, int) and isinstance(kind, int) and isinstance(length, int):
                    yield identifier, kind, data[at : at + length]
                    at += length
    except (ValueError, OSError, IndexError, KeyError):  # OSError is pyarrow's, of what is no Snappy
        return


def _fields(message: bytes) -> Fields:
    """The fields of a protobuf message; empty where it is none."""
    whole = Empty()  # a message of which nothing is known
    try:
        whole.ParseFromString(message)
    except DecodeError:
        return {}
    fields: Fields = {}
    for field in UnknownFieldSet(whole):
        fields.setdefault(field.field_number, []).append(field.data)
    return fields


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends. Raises IndexError where there is none."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value, at
    raise IndexError("a number of more than 64 bits")


def _unpacked(source: Source, packed: bytes) -> Iterator[bytes]:
    """The pieces of a file, each behind a zero and its length. Raises `Refused` where they come to too much, ValueError
    where they are no Snappy."""
    from pyarrow import decompress  # 50 MB, and seldom needed

    at = 0
    while at < len(packed) and packed[at] == 0:
        end = at + 4 + int.from_bytes(packed[at + 1 : at + 4], "little")
        size, _ = _number(packed, at + 4)
        if size > _MOST_IN_A_PIECE:
            return
        source.budget.spend(size)
        yield decompress(packed[at + 4 : end], size, codec="snappy", asbytes=True)
        at = end
