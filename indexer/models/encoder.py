"""What every encoder promises, whatever runs it."""

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.types import Fingerprint

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

Vectors = NDArray[np.float32]  # (n, dimension), rows of unit length: a dot product is a cosine


class Encoder(Protocol):
    """Turns texts into vectors. A model's own prefixes are added here, so no caller ever adds one."""

    @property
    def fingerprint(self) -> Fingerprint: ...

    @property
    def token_limit(self) -> int:
        """How many tokens of a text are read; what follows them does not count."""

    @property
    def device(self) -> str:
        """ "cpu", "cuda" or "mps"."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """What a person asks, (n, d)."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """What a document says, (n, d)."""

    def pieces(self, text: str) -> float:
        """Into how many pieces the model cuts five letters of a text: about one in a language that it knows, two and
        more in one that it has to spell."""


def letters(text: str) -> float:
    """How long a text is; a character of Chinese, Japanese or Korean says as much as two or three letters."""
    return len(text) + 1.5 * len(_IDEOGRAPHS.findall(text))


def unit_length(vectors: NDArray[np.floating]) -> Vectors:
    """`vectors` (n, d) as float32 rows of length 1; a row of zeros stays zero."""
    rows = np.asarray(vectors, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.ascontiguousarray(rows / np.maximum(norms, 1e-12))


def shorten(vectors: Vectors, dimension: int) -> Vectors:
    """The first `dimension` components, at unit length again (Matryoshka models are trained for this)."""
    return vectors if dimension >= vectors.shape[1] else unit_length(vectors[:, :dimension])
