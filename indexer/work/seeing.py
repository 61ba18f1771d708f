"""What pictures show → vectors, where a person chose a model for that. A few pictures at a time, after everything else;
a kill costs one batch."""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import EnvironmentProblem, WhereinError
from indexer.extract.pixels import SIDE, pixels_of
from indexer.extract.pool import PoolClosed
from indexer.formats import Format
from indexer.store.picturevectors import PictureVectors, Unseen
from indexer.types import Extracted, Failure, Fingerprint, Reason
from indexer.work.loop import Loop

_AT_ONCE = 16
_LATER = {Reason.VANISHED, Reason.UNREADABLE, Reason.CHANGED}  # of the file's place, not of what is in it

Matrix = NDArray[np.float32]


class Reader(Protocol):
    def extract(self, path: bytes, fmt: Format) -> Extracted | Failure: ...


class Eye(Protocol):
    """A model worker; see `indexer.models.worker.BulkEncoder`."""

    fingerprint: Fingerprint

    def encode(self, texts: Sequence[str]) -> Matrix: ...
    def pictures(self, pictures: Sequence[bytes], side: int) -> Matrix: ...
    def close(self) -> None: ...


class Seeing:
    """`eye` makes the worker of the model of that name; `chosen` names it, "" where there is none."""

    def __init__(
        self,
        store: PictureVectors,
        reader: Reader,
        eye: Callable[[str], Eye],
        chosen: Callable[[], str],
        *,
        may_work: Callable[[], bool],
        on_seen: Callable[[], None],
        on_problem: Callable[[str], None],
    ) -> None:
        self._store = store
        self._reader = reader
        self._make = eye
        self._chosen = chosen
        self._may_work = may_work
        self._on_seen = on_seen
        self._lock = threading.Lock()
        self._eye: tuple[str, Eye] | None = None
        self._left_alone: set[int] = set()  # until something changes on the disk
        self.loop = Loop("seeing", self._work, on_problem=on_problem)

    def changed(self) -> None:
        """Another model was chosen, or the disk is another one."""
        self._left_alone.clear()
        self.loop.wake()

    def find(self, text: str) -> tuple[list[int], Matrix]:
        """The documents that are pictures (n) and how near each is to the text, as cosines (n,). Raises WhereinError
        where no model is chosen, or it cannot be loaded."""
        eye = self._worker()
        if eye is None:
            raise EnvironmentProblem(
                "no_picture_model",
                "No model is chosen that finds pictures by what they show.",
                "Choose one in the settings, or with: wherein models use clip-ViT-B-32",
            )
        ids, vectors = self._store.all(eye.fingerprint)
        return ids, np.asarray(vectors @ eye.encode([text])[0], np.float32)

    def like(self, document_id: int | None, draw: Callable[[], bytes]) -> tuple[list[int], Matrix] | None:
        """The same for a picture instead of a text; None where no model is chosen, or there is nothing to see in it.
        `draw` gives its pixels if it was not looked at before. Raises WhereinError where the model cannot be loaded."""
        eye = self._worker()
        if eye is None:
            return None
        ids, vectors = self._store.all(eye.fingerprint)
        if document_id in ids:
            own = vectors[ids.index(document_id)]
        elif pixels := draw():
            own = eye.pictures([pixels], SIDE)[0]
        else:
            return None
        return ids, np.asarray(vectors @ own, np.float32)

    def close(self) -> None:
        self.loop.end()
        with self._lock:
            if self._eye is not None:
                self._eye[1].close()

    def _worker(self) -> Eye | None:
        name = self._chosen()
        with self._lock:
            if self._eye is not None and self._eye[0] != name:
                self._eye[1].close()
                self._eye = None
            if self._eye is None and name:
                self._eye = name, self._make(name)
            return self._eye[1] if self._eye is not None else None

    def _work(self) -> bool:
        try:
            return bool(self._chosen()) and self._may_work() and self.step()
        except PoolClosed:  # the service ends
            return False
        except WhereinError as problem:
            if problem.code == "closed":
                return False
            raise

    def step(self) -> bool:
        """Looks at a few pictures; False when none is left. Raises WhereinError, `PoolClosed`."""
        eye = self._worker()
        if eye is None:
            return False
        waiting = self._store.unseen(eye.fingerprint, _AT_ONCE + len(self._left_alone))
        unseen = [picture for picture in waiting if picture.document_id not in self._left_alone][:_AT_ONCE]
        if not unseen:
            return False
        squares = {picture.document_id: self._look(picture) for picture in unseen}
        drawn = {key: pixels for key, pixels in squares.items() if pixels}
        vectors = eye.pictures(list(drawn.values()), SIDE) if drawn else np.empty((0, 0), np.float32)
        found: dict[int, Matrix | None] = {key: None for key, pixels in squares.items() if pixels == b""}
        found.update(zip(drawn, vectors, strict=True))
        self._store.keep(eye.fingerprint, found)
        self._left_alone.update(key for key, pixels in squares.items() if pixels is None)
        self._on_seen()
        return True

    def _look(self, picture: Unseen) -> bytes | None:
        """Its pixels; nothing where it cannot be looked at, None where it may be later."""
        answer = self._reader.extract(picture.path, Format(picture.extension, "image", "pixels"))
        if isinstance(answer, Failure):
            return None if answer.code in _LATER else b""
        return pixels_of(answer.text)
