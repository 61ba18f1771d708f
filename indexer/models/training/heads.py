"""Training of the heads (see `head.py`), and of any cross-encoder, with sentence-transformers' CrossEncoderTrainer."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from sentence_transformers import CrossEncoder
from sentence_transformers.base.sampler import DefaultBatchSampler
from sentence_transformers.cross_encoder import CrossEncoderTrainer, CrossEncoderTrainingArguments
from torch import Tensor, nn
from torch.nn import functional

from indexer.models.reference import has_bfloat16
from indexer.models.training.clock import Clock, Look, Recipe, Told, Watch, quietly
from indexer.models.training.examples import LABELS, Inference, Judged

_WRONG = 5  # passages that do not answer, beside one that does


def inference_rows(examples: Sequence[Inference]) -> Dataset:
    return Dataset.from_dict(
        {
            "premise": [example.premise for example in examples],
            "hypothesis": [example.hypothesis for example in examples],
            "label": [LABELS.index(example.label) for example in examples],
        }
    )


def judged_rows(examples: Sequence[Judged], random: np.random.Generator) -> Dataset:
    """One row for each passage that answers, with `_WRONG` that do not; what is missing is what answers others."""
    others = [text for example in examples for text in example.positives]
    queries, lists = [], []
    for example in examples:
        for positive in example.positives:
            wrong = [example.negatives[at] for at in random.permutation(len(example.negatives))[:_WRONG]]
            while len(wrong) < _WRONG and len(others) > len(example.positives):
                stranger = others[random.integers(len(others))]
                if stranger not in example.positives:
                    wrong.append(stranger)
            if wrong:
                queries.append(example.query)
                lists.append([positive, *wrong])
    return Dataset.from_dict({"query": queries, "passages": lists})


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
    """Softmax over a passage that answers, the first of each list, and those that do not."""

    def __init__(self, model: CrossEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, features: Sequence[Sequence[Any]], _labels: Any = None, **_: Any) -> Tensor:
        queries, lists = features
        pairs = [(query, text) for query, texts in zip(queries, lists, strict=True) for text in texts]
        scores = self.model(self.model.preprocess(pairs))["scores"].float().reshape(-1)
        each = torch.split(scores, [len(texts) for texts in lists])
        return torch.stack([torch.logsumexp(some, dim=0) - some[0] for some in each]).mean()


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


def train(model: CrossEncoder, rows: Dataset, loss: nn.Module, recipe: Recipe, told: Told | None = None,
          look: Look | None = None) -> None:  # fmt: skip
    """Train in place. `told` hears the share done and the loss, `look` is called every few minutes."""
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
            bf16=has_bfloat16(), use_cpu=True, save_strategy="no", report_to=[], logging_steps=25, disable_tqdm=True,
            batch_sampler=LengthBatches, dataloader_num_workers=0, max_grad_norm=1.0,
        )  # fmt: skip
        trainer = CrossEncoderTrainer(
            model, arguments, train_dataset=rows, loss=loss, optimizers=(optimizer, schedule),
            callbacks=[Watch(clock, told, look)],
        )  # fmt: skip
        quietly(trainer)
        trainer.train()
    model.eval()


def _length(value: Any) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))
