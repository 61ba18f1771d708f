"""The vector index: FAISS over all chunks of the library, as a cache in memory and on disk.

Rows lie in closed parts, which are files and never change but for rows that are removed, and in one open part in
memory, which takes in what is new. A large library has a shortlist over the closed parts (see kinds.py), made in the
background with `arrange`; the open part, and all parts without a shortlist, are searched exactly.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import structlog

from indexer.store import kinds
from indexer.store.kinds import Kind, Report, Shortlist, evenly, rows_of, starts_of
from indexer.store.parts import Ids, Mask, Part, Vectors, sorted_ids
from indexer.store.scored import ScoredChunk
from indexer.store.vectorfiles import Refusal, ShortlistRecord, VectorFiles
from indexer.types import Fingerprint

PART_ROWS = 32_768  # at which the open part is closed
_STEP = 512  # rows that the shortlist takes in under one hold of the lock
_SLICE = 4096  # vectors added under one hold of the lock, so that a search in between never waits long
_SAMPLE = 1000  # chunks that tell what is near by chance
_IMAGINED, _USUAL_SPREAD = 20, 0.1
_WASTE = 0.2  # share of removed rows at which parts are packed again
_FEW = 0.2  # share of wanted rows below which they are compared one by one

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """The vectors of one document, of unit length: `chunk_ids` (n), `vectors` (n, d) in any float type."""

    document_id: int
    chunk_ids: Ids
    vectors: npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the index is searched now. `closed` rows are in parts that a shortlist can cover, of which `covered` are in
    one, and `removed` are removed; `recall` is what was measured of it, `trained` the rows when it was trained."""

    kind: Kind
    closed: int
    covered: int
    removed: int
    recall: float
    trained: int
    refused: Refusal | None
    effort: int = 0  # see `kinds.Shortlist`
    width: int = 0

    @property
    def is_wasteful(self) -> bool:
        return self.removed > _WASTE * self.closed


class VectorIndex:
    """Inner product over float16. Any thread may search while another updates, saves or arranges."""

    _closed: dict[str, Part]  # by their files, in the order of their rows; replaced, never changed
    _tail: Part
    _shortlist: Shortlist | None
    _covered: int  # closed parts that are in the shortlist
    _record: ShortlistRecord | None  # of the shortlist, once it is on disk
    _refused: Refusal | None
    _usual_rows: Vectors | None
    _sequence: int
    _changed: bool

    def __init__(self, directory: Path, fingerprint: Fingerprint, part_rows: int = PART_ROWS) -> None:
        self.fingerprint = fingerprint
        self._part_rows = part_rows
        self._files = VectorFiles(directory)
        self._changing = threading.RLock()  # held by whoever changes anything, for as long as that takes
        self._lock = threading.Lock()  # guards all of the following, for moments
        self._empty()
        self._load()

    @property
    def sequence(self) -> int:
        """The number of the last change that is in here; 0: empty, build it anew."""
        return self._sequence

    @property
    def size(self) -> int:
        """How many chunks can be found."""
        return sum(part.size for part in (*self._closed.values(), self._tail))

    def update(self, added: Iterable[VectorEntry], removed: Iterable[int], sequence: int) -> None:
        """Replace documents. `removed` are document ids; those that are added again are replaced."""
        entries = list(added)
        with self._changing:
            gone = sorted_ids({*removed, *(entry.document_id for entry in entries)})
            with self._lock:
                for part in self._parts:
                    part.remove(gone)
                self._usual_rows = None
            for batch in _batches(entries):
                vectors = np.concatenate([entry.vectors for entry in batch]).astype(np.float32)
                chunk_ids = np.concatenate([entry.chunk_ids for entry in batch]).astype(np.int64)
                documents = np.repeat([entry.document_id for entry in batch], [len(entry.chunk_ids) for entry in batch])
                with self._lock:
                    self._tail.append(vectors, chunk_ids, documents.astype(np.int64))
                if len(self._tail) >= self._part_rows:
                    self._close_tail()
            with self._lock:
                if self._tail.size < (1 - _WASTE) * len(self._tail):
                    self._tail = self._tail.packed()
                self._sequence = sequence
                self._changed = True

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[int] | None = None, excluded: Collection[int] = ()
    ) -> list[ScoredChunk]:
        """The chunks nearest to `vector` (d,), by cosine, best first. `allowed`, `excluded` are document ids."""
        vector = np.ascontiguousarray(vector, np.float32)
        only, without = None if allowed is None else sorted_ids(allowed), sorted_ids(excluded)
        with self._lock:
            found = []
            parts = self._parts
            wanted = [part.wanted(only, without) for part in parts]
            listed = self._listed(vector, limit, wanted)
            if listed is not None:
                found.append(listed)
            exactly = slice(self._covered if listed is not None else 0, None)
            for part, mask in zip(parts[exactly], wanted[exactly], strict=True):
                rows, cosines = part.search(vector, limit, mask)
                found.append((part.chunk_ids[rows], part.documents[rows], cosines))
        chunk_ids, documents, scores = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        best = np.argsort(-scores, kind="stable")[:limit]
        return _scored(chunk_ids[best], documents[best], scores[best])

    def scores(
        self, vector: Vectors, document_ids: Collection[int], most: int | None = None, also: Collection[int] = ()
    ) -> list[ScoredChunk]:
        """The cosines of the chunks of these documents, in no order: of all, or of the `most` nearest of each document
        and of the chunks `also`."""
        asked, chosen = sorted_ids(document_ids), sorted_ids(also)
        found = []
        with self._lock:
            for part in self._parts:
                rows = part.rows_of(asked)
                rows = rows[part.alive[rows]]
                if not len(rows):
                    continue
                cosines = part.cosines(rows, vector)
                if most is not None:
                    kept = _nearest_of_each(part.documents[rows], cosines, most) | np.isin(part.chunk_ids[rows], chosen)
                    rows, cosines = rows[kept], cosines[kept]
                found += _scored(part.chunk_ids[rows], part.documents[rows], cosines)
        return found

    def usual(self, vector: Vectors) -> tuple[float, float]:
        """Mean and standard deviation of the cosines with an even sample of all chunks: what is near by chance."""
        with self._lock:
            if not self.size:
                return 0.0, 1.0
            if self._usual_rows is None:
                self._usual_rows = rows_of(self._parts, evenly(self._parts, _SAMPLE))
            cosines = self._usual_rows @ vector
        # A handful of chunks says little about how cosines spread; some imagined ones keep the figure sane.
        spread = np.sqrt((cosines.var() * len(cosines) + _USUAL_SPREAD**2 * _IMAGINED) / (len(cosines) + _IMAGINED))
        return float(cosines.mean()), float(spread)

    def save(self) -> None:
        """Write a new generation, if anything changed. After a crash at any point the last whole one is loaded."""
        with self._changing:
            if not self._changed:
                return
            with self._lock:
                self._tail = self._tail.packed()
            if self._shortlist is not None and self._record is None:
                self._record = self._files.write_shortlist(self._shortlist)
            closed = list(self._closed.values())
            alive = np.concatenate([part.alive for part in closed]) if closed else np.empty(0, np.bool_)
            self._files.save(
                str(self.fingerprint), self._sequence, self._closed, self._tail, alive, self._record, self._refused
            )
            self._changed = False

    def clear(self) -> None:
        with self._changing, self._lock:
            self._empty()

    def close(self) -> None:
        self.clear()

    # --- how it is searched ------------------------------------------------------------------------------------------

    @property
    def arrangement(self) -> Arrangement:
        with self._lock:
            shortlist, closed = self._shortlist, list(self._closed.values())
            return Arrangement(
                kind=shortlist.kind if shortlist else Kind.EXACT,
                closed=sum(map(len, closed)),
                covered=len(shortlist) if shortlist else 0,
                removed=sum(len(part) - part.size for part in closed),
                recall=shortlist.recall if shortlist else 1.0,
                trained=shortlist.trained if shortlist else 0,
                refused=self._refused,
                effort=shortlist.effort if shortlist else 0,
                width=shortlist.width if shortlist else 0,
            )

    def arrange(self, kind: Kind, report: Report, *, learn: bool = True) -> None:
        """Search the closed parts in this way from now on. Searching and updating go on meanwhile; `report` is told the
        share that is done, and may raise to leave everything as it was. A kind that finds too little of what is near is
        refused, and everything is compared. `learn` is False where the present shortlist's training still serves."""
        with self._lock:
            before = dict(self._closed)
            learnt = None if learn else self._shortlist
        wasteful = self.arrangement.is_wasteful
        kept = [part.alive for part in before.values()]
        after = self._repacked(before, kept) if wasteful else before
        shortlist, refused = None, self._refused if kind is Kind.EXACT else None
        if kind is not Kind.EXACT and after:
            shortlist = kinds.build(kind, list(after.values()), learnt, report)
            if shortlist.recall < kinds.LEAST_RECALL:
                refused = Refusal(kind, len(shortlist), shortlist.recall)
                _log.warning("a kind of vector index is refused", kind=kind, recall=shortlist.recall)
                shortlist = None
        with self._changing, self._lock:
            if list(self._closed)[: len(before)] != list(before):
                return  # it was emptied meanwhile
            if wasteful:
                alive = [part.alive[rows] for part, rows in zip(before.values(), kept, strict=True)]
                self._exchange(before, after, np.concatenate(alive))
            self._shortlist, self._record, self._refused = shortlist, None, refused
            self._covered = len(after) if shortlist else 0
            self._changed = True

    def extend(self, report: Report) -> None:
        """Take closed parts that are new into the shortlist. `report` may raise: it goes on from there."""
        shortlist = self._shortlist
        while shortlist is not None and self._covered < len(self._closed):
            part, end = self._parts[self._covered], sum(map(len, self._parts[: self._covered + 1]))
            vectors = part.vectors(np.arange(at := len(shortlist) + len(part) - end, min(at + _STEP, len(part))))
            with self._changing, self._lock:
                if self._shortlist is not shortlist:
                    return
                shortlist.index.add(vectors)
                self._record, self._changed = None, True
                self._covered += len(shortlist) == end
            report(len(shortlist) / sum(map(len, self._closed.values())))

    # --- inside ------------------------------------------------------------------------------------------------------

    def _empty(self) -> None:
        self._closed = {}
        self._tail = Part.empty(self.fingerprint.dimension)
        self._shortlist, self._covered, self._record, self._refused = None, 0, None, None
        self._usual_rows = None
        self._sequence, self._changed = 0, False

    @property
    def _parts(self) -> list[Part]:
        return [*self._closed.values(), self._tail]

    def _listed(self, vector: Vectors, limit: int, wanted: Sequence[Mask]) -> tuple[Ids, Ids, Vectors] | None:
        """Chunks, documents and cosines of the nearest in the parts that the shortlist covers; None where comparing
        them one by one is as quick, or the only way to find enough."""
        if self._shortlist is None:
            return None
        parts = self._parts[: self._covered]
        masks = wanted[: self._covered]
        count, rows = sum(int(mask.sum()) for mask in masks), sum(map(len, parts))
        if count < _FEW * rows:
            return None
        whole = count == rows == len(self._shortlist)  # it may hold the beginning of one more part
        named = self._shortlist.find(vector, limit, None if whole else np.concatenate(masks))
        if len(named) < min(limit, count):
            return None
        named.sort()
        starts = starts_of(parts)
        pieces = np.split(named, np.searchsorted(named, starts[1:]))
        found = [
            (part.chunk_ids[rows], part.documents[rows], part.cosines(rows, vector))
            for part, rows in zip(
                parts, [piece - start for piece, start in zip(pieces, starts, strict=True)], strict=True
            )
        ]
        chunk_ids, documents, scores = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        best = np.argsort(-scores, kind="stable")[:limit]
        return chunk_ids[best], documents[best], scores[best]

    def _close_tail(self) -> None:
        """What is in memory becomes a file."""
        with self._lock:
            self._tail = self._tail.packed()
        file, part = self._files.close(self._tail)
        with self._lock:
            self._closed = self._closed | {file: part}
            self._tail = Part.empty(self.fingerprint.dimension)

    def _repacked(self, parts: dict[str, Part], kept: Sequence[Mask]) -> dict[str, Part]:
        """The rows that are kept, in new parts."""
        packed: dict[str, Part] = {}
        held = Part.empty(self.fingerprint.dimension)
        last = list(parts)[-1]
        for (name, part), rows in zip(parts.items(), kept, strict=True):
            held.append(part.vectors(np.flatnonzero(rows)), part.chunk_ids[rows], part.documents[rows])
            if len(held) >= self._part_rows or (name == last and len(held)):
                with self._changing:
                    file, closed = self._files.close(held)
                packed[file] = closed
                held = Part.empty(self.fingerprint.dimension)
        return packed

    def _exchange(self, before: dict[str, Part], after: dict[str, Part], alive: Mask) -> None:
        """Put repacked parts in the place of those that they were made of."""
        for part, start in zip(after.values(), starts_of(list(after.values())), strict=True):
            part.keep(alive[start : start + len(part)])
        newer = {file: part for file, part in self._closed.items() if file not in before}
        self._closed = after | newer

    def _load(self) -> None:
        try:
            loaded = self._files.load(str(self.fingerprint))
        except (OSError, ValueError, KeyError, RuntimeError, msgspec.MsgspecError) as problem:
            _log.warning("the vector cache is built anew", problem=str(problem))
            return
        if loaded is None:
            return
        manifest, parts, tail, shortlist = loaded
        with self._lock:
            self._closed = dict(zip(manifest.parts, parts, strict=True))
            self._tail = tail
            self._shortlist, self._record, self._refused = shortlist, manifest.shortlist, manifest.refused
            ends = np.cumsum([len(part) for part in parts])
            self._covered = int((ends <= len(shortlist)).sum()) if shortlist else 0
            self._sequence = manifest.sequence


def _scored(chunk_ids: Ids, documents: Ids, scores: Vectors) -> list[ScoredChunk]:
    return [ScoredChunk(*found) for found in zip(chunk_ids.tolist(), documents.tolist(), scores.tolist(), strict=True)]


def _nearest_of_each(documents: Ids, cosines: Vectors, most: int) -> Mask:
    """Which rows are among the nearest of their document."""
    order = np.lexsort((-cosines, documents))
    ordered = documents[order]
    first = np.searchsorted(ordered, ordered, "left")  # of the same document
    kept = np.zeros(len(documents), np.bool_)
    kept[order] = np.arange(len(documents)) - first < most
    return kept


def _batches(entries: list[VectorEntry]) -> Iterator[list[VectorEntry]]:
    """Entries in groups of about `_SLICE` vectors; those without vectors are left out."""
    batch: list[VectorEntry] = []
    rows = 0
    for entry in entries:
        if len(entry.chunk_ids):
            batch.append(entry)
            rows += len(entry.chunk_ids)
        if rows >= _SLICE:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch
