import json
import os
import shutil
import subprocess
import sys
import time

import msgspec
import numpy as np
import pytest

from indexer.models import export, folders, runtime
from indexer.models.reference import ReferenceEncoder, has_bfloat16
from indexer.types import Fingerprint
from tests.pace import slowness

TEXTS = [
    "Rent is due on the first day of each month; late payment costs five percent.",
    "The mitochondrion is the powerhouse of the cell. " * 30,
    "def add(a, b): return a + b",
    "Budget 2024: travel 12,000, printing 3,400, catering 2,000.",
    "How do I cancel my subscription and get my money back?",
    "ok then",
]


def test_the_quick_graph_gives_the_vectors_of_the_reference(quick, reference):
    cosines = (quick.encode_passages(TEXTS) * reference.encode_passages(TEXTS)).sum(axis=1)
    assert cosines.min() >= export.MIN_COSINE


def test_the_quick_graph_and_the_reference_share_one_fingerprint(quick, reference):
    assert quick.fingerprint == reference.fingerprint == runtime.fingerprint_of("all-MiniLM-L6-v2")


def test_vectors_come_in_the_order_of_the_texts_whatever_their_lengths(quick):
    alone = np.concatenate([quick.encode_passages([text]) for text in TEXTS])
    together = quick.encode_passages(TEXTS)
    assert ((alone @ together.T).argmax(axis=1) == np.arange(len(TEXTS))).all()


def test_a_query_finds_its_passage(quick):
    query = quick.encode_queries(["when must the tenant pay"])
    assert (quick.encode_passages(TEXTS) @ query[0]).argmax() == 0


def test_what_follows_the_token_limit_does_not_count(quick):
    start = "Rent is due on the first day of each month. " * 40
    assert np.allclose(quick.encode_passages([start]), quick.encode_passages([start + "Cats and dogs. " * 500]))


def test_no_texts_and_empty_texts_are_encoded(quick, reference):
    for encoder in (quick, reference):
        assert encoder.encode_passages([]).shape == (0, 384)
        assert np.isfinite(encoder.encode_passages(["", " \n"])).all()


def test_a_warm_query_takes_less_than_ten_milliseconds(quick):
    quick.encode_queries(["warm up"])
    times = []
    for _ in range(20):
        start = time.perf_counter()
        quick.encode_queries(["where does the landlord agree to pay for repairs"])
        times.append(time.perf_counter() - start)
    assert min(times) < 0.010 * slowness()


def test_shorter_vectors_have_unit_length_and_a_fingerprint_of_their_own(exports, quick):
    short = runtime.load_encoder(exports=exports, dimension=128)
    vectors = short.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), 128)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert short.fingerprint != quick.fingerprint
    assert short.fingerprint.dimension == 128


def test_with_a_graph_no_torch_is_imported(exports):
    code = """
import json, os, sys
from pathlib import Path
from indexer.models import runtime
encoder = runtime.load_encoder(exports=Path(sys.argv[1]))
encoder.encode_queries(["hello"])
heavy = [name for name in ("torch", "transformers", "sentence_transformers", "onnx") if name in sys.modules]
print(json.dumps([heavy, os.environ["ORT_DISABLE_TELEMETRY"], os.environ["HF_HUB_OFFLINE"]]))
"""
    run = subprocess.run(
        [sys.executable, "-c", code, str(exports)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert json.loads(run.stdout) == [[], "1", "1"]


def test_a_graph_with_one_changed_byte_does_not_serve(exports, tmp_path):
    copy = tmp_path / "exports"
    shutil.copytree(exports, copy)
    assert runtime.has_graph(exports=copy)
    graph = next(copy.rglob("*.onnx"))
    data = bytearray(graph.read_bytes())
    data[len(data) // 2] ^= 1
    graph.write_bytes(data)
    assert not runtime.has_graph(exports=copy)


@pytest.mark.parametrize("change", [{"onnxruntime": "0.1"}, {"processor": "another"}, {"version": 0}, {"weights": ""}])
def test_a_graph_that_was_made_from_something_else_does_not_serve(exports, tmp_path, change):
    copy = tmp_path / "exports"
    shutil.copytree(exports, copy)
    path = next(copy.rglob("manifest.json"))
    path.write_bytes(msgspec.json.encode({**json.loads(path.read_bytes()), **change}))
    assert not runtime.has_graph(exports=copy)


def test_without_a_graph_the_reference_serves_in_what_the_processor_is_quick_at(tmp_path, reference):
    encoder = runtime.load_encoder("all-MiniLM-L6-v2", "cpu", exports=tmp_path)
    assert isinstance(encoder, ReferenceEncoder)
    computes = next(encoder._model.parameters()).dtype
    assert str(computes) == ("torch.bfloat16" if has_bfloat16() else "torch.float32")
    assert str(next(reference._model.parameters()).dtype) == "torch.float32"
    exact, quick = reference.encode_passages(TEXTS), encoder.encode_passages(TEXTS)
    assert (exact * quick).sum(axis=1).min() >= export.MIN_COSINE


def _turned(vectors, angle):
    other = np.roll(vectors, 1, axis=1)
    other -= (other * vectors).sum(axis=1, keepdims=True) * vectors
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    return np.cos(angle) * vectors + np.sin(angle) * other


def test_a_graph_whose_vectors_differ_is_refused(reference):
    truth = (reference.encode_queries(TEXTS[:2]), reference.encode_passages(TEXTS))
    assert export.compare(truth, truth)[1] == ""
    assert "cosine" in export.compare(truth, (truth[0], _turned(truth[1], 0.3)))[1]
    assert "cosine" in export.compare(truth, (truth[0], truth[1] * np.nan))[1]


def test_a_refusal_is_remembered_so_that_it_is_not_tried_at_every_start(tmp_path, monkeypatch):
    folder = folders.resolve("all-MiniLM-L6-v2")
    monkeypatch.setattr(export, "_trace", lambda *_: 1 / 0)
    runtime.make_graph(folder, tmp_path)
    assert "ZeroDivisionError" in export.was_refused(folder, tmp_path)
    assert not runtime.has_graph(exports=tmp_path)
    assert [path.name for path in export.place_of(folder, tmp_path).iterdir()] == ["manifest.json"]


def test_a_fingerprint_names_the_model_its_weights_and_the_dimension():
    fingerprint = runtime.fingerprint_of("sentence-transformers/all-minilm-l6-v2", dimension=256)
    assert fingerprint == Fingerprint("all-MiniLM-L6-v2", fingerprint.revision, 256)
    assert len(fingerprint.revision) == 64
