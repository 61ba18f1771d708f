"""Passages and vectors as files that other programs read: a few documents at a time, however many there are.

    npy       vectors.npy (rows, dimension) and passages.jsonl, row by row
    parquet   passages.parquet, the vector as one of its columns
    jsonl     passages.jsonl, the vector in each line

`manifest.json` says which model made the vectors and what it wants to be put before a query. The folder appears
whole, or not at all.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models.catalogue import Model
from indexer.store.library import Library, display
from indexer.types import Fingerprint
from indexer.work.tasks import Task

_DOCUMENTS = 64  # at a time
_HALF = np.dtype("<f2")

Matrix = npt.NDArray[np.floating]


class Row(msgspec.Struct, frozen=True):
    """A passage: text[start:end] of a document, which lies at all these paths."""

    row: int
    passage: int
    document: int
    paths: list[str]
    title: str
    start: int
    end: int
    text: str


class Manifest(msgspec.Struct, frozen=True):
    """What made the vectors. They are of unit length: a dot product is a cosine."""

    format: str
    model: str
    repository: str
    revision: str
    dimension: int
    query_prefix: str
    passage_prefix: str
    rows: int
    documents: int
    without_vectors: int  # documents without text, or not understood yet: they are left out


class Sink(Protocol):
    """Where rows go."""

    def write(self, rows: Sequence[Row], vectors: Matrix) -> None: ...


@dataclass(frozen=True, slots=True)
class Exporting:
    library: Library
    fingerprint: Fingerprint
    model: Model

    def run(self, task: Task, folder: Path, form: str) -> None:
        """Raises BadRequest for a folder that holds something, EnvironmentProblem where it cannot be written."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadRequest("not_empty", f"“{folder}” holds something already.", "Name a new folder, or an empty one.")
        work = folder.with_name(f".{folder.name}.{os.getpid()}")
        try:
            work.mkdir(parents=True)
            manifest = self._write(task, work, form)
            (work / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
            if folder.exists():
                folder.rmdir()
            work.rename(folder)
        except OSError as error:
            raise EnvironmentProblem("export", f"“{folder}” cannot be written: {error.strerror or error}.") from error
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _write(self, task: Task, work: Path, form: str) -> Manifest:
        ids = self.library.document_ids()
        rows = documents = 0
        with _sink(form, work, self.fingerprint.dimension) as sink:
            for at in range(0, len(ids), _DOCUMENTS):
                task.progress(at, len(ids))
                task.checkpoint()
                for passages, vectors in self._documents(ids[at : at + _DOCUMENTS], rows):
                    sink.write(passages, vectors)
                    rows += len(passages)
                    documents += 1
        task.progress(len(ids), len(ids))
        model = self.model
        query = model.prefixes.query.replace("{task}", model.task)
        return Manifest(
            form, model.name, model.repository, self.fingerprint.revision, self.fingerprint.dimension,
            query, model.prefixes.passage, rows, documents, len(ids) - documents,
        )  # fmt: skip

    def _documents(self, ids: Sequence[int], first: int) -> Iterator[tuple[list[Row], Matrix]]:
        """Those of these documents that have vectors; rows are numbered from `first` on."""
        found, files = self.library.documents(ids), self.library.files_of(ids)
        for entry in self.library.vector_entries(ids, self.fingerprint):
            chunk_ids = entry.chunk_ids.tolist()
            chunks = self.library.chunks(chunk_ids)
            kept = [at for at, chunk_id in enumerate(chunk_ids) if chunk_id in chunks]
            paths = [display(file.path) for file in files.get(entry.document_id, ())]
            title = found[entry.document_id].title if entry.document_id in found else ""
            rows = [
                Row(first + number, chunk_ids[at], entry.document_id, paths, title, chunk.start, chunk.end, chunk.text)
                for number, at in enumerate(kept)
                if (chunk := chunks[chunk_ids[at]])
            ]
            first += len(rows)
            yield rows, entry.vectors[kept]


def _sink(form: str, work: Path, dimension: int) -> AbstractContextManager[Sink]:
    match form:
        case "npy":
            return _Npy(work, dimension)
        case "parquet":
            return _Parquet(work, dimension)
    return _Lines(work)


class _Closing:
    """Closes what it has opened."""

    def __init__(self) -> None:
        self._open = ExitStack()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()


class _Lines(_Closing):
    def __init__(self, work: Path) -> None:
        super().__init__()
        self._file = self._open.enter_context((work / "passages.jsonl").open("wb"))

    def write(self, rows: Sequence[Row], vectors: Matrix) -> None:
        for row, vector in zip(rows, vectors.astype(np.float32), strict=True):
            said = msgspec.to_builtins(row) | {"vector": [round(float(value), 6) for value in vector]}
            self._file.write(msgspec.json.encode(said) + b"\n")


class _Npy(_Closing):
    """The header of the array is written again at the end, when its length is known."""

    def __init__(self, work: Path, dimension: int) -> None:
        super().__init__()
        self._lines = self._open.enter_context((work / "passages.jsonl").open("wb"))
        self._array = self._open.enter_context((work / "vectors.npy").open("wb"))
        self._dimension, self._count = dimension, 0
        self._open.callback(self._write_header)
        self._write_header()

    def write(self, rows: Sequence[Row], vectors: Matrix) -> None:
        for row in rows:
            self._lines.write(msgspec.json.encode(row) + b"\n")
        self._array.write(np.ascontiguousarray(vectors, _HALF).tobytes())
        self._count += len(rows)

    def _write_header(self) -> None:
        self._array.seek(0)
        _header(self._array, (self._count, self._dimension))


def _header(file: BinaryIO, shape: tuple[int, int]) -> None:
    """Of an array in C order; numpy leaves room for its first axis to grow (NEP 1)."""
    facts = {"descr": np.lib.format.dtype_to_descr(_HALF), "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, facts)


class _Parquet(_Closing):
    def __init__(self, work: Path, dimension: int) -> None:
        super().__init__()
        import pyarrow as pa  # here: it takes a second and 60 MB
        import pyarrow.parquet as pq

        self._pa = pa
        self._vector = pa.list_(pa.float32(), dimension)
        columns = {"row": pa.int64(), "passage": pa.int64(), "document": pa.int64(), "paths": pa.list_(pa.string()),
                   "title": pa.string(), "start": pa.int64(), "end": pa.int64(), "text": pa.string()}  # fmt: skip
        self._schema = pa.schema([*columns.items(), ("vector", self._vector)])
        self._waiting: list[tuple[Sequence[Row], Matrix]] = []
        self._writer = self._open.enter_context(pq.ParquetWriter(str(work / "passages.parquet"), self._schema))
        self._open.callback(self._flush)

    def write(self, rows: Sequence[Row], vectors: Matrix) -> None:
        self._waiting.append((rows, vectors))
        if sum(len(held) for held, _ in self._waiting) >= 4_096:
            self._flush()

    def _flush(self) -> None:
        """One group of rows."""
        if not self._waiting:
            return
        rows = [msgspec.to_builtins(row) for held, _ in self._waiting for row in held]
        vectors = np.concatenate([held for _, held in self._waiting]).astype(np.float32)
        self._waiting = []
        pa = self._pa
        flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), type=self._vector)
        columns = {name: [row[name] for row in rows] for name in self._schema.names[:-1]}
        arrays = [pa.array(values, self._schema.field(name).type) for name, values in columns.items()]
        self._writer.write_table(pa.Table.from_arrays([*arrays, flat], schema=self._schema))
