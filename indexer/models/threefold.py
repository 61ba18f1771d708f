"""BGE-M3 as a second reader: one model that looks at a text as a whole, at its words, and at each of its tokens
(Chen et al., 2024, "M3-Embedding").

As a first reader it is an encoder like the others. Here its two other outputs count as well, on the few passages that
are read again: they would fill a disk if they were kept for all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.errors import EnvironmentProblem
from indexer.models.batches import batches
from indexer.models.folders import ModelFolder
from indexer.models.pairs import Scores, Stop, never

WORDS, TOKENS = "sparse_linear.safetensors", "colbert_linear.safetensors"  # the two outputs' own weights
SHARES = (0.4, 0.2, 0.4)  # of the whole, the words and the tokens in the score, as its authors weigh them
_LIMIT = 512  # tokens of a passage
_BUDGET = 2_048  # tokens a batch
_GROUP = 16  # passages that are sorted by length among each other

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Views:
    """A text in three ways: (d,) of unit length, a weight for each of its words (by token id), and (tokens, d) rows of
    unit length."""

    whole: Array
    words: Mapping[int, float]
    tokens: Array


def likeness(query: Views, passage: Views) -> float:
    """About 0 to 1: cosine, the weights of the words that both have, and how near each token of the query comes to one
    of the passage (late interaction: Khattab and Zaharia, 2020)."""
    whole = float(query.whole @ passage.whole)
    words = sum(weight * passage.words[word] for word, weight in query.words.items() if word in passage.words)
    tokens = float((query.tokens @ passage.tokens.T).max(axis=1).mean())
    return SHARES[0] * whole + SHARES[1] * words + SHARES[2] * tokens


class ThreefoldReader:
    """A `Reranker`. Raises `EnvironmentProblem` "model_broken" where the folder lacks an output's weights."""

    def __init__(self, folder: ModelFolder) -> None:
        from safetensors.torch import load_file

        from indexer.models.reference import load_model

        self.name = folder.model.name
        model = load_model(folder, "cpu")
        self._model: Any = model[0].auto_model
        self._tokenizer: Any = model.tokenizer
        self._special = set(self._tokenizer.all_special_ids)
        try:
            self._words, self._tokens = (_linear(load_file(folder.path / name)) for name in (WORDS, TOKENS))
        except (OSError, KeyError, ValueError) as error:
            message = f"The model in {folder.path} does not hold the weights of all its outputs: {error}"
            raise EnvironmentProblem("model_broken", message) from error

    def score(self, query: str, passages: Sequence[str], stop: Stop = never) -> Scores:
        scores = np.full(len(passages), np.nan, dtype=np.float32)
        if not passages or stop():
            return scores
        (asked,) = self.views([query])
        for start in range(0, len(passages), _GROUP):
            group = passages[start : start + _GROUP]
            for batch in batches([len(text) // 3 for text in group], _BUDGET):
                if stop():
                    return scores
                for at, views in zip(batch, self.views([group[at] for at in batch]), strict=True):
                    share = min(max(likeness(asked, views), 0.01), 0.99)
                    scores[start + at] = np.log(share / (1 - share))
        return scores

    def views(self, texts: Sequence[str]) -> list[Views]:
        import torch

        fed = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=_LIMIT, return_tensors="pt", verbose=False
        )
        with torch.inference_mode():
            states = self._model(**fed).last_hidden_state
            weights = torch.relu(self._words(states))[..., 0].numpy()
            rows = torch.nn.functional.normalize(self._tokens(states[:, 1:]), dim=-1).numpy()
            wholes = torch.nn.functional.normalize(states[:, 0], dim=-1).numpy()
        ids, lengths = fed["input_ids"].numpy(), fed["attention_mask"].sum(dim=1).tolist()
        return [
            Views(wholes[at], self._heaviest(ids[at, :length], weights[at, :length]), rows[at, : length - 1])
            for at, length in enumerate(lengths)
        ]

    def _heaviest(self, ids: NDArray[np.int64], weights: Array) -> dict[int, float]:
        """A word that occurs twice counts as where it weighs most."""
        found: dict[int, float] = {}
        for word, weight in zip(ids.tolist(), weights.tolist(), strict=True):
            if word not in self._special and weight > found.get(word, 0.0):
                found[word] = weight
        return found


def is_threefold(path: Path) -> bool:
    """Whether a folder holds a model with all three outputs."""
    return (path / WORDS).is_file() and (path / TOKENS).is_file()


def _linear(weights: Mapping[str, Any]) -> Any:
    import torch

    weight = weights["weight"].float()
    made = torch.nn.Linear(weight.shape[1], weight.shape[0])
    made.load_state_dict({"weight": weight, "bias": weights["bias"].float()})
    return made.eval()
