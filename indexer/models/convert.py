"""Weights that their authors keep as pickles, as safetensors: only tensors are taken, by a loader that can make nothing
else. Runs in the child process that fetches a model, after the checksums were compared."""

import pickle
from pathlib import Path

PICKLES = (".bin", ".pt")
_NAMES = {"pytorch_model.bin": "model.safetensors"}


def twin_of(path: Path) -> Path:
    """The file that stands for a pickle afterwards."""
    return path.with_name(_NAMES.get(path.name, f"{path.stem}.safetensors"))


def convert(path: Path) -> None:
    """Replaces it by its twin. Raises ValueError for one that holds anything else than tensors."""
    import torch
    from safetensors.torch import save_file

    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} holds more than weights") from error
    if not isinstance(loaded, dict) or not all(isinstance(value, torch.Tensor) for value in loaded.values()):
        raise ValueError(f"{path.name} holds more than weights")
    # Tensors that share memory must not be saved as one.
    save_file({name: value.clone().contiguous() for name, value in loaded.items()}, twin_of(path), {"format": "pt"})
    path.unlink()
