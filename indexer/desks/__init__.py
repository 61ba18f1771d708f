"""What clients may ask, room by room: each desk offers handlers for its messages, and the service looks them up."""

from collections.abc import Callable, Mapping
from typing import Any

from indexer import protocol

Handler = Callable[[Any], protocol.Answer | None]  # None: done, there is nothing to say
Handlers = Mapping[type, Handler]
