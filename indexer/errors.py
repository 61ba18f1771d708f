"""The one family of failures: either the user's environment, with what to do about it, or our own bug.

What goes wrong with a single file is not an exception but a value: `indexer.types.Failure`.
"""


class WhereinError(Exception):
    """Base of every error that Wherein raises on purpose.

    `code` is stable and made for programs; the message says what happened and what it means for the person;
    `remedy` says what to do about it (may be empty).
    """

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class EnvironmentProblem(WhereinError):
    """Something outside Wherein: a full disk, a folder that cannot be read, a library of a newer version."""


class BadRequest(WhereinError):
    """A client asked for something that makes no sense; the message says why."""


class Bug(WhereinError):
    """An assumption of ours that does not hold. Logged with its traceback, shown as "please report this"."""
