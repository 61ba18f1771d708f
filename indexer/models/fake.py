"""A deterministic encoder for tests in which meaning does not matter: a bag of hashed words."""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from indexer.models.encoder import Vectors, unit_length
from indexer.types import Fingerprint

_WORD = re.compile(r"\w+")


class FakeEncoder:
    """Texts that share words are near each other. Query and passage are encoded alike."""

    token_limit = 256
    device = "cpu"

    def __init__(self, dimension: int = 64, name: str = "fake") -> None:
        self.fingerprint = Fingerprint(name, "bag-of-words-1", dimension)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def pieces(self, text: str) -> float:  # noqa: ARG002
        return 1.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Like `BulkEncoder.encode`, so that it can stand in for the worker too."""
        vectors = np.zeros((len(texts), self.fingerprint.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.lower()):
                vectors[row, self._slot(word)] += 1.0
        return unit_length(vectors)

    def close(self) -> None:
        pass

    def _slot(self, word: str) -> int:
        digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        return int.from_bytes(digest, "little") % self.fingerprint.dimension
