"""Wiring: the rooms and the loops of one library, and what a client may do with them."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import structlog

from indexer import chunk, protocol
from indexer.desks import Handlers
from indexer.desks.alike import AlikeDesk
from indexer.desks.exporting import ExportingDesk
from indexer.desks.finding import FindingDesk
from indexer.desks.folders import FoldersDesk
from indexer.desks.models import ModelsDesk
from indexer.desks.overview import OverviewDesk
from indexer.desks.refining import Refining
from indexer.desks.rules import RulesDesk
from indexer.desks.saved import FeedbackDesk, SavedDesk
from indexer.desks.settings import SettingsDesk
from indexer.desks.storage import StorageDesk
from indexer.desks.tags import TagsDesk
from indexer.desks.tasks import TasksDesk
from indexer.desks.topics import TopicsDesk
from indexer.desks.training import TrainingDesk
from indexer.extract import version_of, versions_of
from indexer.extract.pool import OCR_LIMITS, ExtractionPool
from indexer.formats import BY_EXTENSION, UNKNOWN
from indexer.insight.kin import Kinship
from indexer.insight.similar import Similarity
from indexer.insight.topics.maker import TopicMaker
from indexer.insight.written import Written
from indexer.models.local import LocalModels
from indexer.models.worker import default_threads
from indexer.places import cache_directory, models_directory
from indexer.search.rerank import WarmReranker
from indexer.search.searcher import Searcher
from indexer.settings import CHOICE, RUNS, Settings
from indexer.store import encryption, erase
from indexer.store.database import Database
from indexer.store.feedback import Feedback
from indexer.store.generations import Generations
from indexer.store.library import Library, prefix_range
from indexer.store.likenesses import Likenesses
from indexer.store.names import NameIndex
from indexer.store.picturevectors import PictureVectors
from indexer.store.saved import SavedSearches
from indexer.store.scans import Scans
from indexer.store.targets import Targets
from indexer.store.topics import TopicStore
from indexer.store.words import WordIndex
from indexer.store.writer import Writer
from indexer.types import Fingerprint
from indexer.watch.events import Watcher
from indexer.watch.rules import Rules, literal
from indexer.watch.settle import Hint
from indexer.work.arranging import Arranging
from indexer.work.assessing import Assessing
from indexer.work.caches import names_cache, vectors_cache, words_cache
from indexer.work.caching import CachingLoop
from indexer.work.housekeeping import Housekeeping
from indexer.work.lessons import Lessons
from indexer.work.looking import LookingLoop
from indexer.work.noticing import Noticing
from indexer.work.power import on_battery
from indexer.work.progress import Rate, Troubles
from indexer.work.reading import ReadingLoop
from indexer.work.recognising import Recognising
from indexer.work.seeing import Seeing
from indexer.work.sorting import Sorter, Sorting
from indexer.work.switching import Switching
from indexer.work.tasks import Tasks
from indexer.work.telling import TellingLoop
from indexer.work.understanding import Understanding

log = structlog.get_logger()

_ORPHANS_KEPT_SECONDS = 86400.0
_LOOK_EVERYWHERE_SECONDS = 3600.0


class Engine:
    """One library at work. `open` reads and checks, `start` sets the loops going, `close` ends them in order."""

    @classmethod
    def open(cls, directory: Path, clock: Callable[[], float] = time.time) -> "Engine":
        """Raises EnvironmentProblem for a library that cannot be used."""
        erase.carry_out(directory)
        encryption.carry_out(directory)
        return cls(directory, encryption.open_database(directory), clock)

    def __init__(self, directory: Path, database: Database, clock: Callable[[], float]) -> None:
        self.pid = os.getpid()
        self._directory = directory
        self._database = database
        self._clock = clock
        self._library = Library(database)
        self._writer = Writer(database, clock)
        self._targets = Targets(database, clock)
        self._telling = TellingLoop(self._progress)
        self._preferences = SettingsDesk(
            self._library.settings(),
            self._writer,
            self.choose_model,
            effects={
                "paused": self._hold,
                "pause_on_battery": self._hold,
                "recognise": self._hold,
                "exclude": self._watch_all,
                "picture_model": self._look_at_pictures,
                "entailment": lambda: self._assessing.read_anew(),
                "vector_index": lambda: self._arranging.wake(),
                **dict.fromkeys(RUNS, self._rerun),
            },
            on_change=self._telling.about("settings"),
        )
        self._troubles = Troubles(self._telling.about())
        self._saving = False  # the battery
        self._rate = Rate()
        self._looked_everywhere = time.monotonic()

        self._models = LocalModels(models_directory(), cache_directory() / "graphs", self._settings)
        self._generations = Generations(database, clock)
        self._switching = Switching(
            self._library,
            self._generations,
            self._writer,
            self._models,
            self._settings,
            may_build=self._nothing_waits,
            on_switched=self._switched,
            on_given_up=self._keep_model,
        )
        self._meaning = self._switching.meaning
        self._words = WordIndex(database.caches / "words")
        self._names = NameIndex(database.caches / "names")
        self._searcher = Searcher(self._library, self._words, self._names, self._meaning.now, time.monotonic)
        self._reranker = WarmReranker(self._models.reranker)
        likenesses = Likenesses(database)
        written = Written(self._library, likenesses, lambda: self._settings().recognise)
        kinship = Kinship(self._library, likenesses, written)
        self._similarity = Similarity(self._library, self._words, self._meaning.now, kinship)
        self._caching = CachingLoop(
            self._library,
            self._writer,
            [
                names_cache(self._library, self._names),
                words_cache(self._library, self._words),
                vectors_cache(self._library, self._switching.index, self._switching.in_use),
            ],
            on_fresh=self._caches_fresh,
        )
        self._saved = SavedSearches(database, clock)
        self._noticing = Noticing(
            self._saved,
            self._searcher,
            may_work=self._can_be_found,
            on_new=self._telling.about("saved"),
        )
        self._looking = LookingLoop(
            self._library,
            self._writer,
            self._rules,
            clock=time.monotonic,
            on_change=self._rows_changed,
            on_return=self._watch,
            on_problem=self._troubles.of("looking"),
        )
        self._watcher = Watcher(self._looking.hint)
        self._pool = ExtractionPool(self._settings().readers)
        self._reading = ReadingLoop(
            self._library,
            self._writer,
            self._pool,
            versions=_text_versions(),
            readers=self._settings().readers,
            max_bytes=lambda: self._settings().max_file_mb << 20,
            clock=clock,
            on_read=self._file_read,
            on_idle=self._all_read,
            on_problem=self._troubles.of("reading"),
        )
        self._understanding = Understanding(
            self._switching.embedding,
            may_work=lambda: self._reading.idle and not self._standing,
            on_stored=self._passages_understood,
            on_problem=self._troubles.of("understanding"),
        )
        self._scanning_pool = ExtractionPool(1, OCR_LIMITS)
        self._recognising = Recognising(
            Scans(database),
            self._scanning_pool,
            version_of("ocr"),
            may_work=self._may_recognise,
            on_found=self._pictures_read,
            on_problem=self._troubles.of("recognising"),
        )
        self._tasks = Tasks(time.monotonic, on_change=self._telling.about("tasks"))
        self._arranging = Arranging(
            lambda: self._switching.index,
            lambda: self._settings().vector_index,
            self._tasks,
            lambda: psutil.virtual_memory().available,
            on_arranged=self._telling.about("models"),
        )
        self._seeing = Seeing(
            PictureVectors(database),
            self._scanning_pool,
            self._models.eye,
            lambda: self._settings().picture_model,
            may_work=lambda: self._nothing_waits() and not self._standing,
            on_seen=self._telling.about("models"),
            on_problem=self._troubles.of("seeing"),
        )
        self._overview = OverviewDesk(
            directory,
            self._library,
            self._generations,
            self._switching,
            self._watcher,
            self._looking,
            self._reading,
            self._understanding,
            self._recognising,
            self._caching,
            self._arranging,
            self._rate,
            self._troubles,
            self._settings,
        )
        self._assessing = Assessing(
            self._library,
            self._targets,
            self._meaning.now,
            lambda: self._switching.worker,
            self._tasks,
            entailment=lambda: self._settings().entailment,
            may_work=self._is_understood,
            on_found=self._telling.about("tags"),
        )
        self._alike = AlikeDesk.build(
            database,
            self._library,
            self._pool,
            self._tasks,
            clock=clock,
            settings=self._settings,
            fingerprint=lambda: self._meaning.now().fingerprint,
            look=self._look_at,
            on_change=self._telling.about("duplicates"),
        )
        self._topic_maker = TopicMaker(directory, default_threads())
        topics = TopicsDesk(
            TopicStore(database),
            self._topic_maker,
            self._tasks,
            lambda: self._switching.in_use,
            clock,
            self._telling.about("topics", "files"),
        )
        self._sorting = Sorting(
            Sorter(self._library, topics.store, self._meaning.now),
            settled=lambda: self._settings().find_topics and self._progress().stage == "idle",
            on_sorted=topics.changed,
            find_anew=lambda: topics.refresh(protocol.RefreshTopics()),
        )
        models = ModelsDesk(
            self._library,
            self._models,
            self._generations,
            self._switching,
            self._tasks,
            self._settings,
            self.choose_model,
            self._preferences.change,
            self._telling.about("models"),
        )
        self._housekeeping = Housekeeping(self._chores(), on_problem=self._troubles.of("housekeeping"))
        self._answers: Handlers = {
            **self._overview.handlers(),
            **self._preferences.handlers(),
            **FoldersDesk(
                self._library, self._writer, self._watcher, self._looking, self._watch, self._rows_changed
            ).handlers(),
            **FindingDesk(
                self._library,
                self._searcher,
                self._similarity,
                self._pool,
                self._meaning,
                Refining(self._searcher, self._reranker, self._settings),
                self._seeing,
            ).handlers(),
            **SavedDesk(self._saved, self._noticing, self._telling.about("saved")).handlers(),
            **FeedbackDesk(self._library, Feedback(database, clock), self._settings).handlers(),
            **TasksDesk(self._tasks).handlers(),
            **TagsDesk(self._library, self._targets, self._assessing, self._telling.about("tags")).handlers(),
            **RulesDesk(
                self._library, self._targets, self._assessing, self._telling.about("tags"), self._look_at
            ).handlers(),
            **topics.handlers(),
            **StorageDesk(directory, database.caches).handlers(),
            **models.handlers(),
            **TrainingDesk(
                Lessons(self._library, Feedback(database, clock), self._targets),
                self._models,
                self._tasks,
                self._settings,
                lambda: self._switching.in_use.model,
                models.use,
                self._telling.about("models"),
            ).handlers(),
            **ExportingDesk(self._library, self._models, self._tasks, lambda: self._switching.in_use).handlers(),
            **self._alike.handlers(),
        }

    def start(self, broadcast: Callable[[protocol.Event], None]) -> None:
        """Sets everything going; events go to `broadcast`, from a thread of the engine."""
        self._writer.reread_stale(_text_versions(), chunk.VERSION)
        self._hold()
        self._in_background(self._switching.load)
        for folder in self._library.folders():
            if not folder.paused:
                self._watcher.watch(folder.path, self._rules(folder.path))
        self._looking.look_everywhere()
        for loop in (self._caching, self._looking, self._reading, self._housekeeping):
            loop.start()
        for worker in (self._understanding, self._recognising, self._noticing, self._sorting, self._seeing):
            worker.loop.start()
        self._telling.start(broadcast)
        self._switching.plan(self._tasks, self._caching)

    def close(self) -> None:
        """Ends all loops and child processes; what is half done is done again at the next start."""
        self._housekeeping.end()
        self._watcher.close()
        self._telling.close()
        self._understanding.loop.end()
        self._topic_maker.close()
        self._sorting.loop.close()
        self._recognising.loop.end()
        self._seeing.close()
        self._scanning_pool.close()
        self._pool.close()  # before the tasks: one that reads a file need not wait for it
        self._switching.close()
        self._tasks.close()
        self._looking.close()
        self._reading.close()
        self._understanding.loop.join()
        self._recognising.loop.join()
        self._seeing.loop.join()
        self._caching.close()
        self._noticing.loop.close()
        self._searcher.close()
        self._words.close()
        self._names.close()
        self._switching.index.close()
        self._database.close()
        encryption.forget_caches(self._directory)

    @property
    def answers(self) -> Handlers:
        """What clients may ask of this library, by the type of the request."""
        return self._answers

    # --- settings --------------------------------------------------------------------------------------------------

    def _settings(self) -> Settings:
        return self._preferences.current

    def choose_model(self, settings: Settings) -> None:
        """Build what these settings want beside what is in use. Raises WhereinError where it cannot be had."""
        self._switching.check(settings)
        self._preferences.keep(settings, CHOICE)
        self._switching.plan(self._tasks, self._caching)
        self._telling.changed("settings", "models")

    def _hold(self) -> None:
        """Have work stand still while a person wants that, or the battery does."""
        self._saving = self._settings().pause_on_battery and on_battery()
        self._reading.pause(self._standing)
        self._tasks.hold(self._standing)
        self._troubles.report("battery", "Paused while this computer runs on its battery" if self._saving else "")
        self._understanding.loop.wake()
        self._recognising.loop.wake()
        self._seeing.loop.wake()

    def _watch_all(self) -> None:
        for folder in self._library.folders():
            if not folder.paused:
                self._watch(folder.path)

    @property
    def _standing(self) -> bool:
        return self._settings().paused or self._saving

    def _progress(self) -> protocol.Progress:
        return self._overview.progress()

    # --- what the loops tell each other ----------------------------------------------------------------------------

    def _watch(self, path: bytes) -> None:
        self._watcher.watch(path, self._rules(path))
        self._looking.hint(_whole(path))
        self._telling.changed("folders")

    def _rows_changed(self) -> None:
        self._reading.wake()
        self._understanding.loop.wake()
        self._recognising.disk_changed()
        self._seeing.changed()
        self._caching.wake()
        self._telling.changed("folders", "failures")

    def _caches_fresh(self) -> None:
        self._arranging.wake()
        self._noticing.loop.wake()
        self._telling.changed("files")

    def _can_be_found(self) -> bool:
        """Everything that was read, in words and in meaning."""
        return self._nothing_waits() and self._caching.idle and self._meaning.now().encoder is not None

    def _nothing_waits(self) -> bool:
        return self._reading.idle and self._understanding.loop.idle

    def _file_read(self) -> None:
        self._rate.add(time.monotonic(), 1)
        self._caching.wake()
        self._telling.changed("failures")

    def _all_read(self) -> None:
        self._rate.reset()
        self._understanding.loop.wake()
        self._recognising.loop.wake()
        self._seeing.loop.wake()

    def _passages_understood(self, count: int) -> None:
        self._rate.add(time.monotonic(), count)
        self._caching.wake()
        self._sorting.loop.wake()
        self._recognising.loop.wake()
        self._seeing.loop.wake()
        self._telling.changed()
        self._assessing.wake()

    def _is_understood(self) -> bool:
        """Nothing waits to be read or understood: time for what can wait."""
        return self._reading.idle and not self._generations.waiting(self._switching.in_use)

    def _may_recognise(self) -> bool:
        """Everything else comes first: what is written is searchable before what is pictured."""
        written = self._reading.idle and not self._generations.waiting(self._switching.in_use)
        return written and self._settings().recognise and not self._standing

    def _pictures_read(self) -> None:
        self._rate.add(time.monotonic(), 1)
        self._caching.wake()
        self._understanding.loop.wake()
        self._telling.changed("failures")

    def _look_at_pictures(self) -> None:
        self._seeing.changed()
        self._telling.changed("models")

    def _rerun(self) -> None:
        self._in_background(self._switching.rerun)

    def _in_background(self, load: Callable[[], None]) -> None:
        """Load a model, in a thread of its own."""
        threading.Thread(target=self._load_encoder, args=(load,), name="load-encoder", daemon=True).start()

    def _load_encoder(self, load: Callable[[], None]) -> None:
        load()
        if self._meaning.problem:
            log.warning("searching without meaning", problem=str(self._meaning.problem))
        self._searcher.prepare()
        self._telling.changed("files", "models")
        self._assessing.wake()

    def _switched(self) -> None:
        self._understanding.loop.wake()
        self._assessing.renew()
        self._telling.changed("files", "models", "settings")

    def _keep_model(self, stays: Fingerprint) -> None:
        """A person wants no other model after all: the settings say so as well."""
        chosen = {name: getattr(stays, name) for name in CHOICE}
        self._preferences.keep(replace(self._settings(), **chosen), CHOICE)
        self._telling.changed("models", "settings")

    def _chores(self) -> tuple[Callable[[], object], ...]:
        return (
            self._hear_battery,
            self._retry,
            self._look_again,
            self._sorting.loop.wake,
            lambda: self._writer.purge_orphans(_ORPHANS_KEPT_SECONDS),
            self._switching.tidy,
            lambda: self._switching.resume(self._tasks, self._caching),
            lambda: self._targets.purge_removed(_ORPHANS_KEPT_SECONDS),
            self._assessing.wake,
            self._arranging.wake,
            self._save_caches,
            self._compare_new,
        )

    def _hear_battery(self) -> None:
        if self._saving != (self._settings().pause_on_battery and on_battery()):
            self._hold()

    def _retry(self) -> None:
        if self._writer.wake_retries():
            self._reading.wake()

    def _save_caches(self) -> None:
        if self._caching.idle:
            self._caching.save()

    def _compare_new(self) -> None:
        if self._nothing_waits() and not self._standing:
            self._alike.catch_up()

    def _look_at(self, directory: bytes) -> None:
        """Something was changed in it by ourselves."""
        for folder in self._library.folders():
            if directory == folder.path or directory.startswith(prefix_range(folder.path)[0]):
                self._looking.hint(Hint(folder.path, directory, whole=False))

    def _look_again(self) -> None:
        """Where events may go unheard a little later, everywhere once an hour: some systems lose events silently."""
        now = time.monotonic()
        for root in self._watcher.problems:
            self._looking.hint(_whole(root))
        if now - self._looked_everywhere > _LOOK_EVERYWHERE_SECONDS:
            self._looked_everywhere = now
            self._looking.look_everywhere()

    # --- small things ----------------------------------------------------------------------------------------------

    def _rules(self, root: bytes) -> Rules:
        """What is left out below a watched folder, beside the defaults: the library itself, and what the user names."""
        patterns = self._settings().exclude.splitlines()
        if bytes(self._directory).startswith(prefix_range(root)[0]):
            patterns.append("/" + literal(os.path.relpath(self._directory, os.fsdecode(root))) + "/")
        return Rules(patterns)


def _text_versions() -> dict[str, tuple[str, ...]]:
    return {name: versions_of(fmt) for name, fmt in (*BY_EXTENSION.items(), (UNKNOWN.name, UNKNOWN))}


def _whole(root: bytes) -> Hint:
    return Hint(root, root, whole=True)
