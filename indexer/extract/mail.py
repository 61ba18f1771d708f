"""Mail: who wrote what to whom and when, the body, and what is attached with its text."""

import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from indexer.extract.build import Builder, clean, line
from indexer.extract.read import read_inside
from indexer.extract.source import Refused, Source
from indexer.extract.text import decode
from indexer.types import Extracted, Failure, Reason

_HEADERS = ("From", "To", "Cc", "Subject", "Date")
_NEXT_IN_MBOX = re.compile(rb"(?:\A|\r?\n)From [^\r\n]{0,300}\d{4}[^\r\n]{0,40}\r?\n")
_MAX_PARTS = 1000


def read(source: Source) -> Extracted:
    if source.extension == "mbox":
        return _mailbox(source)
    message = email.message_from_bytes(source.content)
    builder = Builder(until=source.until)
    failure = _add(builder, source, message)
    return builder.extracted(
        title=header(message, "Subject"), author=header(message, "From"), created=_date(message), failure=failure
    )


def _mailbox(source: Source) -> Extracted:
    """A file of many messages, each one a part."""
    builder = Builder(until=source.until)
    starts = [(match.start(), match.end()) for match in _NEXT_IN_MBOX.finditer(source.data)]
    if not starts:
        raise Refused(Reason.DAMAGED, "This is not a mailbox.")
    ends = [start for start, _ in starts[1:]] + [len(source)]
    for (_, start), end in zip(starts, ends, strict=True):
        message = email.message_from_bytes(source.data[start:end])
        builder.begin("part", label=header(message, "Subject"))
        _add(builder, source, message)
        if builder.full:
            break
    return builder.extracted(title=source.name.removesuffix(".mbox"))


def header(message: Message, name: str) -> str:
    """A header as a person reads it; one that cannot be decoded as it stands."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    text = _without_escapes(str(raw))
    try:
        return line(str(make_header(decode_header(text))), 2000)
    except (ValueError, LookupError, AssertionError):
        return line(text, 2000)


def _without_escapes(text: str) -> str:
    """Bytes that the standard does not allow in a header come as lone surrogates; mostly they are UTF-8."""
    if text.isascii():
        return text
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return decode(raw)
    except Refused:
        return raw.decode("utf-8", "replace")


def _date(message: Message) -> float | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", ""))).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _add(builder: Builder, source: Source, message: Message) -> Failure | None:
    """Add a message: headers, body, and the attachments with what is in them, each as a part.

    The failure is of something inside it that would expand without measure; the rest is there.
    """
    builder.add("\n".join(f"{name}: {value}" for name in _HEADERS if (value := header(message, name))))
    attached: list[Message] = []
    for count, part in enumerate(_leaves(message)):
        if count >= _MAX_PARTS or builder.full:
            break
        if _is_body(part):
            builder.add(_body(part))
        elif _name(part):
            attached.append(part)
    if attached:
        builder.add("Attachments: " + ", ".join(map(_name, attached)))
    try:
        for part in attached:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and (inner := read_inside(source, _name(part), payload)):
                builder.embed(inner, "part", _name(part))
    except Refused as refused:
        return refused.failure
    return None


def _leaves(message: Message) -> Iterator[Message]:
    """The parts of a message that hold something; of alternatives, plain text is taken before HTML."""
    payload = message.get_payload()
    if not isinstance(payload, list):
        yield message
        return
    parts = [part for part in payload if isinstance(part, Message)]
    if message.get_content_subtype() == "alternative":
        plain = [part for part in parts if part.get_content_type() == "text/plain" and _body(part).strip()]
        rich = [part for part in parts if part.get_content_maintype() in ("text", "multipart")]
        parts = plain[:1] + [part for part in parts if not _is_body(part)] if plain else rich[-1:] or parts
    for part in parts:
        yield from _leaves(part)


def _is_body(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
        return line(str(make_header(decode_header(name))))
    except (ValueError, LookupError, AssertionError, TypeError):
        return ""


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        text = payload.decode(part.get_content_charset() or "")
    except (LookupError, UnicodeDecodeError):
        try:
            text = decode(payload)
        except Refused:  # it is called text, and is none
            return ""
    if part.get_content_subtype() == "html":
        from indexer.extract.web import read_html

        return read_html(text).text
    return clean(text)
