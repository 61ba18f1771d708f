"""Which of several copies stays, and which are marked to go: a person's ordered rules. Pure.

A rule is a word, or a word and what it is about: "original" (a name that does not look like a copy's), "oldest",
"newest", "largest", "smallest", "short-name", "long-name", "deep", "high", "folder:PATH", "not:PATH", "type:pdf".
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.errors import BadRequest
from indexer.store.filtering import prefix_range
from indexer.store.records import StoredFile

DEFAULT = ("original", "oldest", "short-name")

# "Lease (1).pdf", "Lease - Copy.pdf", "Copy of Lease.pdf", "Lease Kopie 2.pdf", "Lease~.pdf"
_COPY = re.compile(
    r"(\(\d+\)|[-_ ]+(copy|copie|kopie|copia|kopia|cópia)( ?\(?\d+\)?)?|~|\.bak|\.old)$|"
    r"^(copy|copie|kopie|copia|kopia|cópia) (of|de|von|di) ",
    re.IGNORECASE,
)

Key = Callable[[StoredFile], Any]  # the smaller, the better

_PLAIN: dict[str, Key] = {
    "original": lambda file: looks_like_a_copy(file.name),
    "oldest": lambda file: file.mtime_ns,
    "newest": lambda file: -file.mtime_ns,
    "largest": lambda file: -file.size,
    "smallest": lambda file: file.size,
    "short-name": lambda file: len(file.name),
    "long-name": lambda file: -len(file.name),
    "deep": lambda file: -file.path.count(os.fsencode(os.sep)),
    "high": lambda file: file.path.count(os.fsencode(os.sep)),
}


def looks_like_a_copy(name: str) -> bool:
    return bool(_COPY.search(os.path.splitext(name)[0]) or _COPY.search(name))


def in_order(files: Iterable[StoredFile], rules: Sequence[str]) -> list[StoredFile]:
    """The one to keep first. Raises BadRequest for a rule that does not exist."""
    keys = [_key(rule) for rule in rules or DEFAULT]
    return sorted(files, key=lambda file: (*(key(file) for key in keys), file.path))


def _key(rule: str) -> Key:
    word, _, about = rule.partition(":")
    if rule in _PLAIN:
        return _PLAIN[rule]
    if word == "folder" and about:
        return lambda file: not is_below(file.path, os.fsencode(about))
    if word == "not" and about:
        return lambda file: is_below(file.path, os.fsencode(about))
    if word == "type" and about:
        return lambda file: about.lower() not in (file.extension, file.kind)
    raise BadRequest(
        "unknown_rule", f"There is no rule “{rule}”.", f"Known: {', '.join(_PLAIN)}, folder:PATH, not:PATH, type:NAME."
    )


def is_below(path: bytes, folder: bytes) -> bool:
    return path.startswith(prefix_range(folder)[0])


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files of a group are marked: all conditions must hold. "all" is all except the one that stays; "in:PATH",
    "not:PATH", "older", "newer", "smaller", "larger" (than the one that stays), "type:pdf" are fewer."""

    conditions: tuple[str, ...]

    def marks(self, file: StoredFile, reference: StoredFile) -> bool:
        """Never the reference itself. Raises BadRequest for a condition that does not exist."""
        if not self.conditions or file.path == reference.path:
            return False
        return all(_holds(condition, file, reference) for condition in self.conditions)


def _holds(condition: str, file: StoredFile, reference: StoredFile) -> bool:
    word, _, about = condition.partition(":")
    match word:
        case "all":
            return True
        case "in" if about:
            return is_below(file.path, os.fsencode(about))
        case "not" if about:
            return not is_below(file.path, os.fsencode(about))
        case "older":
            return file.mtime_ns < reference.mtime_ns
        case "newer":
            return file.mtime_ns > reference.mtime_ns
        case "smaller":
            return file.size < reference.size
        case "larger":
            return file.size > reference.size
        case "type" if about:
            return about.lower() in (file.extension, file.kind)
    raise BadRequest(
        "unknown_selection",
        f"Nothing can be marked by “{condition}”.",
        "Known: all, in:PATH, not:PATH, older, newer, smaller, larger, type:NAME.",
    )
