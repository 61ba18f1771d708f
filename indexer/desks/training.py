"""Training: from examples to a model that can be used, as a task in a process of its own."""

import itertools
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import catalogue
from indexer.models.catalogue import Kind
from indexer.models.local import LocalModels
from indexer.models.training import aside, examples
from indexer.models.training.order import LEAST, Job, Outcome, Progress
from indexer.settings import Settings
from indexer.work.lessons import Lessons
from indexer.work.tasks import Task, Tasks

KIND = "training"  # of the task
_STEPS = 1000  # parts of a training that are told apart
_TITLES = {"encoder": "Learning what means alike", "reranker": "Learning what answers", "nli": "Learning what follows"}
_DOING = {"measuring the model as it is": "Measuring the model as it is",
          "measuring what was learned": "Measuring what was learned"}  # fmt: skip


@dataclass(slots=True)
class TrainingDesk:
    """`in_use` names the model that searches; `use` uses a model by its name; `changed` tells clients."""

    lessons: Lessons
    models: LocalModels
    tasks: Tasks
    settings: Callable[[], Settings]
    in_use: Callable[[], str]
    use: Callable[[protocol.UseModel], None]
    changed: Callable[[], None]
    _last: protocol.Trained | None = field(default=None, init=False)

    def handlers(self) -> Handlers:
        return {protocol.Train: self.train, protocol.GetTraining: lambda _: self.state()}

    def state(self) -> protocol.Training:
        tagged = sum(len(tag.passages) for tag in self.lessons.tags())
        return protocol.Training(len(self.lessons.searches()), tagged, LEAST * 5, self._last)

    def train(self, request: protocol.Train) -> protocol.TaskStarted:
        """Raises BadRequest for a name that is taken."""
        name = self._name(request)

        def run(task: Task) -> None:
            with tempfile.TemporaryDirectory(prefix="wherein-lessons-") as scratch:
                outcome = aside.train(self._job(request, name, Path(scratch)), _telling(task), lambda: task.is_paused)
            kept = name if outcome.adopted else ""
            self._last = _trained(request.kind, outcome, kept)
            self.changed()
            if kept and request.then_use:
                self.use(protocol.UseModel(kept))

        return protocol.TaskStarted(self.tasks.start(KIND, _TITLES[request.kind], run, subject=name))

    def _job(self, request: protocol.Train, name: str, scratch: Path) -> Job:
        return Job(
            request.kind,
            request.examples or str(self._collected(request.kind, scratch)),
            str(self.models.downloads / name),
            self._base(request),
            str(self.models.downloads),
            request.loss,
            request.epochs,
            request.minutes,
            held=request.held,
            keep=request.keep,
        )

    def _collected(self, kind: str, scratch: Path) -> Path:
        """What this library's person did and said, as a file. Raises BadRequest where that is nothing."""
        found = self.lessons.inferences() if Kind(kind) is Kind.NLI else self.lessons.judged()
        if not found:
            raise BadRequest(
                "no_examples",
                "Nothing was opened, accepted or tagged yet that could be learned from.",
                "Search for a while, or name a file: wherein train --help shows what stands in it.",
            )
        examples.write(found, scratch / "examples.jsonl")
        return scratch / "examples.jsonl"

    def _base(self, request: protocol.Train) -> str:
        """The model that learns: where none is named, the one in use; where there is none of the kind, a new head."""
        if request.base:
            return request.base
        match Kind(request.kind):
            case Kind.ENCODER:
                return self.in_use()
            case Kind.RERANKER if self.settings().reranker:
                return self.settings().reranker
            case Kind.NLI if self.settings().entailment:
                return self.settings().entailment
        with suppress(EnvironmentProblem):
            return self.models.own(Kind(request.kind)).setting
        return catalogue.DEFAULT

    def _name(self, request: protocol.Train) -> str:
        if not request.name:
            return next(
                name
                for number in itertools.count(1)
                if not (self.models.downloads / (name := f"own-{request.kind}-{number}")).exists()
            )
        name = request.name.strip()
        if not name or "/" in name or "\\" in name or name.startswith(".") or catalogue.find(name):
            raise BadRequest("bad_name", f"A model cannot be called “{request.name}”.", "Choose a plain, new name.")
        if (self.models.downloads / name).exists():
            raise BadRequest("name_taken", f"There is a model called “{name}” already.", "Choose another name.")
        return name


def _telling(task: Task) -> Callable[[Progress], None]:
    def told(progress: Progress) -> None:
        task.progress(round(progress.done * _STEPS), _STEPS, _DOING.get(progress.doing, ""))
        task.checkpoint()

    return told


def _trained(kind: str, outcome: Outcome, name: str) -> protocol.Trained:
    measures = tuple(protocol.Measure(one.name, one.before, one.after) for one in outcome.measures)
    return protocol.Trained(kind, outcome.learned, outcome.held, measures, outcome.likely, name)
