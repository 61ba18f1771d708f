"""Fine-tuning of an encoder with sentence-transformers' SentenceTransformerTrainer.

ranking     multiple negatives: the passage of a pair before those of all other pairs (Henderson et al. 2017)
triplet     the passage that answers nearer than the one that does not
cosine      the cosine of two texts as near as can be to how alike they are
"""

import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.sampler import BatchSamplers
from sentence_transformers.sentence_transformer import losses

from indexer.errors import BadRequest
from indexer.models.folders import ModelFolder
from indexer.models.reference import has_bfloat16, load_model
from indexer.models.training import examples
from indexer.models.training.clock import Clock, Recipe, Told, Watch, quietly
from indexer.models.training.examples import Alike, Example, Judged


class Loss(StrEnum):
    RANKING = "ranking"
    TRIPLET = "triplet"
    COSINE = "cosine"


def train(model: SentenceTransformer, folder: ModelFolder, learned: Sequence[Example], loss: Loss, recipe: Recipe,
          told: Told | None = None) -> None:  # fmt: skip
    """Train in place, with the model's own prefixes before queries and passages.

    Raises `BadRequest` "wrong_examples" where the examples do not fit the loss.
    """
    on_cpu = model.device.type == "cpu"
    rows = _rows(folder, learned, loss)
    clock = Clock(recipe.minutes)
    steps = max(1, int(np.ceil(len(rows) / recipe.batch) * recipe.epochs))
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: clock.rate(step / steps))
    with tempfile.TemporaryDirectory() as scratch:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=scratch, per_device_train_batch_size=recipe.batch, max_steps=steps, seed=recipe.seed,
            bf16=on_cpu and has_bfloat16(), use_cpu=on_cpu, save_strategy="no", report_to=[],
            logging_steps=10, disable_tqdm=True, dataloader_num_workers=0,
            batch_sampler=BatchSamplers.NO_DUPLICATES if loss is Loss.RANKING else BatchSamplers.BATCH_SAMPLER,
        )  # fmt: skip
        trainer = SentenceTransformerTrainer(
            model, arguments, train_dataset=rows, loss=_loss(model, loss), optimizers=(optimizer, schedule),
            callbacks=[Watch(clock, told)],
        )  # fmt: skip
        quietly(trainer)
        trainer.train()
    model.eval()


def load(folder: ModelFolder) -> SentenceTransformer:
    """The model in full precision, on the CPU."""
    return load_model(folder, "cpu")


def save(model: SentenceTransformer, folder: ModelFolder, place: Path) -> None:
    """A folder that `folders.resolve` takes, with the prefixes that the model was trained with."""
    prefixes = folder.model.prefixes
    model.prompts = {"query": prefixes.query.replace("{task}", folder.model.task), "document": prefixes.passage}
    model.save(str(place), safe_serialization=True, create_model_card=False)


def _rows(folder: ModelFolder, learned: Sequence[Example], loss: Loss) -> Dataset:
    prefixes = folder.model.prefixes
    query, passage = prefixes.query.replace("{task}", folder.model.task), prefixes.passage
    if loss is Loss.COSINE:
        judged = [example for example in learned if isinstance(example, Judged)]
        pairs = [*examples.alike(judged), *(example for example in learned if isinstance(example, Alike))]
        columns: dict[str, list[Any]] = {
            "first": [query + pair.first for pair in pairs],
            "second": [passage + pair.second for pair in pairs],
            "score": [pair.score for pair in pairs],
        }
        return Dataset.from_dict(columns)
    rows = list(examples.triplets(examples.only(learned, Judged)))
    whole = [row for row in rows if row.negative]
    if loss is Loss.TRIPLET and not whole:
        raise BadRequest("wrong_examples", "To learn from triplets, there must be passages that do not answer.")
    used = whole if loss is Loss.TRIPLET or len(whole) == len(rows) else rows
    columns = {"query": [query + row.query for row in used], "positive": [passage + row.positive for row in used]}
    if used is whole:
        columns["negative"] = [passage + row.negative for row in used]
    return Dataset.from_dict(columns)


def _loss(model: SentenceTransformer, loss: Loss) -> torch.nn.Module:
    match loss:
        case Loss.COSINE:
            found: torch.nn.Module = losses.CosineSimilarityLoss(model)
        case Loss.TRIPLET:
            found = losses.TripletLoss(model, losses.TripletDistanceMetric.COSINE, triplet_margin=0.3)
        case _:
            found = losses.MultipleNegativesRankingLoss(model)
    return found
