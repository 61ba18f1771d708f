"""Models that put texts and pictures into one space, so that a text finds what a picture shows (Radford et al., 2021).
Runs in the model worker: it needs torch."""

from collections.abc import Sequence

from indexer.models.encoder import Vectors, unit_length
from indexer.models.folders import ModelFolder
from indexer.types import Fingerprint

_BATCH = 16


class PictureEncoder:
    """Texts and pictures as unit vectors of one space. Raises what `load_model` raises."""

    def __init__(self, folder: ModelFolder, device: str = "auto") -> None:
        from indexer.models.reference import load_model

        self.fingerprint: Fingerprint = folder.fingerprint()
        self.token_limit: int = folder.model.token_limit
        self._model = load_model(folder, device)
        self.device: str = self._model.device.type

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = self._model.encode(list(texts), batch_size=_BATCH, show_progress_bar=False)
        return unit_length(rows)

    def encode_pictures(self, pictures: Sequence[bytes], side: int) -> Vectors:
        """Each is side × side × 3 bytes, red, green and blue, row by row."""
        from PIL import Image

        drawn = [Image.frombytes("RGB", (side, side), pixels) for pixels in pictures]
        rows = self._model.encode(drawn, batch_size=_BATCH, show_progress_bar=False)
        return unit_length(rows)

    def pieces(self, text: str) -> float:  # noqa: ARG002 - of no use here
        return 1.0
