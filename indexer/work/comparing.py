"""Which contents are alike: every new one is compared with those that may be like it, once.

Runs as a task. Each batch is stored with what it was found to be like, so that a kill loses one batch at most, and one
new file costs one file's work: signatures of the others are read, not made.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from indexer.extract import looks
from indexer.extract.pool import ExtractionPool, PoolClosed
from indexer.formats import BY_EXTENSION, Format
from indexer.insight import pictures, verdicts
from indexer.insight.meeting import namesakes, to_align
from indexer.insight.pictures import Look
from indexer.insight.signatures import TEXT_VERSION, TextSignature, text_signature
from indexer.insight.verdicts import SAME_PASSAGE, means_the_same
from indexer.insight.wording import Words, align, words_of
from indexer.store.library import Library
from indexer.store.likenesses import Likenesses, Pair
from indexer.store.nearest import near_bits, near_vectors
from indexer.store.picturevectors import PictureVectors
from indexer.types import Extracted, Fingerprint
from indexer.work.reading import Content, content_of
from indexer.work.tasks import Cancelled, Task

TEXT, IMAGE, MEANING, SHOWN = "text", "image", "meaning", "shown"

_BATCH = 500  # documents whose signatures are stored together
_PICTURES = 50
_UNPRINTED = frozenset({"image", "audio", "video", "other"})  # kinds whose text is not what they are about

_TEXT_FORMATS = [fmt.name for fmt in BY_EXTENSION.values() if fmt.kind not in _UNPRINTED]
_IMAGE_FORMATS = [
    fmt.name for fmt in BY_EXTENSION.values() if fmt.reader == "image" and fmt.name not in ("heic", "heif", "svg")
]


@dataclass(slots=True)
class _Progress:
    """Counts over all steps of one run."""

    task: Task
    total: int
    done: int = 0

    def step(self, count: int, current: str) -> None:
        self.done += count
        self.task.progress(min(self.done, self.total), self.total, current)
        self.task.checkpoint()


@dataclass(slots=True)
class Comparing:
    """`fingerprint` tells whose vectors are in use."""

    library: Library
    likenesses: Likenesses
    seen: PictureVectors
    pool: ExtractionPool
    fingerprint: Callable[[], Fingerprint]
    on_change: Callable[[], None] = field(default=lambda: None)

    def waiting(self) -> int:
        """How many comparisons of one document are to be made; 0: all that is known was compared."""
        return (
            sum(len(ids) for ids in self._unsigned().values())
            + sum(len(ids) for _, ids in self._unsigned_shown())
            + len(self.likenesses.unhashed())
        )

    def run(self, task: Task) -> None:
        """Compares what waits, and returns when nothing does. Raises Cancelled."""
        waiting = self._unsigned()
        shown = self._unsigned_shown()
        unhashed = self.likenesses.unhashed()
        total = sum(map(len, waiting.values())) + sum(len(ids) for _, ids in shown) + len(unhashed)
        progress = _Progress(task, total)
        progress.step(0, "")
        for file in unhashed:
            content = content_of(file.path)
            self.likenesses.keep_hash(file, content.hash if isinstance(content, Content) else b"")
            progress.step(1, file.name)
        self._compare_texts(waiting[TEXT], progress)
        self._compare_pictures(waiting[IMAGE], progress)
        self._compare_meanings(waiting[MEANING], progress)
        for fingerprint, ids in shown:
            self._compare_shown(fingerprint, ids, progress)
        self.on_change()

    def _unsigned(self) -> dict[str, list[int]]:
        find = self.likenesses.unsigned
        return {
            TEXT: find(TEXT, TEXT_VERSION, _TEXT_FORMATS),
            IMAGE: find(IMAGE, looks.VERSION, _IMAGE_FORMATS),
            MEANING: self.likenesses.unsigned_vectors(MEANING, self.fingerprint(), _TEXT_FORMATS),
        }

    def _unsigned_shown(self) -> list[tuple[Fingerprint, list[int]]]:
        """Pictures whose vectors are new, by the model that looked at them."""
        return [
            (model, ids) for model in self.seen.models() if (ids := self.likenesses.unsigned_pictures(SHOWN, model))
        ]

    # --- texts -----------------------------------------------------------------------------------------------------

    def _compare_texts(self, waiting: Sequence[int], progress: _Progress) -> None:
        if not waiting:
            return
        ids, values = self.likenesses.signatures(TEXT, TEXT_VERSION)
        known = {key: TextSignature.unpack(value) for key, value in zip(ids, values, strict=True)}
        called_alike = namesakes(self.likenesses.names())
        words = lru_cache(maxsize=64)(lambda key: words_of(self.library.document_text(key)))
        for batch in _batches(waiting, _BATCH):
            made: dict[int, bytes] = {}
            for document_id in batch:
                signature = text_signature(self.library.document_text(document_id))
                made[document_id] = signature.pack() if signature else b""
                known.pop(document_id, None)
                if signature:
                    known[document_id] = signature
                progress.step(1, "")
            pairs = self._aligned(known, [key for key in batch if made[key]], called_alike, words, progress)
            self.likenesses.sign(TEXT, TEXT_VERSION, made, pairs)
            self.on_change()

    def _aligned(
        self,
        known: Mapping[int, TextSignature],
        fresh: Sequence[int],
        called_alike: Mapping[int, set[int]],
        words: Callable[[int], Words],
        progress: _Progress,
    ) -> list[Pair]:
        found = []
        for one, other in to_align(known, fresh, called_alike):
            progress.step(0, "")
            alignment = align(words(one), words(other))
            if verdicts.is_worth_keeping(alignment):
                found.append(Pair(one, other, alignment.ratio, verdicts.pack(alignment)))
        return found

    # --- pictures --------------------------------------------------------------------------------------------------

    def _compare_pictures(self, waiting: Sequence[int], progress: _Progress) -> None:
        if not waiting:
            return
        ids, values = self.likenesses.signatures(IMAGE, looks.VERSION)
        known = {key: Look.unpack(value) for key, value in zip(ids, values, strict=True)}
        for batch in _batches(waiting, _PICTURES):
            made = {}
            for document_id in batch:
                look = self._look(document_id, progress)
                made[document_id] = look.pack() if look else b""
                known.pop(document_id, None)
                if look:
                    known[document_id] = look
            pairs = _looking_alike(known, [key for key in batch if made[key]])
            self.likenesses.sign(IMAGE, looks.VERSION, made, pairs)
            self.on_change()

    def _look(self, document_id: int, progress: _Progress) -> Look | None:
        for file in self.library.files_of([document_id]).get(document_id, [])[:1]:
            progress.step(1, file.name)
            try:
                answer = self.pool.extract(file.path, Format(file.extension, file.kind, "looks"))
            except PoolClosed:
                raise Cancelled from None
            return pictures.look_of(answer.text) if isinstance(answer, Extracted) else None
        progress.step(1, "")
        return None

    # --- meaning ---------------------------------------------------------------------------------------------------

    def _compare_meanings(self, waiting: Sequence[int], progress: _Progress) -> None:
        if not waiting:
            return
        fingerprint = self.fingerprint()
        version = str(fingerprint)
        made: dict[int, bytes] = {}
        for batch in _batches(waiting, _BATCH):
            for entry in self.library.vector_entries(batch, fingerprint):
                mean = entry.vectors.astype(np.float32).mean(axis=0)
                made[entry.document_id] = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype("<f2").tobytes()
            progress.step(len(batch), "")
        ids, values = self.likenesses.signatures(MEANING, version)
        known = dict(zip(ids, values, strict=True)) | made
        keys = list(known)
        table = np.frombuffer(b"".join(known.values()), "<f2").reshape(len(keys), -1)
        pairs: list[Pair] = []
        for found in near_vectors(table, [at for at, key in enumerate(keys) if key in made], SAME_PASSAGE):
            near = [(keys[one], keys[other], cosine) for one, other, cosine in found]
            lengths = self.library.lengths(list({key for one, other, _ in near for key in (one, other)}))
            pairs += [
                _pair(one, other, cosine)
                for one, other, cosine in near
                if means_the_same(cosine, lengths.get(one, 0), lengths.get(other, 0))
            ]
            progress.step(0, "")
        self.likenesses.sign(MEANING, version, made | dict.fromkeys(set(waiting) - made.keys(), b""), pairs)

    def _compare_shown(self, model: Fingerprint, waiting: Sequence[int], progress: _Progress) -> None:
        keys, vectors = self.seen.all(model)
        rows = {key: row for row, key in enumerate(keys)}
        for batch in _batches(waiting, _BATCH):
            fresh = [rows[key] for key in batch if key in rows]
            pairs = [
                _pair(keys[one], keys[other], cosine)
                for found in near_vectors(vectors, fresh, verdicts.SHOWN_ALIKE)
                for one, other, cosine in found
            ]
            self.likenesses.sign(SHOWN, str(model), dict.fromkeys(batch, b""), pairs)
            progress.step(len(batch), "")


def _looking_alike(known: dict[int, Look], fresh: Iterable[int]) -> list[Pair]:
    keys, asked = list(known), list(fresh)
    if not asked:
        return []
    table = np.stack([known[key].bits[0] for key in keys])
    queries = np.concatenate([known[key].bits for key in asked])
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for query, row, bits in near_bits(table, queries, pictures.RADIUS):
        one, other = asked[query // 8], keys[row]
        if one != other:
            pair = (min(one, other), max(one, other))
            best[pair] = min(best.get(pair, (999, 0)), (bits, query % 8))
    return [Pair(one, other, pictures.likeness(bits), bytes([turn])) for (one, other), (bits, turn) in best.items()]


def _pair(one: int, other: int, score: float) -> Pair:
    return Pair(min(one, other), max(one, other), min(1.0, score))


def _batches(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]
