"""Exporting what was read and what it means, for other programs."""

from typing import Literal

from indexer.protocol.connection import Message

Format = Literal["npy", "parquet", "jsonl"]


class Export(Message, frozen=True):
    """Write all passages and their vectors into a new or empty `folder`: answered by TaskStarted."""

    folder: bytes
    format: Format = "npy"


Request = Export
