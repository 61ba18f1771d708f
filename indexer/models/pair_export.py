"""Makes the quick graph of a model that reads pairs, and lets it serve only where it judges like the reference.

Run as `python -m indexer.models.pair_export NAME KIND EXPORTS [DOWNLOADS]`: torch then stays out of the service.
"""

import logging
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock
import msgspec
import numpy as np

from indexer.models import export
from indexer.models.catalogue import Kind
from indexer.models.export import Manifest
from indexer.models.folders import ModelFolder
from indexer.models.pair_folders import calibration, resolve_pair
from indexer.models.pair_graph import PairGraph, shares
from indexer.models.privacy import stay_private
from indexer.models.quantise import forms
from indexer.models.samples import PASSAGES, QUERIES
from indexer.models.shipped import sha256_of

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_logger = logging.getLogger(__name__)

MAX_DIFFERENCE = 0.1  # of a likelihood, on any sample
_SECONDS = 600.0
_PAIRS = [(query, passage) for query in QUERIES for passage in PASSAGES]


def make_aside(name: str, kind: Kind, exports: Path, downloads: Path | None) -> None:
    """Make the graph in a process of its own, unless there is one, or was found that there can be none.

    That it cannot be made, or takes too long, is no error: the reference serves.
    """
    folder = resolve_pair(name, kind, downloads)
    if export.find(folder, exports) or export.was_refused(folder, exports):
        return
    places = [str(exports)] + ([str(downloads)] if downloads else [])
    search_path = os.pathsep.join(path for path in sys.path if path)
    try:
        subprocess.run(
            [sys.executable, "-P", "-m", "indexer.models.pair_export", name, kind, *places],
            env={**os.environ, "PYTHONPATH": search_path}, timeout=_SECONDS, check=False, capture_output=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        _logger.warning("no quick graph of %s: it took too long", folder.model.name)


def make(folder: ModelFolder, exports: Path) -> Manifest:
    """Export the model, keep the eight-bit graph where it agrees, else the exact one, else none.

    Raises `OSError` where the folder cannot be written, and what `load_cross_encoder` raises.
    """
    from indexer.models.pair_reference import load_cross_encoder

    model = load_cross_encoder(folder, traceable=True)
    return export.keep(folder, exports, lambda work: _make(folder, work, model))


def _make(folder: ModelFolder, work: Path, model: "CrossEncoder") -> Manifest:
    blank = export.blank(folder)
    tokenizer = work / "tokenizer.json"
    scale, shift = calibration(folder)  # what is compared is what is shown: a head's own scores may all be far from 0
    judged = np.asarray(model.predict(_PAIRS, batch_size=16), np.float32).reshape(len(_PAIRS), -1)
    truth = shares(judged * scale + shift)

    def judge(path: Path) -> tuple[float, str]:
        found = PairGraph(path, tokenizer, folder.model.token_limit).logits(_PAIRS, lambda: False)
        difference = float(np.abs(truth - shares(found * scale + shift)).max())
        doubt = f"its judgements differ from the reference's (by {difference:.3f})"
        return 1 - difference, "" if difference <= MAX_DIFFERENCE else doubt

    reason = ""
    try:
        model.tokenizer.backend_tokenizer.save(str(tokenizer))
        plain = work / "float32.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the exporters: what they warn of is checked below
            _trace(model, plain)
            for form in forms(plain, [_feed(model, pair) for pair in _PAIRS[::5]], judge):
                if not form.doubt:
                    return msgspec.structs.replace(
                        blank, graph=form.graph.name, graph_sha256=sha256_of(form.graph),
                        tokenizer_sha256=sha256_of(tokenizer), min_cosine=form.nearness,
                    )  # fmt: skip
                reason = reason or form.doubt
    except Exception as error:  # noqa: BLE001 - whatever an exporter trips over, the reference still serves
        reason = f"{type(error).__name__}: {error}"[:500]
    return msgspec.structs.replace(blank, reason=reason)


def _trace(model: "CrossEncoder", into: Path) -> None:
    """Token ids to logits as a graph, with its operators fused where they are BERT's."""
    import torch
    from onnxruntime.transformers import optimizer

    shown = model.preprocess([(QUERIES[0], PASSAGES[0][:60]), (QUERIES[1], PASSAGES[1][:80])])
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in shown]

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *values: Any) -> Any:
            return self.model(dict(zip(names, values, strict=True)))["scores"]

    raw = into.with_suffix(".raw.onnx")
    with torch.inference_mode():
        torch.onnx.export(
            Whole().eval(), tuple(shown[name] for name in names), str(raw), input_names=names,
            output_names=["logits"], opset_version=17, dynamo=False,
            dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in names} | {"logits": {0: "pairs"}},
        )  # fmt: skip
    config = model.config
    optimizer.optimize_model(
        str(raw), model_type="bert", num_heads=int(getattr(config, "num_attention_heads", 0)),
        hidden_size=int(getattr(config, "hidden_size", 0)), opt_level=0,
    ).save_model_to_file(str(into))  # fmt: skip
    raw.unlink()


def _feed(model: "CrossEncoder", pair: tuple[str, str]) -> dict[str, Any]:
    shown = model.preprocess([pair])
    return {name: shown[name].numpy() for name in ("input_ids", "attention_mask", "token_type_ids") if name in shown}


def main() -> None:
    """One process makes the graph; those that come meanwhile wait, and find it."""
    stay_private()
    os.nice(10) if sys.platform != "win32" else None
    asked, made_for, exports_place, *more = sys.argv[1:]
    folder, exports = resolve_pair(asked, Kind(made_for), Path(more[0]) if more else None), Path(exports_place)
    exports.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(exports / f".{folder.weights[:12]}.lock", mode=0o600):
        if not export.find(folder, exports) and not export.was_refused(folder, exports):
            make(folder, exports)


if __name__ == "__main__":
    main()
