"""Loads a model with the quickest runtime that gives its vectors."""

from pathlib import Path

from indexer.models import catalogue, shipped
from indexer.models.encoder import Encoder
from indexer.models.folders import resolve
from indexer.types import Fingerprint


def load_encoder(name: str = catalogue.DEFAULT, device: str = "auto", *, downloads: Path | None = None,
                 exports: Path | None = None, dimension: int | None = None, task: str = "") -> Encoder:  # noqa: ARG001 # fmt: skip
    """The model `name` (of the catalogue, or a folder), ready to encode in this process.

    `downloads` holds fetched models and `exports` the quick graphs made from them. Raises what `folders.resolve` and
    `ReferenceEncoder` raise.
    """
    from indexer.models.reference import ReferenceEncoder

    folder = resolve(name, downloads)
    if name == catalogue.DEFAULT:
        shipped.verified_folder()
    return ReferenceEncoder(folder, device, dimension, task)


def fingerprint_of(name: str = catalogue.DEFAULT, *, downloads: Path | None = None,
                   dimension: int | None = None) -> Fingerprint:  # fmt: skip
    """What the vectors of a model are known by; loads no model, and no torch."""
    return resolve(name, downloads).fingerprint(dimension)
