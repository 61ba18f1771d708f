"""The process that makes topics: `python -m indexer.insight.topics.worker`. Reads the library, writes nothing."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import faiss
import structlog

from indexer.errors import Bug, WhereinError
from indexer.insight.topics import wire
from indexer.insight.topics.making import make, part
from indexer.models.encoder import Vectors
from indexer.models.worker import be_polite
from indexer.store.encryption import open_database
from indexer.store.library import Library
from indexer.store.topics import TopicStore

log = structlog.get_logger()


def main() -> None:
    # What a library prints must not land between our lines: stdout becomes stderr, the pipe is kept aside.
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    be_polite()
    job = wire.receive(requests)
    try:
        if not isinstance(job, wire.Job):
            raise Bug("topics_order", f"The process that makes topics did not expect {type(job).__name__}.")
        answer: wire.Message = _done(job, _Steps(requests, answers))
    except WhereinError as error:
        answer = wire.Trouble(type(error).__name__, error.code, error.message, error.remedy)
    except MemoryError:
        answer = wire.Trouble(
            "EnvironmentProblem", "out_of_memory", "There is not enough memory to find topics.", "Close other programs."
        )
    except Exception as error:  # whatever it is, the service must hear of it
        log.exception("unexpected")
        answer = wire.Trouble("Bug", "topics_failed", f"{type(error).__name__}: {error}", "")
    wire.send(answers, answer)


def _done(job: wire.Job, say: "_Steps") -> wire.Result:
    faiss.omp_set_num_threads(job.threads)
    database = open_database(Path(job.library))
    try:
        library, store = Library(database), TopicStore(database)
        if job.wish.topic is not None:
            return wire.packed(part(library, store, job.fingerprint, job.wish.topic, job.wish.count, say, say.meant))
        return wire.packed(make(library, store, job.fingerprint, job.wish, job.threads, say, say.meant))
    finally:
        database.close()


class _Steps:
    """Says how far it is, and waits until it is told to go on; asks what phrases mean."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests, self._answers = requests, answers

    def __call__(self, done: int, current: str) -> None:
        wire.send(self._answers, wire.Step(done, current))
        if not self._requests.readline():
            sys.exit(0)  # the service is gone

    def meant(self, phrases: Sequence[str]) -> Vectors | None:
        wire.send(self._answers, wire.Phrases(tuple(phrases)))
        try:
            answer = wire.receive(self._requests)
        except EOFError:
            sys.exit(0)
        if not isinstance(answer, wire.Meant):
            raise Bug("topics_order", f"The process that makes topics did not expect {type(answer).__name__}.")
        return answer.rows(len(phrases))


if __name__ == "__main__":
    main()
