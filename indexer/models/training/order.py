"""What a training is asked for and what it answers, on the wire between two processes: imports nothing heavy."""

import msgspec

from indexer.models.pair_folders import SHIPPED

LEAST = 8  # examples on either side of the split


class Job(msgspec.Struct, frozen=True):
    """`base` is a name of the catalogue or a folder, "" the model that comes with Wherein; `into` is the folder that
    the trained model is kept in. `keep` keeps it in any case."""

    kind: str  # of `catalogue.Kind`
    examples: str
    into: str
    base: str = SHIPPED
    downloads: str = ""
    loss: str = "ranking"
    epochs: float = 2.0
    minutes: float = 30.0
    batch: int = 16
    rate: float = 0.0  # 0: what is usual for the kind
    frozen: int = -1  # layers of a new head's body that do not learn; -1: what is usual for the kind
    held: str = ""  # a file of examples to measure on; "": a fifth of those learned from is held out
    seed: int = 7
    keep: bool = False


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    done: float  # 0 to 1
    loss: float | None = None
    doing: str = "learning"


class Measure(msgspec.Struct, frozen=True):
    """One figure before and after, each a value with its 95% interval."""

    name: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]


class Outcome(msgspec.Struct, frozen=True, tag="outcome"):
    """`likely` is how likely the trained model is the better one; `path` is empty where it was not kept."""

    learned: int
    held: int
    measures: tuple[Measure, ...]
    likely: float
    path: str = ""

    @property
    def adopted(self) -> bool:
        return bool(self.path)


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    code: str
    message: str
    remedy: str


Line = Progress | Outcome | Failed
