"""A training from its examples to the model that is kept, or is not: measured before and after on what was held out.

Runs in a process of its own (`python -m indexer.models.training JOB`), since it imports torch and takes minutes: it
prints one `Progress` a line, then one `Outcome`, or one `Failed`.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadRequest
from indexer.models import catalogue, folders, measures
from indexer.models.catalogue import Kind
from indexer.models.measures import Figure
from indexer.models.pair_folders import another_head, is_head, resolve_pair
from indexer.models.training import calibration, examples
from indexer.models.training.clock import Recipe, Told
from indexer.models.training.examples import LABELS, Alike, Example, Inference, Judged
from indexer.models.training.order import LEAST, Failed, Job, Line, Measure, Outcome, Progress

SURE = 0.9  # how likely a model must be the better one before it is kept
_HELD = 0.2
_FROZEN = {Kind.RERANKER: 3, Kind.NLI: 0}
_CANDIDATES = 500  # passages among which the right one has to be found, at most


Figures = dict[str, NDArray[np.float64]]  # one value for each held-out example; the first measure decides


class _Learner(Protocol):
    def measure(self, held: Sequence[Example]) -> Figures: ...
    def learn(self, learned: Sequence[Example], recipe: Recipe, told: Told) -> None: ...
    def save(self, place: Path) -> None: ...


def run(job: Job, say: Callable[[Line], None]) -> Outcome:
    """Raises `BadRequest` "no_examples", "wrong_examples", "too_few_examples", and what loading the base raises."""
    learned, held = _examples(job)
    learner = _learner(job)
    say(Progress(0.0, doing="measuring the model as it is"))
    before = learner.measure(held)
    started = time.monotonic()
    learner.learn(learned, _recipe(job), _telling(say))
    say(Progress(1.0, doing="measuring what was learned"))
    after = learner.measure(held)
    random = np.random.default_rng(job.seed)
    decisive = next(iter(before))
    likely = measures.better(before[decisive], after[decisive], random)
    outcome = Outcome(
        len(learned), len(held), likely=likely,
        measures=tuple(
            Measure(name, _plain(measures.figure(before[name], random)), _plain(measures.figure(after[name], random)))
            for name in before
        ),
    )  # fmt: skip
    if likely < SURE and not job.keep:
        return outcome
    _keep(learner, Path(job.into), job, outcome, time.monotonic() - started)
    return msgspec.structs.replace(outcome, path=job.into)


def _examples(job: Job) -> tuple[Sequence[Example], Sequence[Example]]:
    found: list[Any] = examples.read(Path(job.examples))
    kinds: dict[str, type[Any] | tuple[type[Any], ...]] = {Kind.NLI: Inference, Kind.RERANKER: Judged,
                                                           Kind.ENCODER: (Judged, Alike)}  # fmt: skip
    if not all(isinstance(example, kinds[job.kind]) for example in found) or len({type(e) for e in found}) > 1:
        raise BadRequest("wrong_examples", f"These examples are not of the shape that a model of this kind learns "
                         f"from ({job.kind}).", "`wherein train --help` shows the shapes.")  # fmt: skip
    learned, held = (found, examples.read(Path(job.held))) if job.held else examples.split(found, _HELD)
    if min(len(learned), len(held)) < LEAST:
        raise BadRequest(
            "too_few_examples",
            f"There are too few examples: {len(learned)} to learn from and {len(held)} to measure on.",
            f"About {LEAST * 5} are needed at the least; hundreds are better.",
        )
    return learned, held


def _recipe(job: Job) -> Recipe:
    usual = {Kind.ENCODER: 2e-5, Kind.RERANKER: 5e-5, Kind.NLI: 1.5e-4}[Kind(job.kind)]
    return Recipe(job.epochs, job.minutes, job.batch, job.rate or usual, seed=job.seed)


def _telling(say: Callable[[Line], None]) -> Told:
    last = 0.0

    def told(done: float, loss: float) -> None:
        nonlocal last
        if time.monotonic() - last > 0.5:
            last = time.monotonic()
            say(Progress(done, None if np.isnan(loss) else round(loss, 4)))

    return told


def _plain(figure: Figure) -> tuple[float, float, float]:
    return figure.value, figure.low, figure.high


def _keep(learner: _Learner, place: Path, job: Job, outcome: Outcome, seconds: float) -> None:
    """All at once: a training that is killed leaves no half of a model."""
    work = place.with_name(f".{place.name}.{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    try:
        learner.save(work)
        card = {"trained from": job.base or catalogue.DEFAULT, "kind": job.kind, "loss": job.loss,
                "minutes": round(seconds / 60, 1), "learned from": outcome.learned, "measured on": outcome.held,
                "measures": msgspec.to_builtins(outcome.measures)}  # fmt: skip
        (work / "training.json").write_text(json.dumps(card, indent=2))
        shutil.rmtree(place, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        work.rename(place)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _learner(job: Job) -> _Learner:
    downloads = Path(job.downloads) if job.downloads else None
    match Kind(job.kind):
        case Kind.ENCODER:
            return _Encoder(job, downloads)
        case Kind.RERANKER | Kind.NLI:
            return _Judge(job, downloads)
    raise BadRequest("wrong_kind", f"Models of the kind “{job.kind}” are not trained.")


class _Encoder:
    def __init__(self, job: Job, downloads: Path | None) -> None:
        from indexer.models.training import encoders

        self._encoders = encoders
        self._folder = folders.resolve(job.base or catalogue.DEFAULT, downloads)
        self._model = encoders.load(self._folder)
        self._loss = encoders.Loss(job.loss)

    def measure(self, held: Sequence[Example]) -> Figures:
        pairs = [example for example in held if isinstance(example, Alike)]
        if pairs:
            first, second = (self._encode([getattr(pair, name) for pair in pairs], "") for name in ("first", "second"))
            truth = np.array([pair.score for pair in pairs])
            return {"nearness to the truth": 1 - np.abs((first * second).sum(axis=1) - truth)}
        judged = [example for example in held if isinstance(example, Judged)]
        texts = list(dict.fromkeys(text for example in judged for text in (*example.positives, *example.negatives)))
        texts = texts[:_CANDIDATES]
        places = {text: at for at, text in enumerate(texts)}
        prefixes = self._folder.model.prefixes
        scores = self._encode([example.query for example in judged], prefixes.query) @ self._encode(
            texts, prefixes.passage).T  # fmt: skip
        labels = np.zeros_like(scores)
        for row, example in enumerate(judged):
            labels[row, [places[text] for text in example.positives if text in places]] = 1
        return _ranked(scores, labels)

    def learn(self, learned: Sequence[Example], recipe: Recipe, told: Told) -> None:
        self._encoders.train(self._model, self._folder, learned, self._loss, recipe, told)

    def save(self, place: Path) -> None:
        self._encoders.save(self._model, self._folder, place)

    def _encode(self, texts: list[str], prefix: str) -> Any:
        prefix = prefix.replace("{task}", self._folder.model.task)
        return self._model.encode(texts, prompt=prefix, normalize_embeddings=True, show_progress_bar=False)


class _Judge:
    """A reranker or an NLI model: one of ours, or any cross-encoder."""

    def __init__(self, job: Job, downloads: Path | None) -> None:
        from indexer.models import head
        from indexer.models.pair_reference import load_cross_encoder

        self._kind = Kind(job.kind)
        self._seed = job.seed
        frozen = _FROZEN[self._kind] if job.frozen < 0 else job.frozen
        self._config: head.HeadConfig | None = None
        self._calibration = 1.0, 0.0  # as last measured
        if job.base == catalogue.DEFAULT:  # a new head on the model that comes with Wherein
            self._config = head.HeadConfig(kind=self._kind.value, frozen=frozen)
            self._model = head.build(self._config)
            return
        other = another_head(job.base, self._kind)
        if other:
            self._model, self._config = head.build_on(other, head.HeadConfig(kind=self._kind.value, frozen=frozen))
            return
        folder = resolve_pair(job.base, self._kind, downloads)
        if is_head(folder):
            self._model, self._config = head.load(folder.path)
        else:
            self._model = load_cross_encoder(folder)

    def measure(self, held: Sequence[Example]) -> Figures:
        if self._kind is Kind.NLI:
            rows = [example for example in held if isinstance(example, Inference)]
            logits = self._logits([(row.premise, row.hypothesis) for row in rows])
            found = logits.argmax(axis=1)
            truth = np.array([LABELS.index(row.label) for row in rows])
            self._calibration = calibration.of_labels(logits.astype(np.float64), truth), 0.0
            return {"accuracy": np.where(truth == 3, found != 0, found == truth).astype(np.float64)}
        judged = [example for example in held if isinstance(example, Judged)]
        pairs = [(example.query, text) for example in judged for text in (*example.positives, *example.negatives)]
        scores = self._logits(pairs)[:, 0]
        ends = np.cumsum([len(example.positives) + len(example.negatives) for example in judged])
        each = [
            (part, np.arange(len(part)) < len(example.positives))
            for part, example in zip(np.split(scores, ends[:-1]), judged, strict=True)
        ]
        self._calibration = calibration.of_answers(
            scores.astype(np.float64), np.concatenate([right for _, right in each]))  # fmt: skip
        # Nothing is told where all are right; ties must not favour those that stand first.
        each = [(part[::-1], right[::-1]) for part, right in each if right.any() and not right.all()]
        return {
            "nDCG@10": np.array([measures.ndcg(part, right) for part, right in each]),
            "MRR": np.array([measures.reciprocal_rank(part, right) for part, right in each]),
        }

    def learn(self, learned: Sequence[Example], recipe: Recipe, told: Told) -> None:
        from indexer.models.training import heads

        if self._kind is Kind.NLI:
            rows = heads.inference_rows(examples.only(list(learned), Inference))
            heads.train(self._model, rows, heads.EntailmentLoss(self._model), recipe, told)
        else:
            random = np.random.default_rng(self._seed)
            rows = heads.judged_rows(examples.only(list(learned), Judged), random)
            heads.train(self._model, rows, heads.ListLoss(self._model), recipe, told)

    def save(self, place: Path) -> None:
        from indexer.models import head

        if self._config is None:
            self._model.save_pretrained(str(place))
        else:
            scale, shift = self._calibration
            head.save(self._model, msgspec.structs.replace(self._config, scale=scale, shift=shift), place)

    def _logits(self, pairs: list[tuple[str, str]]) -> NDArray[np.float32]:
        found = self._model.predict(pairs, batch_size=32, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32).reshape(len(pairs), -1)


def _ranked(scores: NDArray[np.float32], labels: NDArray[np.float32]) -> Figures:
    rows = [(score, label) for score, label in zip(scores, labels, strict=True) if label.any()]
    return {
        "nDCG@10": np.array([measures.ndcg(score, label) for score, label in rows]),
        "MRR": np.array([measures.reciprocal_rank(score, label) for score, label in rows]),
    }


def main() -> None:
    from indexer.errors import WhereinError
    from indexer.models.privacy import stay_private

    stay_private()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")  # what a library prints must not land between our lines
    os.dup2(2, 1)

    def say(line: Line) -> None:
        print(msgspec.json.encode(line).decode(), file=out, flush=True)

    try:
        say(run(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Job), say))
    except WhereinError as error:
        say(Failed(error.code, error.message, error.remedy))
