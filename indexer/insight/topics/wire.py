"""What the service and the process that makes topics say to each other: one JSON message a line. After each `Step` the
process waits for a line: while its task is paused, it gets none. After `Phrases` it waits for `Meant`."""

from typing import IO

import msgspec
import numpy as np

from indexer.insight.topics.made import Made, Method, Wish
from indexer.models.encoder import Vectors
from indexer.store.topics import NewTopic, Placed
from indexer.types import Fingerprint


class Job(msgspec.Struct, frozen=True, tag=True):
    library: str  # its folder
    fingerprint: Fingerprint
    wish: Wish
    threads: int


class Step(msgspec.Struct, frozen=True, tag=True):
    done: int  # percent
    current: str  # empty: as before


class Phrases(msgspec.Struct, frozen=True, tag=True):
    """What do these mean? The service has a model at hand."""

    texts: tuple[str, ...]


class Meant(msgspec.Struct, frozen=True, tag=True):
    """Rows of float32, little-endian; empty where no model can tell."""

    vectors: bytes

    @classmethod
    def of(cls, vectors: Vectors | None) -> "Meant":
        return cls(b"" if vectors is None else vectors.astype("<f4").tobytes())

    def rows(self, count: int) -> Vectors | None:
        return np.frombuffer(self.vectors, "<f4").astype(np.float32).reshape(count, -1) if self.vectors else None


class Topic(msgspec.Struct, frozen=True):
    id: int | None
    parent: int | None
    name: str
    keywords: tuple[str, ...]
    centre: bytes
    x: float
    y: float


class Result(msgspec.Struct, frozen=True, tag=True):
    """Columns, one row a document, little-endian: ids int64, topics int32 (-1: none), fits float32, places float32
    pairs."""

    topics: tuple[Topic, ...]
    ids: bytes
    labels: bytes
    fits: bytes
    places: bytes
    method: Method
    least_fit: float


class Trouble(msgspec.Struct, frozen=True, tag=True):
    """It failed with a `WhereinError`."""

    kind: str  # the class of the error
    code: str
    message: str
    remedy: str


Message = Job | Step | Phrases | Meant | Result | Trouble

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def send(pipe: IO[bytes], message: Message) -> None:
    """Raises OSError when the other side is gone."""
    pipe.write(_encoder.encode(message) + b"\n")
    pipe.flush()


def receive(pipe: IO[bytes]) -> Message:
    """Waits for a message. Raises EOFError when the other side is gone, ValueError when it talks nonsense."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    return _decoder.decode(line)


def packed(made: Made) -> Result:
    topics = tuple(
        Topic(
            topic.id, topic.parent, topic.name, topic.keywords,
            b"" if topic.centre is None else topic.centre.astype("<f4").tobytes(), topic.x, topic.y,
        )
        for topic in made.topics
    )  # fmt: skip
    rows = made.placed
    return Result(
        topics,
        np.array([row.document_id for row in rows], "<i8").tobytes(),
        np.array([-1 if row.topic is None else row.topic for row in rows], "<i4").tobytes(),
        np.array([row.fit for row in rows], "<f4").tobytes(),
        np.array([(row.x, row.y) for row in rows], "<f4").tobytes(),
        made.method,
        made.least_fit,
    )


def unpacked(result: Result) -> Made:
    topics = tuple(
        NewTopic(
            topic.id, topic.parent, topic.name, topic.keywords,
            np.frombuffer(topic.centre, "<f4").astype(np.float32) if topic.centre else None, topic.x, topic.y,
        )
        for topic in result.topics
    )  # fmt: skip
    columns = zip(
        np.frombuffer(result.ids, "<i8").tolist(),
        np.frombuffer(result.labels, "<i4").tolist(),
        np.frombuffer(result.fits, "<f4").tolist(),
        np.frombuffer(result.places, "<f4").reshape(-1, 2).tolist(),
        strict=True,
    )
    placed = tuple(Placed(key, None if label < 0 else label, fit, x, y) for key, label, fit, (x, y) in columns)
    return Made(topics, placed, result.method, result.least_fit)
