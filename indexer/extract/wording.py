"""What a library says of a file that it cannot read, in words for a person."""

import re

from indexer.extract.build import line

# what the message speaks of -> what that means
_MEANINGS = (
    (
        r"cannot identify|wrong magic|bad magic|not a tiff|missing dimensions",
        "It is not what its name says, or damaged.",
    ),
    (
        r"truncat|unexpected end|premature|broken data|\beof\b|eocd|startxref|only got|decoder|load page|"
        r"beyond (?:file|end)",
        "Its end is missing, or a part of it is damaged.",
    ),
    (r"required|could not be found|no such|there is no item", "A part of it is missing."),
    (r"\bsecurity|bomb|\bratio\b|exceed|too many (?!open)|nesting|doctype", "It unpacks to more than can be trusted."),
)
_MACHINERY = re.compile(
    r"<[^<>]*>|\bat 0x[0-9a-f]+|0x[0-9a-f]+|\b\w+(?:::\w+)+|\[[\d, a-fx]*\]|\[Errno \d+\]|"
    r"\b\w*(?:Error|Exception|Panic)\b:?|\b(?:parsing|validation) error:",
    re.IGNORECASE,
)
_LONGEST = 120


def plainly(message: str) -> str:
    """One or two sentences; empty where the message says nothing to a person."""
    for spoken, meaning in _MEANINGS:
        if re.search(spoken, message, re.IGNORECASE):
            return meaning
    said = line(_MACHINERY.sub(" ", message)).strip(" :.,()[]")
    return f"Its reader could not make sense of it: {said[:_LONGEST]}." if re.search(r"[^\W\d_]{3}", said) else ""
