"""What the loops of one library tell each other: who is woken, who has to wait, who is told."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from indexer.settings import CHOICE, Settings
from indexer.types import Fingerprint
from indexer.work.power import on_battery

if TYPE_CHECKING:
    from indexer.engine.parts import Parts

log = structlog.get_logger()

_ORPHANS_KEPT_SECONDS = 86400.0


class Exchange:
    """Between the parts that it is given; they are looked up when something is told, for they are made after it."""

    def __init__(self, parts: "Parts") -> None:
        self._at = parts
        self._saving = False  # the battery

    # --- who may work ----------------------------------------------------------------------------------------------

    @property
    def standing(self) -> bool:
        """A person, or the battery, wants that nothing is worked at."""
        return self._at.settings().paused or self._saving

    def nothing_waits(self) -> bool:
        return self._at.reading.idle and self._at.understanding.loop.idle

    def may_understand(self) -> bool:
        return self._at.reading.idle and not self.standing

    def is_understood(self) -> bool:
        """Nothing waits to be read or understood: time for what can wait."""
        return self._at.reading.idle and not self._at.stores.generations.waiting(self._at.switching.in_use)

    def may_recognise(self) -> bool:
        """Everything else comes first: what is written is searchable before what is pictured."""
        return self.is_understood() and self._at.settings().recognise and not self.standing

    def may_see(self) -> bool:
        return self.nothing_waits() and not self.standing

    def can_be_found(self) -> bool:
        """Everything that was read, in words and in meaning."""
        return self.nothing_waits() and self._at.caching.idle and self._at.meaning.now().encoder is not None

    def is_settled(self) -> bool:
        """Time to sort into topics, where that is wanted."""
        return self._at.settings().find_topics and self._at.overview.progress().stage == "idle"

    # --- what a person wants ---------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Have work stand still while a person wants that, or the battery does."""
        self._saving = self._at.settings().pause_on_battery and on_battery()
        self._at.reading.pause(self.standing)
        self._at.tasks.hold(self.standing)
        self._at.troubles.report("battery", "Paused while this computer runs on its battery" if self._saving else "")
        self._wake_idle()

    def choose_model(self, settings: Settings) -> None:
        """Build what these settings want beside what is in use. Raises WhereinError where it cannot be had."""
        self._at.switching.check(settings)
        self._at.preferences.keep(settings, CHOICE)
        self._at.switching.plan(self._at.tasks, self._at.caching)
        self._at.telling.changed("settings", "models")

    def keep_model(self, stays: Fingerprint) -> None:
        """A person wants no other model after all: the settings say so as well."""
        chosen = {name: getattr(stays, name) for name in CHOICE}
        self._at.preferences.keep(replace(self._at.settings(), **chosen), CHOICE)
        self._at.telling.changed("models", "settings")

    def look_at_pictures(self) -> None:
        self._at.seeing.changed()
        self._at.telling.changed("models")

    # --- what has happened -----------------------------------------------------------------------------------------

    def rows_changed(self) -> None:
        self._at.reading.wake()
        self._at.understanding.loop.wake()
        self._at.recognising.disk_changed()
        self._at.seeing.changed()
        self._at.caching.wake()
        self._at.telling.changed("folders", "failures")

    def file_read(self) -> None:
        self._at.rate.add(time.monotonic(), 1)
        self._at.caching.wake()
        self._at.telling.changed("failures")

    def all_read(self) -> None:
        self._at.rate.reset()
        self._wake_idle()

    def passages_understood(self, count: int) -> None:
        self._at.rate.add(time.monotonic(), count)
        self._at.caching.wake()
        self._at.sorting.loop.wake()
        self._at.recognising.loop.wake()
        self._at.seeing.loop.wake()
        self._at.telling.changed()
        self._at.assessing.wake()

    def pictures_read(self) -> None:
        self._at.rate.add(time.monotonic(), 1)
        self._at.caching.wake()
        self._at.understanding.loop.wake()
        self._at.telling.changed("failures")

    def caches_fresh(self) -> None:
        self._at.arranging.wake()
        self._at.noticing.loop.wake()
        self._at.telling.changed("files")

    def switched(self) -> None:
        self._at.understanding.loop.wake()
        self._at.assessing.renew()
        self._at.telling.changed("files", "models", "settings")

    # --- in the background -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """The model, in a thread of its own."""
        self._in_background(self._at.switching.load)

    def rerun(self) -> None:
        """The same model, on another device or with other threads."""
        self._in_background(self._at.switching.rerun)

    def chores(self) -> tuple[Callable[[], object], ...]:
        """What is seen to now and then."""
        at = self._at
        return (
            self._hear_battery,
            self._retry,
            at.watching.look_again,
            at.sorting.loop.wake,
            lambda: at.stores.writer.purge_orphans(_ORPHANS_KEPT_SECONDS),
            at.switching.tidy,
            lambda: at.switching.resume(at.tasks, at.caching),
            lambda: at.stores.targets.purge_removed(_ORPHANS_KEPT_SECONDS),
            at.assessing.wake,
            at.arranging.wake,
            self._save_caches,
            self._compare_new,
        )

    def _wake_idle(self) -> None:
        self._at.understanding.loop.wake()
        self._at.recognising.loop.wake()
        self._at.seeing.loop.wake()

    def _in_background(self, load: Callable[[], None]) -> None:
        threading.Thread(target=self._load_encoder, args=(load,), name="load-encoder", daemon=True).start()

    def _load_encoder(self, load: Callable[[], None]) -> None:
        load()
        if self._at.meaning.problem:
            log.warning("searching without meaning", problem=str(self._at.meaning.problem))
        self._at.searcher.prepare()
        self._at.telling.changed("files", "models")
        self._at.assessing.wake()

    def _hear_battery(self) -> None:
        if self._saving != (self._at.settings().pause_on_battery and on_battery()):
            self.hold()

    def _retry(self) -> None:
        if self._at.stores.writer.wake_retries():
            self._at.reading.wake()

    def _save_caches(self) -> None:
        if self._at.caching.idle:
            self._at.caching.save()

    def _compare_new(self) -> None:
        if self.nothing_waits() and not self.standing:
            self._at.alike.catch_up()
