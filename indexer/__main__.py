"""`python -m indexer`: the command line, and the process that is the service."""

import ctypes
import logging
import logging.handlers
import os
import signal
import sys
import threading
from pathlib import Path

# Before anything that might import them: nothing here talks to anyone (see indexer.models.privacy).
from indexer.models.privacy import stay_private

stay_private()

_M_ARENA_MAX = -8  # of mallopt(3)


def run_service(library: Path, *, announce: bool, as_json: bool) -> None:
    """Serves until told to stop. With `announce`, one line of JSON on stdout says that clients can connect, or why not;
    then the process lets go of the terminal."""
    import msgspec
    import structlog

    from indexer import protocol, transport
    from indexer.errors import Bug, WhereinError
    from indexer.service import serve

    _share_heaps()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())

    def say(message: protocol.Answer) -> None:
        sys.stdout.write(msgspec.json.encode(message).decode() + "\n")
        sys.stdout.flush()

    def ready() -> None:
        if announce:
            say(protocol.Done())
            _let_go()
        elif not as_json:
            sys.stderr.write(f"Serving {library}. Stop with Ctrl+C.\n")

    try:
        transport.prepare(library)
        _log_to(library / "service.log", also_stderr=not announce)
        serve(library, ready, stop)
    except WhereinError as error:
        if not announce:
            raise  # whoever started it reads it in the terminal
        structlog.get_logger().error("the service could not start", code=error.code, message=error.message)
        say(protocol.Problem(error.code, error.message, error.remedy, isinstance(error, Bug)))
        sys.exit(1)


def _share_heaps() -> None:
    """glibc gives each thread a heap of its own, which keeps what it once took: with two for all threads a service that
    indexed 430 files and answered 200 searches held 440 MB instead of 552, for the same time of the processor."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
        if mallopt:
            mallopt(_M_ARENA_MAX, 2)


def _let_go() -> None:
    """Whoever started us may close its end of the pipe now."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)


def _log_to(path: Path, also_stderr: bool) -> None:
    import structlog

    handlers: list[logging.Handler] = [
        logging.handlers.RotatingFileHandler(path, maxBytes=2 << 20, backupCount=2, encoding="utf-8", delay=True)
    ]
    if also_stderr:
        handlers.append(logging.StreamHandler())
    logging.basicConfig(level=logging.INFO, handlers=handlers, format="%(message)s", force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper("iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    previous = os.umask(0o077)
    path.touch(mode=0o600)
    os.umask(previous)


if __name__ == "__main__":
    from indexer.cli import main

    main()
