"""What does this text mean? Every line that mentions torch, onnxruntime or a model's name lives in this room."""

from indexer.models.encoder import Encoder
from indexer.models.privacy import stay_private

# The libraries of this room read these switches when they are imported, so they are set before any module of the
# room can import one of them.
stay_private()

__all__ = ["Encoder"]
