"""The vector index on disk: one generation of files, named with their checksums by a manifest.

The manifest is written last and renamed into place, so that after a crash at any point the last whole generation is
there. Closed parts are written once and are read through the file system's cache as they are searched; each new
generation names them again.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import faiss
import msgspec
import numpy as np
import numpy.typing as npt
from blake3 import blake3

from indexer.store.kinds import Kind, Shortlist, starts_of
from indexer.store.parts import Mask, Part, flat

_faiss: Any = faiss
_MANIFEST = "manifest.json"


class ShortlistRecord(msgspec.Struct, frozen=True):
    file: str
    kind: Kind
    trained: int
    effort: int
    width: int
    recall: float


class Refusal(msgspec.Struct, frozen=True):
    """A kind that found too little of what is near, measured on so many rows."""

    kind: Kind
    rows: int
    recall: float


class Manifest(msgspec.Struct, frozen=True):
    fingerprint: str
    sequence: int
    parts: tuple[str, ...]  # files of the closed ones
    tail: str
    alive: str
    shortlist: ShortlistRecord | None
    refused: Refusal | None
    sums: dict[str, str]  # of every file


class VectorFiles:
    """One folder. Not for two threads at once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._sums: dict[str, str] = {}  # of the files that were written or found whole
        self._number = 0
        self._saved: Manifest | None = None

    def close(self, part: Part) -> tuple[str, Part]:
        """Writes a part whose rows are all alive for good; its file, and the part as it is read from there."""
        file = self._fresh("part", "faiss")
        self._write_index(file, part.index)
        self._write_array(ids_of(file), np.stack([part.chunk_ids, part.documents]))
        return file, self._part(file)

    def write_shortlist(self, shortlist: Shortlist) -> ShortlistRecord:
        file = self._fresh("shortlist", "faiss")
        self._write_index(file, shortlist.index)
        s = shortlist
        return ShortlistRecord(file, s.kind, s.trained, s.effort, s.width, s.recall)

    def save(
        self,
        fingerprint: str,
        sequence: int,
        parts: Iterable[str],
        tail: Part,
        alive: Mask,
        shortlist: ShortlistRecord | None,
        refused: Refusal | None,
    ) -> None:
        """The next generation; what only older ones needed is removed."""
        parts = tuple(parts)
        tail_file, alive_file = self._fresh("tail", "npy"), self._fresh("alive", "npy")
        self._write_array(tail_file, tail.codes)
        self._write_array(ids_of(tail_file), np.stack([tail.chunk_ids, tail.documents]))
        self._write_array(alive_file, np.packbits(alive))
        named = {alive_file, *(name for file in (*parts, tail_file) for name in (file, ids_of(file)))}
        if shortlist:
            named.add(shortlist.file)
        sums = {file: self._sums[file] for file in sorted(named)}
        manifest = Manifest(fingerprint, sequence, parts, tail_file, alive_file, shortlist, refused, sums)
        _replace(self._directory / _MANIFEST, msgspec.json.encode(manifest))
        for file in set(self._saved.sums if self._saved else ()) - set(sums):
            del self._sums[file]
        self._saved = manifest
        for path in self._directory.iterdir():
            if path.name not in self._sums and path.name != _MANIFEST:
                with suppress(OSError):  # where a search reads it still: a later generation removes it
                    path.unlink()

    def load(self, fingerprint: str) -> tuple[Manifest, list[Part], Part, Shortlist | None] | None:
        """The last generation: its closed parts, its open one and its shortlist; None where there is none yet. Raises
        OSError, ValueError or msgspec's errors for one that is damaged, RuntimeError where FAISS cannot read it."""
        if not (self._directory / _MANIFEST).exists():
            return None
        manifest = msgspec.json.decode((self._directory / _MANIFEST).read_bytes(), type=Manifest)
        if manifest.fingerprint != fingerprint:
            raise ValueError("made for another model")
        for file, expected in manifest.sums.items():
            if _sum(self._directory / file) != expected:
                raise ValueError(f"{file} is damaged")
        self._sums = dict(manifest.sums)
        self._saved = manifest
        parts = [self._part(file) for file in manifest.parts]
        alive = np.unpackbits(self._array(manifest.alive)).astype(np.bool_)
        for part, start in zip(parts, starts_of(parts), strict=True):
            part.keep(alive[start : start + len(part)])
        codes, ids = self._array(manifest.tail), self._array(ids_of(manifest.tail))
        tail = Part(flat(codes.shape[1], codes), ids[0], ids[1])
        record, shortlist = manifest.shortlist, None
        if record:
            index = self._index(record.file)
            shortlist = Shortlist(record.kind, index, record.trained, record.effort, record.width, record.recall)
        return manifest, parts, tail, shortlist

    # --- single files ----------------------------------------------------------------------------------------------

    def _part(self, file: str) -> Part:
        index = _faiss.read_index(str(self._directory / file), _faiss.IO_FLAG_MMAP_IFC)
        ids = self._array(ids_of(file))
        return Part(index, ids[0], ids[1])

    def _index(self, file: str) -> Any:
        return _faiss.read_index(str(self._directory / file))

    def _array(self, file: str) -> npt.NDArray[Any]:
        return np.asarray(np.load(self._directory / file, allow_pickle=False))

    def _fresh(self, stem: str, ending: str) -> str:
        """The name of a file that there never was."""
        self._directory.mkdir(parents=True, exist_ok=True)
        known = (path.stem.rpartition("-")[2].partition(".")[0] for path in self._directory.iterdir())
        self._number = max(self._number, *(int(number) for number in known if number.isdecimal()), 0) + 1
        return f"{stem}-{self._number}.{ending}"

    def _write_index(self, file: str, index: Any) -> None:
        path = self._directory / file
        _faiss.write_index(index, str(path))
        with path.open("r+b") as written:
            os.fsync(written.fileno())
        self._sums[file] = _sum(path)

    def _write_array(self, file: str, array: npt.NDArray[Any]) -> None:
        path = self._directory / file
        with path.open("wb") as written:
            np.save(written, array, allow_pickle=False)
            written.flush()
            os.fsync(written.fileno())
        self._sums[file] = _sum(path)


def ids_of(file: str) -> str:
    """Beside the vectors of a part: its chunk and document ids, (2, n)."""
    return f"{Path(file).stem}.ids.npy"


def _sum(path: Path) -> str:
    return blake3().update_mmap(path).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    if os.name == "posix":  # the rename itself
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
