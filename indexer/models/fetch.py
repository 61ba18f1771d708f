"""The child process that may use the network: fetches one model's files, says how far it is, and ends.

Reads one `hub.Order` from stdin and writes `hub.Report`s to stdout, one JSON object a line.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from indexer.models.convert import PICKLES, convert, twin_of
from indexer.models.folders import asks_for_code
from indexer.models.hub import Failed, Fetched, Order, Progress, Report
from indexer.models.privacy import go_online

_WANTED = (".json", ".txt", ".model", ".safetensors")  # no code, no pickles
_UNWANTED = ("onnx/", "openvino/", "imgs/", "images/", ".")
_ATTEMPTS = 3


class Remote(msgspec.Struct, frozen=True):
    """A file of the hub. `sha256` is empty for small files, which the hub keeps in git."""

    path: str
    size: int
    sha256: str


def wanted(files: Sequence[Remote], pickled: bool = False) -> list[Remote]:
    """Those of a repository's files that a model is loaded from; where weights may be `pickled`, those that have no
    twin in safetensors as well."""
    fit = [file for file in files if not file.path.startswith(_UNWANTED) and ".." not in file.path.split("/")]
    found = [file for file in fit if file.path.endswith(_WANTED)]
    there = {file.path for file in found}
    return found + [
        file
        for file in fit
        if pickled and file.path.endswith(PICKLES) and file.sha256 and twin_of(Path(file.path)).as_posix() not in there
    ]


def _is_code(file: Remote) -> bool:
    return file.path.endswith(".py") and not file.path.startswith(".") and ".." not in file.path.split("/")


def fetch(order: Order) -> Fetched | Failed:
    import huggingface_hub as hub
    from huggingface_hub import errors

    api = hub.HfApi(endpoint=order.endpoint, token=False)  # nobody's token is looked for, or sent
    try:
        info = api.model_info(order.repository, files_metadata=True)
        files = wanted([_remote(sibling) for sibling in info.siblings or []], order.pickled)
        if not any(file.path.endswith((".safetensors", *PICKLES)) for file in files):
            return Failed("model_refused", "it has no safetensors weights, and weights of other kinds can run code")
        revision = str(info.sha)
        folder = Path(order.folder)
        total = sum(file.size for file in files)
        free = shutil.disk_usage(folder).free
        if total - _size(folder) > free:
            return Failed("disk", f"it needs {total // 1_000_000:,} MB and {free // 1_000_000:,} MB are free")
        done = 0
        for file in files:
            _fetch_file(hub, order, revision, file, lambda more, file=file, done=done: _say(
                Progress(min(done + more, total), total, file.path)))  # fmt: skip
            done += file.size
        if asks_for_code(folder):  # it is fetched to be looked at, and runs only once a person has allowed it
            more = [file for file in map(_remote, info.siblings or []) if _is_code(file)]
            for file in more:
                _fetch_file(hub, order, revision, file, lambda _: None)
            files += more
        for file in files:
            if file.sha256 and _sha256(folder / file.path) != file.sha256:
                (folder / file.path).unlink()
                return Failed("download_damaged", file.path)
        for file in files:
            if file.path.endswith(PICKLES):
                try:
                    convert(folder / file.path)
                except ValueError as error:
                    return Failed("model_refused", str(error))
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        facts = {"repository": order.repository, "revision": revision, "files": {f.path: f.sha256 for f in files}}
        (folder / ".wherein.json").write_bytes(msgspec.json.format(msgspec.json.encode(facts)))
    except errors.RepositoryNotFoundError:
        return Failed("unknown_model", "", _near(api, order.repository))
    except errors.HFValidationError:
        return Failed("unknown_model", "")
    except Exception as error:  # noqa: BLE001 - what the network does is reported, never raised into nothing
        if isinstance(error, OSError) and error.errno in (28, 122, 13, 30):  # full, over quota, forbidden, read-only
            return Failed("disk", os.strerror(error.errno))
        return Failed("hub_unreachable", f"{type(error).__name__}: {error}"[:300])
    return Fetched(revision)


def _fetch_file(hub: Any, order: Order, revision: str, file: Remote, report: Any) -> None:
    """Fetch one file, going on where an earlier try stopped."""
    from huggingface_hub.utils.tqdm import tqdm

    class Bar(tqdm):
        def __init__(self, *args: Any, **settings: Any) -> None:
            super().__init__(*args, **{**settings, "disable": True})  # type: ignore[no-untyped-call]
            self.there = int(settings.get("initial") or 0)

        def update(self, n: float | None = 1) -> None:
            self.there += int(n or 0)
            report(self.there)

    for attempt in range(_ATTEMPTS):
        try:
            hub.hf_hub_download(
                order.repository, file.path, revision=revision, local_dir=order.folder, endpoint=order.endpoint,
                token=False, tqdm_class=Bar,
            )  # fmt: skip
        except OSError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            report(file.size)
            return


def _remote(sibling: Any) -> Remote:
    sha256 = sibling.lfs.sha256 if sibling.lfs else ""
    return Remote(sibling.rfilename, int(sibling.size or 0), str(sha256 or ""))


def _near(api: Any, repository: str) -> tuple[str, ...]:
    try:
        found = api.list_models(search=repository.rsplit("/", 1)[-1], limit=3)
        return tuple(str(model.id) for model in found)
    except Exception:  # noqa: BLE001 - a hint is not worth a second failure
        return ()


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say(report: Report) -> None:
    _pipe.write(msgspec.json.encode(report) + b"\n")
    _pipe.flush()


if __name__ == "__main__":
    # What a library prints must not land between our lines.
    _pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    go_online()
    _say(fetch(msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)))
