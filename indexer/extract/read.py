"""From a file to its text: which reader takes it, and every way in which that can end as one answer."""

from collections.abc import Callable
from importlib import import_module

from indexer.extract.source import Refused, Source
from indexer.formats import format_of
from indexer.types import Extracted, Failure, Reason, scrub

Reader = Callable[[Source], Extracted]
Answer = Extracted | Failure

READERS = ("pdf", "office", "mail", "web", "text", "code", "image")


def reader_of(name: str) -> Reader:
    """The reader's function; its module and libraries are loaded on first use."""
    read: Reader = import_module(f"indexer.extract.{name}").read
    return read


def read(source: Source, reader: str) -> Answer:
    """What `reader` reads in `source`, or, where the name lies, what the reader for its content does. Never raises
    for what is in the file, except MemoryError."""
    if not len(source):
        return Extracted("", failure=Failure(Reason.NO_TEXT, "The file is empty."))
    answer = _attempt(source, reader)
    if isinstance(answer, Failure) and answer.code is Reason.DAMAGED:
        from indexer.extract.sniff import name_by_content

        if (name := name_by_content(source)) and (other := format_of(name).reader):
            second = _attempt(Source(name, source.data, source.depth), other)
            if isinstance(second, Extracted) and second.text:
                return second
    return answer


def _attempt(source: Source, reader: str) -> Answer:
    try:
        return reader_of(reader)(source)
    except Refused as refused:
        return refused.failure
    except MemoryError:
        raise
    except RecursionError:
        return Failure(Reason.BOMB, "It is nested too deeply.")
    except Exception as error:  # noqa: BLE001 - parsers raise anything; whatever it is, it costs this file only
        return Failure(Reason.DAMAGED, scrub(f"{type(error).__name__}: {error}")[:300])
