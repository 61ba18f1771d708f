"""Topics: asking for them, finding them anew, and changing them by hand."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from indexer import protocol
from indexer.desks import Handlers
from indexer.errors import BadRequest
from indexer.insight.topics.made import Method, Wish
from indexer.insight.topics.maker import TopicMaker
from indexer.store.topics import Making, StoredTopic, TopicStore
from indexer.types import Fingerprint
from indexer.work.tasks import Task, Tasks

KIND = "topics"


@dataclass(frozen=True, slots=True)
class TopicsDesk:
    """`changed` is called when topics are other ones."""

    store: TopicStore
    maker: TopicMaker
    tasks: Tasks
    fingerprint: Callable[[], Fingerprint]
    clock: Callable[[], float]
    changed: Callable[[], None]

    def handlers(self) -> Handlers:
        return {
            protocol.GetTopics: self.topics,
            protocol.GetTopicMap: self.map,
            protocol.GetTopicFiles: self.files,
            protocol.RefreshTopics: self.refresh,
            protocol.RenameTopic: self.rename,
            protocol.MergeTopics: self.merge,
            protocol.SplitTopic: self.split,
        }

    # --- questions -------------------------------------------------------------------------------------------------

    def topics(self, _: protocol.GetTopics) -> protocol.Topics:
        making = self.store.making()
        sizes = self.store.sizes()
        stored = self.store.topics()
        shown = [_shown(topic, _size(topic, stored, sizes)) for topic in stored]
        return protocol.Topics(
            topics=tuple(sorted(shown, key=lambda topic: (-topic.size, topic.id))),
            documents=sum(sizes.values()),
            outliers=sizes.get(None, 0),
            waiting=self.store.waiting(self.fingerprint()),
            made=making.made if making else None,
            method=making.method if making else "",
            wanted=making.wanted if making else Method.AUTO,
            count=making.count if making else 0,
            task=self._under_way(),
        )

    def map(self, _: protocol.GetTopicMap) -> protocol.TopicMap:
        rows = self.store.files()
        return protocol.TopicMap(
            paths=tuple(row.path for row in rows),
            kinds=tuple(row.kind for row in rows),
            topics=np.array([-1 if row.topic_id is None else row.topic_id for row in rows], "<i4").tobytes(),
            places=np.array([(row.x, row.y) for row in rows], "<f4").tobytes(),
        )

    def files(self, request: protocol.GetTopicFiles) -> protocol.TopicFiles:
        """Raises BadRequest for a topic that is not there."""
        wanted: list[int | None] = [None]
        if request.topic is not None:
            stored = self.store.topics()
            if all(topic.id != request.topic for topic in stored):
                raise BadRequest("no_such_topic", "This topic is not there.", "`wherein topics` lists those there are.")
            wanted = [request.topic, *(topic.id for topic in stored if topic.parent_id == request.topic)]
        rows = self.store.files(wanted)
        files = (protocol.TopicFile(row.path, row.kind, row.fit, row.topic_id) for row in rows[: request.limit])
        return protocol.TopicFiles(tuple(files), len(rows))

    # --- deeds -----------------------------------------------------------------------------------------------------

    def refresh(self, request: protocol.RefreshTopics) -> protocol.TaskStarted:
        """Raises BadRequest for an unknown method, and while topics are being looked for."""
        making = self.store.making()
        method, count = request.method, request.count
        if not method:
            method, count = (making.wanted, making.count) if making else (Method.AUTO, 0)
        if method not in Method.__members__.values():
            raise BadRequest("unknown_method", f"There is no way called “{method}”.", f"Known: {', '.join(Method)}.")
        wish = Wish(Method(method), max(0, count))
        return protocol.TaskStarted(self.tasks.start(KIND, "Finding topics", lambda task: self._make(task, wish)))

    def rename(self, request: protocol.RenameTopic) -> None:
        self.store.rename(request.topic, request.name)
        self.changed()

    def merge(self, request: protocol.MergeTopics) -> None:
        self._must_rest()
        self.store.merge(request.topics)
        self.changed()

    def split(self, request: protocol.SplitTopic) -> protocol.TaskStarted:
        stored = {topic.id: topic for topic in self.store.topics()}
        topic = stored.get(request.topic)
        if topic is None or topic.centre is None:
            raise BadRequest("cannot_split", "Only a topic can be parted, and this is none.")
        wish = Wish(count=max(0, request.count), topic=topic.id)
        title = f"Parting “{topic.title}”"
        return protocol.TaskStarted(self.tasks.start(KIND, title, lambda task: self._part(task, wish)))

    def _make(self, task: Task, wish: Wish) -> None:
        fingerprint = self.fingerprint()
        made = self.maker.make(fingerprint, wish, _percent(task), task.checkpoint)
        making = Making(
            fingerprint, made.method, wish.method, wish.count, made.least_fit, len(made.placed), self.clock()
        )
        self.store.replace(made.topics, made.placed, making)
        self.changed()

    def _part(self, task: Task, wish: Wish) -> None:
        assert wish.topic is not None
        made = self.maker.make(self.fingerprint(), wish, _percent(task), task.checkpoint)
        self.store.split(wish.topic, made.topics, made.placed)
        self.changed()

    def _must_rest(self) -> None:
        if self._under_way() is not None:
            raise BadRequest("under_way", "Topics are being looked for just now.", "Wait until that is done.")

    def _under_way(self) -> int | None:
        return next((state.id for state in self.tasks.states() if state.kind == KIND and not state.over), None)


def _percent(task: Task) -> Callable[[int, str], None]:
    said = ""

    def say(done: int, current: str) -> None:
        nonlocal said
        said = current or said
        task.progress(done, 100, said)

    return say


def _size(topic: StoredTopic, stored: list[StoredTopic], sizes: dict[int | None, int]) -> int:
    if topic.centre is not None:
        return sizes.get(topic.id, 0)
    return sum(sizes.get(other.id, 0) for other in stored if other.parent_id == topic.id)


def _shown(topic: StoredTopic, size: int) -> protocol.Topic:
    return protocol.Topic(
        topic.id, topic.title, topic.keywords, size, topic.parent_id, topic.centre is None, topic.given is not None,
        topic.x, topic.y,
    )  # fmt: skip
