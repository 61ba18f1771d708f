"""A worker with readers that misbehave, each in its own way: `python -m tests.extract.faults`.

The file's content names the misbehaviour, its name must end in .txt.
"""

import ctypes
import os
import sys
import time
from pathlib import Path

from indexer.extract import text, worker
from indexer.extract.source import Source
from indexer.types import Extracted

REAL = text.read


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(3600)


def segfault() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(0)


def abort() -> None:
    os.abort()


def hoard() -> None:
    kept = []
    while True:
        kept.append(b"x" * (16 << 20))


def ask_for_all() -> None:
    bytearray(1 << 40)


def chatter() -> None:
    while True:
        sys.stdout.write("still reading ...\n" * 100)
        os.write(2, b"and complaining\n" * 100)


def lie() -> None:
    """Answers in the worker's place, with nonsense."""
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"\x05\0\0\0nonsense")
        except OSError:
            continue
    time.sleep(3600)


def recurse() -> None:
    recurse()


def write() -> None:
    Path("/tmp/canary").write_text("written")


def remove() -> None:
    os.rmdir("/tmp")


def read_outside() -> None:
    Path("/etc/passwd").read_text()


def run_a_program() -> None:
    os.execv("/bin/sh", ["sh", "-c", "true"])


def connect() -> None:
    import socket

    socket.create_connection(("127.0.0.1", 9), timeout=1)


def send_datagram() -> None:
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"secret", ("127.0.0.1", 9))


FAULTS = {
    function.__name__: function
    for function in (
        *(spin, sleep, segfault, leave, abort, hoard, ask_for_all, chatter, lie, recurse),
        *(write, remove, read_outside, run_a_program, connect, send_datagram),
    )
}


def read(source: Source) -> Extracted:
    if fault := FAULTS.get(source.content.decode()):
        fault()
    return REAL(source)


if __name__ == "__main__":
    text.read = read
    worker.main()
