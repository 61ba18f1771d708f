"""The reference runtime: a model as sentence-transformers runs it. Slow to import, and always right."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from indexer.errors import EnvironmentProblem
from indexer.models.batches import encode_in_batches
from indexer.models.encoder import Vectors, letters, shorten, unit_length
from indexer.models.folders import ModelFolder
from indexer.types import Fingerprint

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_BUDGET = {"cpu": 4_096, "mps": 16_384, "cuda": 65_536}  # tokens a batch


class ReferenceEncoder:
    """An encoder that torch runs, on the device that is asked for ("auto", "cpu", "cuda", "mps").

    Raises `EnvironmentProblem` "model_broken" where the folder cannot be loaded, "no_device" where the device is not
    there.
    """

    def __init__(self, folder: ModelFolder, device: str = "auto", dimension: int | None = None,
                 task: str = "", precision: str = "float16", *, code: bool = False,
                 quick: bool = False) -> None:  # fmt: skip
        self.fingerprint: Fingerprint = folder.fingerprint(dimension, precision)
        self.token_limit: int = folder.model.token_limit
        self._prefixes = folder.model.prefixes
        self._adapters = folder.model.adapters
        self._task = task or folder.model.task
        self._model = load_model(folder, device, code=code, quick=quick)
        self.device: str = self._model.device.type

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prefixes.query.replace("{task}", self._task), self._adapters.query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._prefixes.passage, self._adapters.passage)

    def _encode(self, texts: Sequence[str], prefix: str, adapter: str) -> Vectors:
        more: dict[str, Any] = {"task": adapter} if adapter else {}

        def encode(batch: list[int]) -> Vectors:
            rows = self._model.encode(
                [texts[index] for index in batch], prompt=prefix, batch_size=len(batch), show_progress_bar=False, **more
            )
            return shorten(unit_length(rows), self.fingerprint.dimension)

        budget = _BUDGET.get(self.device, _BUDGET["cpu"])
        return encode_in_batches(self._lengths(texts), self.fingerprint.dimension, budget, encode, out_of_memory)

    def pieces(self, text: str) -> float:
        return 5 * (self._lengths([text])[0] - 2) / max(letters(text), 1.0)

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without its prefix: near enough to sort by."""
        if not texts:
            return []
        pieces = self._model.tokenizer(list(texts), truncation=True, max_length=self.token_limit, verbose=False)
        return [len(ids) for ids in pieces["input_ids"]]


def out_of_memory(error: BaseException) -> bool:
    """Whether a smaller batch might succeed."""
    if isinstance(error, MemoryError):
        return True
    import torch

    return isinstance(error, torch.OutOfMemoryError) or (
        isinstance(error, RuntimeError) and ("out of memory" in str(error) or "can't allocate memory" in str(error))
    )


def load_model(
    folder: ModelFolder, device: str, *, traceable: bool = False, code: bool = False, quick: bool = False
) -> "SentenceTransformer":
    """The sentence-transformers model itself; `traceable` picks the plain form of attention that exporters know;
    `quick` has a processor compute in bfloat16 where it can, as a graphics card does in half precision always. `code`
    says that code which a person has allowed may run in this process: it holds nothing else. Raises
    `EnvironmentProblem` "code_elsewhere" where a model needs that and may not."""
    if folder.code and not code:
        message = f"The program code of {folder.model.name} may run in the model worker only."
        raise EnvironmentProblem("code_elsewhere", message, "Choose another model: this one cannot be made quick here.")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    wanted = None if device == "auto" else device
    settings: dict[str, Any] = {"use_safetensors": True, "dtype": _precision(wanted, quick)}
    if traceable and not folder.code:
        settings["attn_implementation"] = "eager"
    try:
        model = SentenceTransformer(
            str(folder.path),
            device=wanted,
            trust_remote_code=bool(folder.code),
            local_files_only=True,
            model_kwargs=settings,
        )
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, AssertionError) as error:
        if wanted not in (None, "cpu"):
            message = f"The model {folder.model.name} cannot run on “{wanted}”: {error}"
            raise EnvironmentProblem("no_device", message, "Set the device to auto.") from error
        message = f"The model {folder.model.name} cannot be loaded: {error}"
        raise EnvironmentProblem("model_broken", message) from error
    model.max_seq_length = folder.model.token_limit
    return model.eval()


def _precision(device: str | None, quick: bool) -> "torch.dtype":
    """What a model computes in; `device` None is the one that torch chooses itself."""
    import torch

    card = torch.cuda.is_available() or torch.backends.mps.is_available()
    if device in ("cuda", "mps") or (device is None and card):
        return torch.float16
    return torch.bfloat16 if quick and has_bfloat16() else torch.float32


def has_bfloat16() -> bool:
    """Whether this processor multiplies in bfloat16 itself; where it only pretends to, it is slower than in float32."""
    import torch

    abilities = torch.cpu.get_capabilities()
    return bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16") or abilities.get("bf16"))
