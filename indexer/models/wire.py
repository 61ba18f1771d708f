"""What the service and its model worker say to each other: length-prefixed msgpack over two pipes."""

import struct
from typing import BinaryIO

import msgspec
import numpy as np

from indexer.models.encoder import Vectors

_LENGTH = struct.Struct("<I")
_MAX_FRAME = 1 << 30  # bytes; a longer one means that the pipe carries something else


class Load(msgspec.Struct, frozen=True, tag=True):
    """The first message: which model to hold. `exports` and `downloads` are folders, empty for none."""

    name: str
    downloads: str = ""
    exports: str = ""
    device: str = "auto"
    dimension: int | None = None
    threads: int = 1


class Encode(msgspec.Struct, frozen=True, tag=True):
    """Turn passages into vectors."""

    texts: list[str]


class Pictures(msgspec.Struct, frozen=True, tag=True):
    """Turn pictures into vectors: each is side × side × 3 bytes."""

    pictures: list[bytes]
    side: int


class Languages(msgspec.Struct, frozen=True, tag=True):
    """In which language is each text written?"""

    texts: list[str]


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The model is loaded; `runtime` says what runs it."""

    runtime: str


class Spoken(msgspec.Struct, frozen=True, tag=True):
    """ISO 639, empty where it cannot be told."""

    languages: list[str]


class Rows(msgspec.Struct, frozen=True, tag=True):
    """(count, dimension) float32 in row order, little-endian."""

    count: int
    dimension: int
    data: bytes


class Learn(msgspec.Struct, frozen=True, tag=True):
    """Learn a label from documents that carry it, were refused it, and others; `text` is one row. See tagger.py."""

    examples: Rows
    refused: Rows
    others: Rows
    text: Rows


class Learnt(msgspec.Struct, frozen=True, tag=True):
    """What was learnt: `weights` and `held_out` are one row each."""

    weights: Rows
    bias: float
    held_out: Rows


class Entail(msgspec.Struct, frozen=True, tag=True):
    """Which statements follow from which texts, as this model says; answered with rows as those of
    `Entailment.probabilities`."""

    pairs: list[tuple[str, str]]
    model: str


class Trouble(msgspec.Struct, frozen=True, tag=True):
    """The request failed with a `WhereinError`."""

    code: str
    message: str
    remedy: str
    bug: bool


Message = Load | Encode | Entail | Pictures | Languages | Learn | Learnt | Ready | Rows | Spoken | Trouble

_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Message)


def send(pipe: BinaryIO, message: Message) -> None:
    """Raises `OSError` when the other side is gone."""
    data = _encoder.encode(message)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive(pipe: BinaryIO) -> Message:
    """Waits for a message. Raises `EOFError` when the other side is gone, `ValueError` when it talks nonsense."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if length > _MAX_FRAME:
        raise ValueError(f"a frame of {length} bytes")
    return _decoder.decode(_exactly(pipe, length))


def rows(vectors: Vectors) -> Rows:
    return Rows(vectors.shape[0], vectors.shape[1], np.ascontiguousarray(vectors, dtype="<f4").tobytes())


def vectors(message: Rows) -> Vectors:
    return np.frombuffer(message.data, dtype="<f4").astype(np.float32).reshape(message.count, message.dimension)


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
