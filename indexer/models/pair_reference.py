"""The reference runtime of models that read pairs: sentence-transformers' CrossEncoder. Slow to import."""

from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.errors import EnvironmentProblem
from indexer.models.folders import ModelFolder
from indexer.models.pair_folders import is_head
from indexer.models.pair_graph import Logits, Pairs, Stop, grouped

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BUDGET = 4_096  # characters a batch, which is about 1,000 tokens


def load_cross_encoder(folder: ModelFolder, *, traceable: bool = False) -> "CrossEncoder":
    """The model itself, giving logits. Code that a person has allowed for it runs only where its graph is made, in a
    process of its own (`traceable`). Raises `EnvironmentProblem` "model_broken", "code_elsewhere"."""
    if folder.code and not traceable:
        message = f"The program code of {folder.model.name} may not run in this process."
        raise EnvironmentProblem("code_elsewhere", message, "Choose another model: this one cannot be made quick here.")
    if is_head(folder):
        from indexer.models import head

        return head.load(folder.path)[0]
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    settings: dict[str, Any] = {"use_safetensors": True, "dtype": torch.float32}
    if traceable and not folder.code:
        settings["attn_implementation"] = "eager"
    try:
        model: CrossEncoder = CrossEncoder(
            str(folder.path), device="cpu", local_files_only=True, trust_remote_code=bool(folder.code),
            model_kwargs=settings, activation_fn=torch.nn.Identity(),
        )  # fmt: skip
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        message = f"The model {folder.model.name} cannot be loaded: {error}"
        raise EnvironmentProblem("model_broken", message) from error
    model.max_seq_length = folder.model.token_limit
    model.eval()
    return model


class PairReference:
    """The same promise as `PairGraph`, kept by torch."""

    def __init__(self, folder: ModelFolder) -> None:
        self._model = load_cross_encoder(folder)

    def logits(self, pairs: Pairs, stop: Stop, group: int = 0) -> Logits:
        rows: Logits | None = None
        for batch in grouped([len(first) + len(second) for first, second in pairs], group, _BUDGET):
            if stop():
                break
            found = np.asarray(self._model.predict([pairs[i] for i in batch], batch_size=len(batch)), np.float32)
            found = found.reshape(len(batch), -1)
            if rows is None:
                rows = np.full((len(pairs), found.shape[1]), np.nan, dtype=np.float32)
            rows[batch] = found
        return rows if rows is not None else np.full((len(pairs), 1), np.nan, dtype=np.float32)
