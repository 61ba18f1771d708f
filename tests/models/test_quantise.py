"""The eight-bit forms of a graph: which are made, and that both say what the graph says."""

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from onnx import TensorProto, helper, numpy_helper

from indexer.models.quantise import Weights, forms, quantise

WORDS, WIDTH = 50, 32


@pytest.fixture
def plain(tmp_path):
    """A graph that looks words up and multiplies what it found by a matrix."""
    random = np.random.default_rng(7)
    constants = {
        "table": random.normal(size=(WORDS, WIDTH)).astype(np.float32),
        "matrix": random.normal(size=(WIDTH, WIDTH)).astype(np.float32),
    }
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["found"]),
            helper.make_node("MatMul", ["found", "matrix"], ["vectors"], name="multiply"),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["tokens"])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["tokens", WIDTH])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    path = tmp_path / "float32.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


FEED = {"input_ids": np.arange(WORDS)}


def _said(path):
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, FEED)[0]


@pytest.mark.parametrize("weights", Weights)
def test_a_graph_of_eight_bits_says_nearly_what_the_graph_says(plain, tmp_path, weights):
    quantise(plain, tmp_path / "eight.onnx", [FEED], weights)
    exact, rounded = _said(plain), _said(tmp_path / "eight.onnx")
    cosines = (exact * rounded).sum(axis=1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(rounded, axis=1)
    assert cosines.min() > 0.95  # where sixteen bits overflow, signed ones come to this little
    assert np.abs(exact - rounded).max() > 0


def test_where_the_signed_form_may_serve_the_unsigned_one_is_not_made(plain):
    tried = list(forms(plain, [FEED], lambda _path: (1.0, "")))
    assert [form.graph.stem for form in tried] == ["int8", "float32"]
    assert not plain.with_name("uint8.onnx").exists()


def test_where_the_signed_form_is_wrong_the_unsigned_one_is_tried(plain):
    tried = list(forms(plain, [FEED], lambda path: (0.9, "overflows") if path.stem == "int8" else (1.0, "")))
    assert [(form.graph.stem, form.doubt) for form in tried] == [("int8", "overflows"), ("uint8", ""), ("float32", "")]


def test_where_no_form_of_eight_bits_may_serve_the_graph_itself_is_left(plain):
    tried = list(forms(plain, [FEED], lambda path: (0.9, "wrong") if path != plain else (1.0, "")))
    assert [form.graph.stem for form in tried if not form.doubt] == ["float32"]
