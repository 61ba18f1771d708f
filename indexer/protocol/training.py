"""Training: a model learns from what a person said, or from a file, and is kept only where it is then better."""

from typing import Literal

import msgspec

from indexer.protocol.connection import Message


class Train(Message, frozen=True):
    """Answered by TaskStarted.

    `examples` is the path of a file, empty for what this library's person did and said. `held` is a file to measure
    on; empty: a fifth of the examples is held out. `base` is the model that learns, empty for the one in use; `name` is
    what the new one is called, empty for one of its own. `loss` ("ranking", "triplet" or "cosine") is for encoders.
    `keep` keeps it though it is not better; `then_use` uses it where it is kept.
    """

    kind: Literal["encoder", "reranker", "nli"]
    examples: str = ""
    held: str = ""
    base: str = ""
    name: str = ""
    loss: Literal["ranking", "triplet", "cosine"] = "ranking"
    epochs: float = 2.0
    minutes: float = 30.0
    keep: bool = False
    then_use: bool = False


class GetTraining(Message, frozen=True):
    pass


class Measure(msgspec.Struct, frozen=True):
    """A figure before and after, on what was held out: the value, and the bounds of its 95% interval."""

    name: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]


class Trained(msgspec.Struct, frozen=True):
    """How a training ended. `likely` is how likely the new model is the better one; `name` is what it is used by, empty
    where it was not kept."""

    kind: str
    learned: int
    held: int
    measures: tuple[Measure, ...]
    likely: float
    name: str = ""


class Training(Message, frozen=True):
    """`searches` with a result that a person wanted, and `tagged` documents, are what can be learned from here; about
    `least` are needed. `last` is how the last training of this run of the service ended."""

    searches: int
    tagged: int
    least: int
    last: Trained | None = None


Request = Train | GetTraining
Answer = Training
