"""Models: which there are, which one is in use, fetching, choosing, removing and timing them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import bench, consent
from indexer.models.catalogue import Kind
from indexer.models.hub import Progress
from indexer.models.local import Known, LocalModels, Place
from indexer.models.pair_folders import reads_unasked
from indexer.search.measuring import sizes
from indexer.settings import Settings
from indexer.store.generations import Generations
from indexer.store.library import Library
from indexer.work.switching import Switching
from indexer.work.tasks import Task, Tasks

KIND = "download"  # of the task
_MEGABYTE = 1_000_000
_SAMPLE = 4_000  # passages that are compared to tell what shorter vectors cost


@dataclass(frozen=True, slots=True)
class ModelsDesk:
    """`choose` makes a model the one that is wanted; `set_setting` changes any other setting; `changed` tells
    clients."""

    library: Library
    models: LocalModels
    generations: Generations
    switching: Switching
    tasks: Tasks
    settings: Callable[[], Settings]
    choose: Callable[[Settings], None]
    set_setting: Callable[[protocol.ChangeSetting], None]
    changed: Callable[[], None]

    def handlers(self) -> Handlers:
        return {
            protocol.GetModels: lambda _: self.list(),
            protocol.GetModel: lambda request: self.state(self.models.find(request.name)),
            protocol.UseModel: self.use,
            protocol.DownloadModel: self.download,
            protocol.RemoveModel: self.remove,
            protocol.AllowCode: self.allow,
            protocol.ForgetVectors: self.forget,
            protocol.MeasureSpeed: lambda _: self.measure(),
            protocol.MeasureSizes: lambda _: self.costs(),
        }

    def list(self) -> protocol.ModelList:
        in_use, building = self.switching.in_use, self.switching.building
        encoder = self.switching.meaning.now().encoder
        kept = tuple(
            protocol.KeptVectors(other.model, other.dimension, other.precision, count)
            for other, count in self.generations.kept().items()
        )
        answer = protocol.ModelList(
            models=tuple(self.state(known) for known in self.models.known()),
            in_use=in_use.model,
            dimension=in_use.dimension,
            precision=in_use.precision,
            device=encoder.device if encoder else "",
            vectors=self.library.vector_count(in_use),
            kept=kept,
            problem=self.switching.problem or str(self.switching.meaning.problem or ""),
        )
        if building is None:
            return answer
        other = building.fingerprint
        return msgspec.structs.replace(
            answer,
            building=other.model,
            building_dimension=other.dimension,
            done=building.done,
            total=building.total,
        )

    def state(self, known: Known) -> protocol.ModelState:
        model, prefixes = known.model, known.model.prefixes
        return protocol.ModelState(
            name=model.name,
            repository=model.repository,
            kind=model.kind.value,
            use=model.use,
            languages=model.languages,
            licence=model.licence,
            place=known.place.value,
            in_use=self._is_in_use(known),
            download=model.download,
            memory=model.memory,
            dimension=model.dimension,
            dimensions=model.dimensions,
            token_limit=model.token_limit,
            pooling=model.pooling.value,
            similarity=model.similarity.value,
            query_prefix=prefixes.query or model.adapters.query,
            passage_prefix=prefixes.passage or model.adapters.passage,
            clustering_prefix=prefixes.clustering or model.adapters.clustering,
            classification_prefix=prefixes.classification or model.adapters.classification,
            task=model.task,
            upstream_code=model.upstream_code,
            revision=known.revision,
            path=known.path,
            code=tuple(consent.code_in(Path(known.path))) if known.place is Place.CODED else (),
        )

    def _is_in_use(self, known: Known) -> bool:
        own = known.place is Place.SHIPPED
        if known.model.kind is Kind.RERANKER:
            chosen = self.settings().reranker
            return known.setting == chosen or (own and not chosen and reads_unasked())
        if known.model.kind is Kind.NLI:
            chosen = self.settings().entailment
            return known.setting == chosen or (own and not chosen)
        if known.model.kind is Kind.IMAGES:
            return known.setting == self.settings().picture_model
        return known.model.name == self.switching.in_use.model

    def use(self, request: protocol.UseModel) -> None:
        """Raises EnvironmentProblem for a model that is not here, or whose code nobody has allowed to run."""
        known = self.models.find(request.name)
        if known.place is Place.AWAY:
            remedy = f"Fetch it with: wherein models download {known.model.name}"
            raise EnvironmentProblem("model_missing", f"{known.model.name} is not on this machine.", remedy)
        if known.place is Place.CODED:
            raise EnvironmentProblem(
                "code_needed",
                f"{known.model.name} works only with program code of its authors, which nobody has allowed to run.",
                f"Look at it, then: wherein models allow {known.model.name}",
            )
        match known.model.kind:
            case Kind.ENCODER:
                settings = self.settings().changed("precision", request.precision or self.settings().precision)
                self.choose(replace(settings, model=known.model.name, dimension=request.dimension))
            case Kind.RERANKER:
                self.set_setting(protocol.ChangeSetting("reranker", known.setting))
            case Kind.IMAGES:
                self.set_setting(protocol.ChangeSetting("picture_model", known.setting))
            case Kind.NLI:
                self.set_setting(protocol.ChangeSetting("entailment", known.setting))

    def download(self, request: protocol.DownloadModel) -> protocol.TaskStarted:
        """Raises BadRequest for an unknown name, EnvironmentProblem for a model that is refused."""
        name = request.name
        if name.count("/") != 1 or Path(name).is_absolute():
            name = self.models.find(name).model.name

        def run(task: Task) -> None:
            self._fetch(name, task)
            self.changed()
            if request.then_use:
                self.use(protocol.UseModel(name))

        return protocol.TaskStarted(self.tasks.start(KIND, f"Fetching {name}", run, subject=name))

    def _fetch(self, name: str, task: Task) -> None:
        """A pause ends the child that fetches; afterwards it goes on where it stopped."""

        def report(progress: Progress) -> None:
            task.progress(progress.done // _MEGABYTE, max(progress.total // _MEGABYTE, 1), progress.file)

        while True:
            task.checkpoint()
            try:
                self.models.download(name, report, lambda: task.unwanted or task.state.state == "paused")
            except EnvironmentProblem as problem:
                if problem.code != "cancelled":
                    raise
            else:
                return

    def remove(self, request: protocol.RemoveModel) -> None:
        """Raises BadRequest for a model that is in use, or was not fetched."""
        known = self.models.find(request.name)
        model = known.model
        building = self.switching.building
        used = {self.switching.in_use.model, self.settings().model, building.fingerprint.model if building else ""}
        # One folder may be two models: bge-m3 reads and reads again.
        same = [other for other in self.models.known() if other.path and other.path == known.path]
        if any(self._is_in_use(one) or one.model.name in used for one in same):
            raise BadRequest("model_in_use", f"{model.name} is in use.", "Use another model first.")
        self.models.remove(request.name)
        self.changed()

    def allow(self, request: protocol.AllowCode) -> None:
        """Raises BadRequest where there is no such code."""
        self.models.allow(request.name, request.revision)
        self.changed()

    def forget(self, _: protocol.ForgetVectors) -> None:
        self.generations.forget_kept(older_than=0)
        self.changed()

    def measure(self) -> protocol.Speed:
        """Raises EnvironmentProblem while the model is still being loaded."""
        _, encoder = self.switching.meaning.require()
        felt = bench.feel(encoder, self.models.bulk(self.switching.in_use))
        return protocol.Speed(
            self.switching.in_use.model, felt.runtime, felt.device, felt.passages, felt.tokens, felt.query_milliseconds
        )

    def costs(self) -> protocol.SizeCosts:
        in_use = self.switching.in_use
        model = self.models.find(in_use.model).model
        vectors = self._sample()
        if len(vectors) < sizes.LEAST:
            return protocol.SizeCosts(in_use.model, 0, ())
        shorter = model.dimensions or (model.dimension * 3 // 4, model.dimension // 2)
        lengths = [in_use.dimension, *(length for length in shorter if length < in_use.dimension)]
        found = sizes.costs(vectors, lengths, np.random.default_rng(7))
        return protocol.SizeCosts(
            in_use.model,
            len(vectors),
            tuple(protocol.SizeCost(cost.dimension, cost.precision, cost.bytes, cost.kept) for cost in found),
        )

    def _sample(self) -> sizes.Matrix:
        """Vectors that are in use, (n, d), of documents evenly taken."""
        ids = self.library.document_ids()
        in_use = self.switching.in_use
        parts: list[sizes.Matrix] = []
        for entry in self.library.vector_entries(ids[:: max(1, len(ids) // 2_000)], in_use):
            parts.append(entry.vectors.astype(np.float32))
            if sum(map(len, parts)) >= _SAMPLE:
                break
        return np.concatenate(parts) if parts else np.empty((0, in_use.dimension), np.float32)
