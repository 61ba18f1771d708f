"""What crosses the socket: a request in its envelope, and what is sent back."""

import msgspec

from indexer.protocol import (
    alike,
    connection,
    exporting,
    library,
    models,
    rules,
    saved,
    search,
    storage,
    tags,
    tasks,
    topics,
    training,
)

MAX_REQUEST_BYTES = 1 << 20  # a client has no business sending more
MAX_REPLY_BYTES = 256 << 20

Request = (
    alike.Request
    | connection.Request
    | exporting.Request
    | library.Request
    | models.Request
    | saved.Request
    | search.Request
    | storage.Request
    | tags.Request
    | rules.Request
    | tasks.Request
    | topics.Request
    | training.Request
)
Answer = (
    alike.Answer
    | connection.Answer
    | library.Answer
    | models.Answer
    | saved.Answer
    | search.Answer
    | storage.Answer
    | tags.Answer
    | rules.Answer
    | tasks.Answer
    | topics.Answer
    | training.Answer
)
Event = connection.Event | library.Event


class Envelope(msgspec.Struct, frozen=True):
    id: int
    request: Request


class Reply(msgspec.Struct, frozen=True):
    """`id` of the request that it answers; 0 for an event."""

    id: int
    body: Answer | Event


_ENCODER = msgspec.msgpack.Encoder()
_ENVELOPES = msgspec.msgpack.Decoder(Envelope)
_REPLIES = msgspec.msgpack.Decoder(Reply)


def encode(message: Envelope | Reply) -> bytes:
    return _ENCODER.encode(message)


def decode_envelope(data: bytes) -> Envelope:
    """Raises `msgspec.MsgspecError` for anything that is not a well-formed request."""
    return _ENVELOPES.decode(data)


def decode_reply(data: bytes) -> Reply:
    return _REPLIES.decode(data)
