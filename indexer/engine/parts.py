"""Wiring: the rooms and the loops of one library, made and connected. Nothing runs yet."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil

from indexer.desks.alike import AlikeDesk
from indexer.desks.models import ModelsDesk
from indexer.desks.overview import OverviewDesk
from indexer.desks.settings import SettingsDesk
from indexer.desks.topics import TopicsDesk
from indexer.engine.exchange import Exchange
from indexer.engine.stores import Stores
from indexer.engine.watching import Watching, rules
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
from indexer.protocol import RefreshTopics
from indexer.search.rerank import WarmReranker
from indexer.search.searcher import Searcher
from indexer.settings import RUNS, Settings
from indexer.store.database import Database
from indexer.watch.events import Watcher
from indexer.watch.rules import Rules
from indexer.work.arranging import Arranging
from indexer.work.assessing import Assessing
from indexer.work.caches import names_cache, vectors_cache, words_cache
from indexer.work.caching import CachingLoop
from indexer.work.housekeeping import Housekeeping
from indexer.work.looking import LookingLoop
from indexer.work.noticing import Noticing
from indexer.work.progress import Rate, Troubles
from indexer.work.reading import ReadingLoop
from indexer.work.recognising import Recognising
from indexer.work.seeing import Seeing
from indexer.work.sorting import Sorter, Sorting
from indexer.work.switching import Switching
from indexer.work.tasks import Tasks
from indexer.work.telling import TellingLoop
from indexer.work.understanding import Understanding


class Parts:
    """Made in the order in which they need each other; what they tell each other goes through the `exchange`."""

    def __init__(self, directory: Path, database: Database, clock: Callable[[], float]) -> None:
        self.directory, self.clock = directory, clock
        self.stores = Stores.of(database, clock)
        self.exchange = Exchange(self)
        self.telling = TellingLoop(lambda: self.overview.progress())
        self.troubles = Troubles(self.telling.about())
        self.rate = Rate()
        self.tasks = Tasks(time.monotonic, on_change=self.telling.about("tasks"))
        self._make_settings()
        self._make_meaning()
        self._make_search()
        self._make_reading()
        self._make_understanding()
        self._make_overview()
        self._make_alike()
        self._make_topics()
        self.housekeeping = Housekeeping(self.exchange.chores(), on_problem=self.troubles.of("housekeeping"))

    def settings(self) -> Settings:
        return self.preferences.current

    def _make_settings(self) -> None:
        tell = self.exchange
        self.preferences = SettingsDesk(
            self.stores.library.settings(),
            self.stores.writer,
            tell.choose_model,
            effects={
                "paused": tell.hold,
                "pause_on_battery": tell.hold,
                "recognise": tell.hold,
                "exclude": lambda: self.watching.watch_all(),
                "picture_model": tell.look_at_pictures,
                "entailment": lambda: self.assessing.read_anew(),
                "vector_index": lambda: self.arranging.wake(),
                **dict.fromkeys(RUNS, tell.rerun),
            },
            on_change=self.telling.about("settings"),
        )

    def _make_meaning(self) -> None:
        """The models, and which of them is in use."""
        stores = self.stores
        self.models = LocalModels(models_directory(), cache_directory() / "graphs", self.settings)
        self.switching = Switching(
            stores.library,
            stores.generations,
            stores.writer,
            self.models,
            self.settings,
            may_build=self.exchange.nothing_waits,
            on_switched=self.exchange.switched,
            on_given_up=self.exchange.keep_model,
        )
        self.meaning = self.switching.meaning
        self.model_desk = ModelsDesk(
            stores.library,
            self.models,
            stores.generations,
            self.switching,
            self.tasks,
            self.settings,
            self.exchange.choose_model,
            self.preferences.change,
            self.telling.about("models"),
        )

    def _make_search(self) -> None:
        stores, meaning = self.stores, self.meaning.now
        self.searcher = Searcher(stores.library, stores.words, stores.names, meaning, time.monotonic)
        self.reranker = WarmReranker(self.models.reranker)
        written = Written(stores.library, stores.likenesses, lambda: self.settings().recognise)
        kinship = Kinship(stores.library, stores.likenesses, written)
        self.similarity = Similarity(stores.library, stores.words, meaning, kinship)
        self.caching = CachingLoop(
            stores.library,
            stores.writer,
            [
                names_cache(stores.library, stores.names),
                words_cache(stores.library, stores.words),
                vectors_cache(stores.library, self.switching.index, self.switching.in_use),
            ],
            on_fresh=self.exchange.caches_fresh,
        )
        self.noticing = Noticing(
            stores.saved,
            self.searcher,
            may_work=self.exchange.can_be_found,
            on_new=self.telling.about("saved"),
        )
        self.arranging = Arranging(
            lambda: self.switching.index,
            lambda: self.settings().vector_index,
            self.tasks,
            lambda: psutil.virtual_memory().available,
            on_arranged=self.telling.about("models"),
        )

    def _make_reading(self) -> None:
        """From the disk to texts."""
        stores, tell = self.stores, self.exchange
        self.looking = LookingLoop(
            stores.library,
            stores.writer,
            self._rules,
            clock=time.monotonic,
            on_change=tell.rows_changed,
            on_return=lambda path: self.watching.watch(path),
            on_problem=self.troubles.of("looking"),
        )
        self.watching = Watching(
            stores.library, Watcher(self.looking.hint), self.looking, self._rules, self.telling.about("folders")
        )
        self.pool = ExtractionPool(self.settings().readers)
        self.reading = ReadingLoop(
            stores.library,
            stores.writer,
            self.pool,
            versions=text_versions(),
            readers=self.settings().readers,
            max_bytes=lambda: self.settings().max_file_mb << 20,
            clock=self.clock,
            on_read=tell.file_read,
            on_idle=tell.all_read,
            on_problem=self.troubles.of("reading"),
        )

    def _make_understanding(self) -> None:
        """What texts mean, what pictures say and show, and which tags they deserve."""
        stores, tell = self.stores, self.exchange
        self.understanding = Understanding(
            self.switching.embedding,
            may_work=tell.may_understand,
            on_stored=tell.passages_understood,
            on_problem=self.troubles.of("understanding"),
        )
        self.scanning_pool = ExtractionPool(1, OCR_LIMITS)
        self.recognising = Recognising(
            stores.scans,
            self.scanning_pool,
            version_of("ocr"),
            may_work=tell.may_recognise,
            on_found=tell.pictures_read,
            on_problem=self.troubles.of("recognising"),
        )
        self.seeing = Seeing(
            stores.pictures,
            self.scanning_pool,
            self.models.eye,
            lambda: self.settings().picture_model,
            may_work=tell.may_see,
            on_seen=self.telling.about("models"),
            on_problem=self.troubles.of("seeing"),
        )
        self.assessing = Assessing(
            stores.library,
            stores.targets,
            self.meaning.now,
            lambda: self.switching.worker,
            self.tasks,
            entailment=lambda: self.settings().entailment,
            may_work=tell.is_understood,
            on_found=self.telling.about("tags"),
        )

    def _make_overview(self) -> None:
        self.overview = OverviewDesk(
            self.directory,
            self.stores.library,
            self.stores.generations,
            self.switching,
            self.watching.watcher,
            self.looking,
            self.reading,
            self.understanding,
            self.recognising,
            self.caching,
            self.arranging,
            self.rate,
            self.troubles,
            self.settings,
        )

    def _make_alike(self) -> None:
        self.alike = AlikeDesk.build(
            self.stores.database,
            self.stores.library,
            self.pool,
            self.tasks,
            clock=self.clock,
            settings=self.settings,
            fingerprint=lambda: self.meaning.now().fingerprint,
            look=self.watching.look_at,
            on_change=self.telling.about("duplicates"),
        )

    def _make_topics(self) -> None:
        self.topic_maker = TopicMaker(
            self.directory,
            default_threads(),
            lambda fingerprint: self.switching.worker if fingerprint == self.switching.in_use else None,
        )
        self.topics = TopicsDesk(
            self.stores.topics,
            self.topic_maker,
            self.tasks,
            lambda: self.switching.in_use,
            self.clock,
            self.telling.about("topics", "files"),
        )
        self.sorting = Sorting(
            Sorter(self.stores.library, self.stores.topics, self.meaning.now),
            settled=self.exchange.is_settled,
            on_sorted=self.topics.changed,
            find_anew=lambda: self.topics.refresh(RefreshTopics()),
        )

    def _rules(self, root: bytes) -> Rules:
        return rules(root, self.directory, self.settings())


def text_versions() -> dict[str, tuple[str, ...]]:
    return {name: versions_of(fmt) for name, fmt in (*BY_EXTENSION.items(), (UNKNOWN.name, UNKNOWN))}
