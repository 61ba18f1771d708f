"""Passages and vectors are written as files that numpy, pyarrow and any reader of JSON lines read."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer import protocol
from indexer.errors import BadRequest
from indexer.models import catalogue
from indexer.work.exporting import Exporting
from indexer.work.tasks import Cancelled, Task
from tests.store.test_library import FINGERPRINT, Shelf

MODEL = catalogue.get("e5-small-v2")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Three documents; two are understood."""
    shelf = Shelf(tmp_path)
    for name in ("a", "b", "c"):
        document = shelf.read(shelf.see(b"/home/docs/" + name.encode()), "one two", name.encode())
        if name != "c":
            shelf.understand(document)
    yield shelf
    shelf.database.close()


def task() -> Task:
    return Task(protocol.TaskState(1, "export", "test"), time.monotonic, lambda: None)


def export(shelf: Shelf, folder: Path, form: str) -> dict[str, object]:
    work = task()
    Exporting(shelf.library, FINGERPRINT, MODEL).run(work, folder, form)
    assert work.state.done == work.state.total == 3
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert isinstance(manifest, dict)
    return manifest


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_array_and_its_passages_go_row_by_row(shelf: Shelf, tmp_path: Path) -> None:
    manifest = export(shelf, tmp_path / "out", "npy")
    vectors = np.load(tmp_path / "out" / "vectors.npy", mmap_mode="r")
    rows = lines(tmp_path / "out" / "passages.jsonl")
    assert vectors.shape == (4, 2)
    assert [row["row"] for row in rows] == [0, 1, 2, 3]
    assert [row["text"] for row in rows] == ["one", "two"] * 2
    assert [row["paths"] for row in rows] == [["/home/docs/a"]] * 2 + [["/home/docs/b"]] * 2
    assert np.allclose(vectors, np.tile(np.eye(2), (2, 1)))
    assert (manifest["rows"], manifest["documents"], manifest["without_vectors"]) == (4, 2, 1)


def test_the_manifest_says_what_made_the_vectors_and_how_to_ask_them(shelf: Shelf, tmp_path: Path) -> None:
    manifest = export(shelf, tmp_path / "out", "jsonl")
    assert manifest["model"] == "e5-small-v2"
    assert (manifest["query_prefix"], manifest["passage_prefix"]) == ("query: ", "passage: ")
    assert (manifest["revision"], manifest["dimension"]) == (FINGERPRINT.revision, FINGERPRINT.dimension)


def test_one_file_of_lines_or_of_columns_holds_the_same(shelf: Shelf, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    export(shelf, tmp_path / "lines", "jsonl")
    export(shelf, tmp_path / "columns", "parquet")
    columns = pq.read_table(tmp_path / "columns" / "passages.parquet").to_pylist()
    assert columns == lines(tmp_path / "lines" / "passages.jsonl")
    assert columns[1]["vector"] == [0.0, 1.0]


def test_a_folder_that_holds_something_is_left_alone(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("precious")
    with pytest.raises(BadRequest) as caught:
        export(shelf, tmp_path / "out", "npy")
    assert caught.value.code == "not_empty"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_work_that_is_cancelled_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    work = task()
    work.cancel()
    with pytest.raises(Cancelled):
        Exporting(shelf.library, FINGERPRINT, MODEL).run(work, tmp_path / "out" / "deep", "npy")
    assert not list((tmp_path / "out").iterdir())
