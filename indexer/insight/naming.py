"""What a file's name says about its version: "Offer v2 final (Anna).docx" is Offer, second version, final.

Pure. Names in several languages, as people and programs make them.
"""

import os
import re
import unicodedata
from dataclasses import dataclass

# Words that say how far a draft is, and how far: the highest one of a family is the current one where dates agree.
_STAGES = {
    "old": 0, "alt": 0, "backup": 0, "bak": 0, "orig": 0, "original": 0, "obsolete": 0, "superseded": 0,
    "draft": 1, "entwurf": 1, "brouillon": 1, "borrador": 1, "bozza": 1, "wip": 1,
    "rev": 2, "review": 2, "reviewed": 2, "comments": 2, "edited": 2, "korrigiert": 2, "corrected": 2, "revised": 2,
    "new": 3, "neu": 3, "latest": 3, "updated": 3, "current": 3, "clean": 3, "approved": 5,
    "final": 4, "finale": 4, "endfassung": 4, "definitive": 4, "definitif": 4,
    "signed": 6, "unterschrieben": 6, "sent": 6, "gesendet": 6, "versendet": 6, "submitted": 6, "published": 6,
    "executed": 6,
}  # fmt: skip
_COPIES = {
    "copy", "copie", "kopie", "copia", "kopia", "cópia", "of", "version", "fassung", "ver", "v", "vers", "export",
}  # fmt: skip

_HABITS = {
    "readme", "read me", "index", "main", "init", "license", "licence", "changelog", "notes", "note", "notizen", "test",
    "untitled", "unbenannt", "document", "dokument", "doc", "scan", "img", "image", "file", "sample", "example",
    "letter", "brief", "cover", "template", "todo", "report", "presentation", "book", "mail", "message", "data", "page",
}  # fmt: skip

_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_. ]?(?:0[1-9]|1[0-2])[-_. ]?(?:0[1-9]|[12]\d|3[01])|"
    r"(?:0[1-9]|[12]\d|3[01])[-_.](?:0[1-9]|1[0-2])[-_.](?:19|20)?\d\d)(?!\d)"
)
_VERSION = re.compile(r"(?<![a-z])(?:version|ver|vers|rev|fassung|draft|v|r)[ ._-]?(\d+(?:[._]\d+)*)(?![a-z0-9])")
_COUNTER = re.compile(r"\s*\((\d+)\)\s*$")
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """`stem` is what the versions of one document have in common; `number` its version ("2.1" is (2, 1)), `dated` the
    digits of a date in it, `stage` how final it says to be (0 old to 6 sent), None where it says nothing.

    `counter` is what a program adds to a name that is taken: "Lease (1)". `numbers` are all other numbers: what tells
    "Invoice 41" from "Invoice 42".
    """

    stem: str
    number: tuple[int, ...] = ()
    dated: str = ""
    stage: int | None = None
    counter: int = 0
    numbers: tuple[str, ...] = ()

    @property
    def says_version(self) -> bool:
        return bool(self.number) or self.stage is not None

    @property
    def says_much(self) -> bool:
        """Whether the stem is a document's own name, and not what thousands are called."""
        return self.stem not in _HABITS and any(len(word) > 2 for word in self.stem.split() if word not in self.numbers)


def named(name: str) -> Named:
    """From a file's name, with its extension or without one."""
    text = unicodedata.normalize("NFKC", os.path.splitext(name)[0]).casefold()
    dates = [re.sub(r"\D", "", found) for found in _DATE.findall(text)]
    text = _DATE.sub(" ", text)
    number: tuple[int, ...] = ()
    if match := _VERSION.search(text):
        number = tuple(int(part) for part in re.split(r"[._]", match[1]))
        text = text[: match.start()] + " " + text[match.end() :]
    counter = 0
    if match := _COUNTER.search(text):
        counter = int(match[1])
        text = text[: match.start()]
    words = _TOKEN.findall(text)
    stages = [_STAGES[word] for word in words if word in _STAGES]
    kept = [word for word in words if word not in _STAGES and word not in _COPIES]
    return Named(
        stem=" ".join(kept or words),
        number=number,
        dated=max(dates, default=""),
        stage=max(stages, default=None),
        counter=counter,
        numbers=tuple(word for word in kept if any(map(str.isdigit, word))),
    )
