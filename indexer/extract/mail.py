"""Mail: who wrote what to whom and when, the body, and what is attached."""

import email
import email.policy
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from indexer.extract.build import Builder, line
from indexer.extract.source import Source
from indexer.extract.text import decode
from indexer.types import Extracted

_HEADERS = ("From", "To", "Cc", "Subject", "Date")


def read(source: Source) -> Extracted:
    if source.extension == "msg":
        return _outlook(source)
    builder = Builder()
    message = email.message_from_bytes(source.content, policy=email.policy.compat32)
    _add_message(builder, message)
    return builder.extracted(title=header(message, "Subject"), author=header(message, "From"), created=_date(message))


def _outlook(source: Source) -> Extracted:
    from indexer.extract import nodes

    return nodes.read(source)


def header(message: Message, name: str) -> str:
    """A header as a person reads it; one that cannot be decoded as it stands."""
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        return line(str(make_header(decode_header(str(raw)))), 2000)
    except (ValueError, LookupError, UnicodeError, AssertionError):
        return line(str(raw), 2000)


def _date(message: Message) -> float | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _add_message(builder: Builder, message: Message) -> None:
    lines = [f"{name}: {value}" for name in _HEADERS if (value := header(message, name))]
    builder.add("\n".join(lines))
    attached = []
    for part, body in _parts(message):
        if body:
            builder.add(body)
        elif name := part.get_filename():
            attached.append(line(name))
    if attached:
        builder.add("Attachments: " + ", ".join(attached))


def _parts(message: Message) -> Iterator[tuple[Message, str]]:
    """The leaves of a message with their readable text; of alternatives, plain text is taken before HTML."""
    if message.is_multipart():
        parts = [part for part in message.get_payload() if isinstance(part, Message)]
        if message.get_content_subtype() == "alternative":
            plain = [part for part in parts if part.get_content_type() == "text/plain" and _body(part).strip()]
            rich = [part for part in parts if part.get_content_maintype() in ("text", "multipart")]
            parts = plain[:1] or rich[-1:] or parts
        for part in parts:
            yield from _parts(part)
    elif message.get_content_maintype() == "text" and message.get_content_disposition() != "attachment":
        yield message, _body(message)
    else:
        yield message, ""


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        text = payload.decode(part.get_content_charset() or "")
    except (LookupError, UnicodeDecodeError):
        text = decode(payload)
    if part.get_content_subtype() == "html":
        from indexer.extract.web import read_html

        return read_html(text).text
    return text
