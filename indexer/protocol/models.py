"""Models: which there are, which one is in use, fetching, choosing, removing and timing them."""

import msgspec

from indexer.protocol.connection import Message


class GetModels(Message, frozen=True):
    pass


class GetModel(Message, frozen=True):
    """What is known of one model: a name of the list, of the hub, or the path of a folder."""

    name: str


class UseModel(Message, frozen=True):
    """Use a model for what it is made for. One that reads passages takes over when all of them are read with it.

    `dimension` 0 is the model's own; `precision` is "float16" or "int8", empty for what it is now.
    """

    name: str
    dimension: int = 0
    precision: str = ""


class DownloadModel(Message, frozen=True):
    """Fetch a model from the hub: answered by TaskStarted. `then_use`: use it as soon as it is here."""

    name: str
    then_use: bool = False


class RemoveModel(Message, frozen=True):
    """Delete a fetched model from this machine."""

    name: str


class AllowCode(Message, frozen=True):
    """Let the program code of a model run, exactly as it is on this machine, in the model worker. `revision` is the one
    that the person was shown."""

    name: str
    revision: str


class ForgetVectors(Message, frozen=True):
    """Delete the vectors of models that are no longer in use now, not in a day."""


class MeasureSpeed(Message, frozen=True):
    """How fast the model in use is on this machine."""


class MeasureSizes(Message, frozen=True):
    """What shorter and coarser vectors of the model in use would cost, measured on this library's own passages."""


class ModelState(Message, frozen=True):
    """A model. `kind` is "encoder", "images", "reranker" or "nli"; sizes are in megabytes (10^6 bytes).

    `place` is "shipped", "here" (fetched, or a folder), "away" (on the hub) or "coded": it is here, and works only with
    its program `code` (names of files), which nobody has allowed yet. `dimensions` are the shorter vectors that it was
    trained for; prefixes stand before what it reads.
    """

    name: str
    repository: str
    kind: str
    use: str
    languages: str
    licence: str
    place: str
    in_use: bool
    download: int
    memory: int
    dimension: int
    dimensions: tuple[int, ...]
    token_limit: int
    pooling: str
    similarity: str
    query_prefix: str
    passage_prefix: str
    clustering_prefix: str
    classification_prefix: str
    task: str
    upstream_code: bool
    revision: str = ""  # the commit of the hub that is on this machine
    path: str = ""
    code: tuple[str, ...] = ()


class KeptVectors(msgspec.Struct, frozen=True):
    """Vectors of a model that is no longer in use."""

    model: str
    dimension: int
    precision: str
    count: int


class ModelList(Message, frozen=True):
    """`in_use` names the model that is searched with; while `building` names another one, that one's vectors are made
    beside it: `done` of `total` passages. `problem` says why the chosen model is not used."""

    models: tuple[ModelState, ...]
    in_use: str
    dimension: int
    precision: str
    device: str
    vectors: int
    building: str = ""
    building_dimension: int = 0
    done: int = 0
    total: int = 0
    kept: tuple[KeptVectors, ...] = ()
    problem: str = ""


class Speed(Message, frozen=True):
    """`runtime` says what runs the model where; a query's milliseconds are the median of some short ones."""

    model: str
    runtime: str
    device: str
    passages_per_second: float
    tokens_per_second: float
    query_milliseconds: float


class SizeCost(msgspec.Struct, frozen=True):
    """Vectors of one length and precision: bytes a passage, and the share (0 to 1) of the ten nearest passages that
    stay the nearest."""

    dimension: int
    precision: str
    bytes: int
    kept: float


class SizeCosts(Message, frozen=True):
    """The largest first. `passages` is how many were compared; 0: there are too few to tell."""

    model: str
    passages: int
    sizes: tuple[SizeCost, ...]


Request = (
    GetModels
    | GetModel
    | UseModel
    | DownloadModel
    | RemoveModel
    | AllowCode
    | ForgetVectors
    | MeasureSpeed
    | MeasureSizes
)
Answer = ModelList | ModelState | Speed | SizeCosts
