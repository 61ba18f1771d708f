"""From a file to its text: which reader takes it, and every way in which that can end as one answer."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from indexer.extract.source import Refused, Source
from indexer.extract.wording import plainly
from indexer.formats import format_of, recognised
from indexer.types import Extracted, Failure, Reason, scrub


def read(source: Source, reader: str) -> Extracted | Failure:
    """What `reader` reads in `source`; where it finds damage, what the reader for the actual content does, or what can
    be saved. Never raises for what is in the file, except MemoryError."""
    if not len(source):
        return Extracted("", failure=Failure(Reason.NO_TEXT, "The file is empty."))
    answer = _titled(_attempt(_reader(reader), source), source)
    if isinstance(answer, Failure) and answer.code is Reason.DAMAGED:
        return _by_content(source) or _saved(source, reader) or answer
    return answer


def _titled(answer: Extracted | Failure, source: Source) -> Extracted | Failure:
    """Where a document has no other words, its title is its text. What may show some in pictures is looked at first."""
    if isinstance(answer, Failure) or answer.text or not answer.title or recognised(format_of(source.name)):
        return answer
    return replace(
        answer, text=answer.title, failure=None if answer.failure == Failure(Reason.NO_TEXT) else answer.failure
    )


def is_read_inside(name: str) -> bool:
    """True of a file inside another one that is worth unpacking. A picture in a mail is mostly decoration."""
    return format_of(name).reader not in ("", "image")


def read_inside(source: Source, name: str, data: bytes) -> Extracted | None:
    """What a file inside `source` (an attachment, an archive's member) says; None where it says nothing.

    Raises `Refused` for what would expand without measure: the whole is to blame for it.
    """
    if not is_read_inside(name):
        return None
    answer = read(source.inside(name, data), format_of(name).reader)
    if isinstance(answer, Failure):
        if answer.code is Reason.BOMB:
            raise Refused(answer.code, answer.detail)
        return None
    return answer if answer.text else None


def _by_content(source: Source) -> Extracted | Failure | None:
    """The answer of the reader that the content asks for, where the name lies."""
    from indexer.extract.sniff import name_by_content

    name = name_by_content(source)
    reader = format_of(name).reader
    if not reader:
        return None
    answer = _attempt(_reader(reader), source.renamed(name))
    worth_more = answer.code is Reason.ENCRYPTED if isinstance(answer, Failure) else answer.text
    return answer if worth_more else None


def _saved(source: Source, reader: str) -> Extracted | None:
    if reader != "office":
        return None
    from indexer.extract.salvage import loose_text

    answer = _attempt(lambda source: loose_text(source) or Extracted(""), source)
    return answer if isinstance(answer, Extracted) and answer.text else None


def _reader(name: str) -> Callable[[Source], Extracted]:
    """The reader's module and its libraries are loaded on first use: a worker that meets no image needs no Pillow."""
    read: Callable[[Source], Extracted] = import_module(f"indexer.extract.{name}").read
    return read


def _attempt(reader: Callable[[Source], Extracted], source: Source) -> Extracted | Failure:
    try:
        return reader(source)
    except Refused as refused:
        return refused.failure
    except MemoryError:
        raise
    except RecursionError:
        return Failure(Reason.BOMB, "It is nested too deeply.")
    except BaseException as error:  # noqa: BLE001 - parsers raise anything, panic or exit; it costs this file only
        return Failure(Reason.DAMAGED, scrub(plainly(str(error))))
