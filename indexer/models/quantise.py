"""Eight-bit matrices for an exported graph, placed so that the vectors stay close to the reference's.

onnxruntime quantises what enters a matrix with one scale for all of it, so that a few strong columns drown the others.
Two things help, and both leave the graph's result as it is before rounding: strong columns are made weaker and the
matrix's rows stronger by the same factor (SmoothQuant, Xiao et al., arXiv:2211.10438); and the second matrix of the
first feed-forward blocks, where the activations have the longest tails, stays in float. On the samples this takes the
smallest cosine of all-MiniLM-L6-v2 from .972 to .991.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_STRENGTH = 0.6  # how much of a column's weight moves from the activations into the matrix; .55 and .65 do worse
_SPARED = 1 / 2  # of the feed-forward blocks, from the first
_MATRICES = ("MatMul", "Attention")
_FEED_FORWARD = ("BiasGelu", "Gelu", "FastGelu")

Feed = Mapping[str, NDArray[np.int64]]


class Weights(StrEnum):
    """How a matrix's bytes are read, and the name of its graph.

    Signed ones are quickest where the processor multiplies them itself (VNNI, ARM's dot product). Older ones add the
    products in sixteen bits, which overflow (cosine .893 instead of .989); unsigned ones are spared that.
    """

    SIGNED = "int8"
    UNSIGNED = "uint8"


@dataclass(frozen=True, slots=True)
class Form:
    """A graph that was tried: how near it is to the reference, and why it must not serve ("" if it may)."""

    graph: Path
    nearness: float
    doubt: str


def forms(plain: Path, feeds: Sequence[Feed], judge: Callable[[Path], tuple[float, str]]) -> Iterator[Form]:
    """The eight-bit forms of a graph until one may serve, then the graph itself; each is made when it is asked for."""
    for weights in Weights:
        graph = plain.with_name(f"{weights}.onnx")
        quantise(plain, graph, feeds, weights)
        form = Form(graph, *judge(graph))
        yield form
        if not form.doubt:
            break
    yield Form(plain, *judge(plain))


def quantise(graph: Path, into: Path, feeds: Sequence[Feed], weights: Weights = Weights.SIGNED) -> None:
    """Write the eight-bit form of `graph`; `feeds` are inputs that show which columns are strong."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(graph)
    peaks = _peaks(model, feeds)
    _smooth(model, peaks)
    smoothed = into.with_suffix(".smoothed.onnx")
    onnx.save(model, smoothed)
    quantize_dynamic(
        str(smoothed), str(into), per_channel=True,
        weight_type=QuantType.QInt8 if weights is Weights.SIGNED else QuantType.QUInt8,
        op_types_to_quantize=list(_MATRICES), nodes_to_exclude=_spared(model),
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip
    smoothed.unlink()


def _matrices(model: Any) -> list[Any]:
    """The nodes that multiply by a constant matrix."""
    constants = {tensor.name for tensor in model.graph.initializer}
    return [node for node in model.graph.node if _is_matrix(node, constants)]


def _is_matrix(node: Any, constants: Container[str]) -> bool:
    return node.op_type in _MATRICES and node.input[1] in constants


def _peaks(model: Any, feeds: Sequence[Feed]) -> dict[str, NDArray[np.float32]]:
    """For what enters each matrix, the largest magnitude in each column."""
    import onnx
    import onnxruntime as ort

    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    names = list(dict.fromkeys(node.input[0] for node in _matrices(model)))
    watched.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    session = ort.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    peaks: dict[str, NDArray[np.float32]] = {}
    for feed in feeds:
        for name, value in zip(names, session.run(names, dict(feed)), strict=True):
            columns = np.abs(value).reshape(-1, value.shape[-1]).max(axis=0)
            peaks[name] = np.maximum(peaks[name], columns) if name in peaks else columns
    return peaks


def _smooth(model: Any, peaks: Mapping[str, NDArray[np.float32]]) -> None:
    from onnx import helper, numpy_helper

    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = []
    for index, node in enumerate(model.graph.node):
        if _is_matrix(node, constants):
            entering, matrix = node.input[0], node.input[1]
            weights = numpy_helper.to_array(constants[matrix])
            into = np.maximum(peaks[entering], 1e-5) ** _STRENGTH
            scale = into / np.maximum(np.abs(weights).max(axis=1), 1e-5) ** (1 - _STRENGTH)
            scale = np.maximum(scale / np.exp(np.log(scale).mean()), 1e-3).astype(np.float32)
            constants[matrix].CopyFrom(numpy_helper.from_array(weights * scale[:, None], matrix))
            model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"smooth_{index}"))
            nodes.append(helper.make_node("Mul", [entering, f"smooth_{index}"], [f"smoothed_{index}"]))
            node.input[0] = f"smoothed_{index}"
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _spared(model: Any) -> list[str]:
    """Names of the matrices that stay in float: the first of those that a smoothed feed-forward activation enters."""
    made_by = {output: node for node in model.graph.node for output in node.output}

    def after_feed_forward(node: Any) -> bool:
        before = made_by.get(node.input[0])
        source = made_by.get(before.input[0]) if before is not None and before.op_type == "Mul" else None
        return source is not None and source.op_type in _FEED_FORWARD

    found = [node.name for node in _matrices(model) if after_feed_forward(node)]
    return found[: round(len(found) * _SPARED)]
