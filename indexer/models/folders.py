"""From a name to a folder of weights that may be loaded: shipped, downloaded, or picked by a person.

A model's folder comes from anywhere. It is refused before a library sees it where it would run code of its own or
where its weights are a pickle.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import catalogue, consent, shipped
from indexer.models.catalogue import Kind, Model, Pooling, Prefixes
from indexer.types import Fingerprint

# The parts that a sentence-transformers folder may be made of, by the last word of their class's path. None of them
# reads anything but JSON, a tokenizer and safetensors.
_WEIGHTED = frozenset({"Transformer", "Dense", "LayerNorm", "CLIPModel"})
_PARTS = _WEIGHTED | {"Pooling", "Normalize"}
_NO_WEIGHTS = "it has no safetensors weights, and weights of other kinds can run code"
_LIBRARY = "sentence_transformers."
# Architectures whose hub folders still name code of their own, which transformers has long had itself: with
# trust_remote_code=False it uses its own.
_NATIVE = frozenset({"nomic_bert", "jina_embeddings_v3", "gte"})
_REVISION = 1  # raise it when this room turns the same weights into other vectors


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model that is on this machine and may be loaded."""

    model: Model
    path: Path
    weights: str  # SHA-256 over the weights
    code: str = ""  # SHA-256 over the program code that a person has allowed for it; empty where it needs none

    def fingerprint(self, dimension: int | None = None, precision: str = "float16") -> Fingerprint:
        """What this model's vectors are known by.

        It covers what changes their meaning: the weights, and what this room puts around them. It does not cover the
        runtime: a faster one serves a model only after it was shown to give the reference's vectors (see export.py),
        so its vectors may meet the reference's.
        """
        model = self.model
        wanted = check_dimension(model, dimension)
        facts = [_REVISION, self.weights, model.pooling, model.token_limit, model.task, _texts(model.prefixes),
                 _texts(model.adapters), *([self.code] if self.code else [])]  # fmt: skip
        revision = sha256(json.dumps(facts).encode()).hexdigest()
        return Fingerprint(model.name, revision, wanted, precision)


def resolve(name: str, downloads: Path | None = None) -> ModelFolder:
    """The folder of the model `name`: a name of the catalogue, or the path of a folder.

    `downloads` holds what was fetched from the hub, a folder for each model. Raises `BadRequest` "unknown_model",
    `EnvironmentProblem` "model_missing" when it is not on this machine, "model_refused" when it must not be loaded.
    """
    known = catalogue.find(name)
    if known and known.name == catalogue.DEFAULT:
        return ModelFolder(known, shipped.folder(), shipped.WEIGHTS_SHA256)
    if Path(name).is_absolute():
        return _picked(Path(name), name)
    path = folder_name(downloads, known.repository if known else name) if downloads else None
    if path is None or not path.is_dir():
        known = known or catalogue.get(name)  # raises, with the names that come near
        message = f"The model {known.name} is not on this machine."
        raise EnvironmentProblem("model_missing", message, f"Fetch it with: wherein models download {known.name}")
    if known is None:
        return _picked(path, name)
    check_safe(path)
    return ModelFolder(known, path, _weights_hash(path), _code_hash(path))


def folder_name(downloads: Path, repository: str) -> Path:
    """Where a repository of the hub is kept."""
    return downloads / repository.replace("/", "--")


def check_dimension(model: Model, dimension: int | None) -> int:
    """The dimension that the vectors will have. Raises `BadRequest` "bad_dimension"."""
    if dimension is None or dimension == model.dimension:
        return model.dimension
    if dimension in model.dimensions or (not model.dimensions and 0 < dimension < model.dimension):
        return dimension
    sizes = ", ".join(str(size) for size in (model.dimension, *model.dimensions))
    raise BadRequest("bad_dimension", f"{model.name} has no vectors of length {dimension}.", f"It has {sizes}.")


def check_safe(path: Path) -> None:
    """Raise `EnvironmentProblem` "model_refused" where something leads out of the folder, or has no safetensors
    weights; "code_needed" where it works only with program code of its own that nobody has allowed."""
    for file in path.rglob("*"):
        if file.is_symlink() and not file.resolve().is_relative_to(path.resolve()):
            raise _refusal(path, f"{file.name} leads out of the folder")
    coded = asks_for_code(path)
    if coded and not consent.is_allowed(path):
        message = f"The model in {path} works only with program code of its authors, which nobody has allowed to run."
        raise EnvironmentProblem("code_needed", message, f"Look at it, then: wherein models allow {path.name}")
    for part in _parts(path):
        kind, place = str(part.get("type", "")), path / str(part.get("path", ""))
        if not coded and (not kind.startswith(_LIBRARY) or kind.rsplit(".", 1)[-1] not in _PARTS):
            raise _refusal(path, f"it is made of a part that Wherein does not know ({kind})")
        if not place.resolve().is_relative_to(path.resolve()):
            raise _refusal(path, "a part of it lies outside its folder")
        if kind.rsplit(".", 1)[-1] in _WEIGHTED and not any(place.glob("*.safetensors")):
            raise _refusal(path, _NO_WEIGHTS)
    if not _weight_files(path):
        raise _refusal(path, _NO_WEIGHTS)


def asks_for_code(path: Path) -> bool:
    """Whether a model works only with program code that lies beside it, or elsewhere on the hub."""
    configs = (_read(config) for config in _configs(path))
    return any(_mentions(facts, "auto_map") and facts.get("model_type") not in _NATIVE for facts in configs)


def _code_hash(path: Path) -> str:
    if not asks_for_code(path):
        return ""
    return sha256(json.dumps(consent.code_in(path), sort_keys=True).encode()).hexdigest()


def _picked(path: Path, name: str) -> ModelFolder:
    if not path.is_dir():
        raise EnvironmentProblem("model_missing", f"There is no model folder at {path}.")
    check_safe(path)
    return ModelFolder(declared_by(path, name), path, _weights_hash(path), _code_hash(path))


def declared_by(path: Path, name: str) -> Model:
    """What a folder says of itself; where it is silent about prefixes, what the catalogue says of its namesake."""
    config = _read(path / "config.json")
    text = config.get("text_config") or config
    dimension = int(text.get("hidden_size") or text.get("d_model") or text.get("dim") or 0)
    limit = int(min(text.get("max_position_embeddings") or 512,
                    _read(path / "tokenizer_config.json").get("model_max_length") or 512))  # fmt: skip
    pooling = Pooling.MEAN
    for part in _parts(path):
        facts = _read(path / str(part.get("path", "")) / "config.json")
        match str(part.get("type", "")).rsplit(".", 1)[-1]:
            case "Pooling":
                pooling = _pooling(facts)
            case "Dense":
                dimension = int(facts.get("out_features") or dimension)
    limit = int(_read(path / "sentence_bert_config.json").get("max_seq_length") or limit)
    namesake = catalogue.find(path.name) or catalogue.find(path.name.replace("--", "/"))
    prompts = _read(path / "config_sentence_transformers.json").get("prompts") or {}
    if any(prompts.values()):
        prefixes = Prefixes(
            str(prompts.get("query", "")), str(prompts.get("passage", prompts.get("document", ""))),
            str(prompts.get("clustering", "")), str(prompts.get("classification", "")),
        )  # fmt: skip
    else:
        prefixes = namesake.prefixes if namesake else Prefixes()
    size = sum(file.stat().st_size for file in _weight_files(path)) // 1_000_000
    kind = _kind(path, config)
    model = Model(
        name, "", kind, "a folder of this machine", "not stated", dimension, limit, pooling, "not stated",
        size, size * 5 // 4, prefixes,
    )  # fmt: skip
    if namesake and namesake.dimension == dimension:
        return replace(model, task=namesake.task, dimensions=namesake.dimensions, adapters=namesake.adapters)
    return model


def _kind(path: Path, config: dict[str, Any]) -> Kind:
    """What a folder is for: a classifier of one class is a reranker, of three classes it tells what follows."""
    if any(str(part.get("type", "")).endswith("CLIPModel") for part in _parts(path)):
        return Kind.IMAGES
    if not any(str(name).endswith("ForSequenceClassification") for name in config.get("architectures") or ()):
        return Kind.ENCODER
    return Kind.NLI if len(config.get("id2label") or ()) == 3 else Kind.RERANKER


def _pooling(facts: dict[str, Any]) -> Pooling:
    if facts.get("pooling_mode_cls_token") or facts.get("pooling_mode") == "cls":
        return Pooling.CLS
    if facts.get("pooling_mode_lasttoken") or facts.get("pooling_mode") == "lasttoken":
        return Pooling.LAST
    if facts.get("pooling_mode_mean_tokens") or facts.get("pooling_mode") == "mean":
        return Pooling.MEAN
    return Pooling.NONE


def _weights_hash(path: Path) -> str:
    """One hash over all the weights of a folder, whatever they are called."""
    return sha256("".join(shipped.sha256_of(file) for file in _weight_files(path)).encode()).hexdigest()


def _weight_files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.safetensors"))


def _configs(path: Path) -> Iterator[Path]:
    return (file for file in path.rglob("*.json") if file.stat().st_size < 1_000_000)


def _parts(path: Path) -> list[dict[str, Any]]:
    parts = _load(path / "modules.json")
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def _read(path: Path) -> dict[str, Any]:
    value = _load(path)
    return value if isinstance(value, dict) else {}


def _load(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise EnvironmentProblem("model_damaged", f"{path} cannot be read: {error}.") from error


def _mentions(value: Any, key: str) -> bool:
    if isinstance(value, dict):
        return key in value or any(_mentions(inner, key) for inner in value.values())
    return isinstance(value, list) and any(_mentions(inner, key) for inner in value)


def _texts(prefixes: Prefixes) -> list[str]:
    return [prefixes.query, prefixes.passage, prefixes.clustering, prefixes.classification]


def _refusal(path: Path, why: str) -> EnvironmentProblem:
    return EnvironmentProblem("model_refused", f"The model in {path} is not loaded: {why}.")
