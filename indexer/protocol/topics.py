"""Topics: what belongs together, what it is called, where it lies on the map."""

import msgspec

from indexer.protocol.connection import Message


class GetTopics(Message, frozen=True):
    pass


class GetTopicMap(Message, frozen=True):
    """The place of every document."""


class GetTopicFiles(Message, frozen=True):
    """What is in a topic or in a group of topics; of `None`: what fits nowhere. Best fits first."""

    topic: int | None
    limit: int = 1000


class RefreshTopics(Message, frozen=True):
    """Find topics anew, in the background. `method` is "auto", "community", "agglomerative", "kmeans" or "density";
    `count` asks for about so many, 0 for as many as there are. Without a method, as last time."""

    method: str = ""
    count: int = 0


class RenameTopic(Message, frozen=True):
    """The given name stays through every refresh. An empty one: back to the name that is made from the documents."""

    topic: int
    name: str


class MergeTopics(Message, frozen=True):
    topics: tuple[int, ...]


class SplitTopic(Message, frozen=True):
    """Part a topic, in the background; `count` 0: in as many parts as there are."""

    topic: int
    count: int = 0


class Topic(msgspec.Struct, frozen=True):
    """A topic, or (`group`) several topics that belong together; `size` counts documents. `x` and `y` are where its
    name stands on the map."""

    id: int
    name: str
    keywords: tuple[str, ...]
    size: int
    parent: int | None = None
    group: bool = False
    given: bool = False  # a person named it
    x: float = 0.0
    y: float = 0.0


class Topics(Message, frozen=True):
    """Groups and topics, the largest first. `made` is None while topics were never looked for.

    `documents` have a topic or fit nowhere (`outliers`); `waiting` ones are understood, and have no place yet.
    """

    topics: tuple[Topic, ...] = ()
    documents: int = 0
    outliers: int = 0
    waiting: int = 0
    made: float | None = None
    method: str = ""  # the way that was taken
    wanted: str = "auto"  # the way that was asked for
    count: int = 0
    task: int | None = None  # topics are being looked for: see the tasks


class TopicMap(Message, frozen=True):
    """Columns, one row a document: its newest file, what kind of file that is, its topic, and its place.

    `places` are float32 pairs and `topics` int32 (-1: fits nowhere), both little-endian; most places lie within -1 … 1.
    """

    paths: tuple[bytes, ...]
    kinds: tuple[str, ...]
    topics: bytes
    places: bytes


class TopicFile(msgspec.Struct, frozen=True):
    path: bytes
    kind: str
    fit: float  # cosine with the middle of its topic
    topic: int | None = None


class TopicFiles(Message, frozen=True):
    files: tuple[TopicFile, ...]
    total: int


Request = GetTopics | GetTopicMap | GetTopicFiles | RefreshTopics | RenameTopic | MergeTopics | SplitTopic
Answer = Topics | TopicMap | TopicFiles
