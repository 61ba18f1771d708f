"""The kind of vector index follows size and setting, in a task that may be paused, cancelled or cut off."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from indexer.store.kinds import IVF_ROWS, QUANTISED_ROWS, Kind, choose, memory
from indexer.store.vectorfiles import Refusal
from indexer.store.vectors import Arrangement, VectorEntry, VectorIndex
from indexer.types import Fingerprint
from indexer.work.arranging import KIND, Arranging, need
from indexer.work.tasks import Tasks

DIMENSION, PART_ROWS, ROWS = 16, 1500, 4500
MODEL = Fingerprint("toy", "abc", DIMENSION)
PLENTY = 1 << 40


def arrangement(kind: Kind, closed: int, **but: object) -> Arrangement:
    standing = {"covered": 0 if kind is Kind.EXACT else closed, "trained": closed, "removed": 0} | but
    return Arrangement(kind, closed, recall=1.0, refused=standing.pop("refused", None), **standing)  # type: ignore[arg-type]


def test_the_kind_grows_with_the_library_and_stays_around_a_border() -> None:
    assert choose("auto", QUANTISED_ROWS - 1, Kind.EXACT) is Kind.EXACT
    assert choose("auto", QUANTISED_ROWS, Kind.EXACT) is Kind.QUANTISED
    assert choose("auto", QUANTISED_ROWS - 1, Kind.QUANTISED) is Kind.QUANTISED
    assert choose("auto", IVF_ROWS, Kind.QUANTISED) is Kind.IVF
    assert choose("auto", QUANTISED_ROWS // 2, Kind.IVF) is Kind.EXACT
    assert choose("hnsw", 5, Kind.EXACT) is Kind.HNSW


def test_what_is_to_be_made_is_told_from_how_the_index_stands() -> None:
    assert need(arrangement(Kind.EXACT, 0), "hnsw") is None
    assert need(arrangement(Kind.EXACT, 1000), "auto") is None
    assert need(arrangement(Kind.EXACT, 1000), "hnsw") is Kind.HNSW
    assert need(arrangement(Kind.EXACT, IVF_ROWS), "auto") is Kind.IVF
    assert need(arrangement(Kind.IVF, IVF_ROWS), "auto") is None
    assert need(arrangement(Kind.IVF, IVF_ROWS, covered=IVF_ROWS - 1), "auto") is Kind.IVF
    assert need(arrangement(Kind.IVF, 2 * IVF_ROWS, trained=IVF_ROWS), "auto") is Kind.IVF
    assert need(arrangement(Kind.EXACT, 1000, removed=400), "auto") is Kind.EXACT


def test_a_kind_that_was_refused_is_tried_again_only_when_the_library_is_another_one() -> None:
    refused = Refusal(Kind.IVF, IVF_ROWS, 0.97)
    assert need(arrangement(Kind.EXACT, IVF_ROWS, refused=refused), "auto") is None
    assert need(arrangement(Kind.EXACT, IVF_ROWS, refused=refused), "hnsw") is Kind.HNSW
    assert need(arrangement(Kind.EXACT, 2 * IVF_ROWS, refused=refused), "auto") is Kind.IVF


def test_a_graph_takes_more_memory_than_lists() -> None:
    assert memory(Kind.HNSW, 1_000_000, 384) > memory(Kind.IVF, 1_000_000, 384) > 100_000_000


class Room:
    """An index, and what arranges it. `setting` is what a person chose."""

    def __init__(self, place: Path, setting: str = "quantised", available: int = PLENTY) -> None:
        self.setting, self.available = setting, available
        self.index = VectorIndex(place, MODEL, PART_ROWS)
        self._news = threading.Condition()
        self.tasks = Tasks(lambda: 0.0, self._tell)
        self.arranging = Arranging(
            lambda: self.index, lambda: self.setting, self.tasks, lambda: self.available, on_arranged=self._tell
        )

    def fill(self) -> None:
        rows = np.random.default_rng(1).standard_normal((ROWS, DIMENSION)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        for at in range(0, ROWS, 100):
            self.index.update([VectorEntry(at, np.arange(at, at + 100), rows[at : at + 100])], [], at + 1)
        self.index.save()

    def until(self, condition: Callable[[], bool]) -> None:
        with self._news:
            assert self._news.wait_for(condition, timeout=60)

    @property
    def states(self) -> list[str]:
        return [state.state for state in self.tasks.states() if state.kind == KIND]

    def _tell(self) -> None:
        with self._news:
            self._news.notify_all()


def test_a_chosen_kind_is_made_in_the_background_and_is_there_after_a_restart(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.fill()
    room.arranging.wake()
    room.until(lambda: room.states == ["done"])
    assert room.index.arrangement.kind is Kind.QUANTISED
    state = room.arranging.state()
    assert (state.kind, state.passages, state.problem) == ("quantised", ROWS, "")
    room.index.save()
    again = Room(tmp_path)
    again.arranging.wake()
    assert again.arranging.state() == state
    assert again.states == []  # nothing is made anew


def test_a_task_that_is_cut_off_is_begun_again_by_the_next_service(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.fill()
    room.tasks.hold(True)
    room.arranging.wake()
    room.until(lambda: room.states == ["paused"])
    room.tasks.close()  # as a service that ends does
    assert room.states == ["cancelled"]
    again = Room(tmp_path)
    assert again.index.arrangement.kind is Kind.EXACT
    again.arranging.wake()
    again.until(lambda: again.states == ["done"])
    assert again.index.arrangement.kind is Kind.QUANTISED


def test_what_a_person_cancelled_stays_away_until_another_kind_is_chosen(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.fill()
    room.tasks.hold(True)
    room.arranging.wake()
    room.until(lambda: room.states == ["paused"])
    room.tasks.cancel(room.tasks.states()[0].id)
    room.until(lambda: room.states == ["cancelled"])
    room.tasks.hold(False)
    room.arranging.wake()
    assert room.states == ["cancelled"]
    room.setting = "ivf"
    room.arranging.wake()
    room.until(lambda: room.states == ["cancelled", "done"])


def test_going_back_to_comparing_everything_needs_nothing_made(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.fill()
    room.arranging.wake()
    room.until(lambda: room.states == ["done"])
    room.setting = "exact"
    room.arranging.wake()
    room.until(lambda: room.states == ["done", "done"])
    assert room.index.arrangement.kind is Kind.EXACT


def test_without_room_in_memory_everything_is_compared_and_it_is_said(tmp_path: Path) -> None:
    room = Room(tmp_path, available=1)
    room.fill()
    room.arranging.wake()
    assert room.states == []
    assert "memory" in room.arranging.state().problem


def test_searching_and_updating_go_on_while_a_kind_is_made(tmp_path: Path) -> None:
    room = Room(tmp_path, "ivf")
    room.fill()
    room.arranging.wake()
    query = np.eye(DIMENSION, dtype=np.float32)[0]
    number = 0
    while room.states != ["done"] or number < 5:
        number += 1
        far = VectorEntry(10**6 + number, np.array([10**7 + number]), query[None])
        room.index.update([far], [10**6 + number - 1], ROWS + number)
        assert room.index.search(query, 1)[0].chunk_id == 10**7 + number
    assert room.index.arrangement.kind is Kind.IVF
