"""The models of this machine, as a library's settings choose and run them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.models.encoder import Encoder
from indexer.models.pairs import Reranker, load_reranker
from indexer.models.runtime import fingerprint_of, has_graph, load_encoder
from indexer.models.worker import BulkEncoder
from indexer.settings import Settings
from indexer.types import Fingerprint


@dataclass(frozen=True, slots=True)
class LocalModels:
    """`downloads` holds what was fetched from the hub, `exports` the quick graphs that were made on this machine."""

    downloads: Path
    exports: Path
    settings: Callable[[], Settings]

    def fingerprint(self, name: str, dimension: int, precision: str) -> Fingerprint:
        """Raises WhereinError for a model that is not on this machine; `dimension` 0 is the model's own."""
        return fingerprint_of(name, downloads=self.downloads, dimension=dimension or None, precision=precision)

    def bulk(self, fingerprint: Fingerprint) -> BulkEncoder:
        settings = self.settings()
        return BulkEncoder(
            fingerprint.model,
            settings.model_idle_seconds,
            settings.model_threads or max(1, (os.cpu_count() or 2) // 2),
            device=settings.device,
            downloads=self.downloads,
            exports=self.exports,
            dimension=fingerprint.dimension,
            precision=fingerprint.precision,
        )

    def encoder(self, fingerprint: Fingerprint, prepare: Callable[[], object]) -> Encoder:
        """For queries. `prepare` has the model worker make the quick graph where there is none yet: this process never
        has to import torch."""
        if not has_graph(fingerprint.model, downloads=self.downloads, exports=self.exports):
            prepare()
        settings = self.settings()
        return load_encoder(
            fingerprint.model,
            settings.device,
            downloads=self.downloads,
            exports=self.exports,
            dimension=fingerprint.dimension,
            precision=fingerprint.precision,
            task=settings.instruction,
        )

    def reranker(self, name: str) -> Reranker:
        return load_reranker(name, downloads=self.downloads, exports=self.exports)
