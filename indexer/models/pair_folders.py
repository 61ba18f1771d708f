"""From a name to a model that reads pairs: the heads that come with Wherein, fetched models, folders of one's own."""

import json
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import shipped
from indexer.models.catalogue import Kind, Model, Pooling
from indexer.models.folders import ModelFolder, resolve

HEAD_WEIGHTS, HEAD_CONFIG = "head.safetensors", "head.json"  # a head on top of the shipped model, see head.py
SHIPPED = ""  # the name of what comes with Wherein
CHOSEN = "shipped"  # its name where a person chose it, whatever its card says of reading unasked
_PLACES = {Kind.RERANKER: "reranker", Kind.NLI: "nli"}
_CALLED = {Kind.RERANKER: "Wherein's own reranker", Kind.NLI: "Wherein's own reader of tags"}
_USES = {Kind.RERANKER: "quick, comes with Wherein",
         Kind.NLI: "does a statement follow from a text; comes with Wherein"}  # fmt: skip
_LABELS = ("entailment", "neutral", "contradiction")


def shipped_folder(kind: Kind) -> Path:
    """Where the head that comes with Wherein lies."""
    return Path(str(files("resources"))) / "models" / _PLACES[kind]


def resolve_pair(name: str, kind: Kind, downloads: Path | None = None) -> ModelFolder:
    """The model `name` of this kind: "" and "shipped" are the one that comes with Wherein; else a name of the
    catalogue, or a folder.

    Raises what `folders.resolve` raises, and `BadRequest` "wrong_kind" for a model that is made for something else.
    """
    own = name in (SHIPPED, CHOSEN)
    folder = shipped_folder(kind) if own else Path(name)
    if folder.is_absolute() and (folder / HEAD_CONFIG).is_file():
        return _head(folder, kind)
    if own:
        raise EnvironmentProblem("model_missing", f"The {_PLACES[kind]} that comes with Wherein is not there.")
    found = resolve(name, downloads)
    if found.model.kind is not kind and not folder.is_absolute():
        raise BadRequest("wrong_kind", f"{found.model.name} is no model of the kind “{kind}”.")
    return replace(found, model=replace(found.model, kind=kind))


def another_head(name: str, kind: Kind) -> Path | None:
    """The folder `name` where it holds a head that is made for something else."""
    path = Path(name) / HEAD_CONFIG
    if not Path(name).is_absolute() or not path.is_file():
        return None
    return Path(name) if _stated(path).get("kind") != _PLACES[kind] else None


def is_head(folder: ModelFolder) -> bool:
    return (folder.path / HEAD_CONFIG).is_file()


def reads_unasked() -> bool:
    """Whether a reranker comes with Wherein that was found to make results better: its card says so with `unasked`
    (taken for true where nothing is said)."""
    card = shipped_folder(Kind.RERANKER) / HEAD_CONFIG
    return card.is_file() and bool(json.loads(card.read_bytes()).get("unasked", True))


def calibration(folder: ModelFolder) -> tuple[float, float]:
    """What a model's logits are multiplied by, and what is added then, so that they may be shown as likelihoods. The
    well-known models were trained so that they may be shown as they are."""
    if not is_head(folder):
        return 1.0, 0.0
    stated = _stated(folder.path / HEAD_CONFIG)
    return float(stated.get("scale", 1.0)), float(stated.get("shift", 0.0))


def label_order(folder: ModelFolder) -> tuple[int, int, int]:
    """Which outputs of an NLI model are entailment, neutral and contradiction, as its own config says.

    A model that only knows whether something follows has its other output twice, so that rows still sum to 1. Raises
    `EnvironmentProblem` "model_broken" where the config does not say.
    """
    if is_head(folder):
        return 0, 1, 2
    try:
        stated = json.loads((folder.path / "config.json").read_bytes())["id2label"]
        order = {str(label).lower().replace("_", " ").removeprefix("label "): int(key) for key, label in stated.items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise EnvironmentProblem("model_broken", f"The model in {folder.path} does not name its labels.") from error
    follows = order.get("entailment")
    others = [order.get(label, order.get("not entailment")) for label in _LABELS[1:]]
    if follows is None or None in others:
        message = f"The labels of the model in {folder.path} are {', '.join(order)}: none of them says what follows."
        raise EnvironmentProblem("model_broken", message)
    return follows, others[0] or 0, others[1] or 0


def _head(path: Path, kind: Kind) -> ModelFolder:
    try:
        stated = _stated(path / HEAD_CONFIG)
        limit, made_for = int(stated["token_limit"]), str(stated["kind"])
        facts = sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()
        kept = shipped.sha256_of(path / HEAD_WEIGHTS)
        size = (path / HEAD_WEIGHTS).stat().st_size // 1_000_000
    except (OSError, ValueError, KeyError) as error:
        raise EnvironmentProblem("model_broken", f"The model in {path} cannot be read: {error}") from error
    if kept != stated.get("weights"):
        raise EnvironmentProblem("model_damaged", f"The weights in {path} are not those that were kept there.")
    if made_for != _PLACES[kind]:
        raise BadRequest("wrong_kind", f"The model in {path} is no model of the kind “{kind}”.")
    name = _CALLED[kind] if path == shipped_folder(kind) else str(path)
    model = Model(name, "", kind, _USES[kind], "English", 0, limit, Pooling.NONE, "Apache-2.0", size, 150)
    return ModelFolder(model, path, sha256(f"{facts} {kept}".encode()).hexdigest())


def _stated(config: Path) -> dict[str, Any]:
    stated = json.loads(config.read_bytes())
    if not isinstance(stated, dict):
        raise ValueError("its config is no object")
    return stated
