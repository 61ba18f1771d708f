"""Training of the heads (see `head.py`) with sentence-transformers' CrossEncoderTrainer.

What is learned from is a file of JSON lines:

    reranker    {"query", "positives": [...], "negatives": [...]}
    nli         {"premise", "hypothesis", "label"}; a label is entailment, neutral, contradiction or not_entailment
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from sentence_transformers import CrossEncoder
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
from torch import Tensor, nn
from torch.nn import functional

from indexer.models.training.clock import Clock, Watch

LABELS = ("entailment", "neutral", "contradiction", "not_entailment")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a head is trained. It ends after `epochs` or `minutes`, whichever comes first."""

    epochs: float = 3.0
    minutes: float = 45.0
    batch: int = 48  # rows
    rate: float = 1e-4
    head_rate: float = 1e-3  # of what was not in the base model
    seed: int = 7


class EntailmentLoss(nn.Module):
    """Cross entropy; where it is only known that a statement does not follow, neutral and contradiction together."""

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, features: Sequence[Sequence[str]], labels: Tensor, **_: Any) -> Tensor:
        pairs = list(zip(features[0], features[1], strict=True))
        logits = functional.log_softmax(self.model(self.model.preprocess(pairs))["scores"].float(), dim=1)
        not_entailed = torch.logsumexp(logits[:, 1:], dim=1, keepdim=True)
        return functional.nll_loss(torch.cat([logits, not_entailed], dim=1), labels)


class ListLoss(nn.Module):
    """Softmax over one passage that answers and those that do not (labels: how well each answers; the first, best).

    The mean of the scores is held near zero by a small weight, since a softmax does not care about it.
    """

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, features: Sequence[Sequence[Any]], _labels: Any = None, **_: Any) -> Tensor:
        queries, lists = features
        pairs = [(query, text) for query, texts in zip(queries, lists, strict=True) for text in texts]
        scores = self.model(self.model.preprocess(pairs))["scores"].float().reshape(len(queries), -1)
        return functional.cross_entropy(scores, torch.zeros(len(scores), dtype=torch.long))


class LengthBatches(DefaultBatchSampler):
    """Rows of about the same length in one batch, batches in random order."""

    def __init__(self, dataset: Dataset, batch_size: int, drop_last: bool, seed: int = 0, **_: Any) -> None:
        super().__init__(range(len(dataset)), batch_size, drop_last)
        columns = [dataset[name] for name in dataset.column_names if name != "label"]
        self._lengths = np.array([sum(map(_length, row)) for row in zip(*columns, strict=True)])
        self._seed = seed

    def __iter__(self) -> Iterator[list[int]]:
        random = np.random.default_rng(self._seed + getattr(self, "epoch", 0))
        order = random.permutation(len(self._lengths))
        pool = 64 * self.batch_size
        batches = []
        for start in range(0, len(order), pool):
            some = order[start : start + pool]
            some = some[np.argsort(self._lengths[some], kind="stable")]
            batches += [some[at : at + self.batch_size].tolist() for at in range(0, len(some), self.batch_size)]
        random.shuffle(batches)
        yield from batches


def train(model: CrossEncoder, rows: Dataset, loss: nn.Module, recipe: Recipe,
          told: Callable[[float, float], None] | None = None,
          look: Callable[[], None] | None = None) -> None:  # fmt: skip
    """Train in place. `told` hears the share done (0 to 1) and the loss, `look` is called every few minutes."""
    clock = Clock(recipe.minutes)
    new = [p for name, p in model.named_parameters() if p.requires_grad and name.startswith("1.")]
    old = [p for name, p in model.named_parameters() if p.requires_grad and not name.startswith("1.")]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": recipe.rate}, {"params": new, "lr": recipe.head_rate}], weight_decay=0.01
    )
    steps = max(1, int(np.ceil(len(rows) / recipe.batch) * recipe.epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: clock.rate(step / steps))
    with tempfile.TemporaryDirectory() as scratch:
        arguments = CrossEncoderTrainingArguments(
            output_dir=scratch, per_device_train_batch_size=recipe.batch, max_steps=steps, seed=recipe.seed,
            bf16=True, use_cpu=True, save_strategy="no", report_to=[], logging_steps=50, disable_tqdm=True,
            batch_sampler=LengthBatches, dataloader_num_workers=0, max_grad_norm=1.0,
        )  # fmt: skip
        CrossEncoderTrainer(
            model, arguments, train_dataset=rows, loss=loss, optimizers=(optimizer, schedule),
            callbacks=[Watch(clock, told, look)],
        ).train()  # fmt: skip


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))
