"""A service in memory that answers as the real one does, over the example documents; no process, no model.

It runs callbacks on a thread of its own, as a connection does, and can be slow, lost or broken on demand.
"""

import dataclasses
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desktop import facets
from desktop.query import Query, admits
from indexer import protocol, settings
from indexer.errors import BadRequest, WhereinError
from indexer.formats import format_of
from indexer.protocol import FailedFile, FileCounts, FolderState, Hit, Progress
from indexer.types import Status, Tier
from tests.desktop.papers import STOP, WORD, Document, alike, found, stem
from tests.desktop.samples import some_models
from tests.desktop.tag_shelf import TagShelf


@dataclass
class StandIn:
    """`connect` is what the window's `Service` wants; the rest is for a test to set and look at."""

    documents: list[Document]
    folders: dict[bytes, bool] = field(default_factory=dict)  # path -> paused
    failures: list[FailedFile] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)
    pending: int = 0
    paused: bool = False
    meaning_ready: bool = True
    refuses: WhereinError | None = None  # what connecting raises
    keeps_waiting: tuple[type, ...] = ()  # what is never answered
    asked: list[protocol.Request] = field(default_factory=list)
    tasks: dict[int, protocol.TaskState] = field(default_factory=dict)
    settings: dict[str, protocol.SettingValue] = field(default_factory=dict)
    refines: Callable[[protocol.Results], protocol.Results] | None = None  # what reading again makes of results
    understands: tuple[protocol.Understood, ...] = ()  # as long as the pieces stand in the query
    suggests: tuple[str, ...] = ()
    saved: list[protocol.SavedSearch] = field(default_factory=list)
    duplicates: list[protocol.DuplicateGroup] = field(default_factory=list)
    families: list[protocol.VersionFamily] = field(default_factory=list)
    topics: protocol.Topics = field(default_factory=protocol.Topics)
    topic_map: protocol.TopicMap | None = None
    trashed: tuple[bytes, ...] = ()
    pictures: dict[bytes, bytes] = field(default_factory=dict)  # what it can draw, by path
    training: protocol.Training = field(default_factory=lambda: protocol.Training(0, 0, 40))
    models: protocol.ModelList = field(default_factory=lambda: some_models())

    def __post_init__(self) -> None:
        defaults = settings.Settings()
        self.settings = {
            field.name: protocol.SettingValue(
                field.name,
                getattr(defaults, field.name),
                getattr(defaults, field.name),
                field.metadata["help"],
                "# Secrets\n*.pem\n.ssh/" if field.name == "exclude" else "",
            )
            for field in dataclasses.fields(defaults)
        }
        self.shelf = TagShelf(self.documents, self.changed)  # type: ignore[arg-type]
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="standin")
        self._go = threading.Event()
        self._go.set()
        self._connections: list[_Connection] = []

    # --- what a test does ---

    def connect(self, on_event: Callable[[protocol.Event], None], on_lost: Callable[[], None]) -> "_Connection":
        if self.refuses is not None:
            raise self.refuses
        made = _Connection(self, on_event, on_lost)
        self._connections.append(made)
        return made

    def tell(self, event: protocol.Event) -> None:
        for connection in self._connections:
            if not connection.closed:
                self._pool.submit(connection.on_event, event)

    def work(self, progress: Progress) -> None:
        self.progress = replace_progress(progress, self.paused)
        self.tell(protocol.Advanced(self.progress))

    def task(self, task: protocol.TaskState) -> None:
        """A task is as far as that now."""
        self.tasks[task.id] = task
        self.changed("tasks")

    def changed(self, *areas: str) -> None:
        self.tell(protocol.Changed(areas))

    def finds_for_saved(self, *paths: bytes) -> None:
        """New documents match every saved search."""
        self.saved = [msgspec.structs.replace(kept, fresh=len(paths), files=paths) for kept in self.saved]
        self.changed("saved")

    def die(self) -> None:
        connections, self._connections = self._connections, []
        for connection in connections:
            connection.closed = True
            self._pool.submit(connection.on_lost)

    def hold(self) -> None:
        self._go.clear()

    def release(self) -> None:
        self._go.set()

    def close(self) -> None:
        self.release()
        self._pool.shutdown()

    def documents_named(self, *names: str) -> list[Document]:
        return [next(document for document in self.documents if document.name == name) for name in names]

    def asked_for(self, kind: type) -> list[protocol.Request]:
        return [request for request in self.asked if isinstance(request, kind)]

    # --- what the service does ---

    def submit(self, connection: "_Connection", request: protocol.Request, callback: Callable[..., None]) -> Future:
        def run() -> None:
            self._go.wait(10)
            if connection.closed:
                callback(WhereinError("service_lost", "The search service stopped."))
                return
            try:
                answer = self.answer(request)
            except WhereinError as problem:
                callback(problem)
            else:
                callback(answer)

        self.asked.append(request)
        return Future() if isinstance(request, self.keeps_waiting) else self._pool.submit(run)

    def answer(self, request: protocol.Request) -> protocol.Answer:
        if (about_tags := self.shelf.answer(request)) is not None:
            return about_tags
        match request:
            case protocol.Search():
                return self._search(request)
            case protocol.Refine(search):
                return self.refines(self._search(search)) if self.refines else self._search(search)
            case protocol.GetSaved():
                return protocol.SavedList(tuple(self.saved))
            case protocol.SaveSearch(name, search, shown, tells):
                self.saved.insert(0, protocol.SavedSearch(len(self.asked), name, search, shown, tells))
                return protocol.SavedList(tuple(self.saved))
            case protocol.ForgetSaved(key):
                self.saved = [kept for kept in self.saved if kept.id != key]
            case protocol.TellOfSaved(key, tells):
                self._change_saved(key, tells=tells)
            case protocol.SeenSaved(key):
                self._change_saved(key, fresh=0, files=())
            case protocol.SimilarTo(path, text, limit):
                return self._similar(path, text, limit)
            case protocol.GetDuplicates(kinds):
                found = [group for group in self.duplicates if not kinds or group.kind in kinds]
                counts = [protocol.KindCount(group.kind, 1, group.files[-1].size) for group in found]
                return protocol.Duplicates(tuple(found), tuple(counts))
            case protocol.Compare(first, second):
                one = protocol.Side(first, "one", "text", 9, 0.0, "It costs eighty euros.", ((9, 15),), 4)
                other = protocol.Side(second, "other", "text", 9, 0.0, "It costs ninety euros.", ((9, 15),), 4)
                return protocol.Comparison(one, other, "near", 0.9, "They differ in 1 place.")
            case protocol.TrashCopies(removals):
                moved = tuple(removal.path for removal in removals)
                self.duplicates = [group for group in self.duplicates if group.files[-1].path not in moved]
                self.trashed = moved
                return protocol.Trashed(7, moved, (), 9)
            case protocol.UndoTrash():
                return protocol.Restored(self.trashed, ())
            case protocol.GetTopics():
                return self.topics
            case protocol.GetTopicMap() if self.topic_map is not None:
                return self.topic_map
            case protocol.GetVersions():
                return protocol.Versions(tuple(self.families), len(self.families))
            case protocol.GetStatus():
                return self._status()
            case protocol.GetPicture(path) if path in self.pictures:
                return protocol.Picture(path, self.pictures[path])
            case protocol.GetPicture():
                raise BadRequest("no_picture", "It cannot be shown.")
            case protocol.GetDocument(path):
                return self._document(path)
            case protocol.AddFolder(path):
                if not Path(path.decode()).is_dir():
                    raise BadRequest("no_folder", f"{path.decode()} is not a folder.")
                self.folders[path] = False
                self.changed("folders", "files")
            case protocol.RemoveFolder(path):
                self.folders.pop(path, None)
                self.changed("folders", "files")
            case protocol.PauseFolder(path, paused):
                self.folders[path] = paused
                self.changed("folders")
            case protocol.Pause(paused):
                self.paused = paused
                self.progress = replace_progress(self.progress, paused)
                self.changed("folders")
            case protocol.Retry(path):
                self.failures = [f for f in self.failures if path is not None and f.path != path]
                self.changed("failures")
            case protocol.GetTasks():
                return protocol.TaskList(tuple(self.tasks.values()))
            case protocol.PauseTask(task_id, paused):
                state = "paused" if paused else "running"
                self.task(msgspec.structs.replace(self.tasks[task_id], state=state, seconds_left=None))
            case protocol.CancelTask(task_id):
                self.task(msgspec.structs.replace(self.tasks[task_id], state="cancelled"))
            case protocol.GetModels():
                return self.models
            case protocol.UseModel(name, dimension, precision):
                self._use_model(name, dimension, precision)
            case protocol.DownloadModel(name):
                self.task(protocol.TaskState(70, "download", f"Fetching {name}", total=91, subject=name))
                return protocol.TaskStarted(70)
            case protocol.RemoveModel(name):
                self._change_model(name, place="away", revision="")
            case protocol.ForgetVectors():
                self.models = msgspec.structs.replace(self.models, kept=())
                self.changed("models")
            case protocol.MeasureSpeed():
                return protocol.Speed(self.models.in_use, "GraphEncoder", "cpu", 61.2, 11_830.0, 4.6)
            case protocol.MeasureSizes():
                sizes = [(384, "float16", 768, 1.0), (384, "int8", 388, 0.994), (192, "float16", 384, 0.81)]
                costs = tuple(protocol.SizeCost(*size) for size in sizes)
                return protocol.SizeCosts(self.models.in_use, 4_000, costs)
            case protocol.GetTraining():
                return self.training
            case protocol.Train(kind):
                self.task(protocol.TaskState(72, "training", "Learning", done=300, total=1000, subject=f"own-{kind}-1"))
                return protocol.TaskStarted(72)
            case protocol.GetSettings():
                return protocol.Settings(tuple(self.settings.values()))
            case protocol.ChangeSetting(name, value):
                settings.Settings().changed(name, value)
                self.settings[name] = msgspec.structs.replace(self.settings[name], value=value)
                self.changed("settings")
        return protocol.Done()

    def _change_saved(self, key: int, **changes: object) -> None:
        self.saved = [msgspec.structs.replace(kept, **changes) if kept.id == key else kept for kept in self.saved]
        self.changed("saved")

    def _use_model(self, name: str, dimension: int, precision: str) -> None:
        model = next(model for model in self.models.models if model.name == name)
        if model.kind == "reranker":
            self._change_model(name, in_use=True)
            return
        self.models = msgspec.structs.replace(
            self.models, building=name, building_dimension=dimension or model.dimension, done=40, total=210
        )
        self.task(protocol.TaskState(71, "model", "Understanding everything", "running", 40, 210, name))
        self.changed("models")

    def _change_model(self, name: str, **changes: object) -> None:
        models = [msgspec.structs.replace(m, **changes) if m.name == name else m for m in self.models.models]
        self.models = msgspec.structs.replace(self.models, models=tuple(models))
        self.changed("models")

    def _visible(self) -> list[Document]:
        return [d for d in self.documents if any(d.path.startswith(folder + b"/") for folder in self.folders)]

    def _search(self, search: protocol.Search) -> protocol.Results:
        query, filters, limit = search.query, search.filters, search.limit
        wanted = {stem(word) for word in WORD.findall(query) if word.lower() not in STOP}
        pairs = [(doc, hit) for doc in self._visible() if (hit := found(doc, wanted))]
        hits = [hit for doc, hit in pairs if _passes(filters, doc, hit)]
        hits.sort(key=lambda hit: -hit.score)
        good = [hit for hit in hits if hit.score >= 0.2]
        weak = [msgspec.structs.replace(hit, tier=Tier.WEAK) for hit in hits if hit.score < 0.2]
        shown = good + weak if search.weak else good
        return protocol.Results(
            query,
            tuple(shown[:limit]),
            len(good),
            not good,
            8.4,
            self.meaning_ready,
            weak=0 if search.weak else len(weak),
            facets=self._facets(filters, [(doc, hit) for doc, hit in pairs if search.weak or hit.score >= 0.2]),
            understood=tuple(
                part
                for part in self.understands
                if query[part.start : part.end] == part.source and part.source not in search.as_words
            ),
            suggestions=self.suggests,
            executed=f"meaning of “{query}”",
            refinable=self.refines is not None,
        )

    def _facets(self, filters: protocol.Filters, found: list[tuple[Document, Hit]]) -> protocol.Facets:
        def left(**without: object) -> list[tuple[Document, Hit]]:
            fewer = msgspec.structs.replace(filters, **without)
            return [(doc, hit) for doc, hit in found if _passes(fewer, doc, hit)]

        counted = facets.count(Query(), [hit for _, hit in left(folders=())], list(self.folders), time.time())
        timeless = [hit for _, hit in left(modified_from=None, modified_to=None)]
        return protocol.Facets(
            kinds=dict(Counter(hit.kind for _, hit in left(kinds=()))),
            folders=counted.folders,
            tags=dict(Counter(tag for doc, _ in left(tags=()) for tag in doc.tags)),
            periods=facets.count(Query(), timeless, (), time.time()).periods,
            languages=dict(Counter(doc.language for doc, _ in left(languages=()) if doc.language)),
            topics=dict(Counter(doc.topic for doc, _ in left(topics=()) if doc.topic)),
        )

    def _similar(self, path: bytes | None, text: str, limit: int) -> protocol.Results:
        if path is not None:
            document = next((d for d in self.documents if d.path == path), None)
            if document is None:
                raise BadRequest("no_document", "That file is not in the library.")
            text = document.text
        hits = alike(text, [document for document in self._visible() if document.path != path])
        return protocol.Results("", tuple(hits[:limit]), len(hits), not hits, 12.0)

    def _status(self) -> protocol.StatusReport:
        states = []
        for path, paused in self.folders.items():
            mine = [d for d in self.documents if d.path.startswith(path + b"/")]
            broken = [f for f in self.failures if f.path.startswith(path + b"/")]
            failed = sum(f.status is Status.FAILED for f in broken)
            counts = FileCounts(len(mine), len(broken) - failed, failed, self.pending)
            states.append(FolderState(path, paused, "online", counts, False))
        total = FileCounts(
            *(sum(getattr(s.files, name) for s in states) for name in ("ok", "partial", "failed", "pending"))
        )
        return protocol.StatusReport(
            total, len(self.documents), 210, 210, "all-MiniLM-L6-v2", tuple(states), tuple(self.failures),
            self.progress, self.meaning_ready,
        )  # fmt: skip

    def _document(self, path: bytes) -> protocol.DocumentText:
        document = next((d for d in self.documents if d.path == path), None)
        file = Path(path.decode())
        if document is None:
            raise BadRequest("no_document", f"{file.name} is not in the library.")
        kind, stat = format_of(file.name).kind, file.stat()
        return protocol.DocumentText(
            path,
            file.name,
            kind,
            stat.st_size,
            stat.st_mtime,
            document.text,
            document.places,
            status=document.status,
            boxes=document.boxes,
        )


def _passes(filters: protocol.Filters, document: Document, hit: Hit) -> bool:
    spoken = not filters.languages or document.language in filters.languages
    spoken = spoken and (not filters.topics or document.topic in filters.topics)
    return admits(filters, hit) and spoken and set(filters.tags) <= set(document.tags)


def replace_progress(progress: Progress, paused: bool) -> Progress:
    return msgspec.structs.replace(progress, paused=paused)


class _Connection:
    def __init__(self, service: StandIn, on_event: Callable[..., None], on_lost: Callable[[], None]) -> None:
        self._service, self.on_event, self.on_lost = service, on_event, on_lost
        self.closed = False
        self._count = 0

    def post(self, request: protocol.Request, callback: Callable[..., None]) -> int:
        if self.closed:
            raise WhereinError("service_lost", "The search service stopped.")
        self._count += 1
        self._service.submit(self, request, callback)
        return self._count

    def close(self) -> None:
        self.closed = True
