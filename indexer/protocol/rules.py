"""Rules: documents like this → suggest a tag or a folder, or only tell."""

import msgspec

from indexer.protocol.connection import Message


class Rule(msgspec.Struct, frozen=True):
    """`description` says what its documents are about; where it is empty, the examples do. It leads to a `tag`, a
    `folder`, or nothing but a notice (`notify`). Below `least` (a confidence from 0 to 1; None: as it was measured)
    nothing happens; while it is `quiet` nothing happens at all."""

    name: str
    description: str = ""
    tag: str = ""
    folder: bytes | None = None
    notify: bool = False
    least: float | None = None
    quiet: bool = False


class RuleState(msgspec.Struct, frozen=True):
    """`suggested` documents wait for a decision, the newest since `newest`; `taught` decisions were made."""

    rule: Rule
    suggested: int = 0
    newest: float = 0.0
    taught: int = 0
    learns: bool = False
    pending: bool = False


class GetRules(Message, frozen=True):
    pass


class RuleList(Message, frozen=True):
    rules: tuple[RuleState, ...]


class SetRule(Message, frozen=True):
    """Makes a rule, or changes all of it; `name` is the one that it had so far. `examples` are documents that it is
    for. A tag that does not exist is made."""

    rule: Rule
    name: str = ""
    examples: tuple[bytes, ...] = ()


class RemoveRule(Message, frozen=True):
    """Within a day `RestoreRule` brings it back with all that it has learnt."""

    name: str


class RestoreRule(Message, frozen=True):
    name: str


class MoveFile(Message, frozen=True):
    """Into a folder that there is, under its own name; never over another file. Answered with `Moved`; to undo, move
    it back."""

    path: bytes
    folder: bytes


class Moved(Message, frozen=True):
    """Where it lies now."""

    path: bytes


Request = GetRules | SetRule | RemoveRule | RestoreRule | MoveFile
Answer = RuleList | Moved
