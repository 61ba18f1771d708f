"""Fetches a model from the hub, when a person asks for it and never otherwise.

The network is open to one child process (fetch.py) for as long as the download lasts; everything else of Wherein is
told to stay offline. A broken download goes on where it stopped; a model appears in the downloads folder only whole,
with its checksums compared.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from indexer.errors import BadRequest, Bug, EnvironmentProblem
from indexer.models import catalogue
from indexer.models.folders import ModelFolder, folder_name, resolve

HUB = "https://huggingface.co"
_RETRY = "Try again: what was fetched so far is kept."


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """Bytes of all files together."""

    done: int
    total: int
    file: str


class Fetched(msgspec.Struct, frozen=True, tag="fetched"):
    """All is there; `revision` is the commit that it was pinned to."""

    revision: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """`code` is one of those of `download`; `near` are repositories with a name like the wanted one."""

    code: str
    detail: str
    near: tuple[str, ...] = ()


Report = Progress | Fetched | Failed
_reports: msgspec.json.Decoder[Report] = msgspec.json.Decoder(Report)


class Order(msgspec.Struct, frozen=True):
    """What the child is to fetch, and into which folder."""

    repository: str
    folder: str
    endpoint: str
    pickled: bool = False  # weights may be pickles: they are made safetensors


def download(
    name: str,
    downloads: Path,
    report: Callable[[Progress], None] = lambda _: None,
    *,
    cancelled: Callable[[], bool] = lambda: False,
    endpoint: str = HUB,
) -> ModelFolder:
    """Fetch a model of the catalogue, or any "organisation/name" of the hub, into `downloads`.

    `report` is called with the bytes that are there; `cancelled` is asked then. Raises `BadRequest` "unknown_model"
    (with near names), `EnvironmentProblem` "hub_unreachable", "download_damaged", "model_refused" (it needs code, or
    has no safetensors), "disk" or "cancelled"; "code_needed" where it is here, and
    works only with program code that a person has to allow first.
    """
    known = catalogue.find(name)
    if known is None and name.count("/") != 1:
        catalogue.get(name)  # raises, with the names that come near
    repository = known.repository if known else name
    place = folder_name(downloads, repository)
    if place.is_dir():
        return resolve(name, downloads)
    part = place.with_name(f".{place.name}.part")
    part.mkdir(parents=True, exist_ok=True)
    order = Order(repository, str(part), endpoint, pickled=known is not None and known.pickled)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "indexer.models.fetch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    ) as child:  # fmt: skip
        assert child.stdin
        assert child.stdout
        child.stdin.write(msgspec.json.encode(order) + b"\n")
        child.stdin.close()
        try:
            last = _follow(child.stdout, report, cancelled)
        finally:
            child.kill()
    if isinstance(last, Failed):
        raise _problem(name, last)
    part.rename(place)
    return resolve(name, downloads)


def _follow(lines: IO[bytes], report: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Fetched | Failed:
    for line in lines:
        message = _reports.decode(line)
        if not isinstance(message, Progress):
            return message
        report(message)
        if cancelled():
            return Failed("cancelled", "")
    return Failed("fetch_died", "")


def _problem(name: str, failed: Failed) -> BadRequest | EnvironmentProblem | Bug:
    match failed.code:
        case "unknown_model":
            near = [*catalogue.near_names(name), *failed.near][:3]
            hint = f"Did you mean {' or '.join(near)}?" if near else ""
            return BadRequest("unknown_model", f"The hub has no model called “{name}”.", hint)
        case "hub_unreachable":
            message = f"The hub cannot be reached ({failed.detail})."
            return EnvironmentProblem("hub_unreachable", message, f"Is this machine online? {_RETRY}")
        case "download_damaged":
            message = f"{failed.detail} arrived damaged and was thrown away."
            return EnvironmentProblem("download_damaged", message, _RETRY)
        case "model_refused":
            return EnvironmentProblem("model_refused", f"{name} is not fetched: {failed.detail}.")
        case "disk":
            return EnvironmentProblem("disk", f"The model cannot be stored: {failed.detail}.", "Make room on the disk.")
        case "cancelled":
            return EnvironmentProblem("cancelled", "The download was stopped.", _RETRY)
    return Bug(failed.code, f"The download of {name} ended without a word. {failed.detail}")
