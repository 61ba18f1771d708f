"""Why a file is not (wholly) read, in words for a person."""

from indexer.types import Failure, Reason

# A file that is not read for one of these is partly there all the same: it is found by its name.
BY_NAME_ONLY = frozenset({Reason.NO_READER, Reason.NO_TEXT, Reason.TOO_LARGE, Reason.PLACEHOLDER})

# reason -> (what happened, what to do)
REASONS: dict[Reason, tuple[str, str]] = {
    Reason.NO_READER: ("Wherein has no reader for this kind of file", ""),
    Reason.NO_TEXT: ("there is no text in it", ""),
    Reason.UNSEEN: ("no text so far; its pictures have not been looked at yet", ""),
    Reason.ENCRYPTED: ("it is locked with a password", "Save a copy without the password to find it by its content."),
    Reason.DAMAGED: ("it is damaged, or not what its name says", "Open it to see whether it is still whole."),
    Reason.TRUNCATED: ("it is very long, so only its beginning was read", ""),
    Reason.TOO_LARGE: ("it is larger than the limit", "The limit can be raised in the settings."),
    Reason.BOMB: ("it unpacks to a size without measure", "Be careful with this file."),
    Reason.TIMEOUT: ("reading it took too long", "Try again when the computer has less to do."),
    Reason.MEMORY: ("reading it needed too much memory", "Try again after closing other programs."),
    Reason.CRASH: ("the reader stopped while it read this file", "Nothing else was harmed. Try again after an update."),
    Reason.UNREADABLE: ("the system did not let Wherein read it", "Check who may read this file, then try again."),
    Reason.VANISHED: ("it was gone before it could be read", ""),
    Reason.CHANGED: ("it was being written to", "It is tried again by itself."),
    Reason.PLACEHOLDER: ("it is not on this computer, only in the cloud", "Download it to find it by its content."),
}


def short_reason(reason: Reason) -> str:
    what = REASONS[reason][0]
    return what[0].upper() + what[1:]


def sentence(failure: Failure) -> str:
    """The reader's own words where it has some."""
    return failure.detail or f"{short_reason(failure.code)}."
