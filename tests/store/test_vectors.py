"""The vector index agrees with plain arithmetic, survives a crash, and serves nothing that is damaged."""

import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.store.kinds import Kind
from indexer.store.vectors import VectorEntry, VectorIndex
from indexer.types import Fingerprint

DIMENSION = 16
MODEL = Fingerprint("toy", "abc", DIMENSION)


def vectors(seed: int, count: int) -> npt.NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def unwatched(share: float) -> None:
    """Nobody looks how far the work is."""


def entry(document_id: int, count: int = 3) -> VectorEntry:
    return VectorEntry(document_id, np.arange(count) + 100 * document_id, vectors(document_id, count))


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 12), st.integers(0, 5)), max_size=25), st.integers(1, 20))
@settings(max_examples=40, deadline=None)
def test_search_agrees_with_plain_arithmetic_after_any_updates(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int, int]], part_rows: int
) -> None:
    index = VectorIndex(tmp_path_factory.mktemp("vectors"), MODEL, part_rows)
    model: dict[int, VectorEntry] = {}
    query = vectors(999, 1)[0]
    for number, (keep, document_id, count) in enumerate(steps, 1):
        if keep:
            model[document_id] = VectorEntry(document_id, np.arange(count) + 100 * document_id, vectors(number, count))
            index.update([model[document_id]], [], number)
        else:
            model.pop(document_id, None)
            index.update([], [document_id], number)
    expected = {
        int(chunk): float(vector @ query)
        for held in model.values()
        for chunk, vector in zip(held.chunk_ids, held.vectors, strict=True)
    }
    found = index.search(query, 100)
    assert {hit.chunk_id for hit in found} == expected.keys()
    assert index.size == len(expected)
    for hit in found:
        assert hit.document_id == hit.chunk_id // 100
        assert hit.score == pytest.approx(expected[hit.chunk_id], abs=2e-3)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_only_allowed_documents_are_found(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL)
    index.update([entry(number) for number in range(1, 6)], [], 1)
    query = vectors(2, 1)[0]
    assert {hit.document_id for hit in index.search(query, 50, allowed={2, 4, 77})} == {2, 4}
    assert {hit.document_id for hit in index.search(query, 50, excluded={2})} == {1, 3, 4, 5}
    assert index.search(query, 50, allowed=set()) == []
    assert {hit.chunk_id for hit in index.scores(query, [3])} == {300, 301, 302}


def test_of_each_document_the_nearest_chunks_are_scored_and_those_that_are_named(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL, part_rows=20)
    index.update([entry(number, 8) for number in range(1, 7)], [], 1)
    query = vectors(2, 1)[0]
    every = sorted(index.scores(query, [2, 5]), key=lambda hit: -hit.score)
    expected = {hit.chunk_id for key in (2, 5) for hit in [hit for hit in every if hit.document_id == key][:2]}
    found = index.scores(query, [2, 5], most=2, also=[every[-1].chunk_id, 300])
    assert {hit.chunk_id for hit in found} == {*expected, every[-1].chunk_id}


def test_a_saved_index_is_loaded_again(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL)
    index.update([entry(1), entry(2)], [], 5)
    index.update([], [1], 6)
    index.save()
    again = VectorIndex(tmp_path, MODEL)
    assert (again.sequence, again.size) == (6, 3)
    assert again.search(vectors(1, 1)[0], 9) == index.search(vectors(1, 1)[0], 9)
    assert len(list(tmp_path.iterdir())) == 4  # one generation, older ones are gone


def test_what_lies_in_a_closed_part_is_written_once(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL, part_rows=40)
    index.update([entry(number, 20) for number in range(1, 4)], [], 1)
    index.save()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("part-*")}
    index.update([entry(9, 5)], [1], 2)
    index.save()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("part-*")} == before != {}
    again = VectorIndex(tmp_path, MODEL, part_rows=40)
    assert again.size == index.size == 45
    query = vectors(1, 1)[0]
    assert again.search(query, 99) == index.search(query, 99)
    assert {hit.document_id for hit in again.search(query, 99)} == {2, 3, 9}


def test_vectors_of_another_model_are_not_loaded(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL)
    index.update([entry(1)], [], 5)
    index.save()
    assert VectorIndex(tmp_path, Fingerprint("toy", "def", DIMENSION)).sequence == 0


def test_no_damaged_file_is_served(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL, part_rows=50)
    index.update([entry(number, 20) for number in range(1, 6)], [], 5)
    index.arrange(Kind.HNSW, unwatched)
    index.save()
    whole = {path: path.read_bytes() for path in tmp_path.iterdir()}
    chance = np.random.default_rng(0)
    for _ in range(100):
        path = list(whole)[chance.integers(len(whole))]
        content = bytearray(whole[path])
        if chance.random() < 0.5:
            content[chance.integers(len(content))] ^= 1 << int(chance.integers(8))
        else:
            del content[chance.integers(len(content)) :]
        path.write_bytes(content)
        again = VectorIndex(tmp_path, MODEL, part_rows=50)
        served = again.search(vectors(1, 1)[0], 9)
        assert again.sequence == 0 or served == index.search(vectors(1, 1)[0], 9)
        path.write_bytes(whole[path])


def test_a_crash_between_two_files_leaves_the_older_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = VectorIndex(tmp_path, MODEL)
    index.update([entry(1)], [], 5)
    index.save()
    index.update([entry(2)], [], 6)

    def crash(self: Path, target: Path) -> Path:
        raise OSError("power cut")

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="power cut"):
        index.save()
    assert VectorIndex(tmp_path, MODEL).sequence == 5


def test_searching_goes_on_while_documents_arrive(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL)
    index.update([entry(1)], [], 1)
    query = entry(1).vectors[0].astype(np.float32)
    done = threading.Event()
    problems: list[str] = []

    def ask() -> None:
        while not done.is_set():
            best = index.search(query, 1)[0]
            if best.chunk_id != 100:
                problems.append(str(best))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(2, 60):
        index.update([entry(number, 50)], [number - 1] if number > 2 else [], number)
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []


def test_what_is_usual_is_the_mean_and_the_spread_of_the_cosines(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL)
    held = vectors(1, 900)
    index.update([VectorEntry(1, np.arange(900), held)], [], 1)
    query = vectors(2, 1)[0]
    mean, spread = index.usual(query)
    assert mean == pytest.approx(float((held @ query).mean()), abs=1e-3)
    assert spread == pytest.approx(float((held @ query).std()), rel=0.05)


# --- kinds -----------------------------------------------------------------------------------------------------------

APPROXIMATE = [Kind.QUANTISED, Kind.IVF, Kind.HNSW]
DOCUMENTS, CHUNKS = 400, 15


def library(directory: Path) -> VectorIndex:
    """Documents around topics, as those of a person are, in three closed parts and an open one."""
    index = VectorIndex(directory, MODEL, part_rows=1500)
    topics = vectors(1000, 40)
    for start in range(0, DOCUMENTS, 50):
        index.update([topical(number, topics) for number in range(start, start + 50)], [], start + 50)
    return index


def topical(document_id: int, topics: npt.NDArray[np.float32]) -> VectorEntry:
    rows = topics[document_id % len(topics)] + 0.8 * vectors(document_id, CHUNKS)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return VectorEntry(document_id, np.arange(CHUNKS) + CHUNKS * document_id, rows)


def nearest(index: VectorIndex, query: npt.NDArray[np.float32], documents: set[int]) -> list[int]:
    """The ten nearest chunks of these documents, by plain arithmetic over all of them."""
    found = sorted(index.scores(query, documents), key=lambda hit: -hit.score)
    return [hit.chunk_id for hit in found[:10]]


def recall(index: VectorIndex, documents: set[int], **restriction: set[int]) -> float:
    queries = vectors(2000, 40)
    found = [
        len({hit.chunk_id for hit in index.search(query, 10, **restriction)} & set(nearest(index, query, documents)))
        for query in queries
    ]
    return sum(found) / (10 * len(queries))


@pytest.mark.parametrize("kind", APPROXIMATE)
def test_each_kind_finds_what_comparing_everything_finds(tmp_path: Path, kind: Kind) -> None:
    index, everything = library(tmp_path), set(range(DOCUMENTS))
    index.arrange(kind, unwatched)
    assert index.arrangement.kind is kind
    assert index.arrangement.recall >= 0.99
    assert recall(index, everything) >= 0.97
    half, few = set(range(0, DOCUMENTS, 2)), {3, 77, 250}
    assert recall(index, half, allowed=half) >= 0.95
    assert recall(index, few, allowed=few) == 1
    assert recall(index, everything - half, excluded=half) >= 0.95
    query = vectors(3, 1)[0]
    assert len(index.search(query, DOCUMENTS * CHUNKS)) == DOCUMENTS * CHUNKS


@pytest.mark.parametrize("kind", APPROXIMATE)
def test_a_kind_follows_what_is_removed_and_what_is_new(tmp_path: Path, kind: Kind) -> None:
    index, topics = library(tmp_path), vectors(1000, 40)
    index.arrange(kind, unwatched)
    covered = index.arrangement.covered
    index.update([], range(50), 900)
    new = list(range(DOCUMENTS, DOCUMENTS + 200))
    index.update([topical(number, topics) for number in new], [], 901)
    left = {*range(50, DOCUMENTS), *new}
    assert recall(index, left) >= 0.97
    index.extend(unwatched)
    assert index.arrangement.covered > covered
    assert recall(index, left) >= 0.97
    index.save()
    again = VectorIndex(tmp_path, MODEL, part_rows=1500)
    assert again.arrangement == index.arrangement
    assert again.search(topics[0], 10) == index.search(topics[0], 10)


def test_parts_that_are_mostly_removed_are_packed(tmp_path: Path) -> None:
    index = library(tmp_path)
    index.arrange(Kind.QUANTISED, unwatched)
    index.update([], range(0, 200), 900)
    assert index.arrangement.is_wasteful
    index.arrange(Kind.QUANTISED, unwatched, learn=False)
    assert index.arrangement.removed == 0
    assert index.arrangement.trained > index.arrangement.covered  # it was not trained again
    assert recall(index, set(range(200, DOCUMENTS))) >= 0.97
    index.save()
    assert VectorIndex(tmp_path, MODEL, part_rows=1500).size == 200 * CHUNKS


def test_a_kind_that_finds_too_little_is_refused(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path, MODEL, part_rows=3000)
    index.update([VectorEntry(1, np.arange(3000), vectors(1, 3000))], [], 1)  # like noise: the worst there is
    index.arrange(Kind.IVF, unwatched)
    arrangement = index.arrangement
    assert arrangement.kind is Kind.EXACT or arrangement.recall >= 0.99
    assert recall(index, {1}) >= 0.99
