"""What is asked of the making of topics, and what comes of it. Light: the service reads it without the libraries that
make topics."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from indexer.store.topics import NewTopic, Placed


class Method(StrEnum):
    """The ways to topics; see `clusters`."""

    AUTO = "auto"
    COMMUNITY = "community"
    AGGLOMERATIVE = "agglomerative"
    KMEANS = "kmeans"
    DENSITY = "density"


class Wish(msgspec.Struct, frozen=True):
    """How topics shall be made. `count` 0: as many as there are. `topic`: only this one is parted."""

    method: Method = Method.AUTO
    count: int = 0
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """Groups first; `Placed.topic` is an index in `topics`."""

    topics: tuple[NewTopic, ...]
    placed: tuple[Placed, ...]
    method: Method
    least_fit: float
