"""What pool and worker say to each other: msgpack messages, each behind its length.

Where the system can pass descriptors (Unix), the worker's standard input is a socket to the pool, and each job brings
the open file with it, so that the worker needs no right to open any. Elsewhere (Windows) standard input and output
are pipes, and the job says the path.
"""

import contextlib
import os
import socket
import struct
import subprocess
from typing import IO

import msgspec

from indexer.types import Extracted, Failure

PASSES_DESCRIPTORS = hasattr(socket, "send_fds")
MAX_FRAME = 64 << 20  # bytes: more than the text limit comes to
_LENGTH = struct.Struct("<I")
_MAX_JOB = 1 << 16
IDLE_SECONDS = 60.0
IDLE_STATUS = 75  # of a worker that left because there was nothing to do


class Job(msgspec.Struct, frozen=True):
    """One file to read, or some of its pages, if possible within `seconds`. `path` is empty where its descriptor comes
    along."""

    name: str
    reader: str
    seconds: float
    path: bytes = b""
    pages: tuple[int, ...] = ()


class Reply(msgspec.Struct, frozen=True):
    """Exactly one is set. First of all comes `protection`, what keeps the worker from doing harm: it is ready then."""

    protection: list[str] | None = None
    extracted: Extracted | None = None
    failure: Failure | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode_job = msgspec.msgpack.Decoder(Job).decode
_decode_reply = msgspec.msgpack.Decoder(Reply).decode


class BadFrame(Exception):
    """The other side does not speak this language."""


def pack(message: Job | Reply) -> bytes:
    body = _encode(message)
    return _LENGTH.pack(len(body)) + body


def _receive(stream: IO[bytes]) -> bytes | None:
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(header)
    if length > MAX_FRAME:
        raise BadFrame(f"a message of {length} bytes")
    body = stream.read(length)
    return body if len(body) == length else None


class PoolEnd:
    """The pool's end: starts the worker, sends jobs, receives replies (the last from one thread only)."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._socket: socket.socket | None = None
        if PASSES_DESCRIPTORS:
            self._socket, theirs = socket.socketpair()
            with theirs:
                self.process = _start(command, environment, theirs.fileno(), subprocess.DEVNULL)
            self._replies: IO[bytes] = self._socket.makefile("rb")
        else:
            self.process = _start(command, environment, subprocess.PIPE, subprocess.PIPE)
            assert self.process.stdout is not None
            self._replies = self.process.stdout

    def send(self, job: Job, descriptor: int | None) -> None:
        """Raises OSError where the worker is gone."""
        if self._socket is not None:
            socket.send_fds(self._socket, [pack(job)], [] if descriptor is None else [descriptor])
        else:
            assert self.process.stdin is not None
            self.process.stdin.write(pack(job))
            self.process.stdin.flush()

    def receive(self) -> Reply | None:
        """The next reply; None when the worker is gone. Raises `BadFrame`."""
        try:
            body = _receive(self._replies)
            return None if body is None else _decode_reply(body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BadFrame(str(error)) from None
        except OSError:
            return None

    def close(self) -> None:
        """End the worker: it leaves when nobody talks to it any more."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)  # wakes who waits for a reply
            self._socket.close()
        elif self.process.stdin is not None:
            self.process.stdin.close()


def _start(command: list[str], environment: dict[str, str], stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment,
        cwd=os.path.abspath(os.sep),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )


class WorkerEnd:
    """The worker's end. Takes standard input and output for itself, so that a parser may print what it likes."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        if PASSES_DESCRIPTORS:
            self._socket = socket.socket(fileno=os.dup(0))
            self._socket.settimeout(IDLE_SECONDS)
        else:
            self._jobs: IO[bytes] = open(os.dup(0), "rb")  # noqa: SIM115 - for the life of the process
            self._answers: IO[bytes] = open(os.dup(1), "wb", buffering=0)  # noqa: SIM115
        with open(os.devnull, "r+b") as null:
            for standard in (0, 1, 2):
                os.dup2(null.fileno(), standard)

    def receive(self) -> tuple[Job, int | None] | None:
        """The next job and the open file's descriptor; None when there will be no more. Raises TimeoutError when
        none came for a while."""
        if self._socket is None:
            body = _receive(self._jobs)
            return None if body is None else (_decode_job(body), None)
        frame, descriptors, _, _ = socket.recv_fds(self._socket, _MAX_JOB, 1)
        if not frame:
            return None
        return _decode_job(frame[_LENGTH.size :]), descriptors[0] if descriptors else None

    def send(self, reply: Reply) -> None:
        if self._socket is not None:
            self._socket.sendall(pack(reply))
        else:
            self._answers.write(pack(reply))
