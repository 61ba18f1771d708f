"""The models of this machine, as a library's settings choose and run them."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import msgspec

from indexer.errors import BadRequest, EnvironmentProblem
from indexer.models import catalogue, consent, export, hub
from indexer.models.catalogue import Kind, Model
from indexer.models.encoder import Encoder
from indexer.models.folders import ModelFolder, asks_for_code, declared_by, folder_name, resolve
from indexer.models.pair_folders import CHOSEN, HEAD_CONFIG, SHIPPED, is_head, resolve_pair
from indexer.models.pairs import Reranker, load_reranker
from indexer.models.runtime import fingerprint_of, has_graph, load_encoder
from indexer.models.worker import BulkEncoder
from indexer.settings import Settings
from indexer.types import Fingerprint


class Place(StrEnum):
    """Where a model is."""

    SHIPPED = "shipped"
    HERE = "here"
    AWAY = "away"  # on the hub
    CODED = "coded"  # on this machine, and works only with program code that nobody has allowed yet


@dataclass(frozen=True, slots=True)
class Known:
    """A model that can be named. `path` and `revision` are empty where it is not on this machine. `setting` is what a
    setting holds that chooses it."""

    model: Model
    place: Place
    path: str = ""
    revision: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class LocalModels:
    """`downloads` holds what was fetched from the hub, `exports` the quick graphs that were made on this machine."""

    downloads: Path
    exports: Path
    settings: Callable[[], Settings]

    # --- which there are -------------------------------------------------------------------------------------------

    def known(self) -> list[Known]:
        """The catalogue, then other models that were fetched or picked."""
        listed = [*self._own(), *(self._of_catalogue(model) for model in catalogue.MODELS)]
        paths = {known.path for known in listed}
        others = [str(place) for place in self._folders() if str(place) not in paths]
        chosen = dict.fromkeys((self.settings().model, self.settings().reranker, self.settings().entailment))
        others += [name for name in chosen if Path(name).is_absolute() and name not in {*paths, *others}]
        return listed + [known for name in others if (known := self._other(name)) is not None]

    def find(self, name: str) -> Known:
        """Raises BadRequest with near names, EnvironmentProblem for a folder that must not be loaded."""
        model = catalogue.find(name)
        if model is not None:
            return self._of_catalogue(model)
        own = next((known for known in self._own() if known.model.name == name), None)
        if own is not None:
            return own
        if not Path(name).is_absolute() and not folder_name(self.downloads, name).is_dir():
            catalogue.get(name)  # raises, with the names that come near
        path = Path(name) if Path(name).is_absolute() else folder_name(self.downloads, name)
        if path.is_dir() and _place_of(path) is Place.CODED:
            return Known(declared_by(path, name), Place.CODED, str(path), revision_of(path), name)
        folder = self._folder(name)
        where = str(folder.path)
        # A head is known by its folder only: what it stands on comes with Wherein.
        chosen = where if is_head(folder) else folder.model.name
        return Known(folder.model, Place.HERE, where, revision_of(folder.path), chosen)

    def own(self, kind: Kind) -> Known:
        """The head of this kind that comes with Wherein. Raises EnvironmentProblem where there is none."""
        return Known(resolve_pair(SHIPPED, kind, self.downloads).model, Place.SHIPPED, setting=CHOSEN)

    def _own(self) -> list[Known]:
        found = []
        for kind in (Kind.RERANKER, Kind.NLI):
            with suppress(EnvironmentProblem):
                found.append(self.own(kind))
        return found

    def _folder(self, name: str) -> ModelFolder:
        """What lies there: a whole model, or a head that was trained here."""
        path = Path(name) if Path(name).is_absolute() else folder_name(self.downloads, name)
        kind = head_kind(path)
        if kind is None:
            return resolve(name, self.downloads)
        folder = resolve_pair(str(path), kind, self.downloads)
        return replace(folder, model=replace(folder.model, name=name, use="trained on this machine"))

    def _of_catalogue(self, model: Model) -> Known:
        if model.name == catalogue.DEFAULT:
            return Known(model, Place.SHIPPED, setting=model.name)
        path = folder_name(self.downloads, model.repository)
        if path.is_dir():
            return Known(model, _place_of(path), str(path), revision_of(path), model.name)
        return Known(model, Place.AWAY, setting=model.name)

    def _other(self, name: str) -> Known | None:
        """A folder that the catalogue does not know; None for one that is damaged or must not be loaded."""
        path = Path(name)
        repository = path.name.replace("--", "/") if path.parent == self.downloads else name
        try:
            return self.find(repository)
        except (BadRequest, EnvironmentProblem):
            return None

    def _folders(self) -> list[Path]:
        if not self.downloads.is_dir():
            return []
        return sorted(place for place in self.downloads.iterdir() if place.is_dir() and not place.name.startswith("."))

    # --- come and go -----------------------------------------------------------------------------------------------

    def download(self, name: str, report: Callable[[hub.Progress], None], cancelled: Callable[[], bool]) -> None:
        """See `hub.download`. HF_ENDPOINT names another hub, as it does for the hub's own programs."""
        self.downloads.mkdir(parents=True, exist_ok=True)
        endpoint = os.environ.get("HF_ENDPOINT") or hub.HUB
        hub.download(name, self.downloads, report, cancelled=cancelled, endpoint=endpoint)

    def allow(self, name: str, revision: str) -> None:
        """The program code of a model, as it lies there now, may run. Raises BadRequest where that is none, or of
        another revision than a person has seen."""
        known = self.find(name)
        if known.place is not Place.CODED or known.revision != revision:
            raise BadRequest("nothing_to_allow", f"{known.model.name} holds no code of this revision to be allowed.")
        consent.allow(Path(known.path), revision)

    def remove(self, name: str) -> None:
        """Deletes a fetched model, and the graphs that were made of it. Raises BadRequest for one that was not
        fetched."""
        known = self.find(name)
        if not known.path or Path(known.path).parent != self.downloads:
            why = "it comes with Wherein" if known.place is Place.SHIPPED else "it was not fetched by Wherein"
            raise BadRequest("not_removable", f"{known.model.name} cannot be removed: {why}.")
        if known.place is not Place.CODED:
            shutil.rmtree(export.place_of(self._folder(known.path), self.exports), ignore_errors=True)
        # Away in one step: a model that is half deleted must not be found.
        gone = Path(known.path).with_name(f".{Path(known.path).name}.gone")
        Path(known.path).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    # --- running them ----------------------------------------------------------------------------------------------

    def fingerprint(self, name: str, dimension: int, precision: str) -> Fingerprint:
        """Raises WhereinError for a model that is not on this machine; `dimension` 0 is the model's own."""
        return fingerprint_of(name, downloads=self.downloads, dimension=dimension or None, precision=precision)

    def bulk(self, fingerprint: Fingerprint) -> BulkEncoder:
        settings = self.settings()
        return BulkEncoder(
            fingerprint.model,
            settings.model_idle_seconds,
            settings.model_threads or max(1, (os.cpu_count() or 2) // 2),
            device=settings.device,
            downloads=self.downloads,
            exports=self.exports,
            dimension=fingerprint.dimension,
            precision=fingerprint.precision,
        )

    def eye(self, name: str) -> BulkEncoder:
        """The worker of a model of texts and pictures. Raises WhereinError for one that is not on this machine."""
        return self.bulk(self.fingerprint(name, 0, "float16"))

    def encoder(self, fingerprint: Fingerprint, prepare: Callable[[], object]) -> Encoder:
        """For queries. `prepare` has the model worker make the quick graph where there is none yet: this process never
        has to import torch."""
        if not has_graph(fingerprint.model, downloads=self.downloads, exports=self.exports):
            prepare()
        settings = self.settings()
        return load_encoder(
            fingerprint.model,
            settings.device,
            downloads=self.downloads,
            exports=self.exports,
            dimension=fingerprint.dimension,
            precision=fingerprint.precision,
            task=settings.instruction,
        )

    def reranker(self, name: str) -> Reranker:
        """Raises WhereinError for one that is not on this machine."""
        known = catalogue.find(name)
        if known is not None and known.name == catalogue.THREEFOLD:
            from indexer.models.threefold import ThreefoldReader  # here: it needs torch

            return ThreefoldReader(resolve(name, self.downloads))
        return load_reranker(name, downloads=self.downloads, exports=self.exports)


def _place_of(path: Path) -> Place:
    return Place.CODED if asks_for_code(path) and not consent.is_allowed(path) else Place.HERE


class _Head(msgspec.Struct):
    kind: Kind


def head_kind(path: Path) -> Kind | None:
    """What a head is for; None for a folder that holds none."""
    try:
        return msgspec.json.decode((path / HEAD_CONFIG).read_bytes(), type=_Head).kind
    except (OSError, msgspec.MsgspecError):
        return None


class _Fetched(msgspec.Struct):
    revision: str = ""


def revision_of(path: Path) -> str:
    """The commit of the hub that a folder was fetched from; empty where it was not."""
    try:
        return msgspec.json.decode((path / ".wherein.json").read_bytes(), type=_Fetched).revision
    except (OSError, msgspec.MsgspecError):
        return ""
