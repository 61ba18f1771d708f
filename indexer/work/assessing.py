"""Which documents deserve which tags: assessed when their meaning is new, and again when a tag is, in a task.

A new document is assessed for all targets, a new, taught or otherwise described target for all documents; nothing else
is done twice. What is stored stays after a kill or a cancel, and the next task goes on from there.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.insight.tagging import (
    LEARNS_FROM,
    LEAST,
    UNTAUGHT,
    Array,
    Sought,
    Verdict,
    Yardstick,
    having_read,
    mean_the_same,
    statements,
    worth_reading,
)
from indexer.insight.wordings import EVERYDAY, texts_of
from indexer.models.encoder import Encoder, Vectors, unit_length
from indexer.models.pairs import ENTAILMENT
from indexer.models.tagger import Lesson
from indexer.search.explain import sentences
from indexer.search.meaning import Meaning
from indexer.store.library import Library
from indexer.store.targets import RULE, Assessment, Limits, Target, Targets
from indexer.store.vectors import VectorEntry
from indexer.work.calling import said_of
from indexer.work.tasks import Cancelled, Task, Tasks

log = structlog.get_logger()

KIND, TITLE = "tags", "Suggesting tags"  # of the task
LIMITS = Limits(LEAST, UNTAUGHT, LEARNS_FROM)
_MOST = 5  # targets of one document
_BATCH = 128  # documents
_SAMPLE = 3000  # documents against which others are judged
_OTHERS = 1000  # of them, beside which a target is learnt
_LEAST_EXAMPLES = 3
_IN_FOLDER = 200  # documents of a folder that are examples of what belongs there
_LESSONS = (5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500)  # decisions, at which a target is learnt again
_MOST_SENTENCES = 10
_READ_AT_MOST = 700  # characters of a passage
_GIST = 200  # characters of a sentence that tell what it is about


class Worker(Protocol):
    """The model worker; see `indexer.models.worker.BulkEncoder`."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...
    def entail(self, pairs: Sequence[tuple[str, str]], model: str) -> Vectors: ...
    def learn(self, examples: Vectors, refused: Vectors, others: Vectors, text: Vectors) -> Lesson: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a run works with. `yardstick` judges by `targets`, in their order."""

    meaning: Meaning
    targets: tuple[Target, ...]
    yardstick: Yardstick


class Assessing:
    """`entailment` names the model that reads a passage beside a target. `may_work` says whether nothing more urgent is
    to be done; `on_found`: suggestions may be others now."""

    def __init__(
        self,
        library: Library,
        targets: Targets,
        meaning: Callable[[], Meaning],
        worker: Callable[[], Worker],
        tasks: Tasks,
        *,
        entailment: Callable[[], str] = str,
        may_work: Callable[[], bool],
        on_found: Callable[[], None],
    ) -> None:
        self._library, self._targets, self._tasks = library, targets, tasks
        self._meaning, self._worker, self._entailment = meaning, worker, entailment
        self._may_work, self._on_found = may_work, on_found
        self._lock = threading.Lock()
        self._reads = True  # until it turns out that there is no model for it
        self._declined = False  # a person cancelled: until something is asked for
        self._lessons: dict[int, int] = {}

    # --- what others say -------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """There may be something to assess."""
        if not self._declined and self._may_work() and self._meaning().encoder is not None and self._has_work():
            with suppress(BadRequest, EnvironmentProblem):  # it is under way, or the service ends
                self._tasks.start(KIND, TITLE, self._run)

    def want(self) -> int:
        """A person asks for it. Raises BadRequest while it is under way, EnvironmentProblem without a model."""
        if self._meaning().encoder is None:
            raise EnvironmentProblem(
                "meaning_not_ready", "Tags cannot be suggested before the model is loaded.", "Try again in a minute."
            )
        self._declined, self._reads = False, True
        return self._tasks.start(KIND, TITLE, self._run)

    def decided(self, target_ids: Iterable[int]) -> None:
        """A person has decided about documents and these targets: now and then that teaches something."""
        for target_id in target_ids:
            decisions = len(self._targets.decided(target_id))
            lessons = sum(decisions >= enough for enough in _LESSONS)
            with self._lock:
                known = self._lessons.setdefault(target_id, 0)
                self._lessons[target_id] = lessons
            if lessons > known:
                self._targets.assess_anew([target_id])
        self._declined = False

    def renew(self) -> None:
        """Another model understands documents now."""
        self._targets.assess_anew([target.id for target in self._targets.all()])
        self.wake()

    def read_anew(self) -> None:
        """Another model reads passages beside tags now."""
        self._reads = True
        self._targets.read_anew([target.id for target in self._targets.all()])
        self.wake()

    # --- the task --------------------------------------------------------------------------------------------------

    def _has_work(self) -> bool:
        targets = _sought(self._targets.all())
        if not targets:
            self._targets.nothing_to_assess()
            return False
        return self._targets.waiting() > 0 or any(target.pending_from is not None for target in targets)

    def _run(self, task: Task) -> None:
        try:
            while self._has_work():
                self._targets.begin()
                targets = _sought(self._targets.all())
                ready = self._ready(targets, task)
                if ready is None:  # nothing is understood yet: what comes in waits by itself
                    self._targets.progressed([target.id for target in targets], None)
                    return
                self._assess_new(ready, task)
                self._assess_pending(ready, task)
        except Cancelled:
            self._declined = True
            raise
        finally:
            self._on_found()

    def _assess_new(self, ready: _Ready, task: Task) -> None:
        """Each new document, for all targets."""
        after, done, total = 0, 0, self._targets.waiting()
        everything = range(len(ready.targets))
        while batch := self._targets.unassessed(after, _BATCH):
            task.progress(done, max(total, done + len(batch)), "new documents")
            self._assess(ready, batch, everything, task)
            self._targets.assessed(batch)
            after, done = batch[-1], done + len(batch)

    def _assess_pending(self, ready: _Ready, task: Task) -> None:
        """Each document, for the targets that are new or have learnt."""
        pending = [at for at, target in enumerate(ready.targets) if target.pending_from is not None]
        if not pending:
            return
        ids = [ready.targets[at].id for at in pending]
        after = min(ready.targets[at].pending_from or 0 for at in pending)
        total = self._library.sizes()[0]
        done = self._targets.count_through(after)
        while batch := self._targets.document_ids(after, _BATCH):
            names = ready.targets[pending[0]].name if len(pending) == 1 else f"{len(pending)} tags"
            task.progress(done, total, names)
            self._assess(ready, batch, pending, task)
            after, done = batch[-1], done + len(batch)
            self._targets.progressed(ids, after)
            self._on_found()
        self._targets.progressed(ids, None)

    def _assess(self, ready: _Ready, batch: Sequence[int], columns: Sequence[int], task: Task) -> None:
        """What these documents deserve of the targets in these columns. Those without vectors deserve nothing yet."""
        task.checkpoint()
        entries = list(self._library.vector_entries(batch, ready.meaning.fingerprint))
        found: list[Assessment] = []
        if entries:
            said = said_of(self._library, [entry.document_id for entry in entries], ready.targets)
            judged = ready.yardstick.judge(_wholes(entries), *said)
            least = [worth_reading(LEAST if target.least is None else target.least) for target in ready.targets]
            chosen = [
                (row, int(column))
                for row in range(len(entries))
                for column in np.argsort(-judged.confidence[row])[:_MOST]
                if column in columns and judged.confidence[row, column] >= least[column]
            ]
            known = self._targets.assessments(sorted({entries[row].document_id for row, _ in chosen}))
            pairs = [(entries[row], column) for row, column in chosen]
            spans, texts = self._spans(ready, pairs, known)
            likely = self._likely(ready, pairs, spans, texts, known)
            confidence, unshifted = (
                having_read(np.array([shares[row, column] for row, column in chosen], np.float32), likely)
                for shares in (judged.confidence, judged.unshifted)
            )
            found = [
                Assessment(
                    entries[row].document_id,
                    ready.targets[column].id,
                    float(confidence[at]),
                    float(unshifted[at]),
                    None if np.isnan(likely[at]) else float(likely[at]),
                    *span,
                    made=before.made if (before := known.get(_pair(ready, entries[row], column))) else 0.0,
                )
                for at, ((row, column), span) in enumerate(zip(chosen, spans, strict=True))
                if confidence[at] >= least[column]
            ]
        self._targets.assess(batch, [ready.targets[column].id for column in columns], found)

    def _spans(
        self,
        ready: _Ready,
        chosen: Sequence[tuple[VectorEntry, int]],
        known: Mapping[tuple[int, int], Assessment],
    ) -> tuple[list[tuple[int, int]], list[str]]:
        """For each pair the sentence that speaks for the target, in the document's text: the nearest one of the nearest
        passage; and that passage. `known` is what was found out before, by document and target."""
        directions = [ready.yardstick.direction(column) for _, column in chosen]
        best = [
            int(entry.chunk_ids[np.argmax(entry.vectors.astype(np.float32) @ direction)])
            for (entry, _), direction in zip(chosen, directions, strict=True)
        ]
        passages = self._library.chunks(best)
        spans, asked, texts = [], [], []
        for number, ((entry, column), chunk_id) in enumerate(zip(chosen, best, strict=True)):
            passage, before = passages[chunk_id], known.get(_pair(ready, entry, column))
            within = sentences(passage.text)[:_MOST_SENTENCES] or [(0, len(passage.text))]
            if before is not None and passage.start <= before.start < passage.end:
                spans.append((before.start, before.end))
                continue
            spans.append((passage.start + within[0][0], passage.start + within[0][1]))
            if len(within) > 1:
                asked.append((number, passage.start, within))
                texts += [passage.text[start:end][:_GIST] for start, end in within]
        vectors = self._worker().encode(texts) if texts else np.zeros((0, ready.meaning.fingerprint.dimension))
        at = 0
        for number, offset, within in asked:
            near = vectors[at : at + len(within)] @ directions[number]
            start, end = within[int(np.argmax(near))]
            spans[number] = (offset + start, offset + end)
            at += len(within)
        return spans, [passages[chunk_id].text for chunk_id in best]

    def _likely(
        self,
        ready: _Ready,
        pairs: Sequence[tuple[VectorEntry, int]],
        spans: Sequence[tuple[int, int]],
        texts: Sequence[str],
        known: Mapping[tuple[int, int], Assessment],
    ) -> Array:
        """(n,) how likely each passage is about its target, as a model says that reads both; NaN where it was not
        asked: what a target has been taught tells more. What was read before is not read again."""
        likely = np.full(len(pairs), np.nan, np.float32)
        asked = []
        for at, (entry, column) in enumerate(pairs):
            before = known.get(_pair(ready, entry, column))
            if ready.yardstick.is_taught(column) or _goes_by_examples(ready.targets[column]):
                continue
            if before is not None and before.entailed is not None and (before.start, before.end) == spans[at]:
                likely[at] = before.entailed
            else:
                asked.append(at)
        questions = [
            (texts[at][:_READ_AT_MOST], statement)
            for at in asked
            for statement in statements(ready.targets[pairs[at][1]].text)
        ]
        if questions and self._reads:
            try:
                said = self._worker().entail(questions, self._entailment())[:, ENTAILMENT]
            except EnvironmentProblem as problem:
                if problem.code not in ("model_missing", "model_broken"):
                    raise
                log.info("tags are suggested without reading", problem=str(problem))
                self._reads = False
            else:
                likely[asked] = said.reshape(len(asked), -1).mean(axis=1)
        return likely

    # --- what is known of the targets ------------------------------------------------------------------------------

    def _ready(self, targets: Sequence[Target], task: Task) -> _Ready | None:
        meaning = self._meaning()
        if meaning.encoder is None:
            raise EnvironmentProblem("meaning_not_ready", "The model is still being loaded.", "It goes on by itself.")
        task.progress(0, 0, "what your tags are about")
        texts = self._texts(targets, meaning, meaning.encoder)
        ids = self._library.document_ids()
        drawn = np.random.default_rng(len(ids)).permutation(len(ids))[:_SAMPLE]
        entries = list(self._library.vector_entries([ids[at] for at in drawn], meaning.fingerprint))
        if not entries:
            return None
        sample = {entry.document_id: whole for entry, whole in zip(entries, _wholes(entries), strict=True)}
        everyday = meaning.encoder.encode_queries(EVERYDAY)
        verdicts = self._targets.verdicts(LEAST)
        beside = _beside(targets, mean_the_same(np.stack(texts), everyday))
        sought = []
        for target, text, others in zip(targets, texts, beside, strict=True):
            task.checkpoint()
            said = tuple(Verdict(*verdict) for verdict in verdicts.get(target.id, ()))
            sought.append(replace(self._taught(target, text, said, sample, meaning), beside=others))
        return _Ready(meaning, tuple(targets), Yardstick(sought, np.stack(list(sample.values())), everyday))

    def _texts(self, targets: Sequence[Target], meaning: Meaning, encoder: Encoder) -> list[Array]:
        """What each target is about: what its description, or its name, means; of a rule that nobody described, what
        its examples mean."""
        texts = list(texts_of([target.name for target in targets], encoder))
        for at, target in enumerate(targets):
            if target.description:
                texts[at] = encoder.encode_queries([target.description])[0]
            elif _goes_by_examples(target):
                carried = [key for key, held in self._targets.decided(target.id).items() if held]
                examples = list(self._wholes_of(carried, meaning).values())
                if examples:
                    texts[at] = unit_length(np.mean(examples, axis=0, keepdims=True))[0]
        return texts

    def _taught(
        self, target: Target, text: Array, verdicts: Sequence[Verdict], sample: dict[int, Array], meaning: Meaning
    ) -> Sought:
        decided = self._targets.decided(target.id)
        if target.folder is not None:
            decided = dict.fromkeys(self._targets.in_folder(target.folder, _IN_FOLDER), True) | decided
        vectors = self._wholes_of(list(decided), meaning)
        examples = [vectors[key] for key, carried in decided.items() if carried and key in vectors]
        others = [whole for key, whole in sample.items() if key not in decided][:_OTHERS]
        if len(decided) < LEARNS_FROM or len(examples) < _LEAST_EXAMPLES or not others:
            return Sought(target.id, text, verdicts=verdicts)
        refused = [vectors[key] for key, carried in decided.items() if not carried and key in vectors]
        lesson = self._worker().learn(
            np.stack(examples), np.stack(refused) if refused else np.zeros((0, len(text)), np.float32),
            np.stack(others), text,
        )  # fmt: skip
        return Sought(target.id, text, lesson.weights, lesson.usual, len(decided), verdicts)

    def _wholes_of(self, document_ids: Sequence[int], meaning: Meaning) -> dict[int, Array]:
        entries = list(self._library.vector_entries(document_ids, meaning.fingerprint))
        return {entry.document_id: whole for entry, whole in zip(entries, _wholes(entries), strict=True)}


def _sought(targets: Iterable[Target]) -> list[Target]:
    return [target for target in targets if not target.quiet]


def _beside(targets: Sequence[Target], same: NDArray[np.bool_]) -> list[frozenset[int]]:
    """A tag need not be ahead of rules; a rule need not be ahead of rules, nor of tags that mean what it means."""
    return [
        frozenset(
            other.id
            for other, means_the_same in zip(targets, row, strict=True)
            if other.kind == RULE or (target.kind == RULE and (other.id == target.tag_id or means_the_same))
        )
        for target, row in zip(targets, same, strict=True)
    ]


def _goes_by_examples(target: Target) -> bool:
    """Whether its name says nothing of what it is about: of a rule that nobody described."""
    return target.kind == RULE and not target.description


def _pair(ready: _Ready, entry: VectorEntry, column: int) -> tuple[int, int]:
    return entry.document_id, ready.targets[column].id


def _wholes(entries: Sequence[VectorEntry]) -> Vectors:
    """What documents mean as a whole: the mean of their passages, (n, d)."""
    if not entries:
        return np.zeros((0, 0), np.float32)
    return unit_length(np.stack([entry.vectors.astype(np.float32).mean(axis=0) for entry in entries]))
