"""Loads a model with the quickest runtime that gives its vectors.

    a query     graph on the CPU  →  reference            (in the service: imports no torch while there is a graph)
    in bulk     reference on a GPU  →  graph on the CPU  →  reference on the CPU      (in the model worker)

A graph serves only after it was shown to give the reference's vectors (see export.py); half precision on a GPU is
within that measure. So all of them share one fingerprint.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.models import catalogue, export, shipped
from indexer.models.catalogue import Kind
from indexer.models.device import accelerator
from indexer.models.encoder import Encoder
from indexer.models.folders import ModelFolder, resolve
from indexer.models.graph import GraphEncoder
from indexer.models.images import PictureEncoder
from indexer.types import Fingerprint

if TYPE_CHECKING:
    from indexer.models.reference import ReferenceEncoder

_logger = logging.getLogger(__name__)


def load_encoder(
    name: str = catalogue.DEFAULT,
    device: str = "auto",
    *,
    downloads: Path | None = None,
    exports: Path | None = None,
    dimension: int | None = None,
    precision: str = "float16",
    task: str = "",
    threads: int = 0,
) -> Encoder:
    """The model `name` (of the catalogue, or a folder) for queries, in this process.

    `downloads` holds fetched models and `exports` the quick graphs made from them; without a graph there the
    reference is loaded, which takes seconds. Raises what `folders.resolve` and `ReferenceEncoder` raise.
    """
    folder = resolve(name, downloads)
    if device in ("auto", "cpu"):
        graph = _graph(folder, exports, dimension, task, threads, precision)
        if graph:
            return graph
    return _reference(folder, device, dimension, task, precision)


def load_bulk_encoder(
    name: str = catalogue.DEFAULT,
    device: str = "auto",
    *,
    downloads: Path | None = None,
    exports: Path | None = None,
    dimension: int | None = None,
    threads: int = 0,
) -> Encoder:
    """The same model for many passages; makes its graph first where there is none yet. For the model worker."""
    folder = resolve(name, downloads)
    if folder.model.kind is Kind.IMAGES:
        return PictureEncoder(folder, device)
    if exports:
        make_graph(folder, exports)
    chosen = (accelerator() or "cpu") if device == "auto" else device
    graph = _graph(folder, exports, dimension, "", threads) if chosen == "cpu" else None
    return graph or _reference(folder, chosen, dimension, "", code=True)


def make_graph(folder: ModelFolder, exports: Path) -> None:
    """Make the graph of a model unless there is one, or it was found that there can be none on this machine."""
    if export.find(folder, exports) or export.was_refused(folder, exports):
        return
    from indexer.models.reference import load_model

    _verify(folder)
    try:
        manifest = export.make(folder, exports, load_model(folder, "cpu", traceable=True, code=True))
    except OSError as error:  # a full disk, say: the reference serves
        _logger.warning("no quick graph of %s: %s", folder.model.name, error)
        return
    if manifest.reason:
        _logger.warning("no quick graph of %s: %s", folder.model.name, manifest.reason)


def has_graph(name: str = catalogue.DEFAULT, *, downloads: Path | None = None, exports: Path) -> bool:
    """Whether `load_encoder` will be quick. Where it is not, `BulkEncoder.prepare` makes it so."""
    return export.find(resolve(name, downloads), exports) is not None


def fingerprint_of(name: str = catalogue.DEFAULT, *, downloads: Path | None = None,
                   dimension: int | None = None, precision: str = "float16") -> Fingerprint:  # fmt: skip
    """What the vectors of a model are known by; loads no model, and no torch."""
    return resolve(name, downloads).fingerprint(dimension, precision)


def _graph(folder: ModelFolder, exports: Path | None, dimension: int | None, task: str,
           threads: int, precision: str = "float16") -> GraphEncoder | None:  # fmt: skip
    found = export.find(folder, exports) if exports else None
    if found is None:
        return None
    return GraphEncoder(folder, found.graph, found.tokenizer, dimension, task, threads, precision)


def _reference(folder: ModelFolder, device: str, dimension: int | None, task: str,
               precision: str = "float16", code: bool = False) -> "ReferenceEncoder":  # fmt: skip
    from indexer.models.reference import ReferenceEncoder

    _verify(folder)
    return ReferenceEncoder(folder, device, dimension, task, precision, code=code, quick=True)


def _verify(folder: ModelFolder) -> None:
    if folder.model.name == catalogue.DEFAULT:
        shipped.verified_folder()
