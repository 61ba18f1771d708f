"""The child that reads untrusted files, one at a time: `python -m indexer.extract.worker`.

It holds no database, no model and no connection but the one to its pool. Whatever a parser does to it costs the one
file that it was reading: the pool keeps the deadline and the blame, and starts another.
"""

import os
import signal
import time

from indexer.extract import sandbox
from indexer.extract.channel import IDLE_STATUS, Job, Reply, WorkerEnd
from indexer.extract.read import read
from indexer.extract.source import Refused, open_regular, source_of
from indexer.types import Extracted, Failure, Reason, scrub

ORPHAN_SECONDS = 600  # a file on which even a worker without a pool gives up


def main() -> None:
    """Answer jobs until there are no more, or none comes for a while."""
    channel = WorkerEnd()
    channel.send(Reply(protection=sandbox.enter()))
    try:
        while (received := channel.receive()) is not None:
            _alarm(ORPHAN_SECONDS)
            answer = answer_to(*received)
            _alarm(0)
            channel.send(Reply(extracted=answer) if isinstance(answer, Extracted) else Reply(failure=answer))
        status = 0
    except TimeoutError:
        status = IDLE_STATUS
    os._exit(status)  # no orderly ending: a library's own threads sometimes bring that down, and the status with it


def answer_to(job: Job, descriptor: int | None) -> Extracted | Failure:
    try:
        if descriptor is None:
            descriptor = open_regular(job.path)
        try:
            source = source_of(descriptor, job.name, time.monotonic() + job.seconds, job.pages)
        finally:
            os.close(descriptor)
        return read(source, job.reader)
    except Refused as refused:
        return refused.failure
    except OSError as error:
        return Failure(Reason.UNREADABLE, scrub(error.strerror or str(error)))
    except MemoryError:
        return Failure(Reason.MEMORY, "Reading it takes more memory than a reader may have.")


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
