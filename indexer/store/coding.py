"""How vectors, and what they are known by, lie in the library's rows.

A vector of precision "float16" is its components, little-endian. One of precision "int8" is a scale (float32) and one
byte for each component: half the space, and on all-MiniLM-L6-v2 a cosine of .9999 to what it was made from.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.types import Fingerprint

# A model's row, by the columns of `key_of`.
MODEL_ID = "SELECT id FROM models WHERE (model, revision, dimension) = (?, ?, ?)"
# Of documents `d`: whether all their passages have vectors of a model; `key_of` twice. From each document to its
# vectors (a cross join keeps that order): the other way round, each document would cost a walk over all of them.
UNDERSTOOD = (
    f"EXISTS (SELECT 1 FROM chunks c CROSS JOIN vectors v ON v.chunk_id = c.id AND v.model_id = ({MODEL_ID}) "
    "WHERE c.document_id = d.id) AND NOT EXISTS "
    f"(SELECT 1 FROM unembedded u WHERE u.document_id = d.id AND u.model_id = ({MODEL_ID}))"
)

_HALF = np.dtype("<f2")
_SCALE = np.dtype("<f4")
_MARK = "+"  # between revision and precision


def key_of(fingerprint: Fingerprint) -> tuple[str, str, int]:
    """The columns (model, revision, dimension) of `models`; what is not float16 is another revision there."""
    mark = "" if fingerprint.precision == "float16" else _MARK + fingerprint.precision
    return fingerprint.model, fingerprint.revision + mark, fingerprint.dimension


def fingerprint_from(model: str, revision: str, dimension: int) -> Fingerprint:
    """The inverse of `key_of`."""
    revision, _, precision = revision.partition(_MARK)
    return Fingerprint(model, revision, dimension, precision or "float16")


def encode(vectors: npt.NDArray[np.floating], precision: str) -> list[bytes]:
    """One blob for each row of (n, d)."""
    if precision == "float16":
        return [row.tobytes() for row in vectors.astype(_HALF)]
    scales = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12).astype(_SCALE) / 127
    codes = np.rint(vectors / scales).astype(np.int8)
    return [scale.tobytes() + row.tobytes() for scale, row in zip(scales, codes, strict=True)]


def decode(blobs: Sequence[bytes], fingerprint: Fingerprint) -> npt.NDArray[np.floating]:
    """(n, d), as float16 or float32."""
    joined = b"".join(blobs)
    if fingerprint.precision == "float16":
        return np.frombuffer(joined, _HALF).reshape(len(blobs), fingerprint.dimension)
    rows = np.frombuffer(joined, np.uint8).reshape(len(blobs), _SCALE.itemsize + fingerprint.dimension)
    scales = np.ascontiguousarray(rows[:, : _SCALE.itemsize]).view(_SCALE)
    return np.asarray(np.ascontiguousarray(rows[:, _SCALE.itemsize :]).view(np.int8) * scales, np.float32)
