"""The heads that Wherein trains on top of all-MiniLM-L6-v2: a reranker, and a model that tells what follows.

Both read a pair in one go, `[CLS] first [SEP] second [SEP]`, so that each text's tokens see the other's. What comes out
is pooled for each text as the base model was trained for (u, v: the means of their tokens), and then judged:

    reranker    a · cos(u, v) + b · MaxSim + a small network over (u, v, |u − v|, u · v)
    entailment  a small network over the same, with three outputs

So the reranker begins as the base model itself, and training only has to learn what reading both at once adds. MaxSim
is that of ColBERT (Khattab and Zaharia, arXiv:2004.12832); the features of the network are those of InferSent (Conneau
et al., arXiv:1705.02364).

A head is kept as the difference to the base model: eight bits for each weight that was trained, a scale for each row.

Imports torch: only training, exporting and tests come here.
"""

from pathlib import Path
from typing import Any

import msgspec
import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import CrossEncoder
from sentence_transformers.base.modules import Transformer
from torch import Tensor, nn
from torch.nn import functional

from indexer.errors import EnvironmentProblem
from indexer.models import shipped
from indexer.models.pair_folders import HEAD_CONFIG, HEAD_WEIGHTS

RERANKER, ENTAILMENT = "reranker", "nli"
_SCALE = ".scale"


class HeadConfig(msgspec.Struct, frozen=True):
    """What has to be known to put a head together again."""

    kind: str  # RERANKER or ENTAILMENT
    base: str = shipped.WEIGHTS_SHA256
    frozen: int = 3  # layers of the base model, from the first, that were not trained
    hidden: int = 256  # width of the small network
    token_limit: int = 192  # of a pair; the longer text loses its end first
    scale: float = 1.0  # what is shown is scale · score + shift
    shift: float = 0.0
    weights: str = ""  # SHA-256 of the file beside


class PairHead(nn.Module):
    """Pools the tokens of a pair and judges it: `features["scores"]` is (n, outputs)."""

    def __init__(self, width: int, hidden: int, outputs: int) -> None:
        super().__init__()
        self.inner = nn.Linear(4 * width, hidden)
        self.outer = nn.Linear(hidden, outputs)
        self.mix = nn.Parameter(torch.tensor([16.0, 8.0])) if outputs == 1 else None
        if outputs == 1:
            nn.init.zeros_(self.outer.weight)
            nn.init.zeros_(self.outer.bias)

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        tokens: Tensor = features["token_embeddings"].float()
        mask, types = features["attention_mask"].float(), features["token_type_ids"].float()
        first, second = mask * (1 - types), mask * types
        u, v = _mean(tokens, first), _mean(tokens, second)
        scores = self.outer(functional.gelu(self.inner(torch.cat([u, v, (u - v).abs(), u * v], dim=1))))
        if self.mix is not None:
            cosine = (functional.normalize(u, dim=1) * functional.normalize(v, dim=1)).sum(dim=1)
            scores = scores + (self.mix[0] * cosine + self.mix[1] * _max_sim(tokens, first, second))[:, None]
        features["scores"] = scores
        return features


def build(config: HeadConfig) -> CrossEncoder:
    """The base model with a new head, its lower layers frozen. Raises what `shipped.verified_folder` raises."""
    if config.base != shipped.WEIGHTS_SHA256:
        raise EnvironmentProblem("model_broken", "This head was trained on other weights than all-MiniLM-L6-v2's.")
    outputs = 1 if config.kind == RERANKER else 3
    base = Transformer(
        str(shipped.verified_folder()), max_seq_length=config.token_limit,
        model_kwargs={"local_files_only": True, "attn_implementation": "eager"},
        processor_kwargs={"local_files_only": True},
        config_kwargs={"local_files_only": True, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0},
    )  # fmt: skip
    base.model.config.num_labels = outputs
    judge = PairHead(base.model.config.hidden_size, config.hidden, outputs)
    model: CrossEncoder = CrossEncoder(modules=[base, judge], device="cpu", activation_fn=nn.Identity())
    base.model.requires_grad_(False)
    for layer in base.model.encoder.layer[config.frozen :]:
        layer.requires_grad_(True)
    return model


def build_on(other: Path, config: HeadConfig) -> tuple[CrossEncoder, HeadConfig]:
    """The same on what the head in the folder `other`, which may be of another kind, has learned below its judge."""
    learned, stated = load(other)
    config = msgspec.structs.replace(config, frozen=min(config.frozen, stated.frozen))
    model = build(config)
    model[0].load_state_dict(learned[0].state_dict())
    return model, config


def save(model: CrossEncoder, config: HeadConfig, folder: Path) -> None:
    """Write what was trained, as its difference to the base model."""
    folder.mkdir(parents=True, exist_ok=True)
    untrained = build(config).state_dict()
    tensors: dict[str, Tensor] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("1."):
            tensors[name] = parameter.detach().half().clone()
        elif parameter.requires_grad:
            delta = parameter.detach() - untrained[name]
            if delta.dim() == 2:
                scale = delta.abs().amax(dim=1, keepdim=True).clamp_min(1e-8) / 127
                tensors[name] = (delta / scale).round().to(torch.int8)
                tensors[name + _SCALE] = scale.clone()
            else:
                tensors[name] = delta.half()
    save_file(tensors, folder / HEAD_WEIGHTS)
    config = msgspec.structs.replace(config, weights=shipped.sha256_of(folder / HEAD_WEIGHTS))
    (folder / HEAD_CONFIG).write_bytes(msgspec.json.format(msgspec.json.encode(config)))


def load(folder: Path) -> tuple[CrossEncoder, HeadConfig]:
    """The model that `save` wrote there. Raises `EnvironmentProblem` "model_broken"."""
    try:
        config = msgspec.json.decode((folder / HEAD_CONFIG).read_bytes(), type=HeadConfig)
        tensors = load_file(folder / HEAD_WEIGHTS)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise EnvironmentProblem("model_broken", f"The model in {folder} cannot be read: {error}") from error
    model = build(config)
    state = model.state_dict()
    for name, tensor in tensors.items():
        if name.startswith("1."):
            state[name] = tensor.float()
        elif not name.endswith(_SCALE):
            state[name] = state[name] + tensor.float() * tensors.get(name + _SCALE, torch.ones(1))
    model.load_state_dict(state)
    model.eval()
    return model, config


def _mean(tokens: Tensor, mask: Tensor) -> Tensor:
    return (tokens * mask[:, :, None]).sum(dim=1) / mask.sum(dim=1, keepdim=True).clamp_min(1.0)


def _max_sim(tokens: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """The mean over the first text's tokens of the cosine to their nearest token of the second."""
    unit = functional.normalize(tokens, dim=2)
    cosines = unit @ unit.transpose(1, 2) + (second[:, None, :] - 1) * 1e4
    return (cosines.amax(dim=2) * first).sum(dim=1) / first.sum(dim=1).clamp_min(1.0)
