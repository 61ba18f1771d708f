"""From a library's vectors to its topics. Reads the library and changes nothing: the service stores the result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadRequest
from indexer.insight.topics import keeping
from indexer.insight.topics.clusters import (
    Labels,
    agglomerative,
    by_size,
    centres,
    cluster,
    fits,
    kmeans,
)
from indexer.insight.topics.joining import Documents, documents
from indexer.insight.topics.made import Made, Method, Wish
from indexer.insight.topics.names import Keyphrases, Said, candidates, name_of
from indexer.insight.topics.neighbours import Neighbours, nearest
from indexer.insight.topics.places import Places, place
from indexer.models.encoder import Vectors, unit_length
from indexer.store.library import Library
from indexer.store.topics import NewTopic, Placed, StoredTopic, TopicStore
from indexer.types import Fingerprint

_NEIGHBOURS = 30
_NAMED_BY = 150  # documents of a topic that its name is made of: those that fit best
_NAMED_BY_CHARACTERS = 6_000  # of each
_MOST_OUTLIERS = 0.08  # of all documents
_FENCE = 2.0  # interquartile ranges below the lower quartile, from where on a document fits nowhere (after Tukey)
_SMALLEST_PART = 2  # documents
_GROUPS_FROM = 9  # topics; fewer are seen at a glance
_GROUP_COUNTS = (4, 12)  # groups of topics: at least, at most

Say = Callable[[int, str], None]  # how many percent are done, and what comes now
Encode = Callable[[Sequence[str]], Vectors | None]  # phrases → (n, d); None where no model can tell what they mean


def make(
    library: Library, store: TopicStore, fingerprint: Fingerprint, wish: Wish, threads: int, say: Say, encode: Encode
) -> Made:
    """All topics anew; those of last time, and what a person changed in them, are found again."""
    ids = library.document_ids()
    say(0, "Reading what documents mean")
    held = documents(library, fingerprint, ids, lambda done: say(20 * done // max(1, len(ids)), ""))
    if len(held.ids) < 2:
        return Made((), tuple(Placed(int(key), None, 0.0, 0.0, 0.0) for key in held.ids), Method.AUTO, 0.0)
    last, places = _last_time(store, held.ids)
    say(20, "Comparing documents")
    near = nearest(held.vectors, _NEIGHBOURS, lambda done: say(20 + 20 * done // len(held.ids), ""))
    say(40, "Drawing the map")
    places = place(held.vectors, near, places, threads, lambda done, total: say(40 + 35 * done // total, ""))
    say(75, "Finding what belongs together")
    stored = {topic.id: topic for topic in store.topics()}
    grouped = group(held.vectors, near, wish, last, [key for key, topic in stored.items() if topic.held], places)
    say(80, "Naming topics")
    named = _Naming(store, held, places, stored, encode)
    return named.made(grouped, last, lambda done, total: say(80 + 20 * done // max(1, total), ""))


@dataclass(frozen=True, slots=True)
class Grouped:
    """`labels` (n,) with -1 for outliers, `fits` (n,) cosines with `middles` (topics, d)."""

    labels: Labels
    fits: NDArray[np.float32]
    middles: Vectors
    method: Method
    least_fit: float


def group(
    vectors: Vectors,
    near: Neighbours,
    wish: Wish,
    last: keeping.Ids | None = None,
    held: Sequence[int] = (),
    places: Places | None = None,
) -> Grouped:
    """Unit vectors (n, d) → topics. `last` (n,) is the topic of last time, 0 where there was none."""
    start = None if last is None else _numbered(last)
    clusters = cluster(vectors, near, wish.method, wish.count, start, places)
    labels = clusters.labels
    if last is not None and held:
        labels = by_size(keeping.hold(labels, last, held))
    middles = centres(vectors, labels)
    if not len(middles):  # a handful of documents that have nothing in common
        return Grouped(labels, np.zeros(len(labels), np.float32), middles, clusters.method, 1.0)
    labels = np.where(labels < 0, (vectors @ middles.T).argmax(axis=1), labels)  # what is alone, where it fits best …
    fit = fits(vectors, labels, middles)
    least = _least_fit(fit)
    stays = np.isin(last, list(held)) if last is not None else np.zeros(len(labels), np.bool_)
    labels = np.where((fit < least) & ~stays, -1, labels)  # … unless it fits too badly
    return Grouped(labels, fit, middles, clusters.method, least)


def _least_fit(fit: NDArray[np.float32]) -> float:
    """Relative to how well documents fit in this library: cosines of one model say little about those of another."""
    low, high = np.quantile(fit, [0.25, 0.75])
    return float(min(low - _FENCE * (high - low), np.quantile(fit, _MOST_OUTLIERS)))


def _numbered(last: keeping.Ids) -> Labels | None:
    if not (last > 0).any():
        return None
    known, labels = np.unique(last, return_inverse=True)
    return labels.reshape(-1) - (1 if known[0] == 0 else 0)


def _last_time(store: TopicStore, ids: NDArray[np.int64]) -> tuple[keeping.Ids, Places]:
    """Of each document its topic (0: none) and its place (NaN: none)."""
    known = {row.document_id: row for row in store.placed()}
    rows = [known.get(int(key)) for key in ids]
    last = np.array([row.topic or 0 if row else 0 for row in rows], np.int64)
    places = np.array([(row.x, row.y) if row else (np.nan, np.nan) for row in rows], np.float32)
    return last, places


class _Naming:
    """Names and groups for what was grouped."""

    def __init__(
        self, store: TopicStore, held: Documents, places: Places, stored: dict[int, StoredTopic], encode: Encode
    ) -> None:
        self._store, self._held, self._places, self._stored = store, held, places, stored
        self._encode = encode

    def made(self, grouped: Grouped, last: keeping.Ids, say: Callable[[int, int], None]) -> Made:
        labels = grouped.labels
        topics = len(grouped.middles)
        known = keeping.match(labels, last, self._named(groups=False))
        said = []
        for label in range(topics):
            said.append(self._said(np.flatnonzero(labels == label), grouped.fits))
            say(label + 1, topics)
        parents = groups_of(grouped.middles)
        groups = int(parents.max(initial=-1)) + 1
        together = [_joined([said[label] for label in np.flatnonzero(parents == number)]) for number in range(groups)]
        names: list[str] = [topic.given for topic in self._stored.values() if topic.given]
        made: list[NewTopic] = []
        known_groups = self._known_groups(parents, labels, last)
        whole = _middles_of(grouped.middles, parents)
        for number, words in enumerate(self._keyphrases(together, whole)):
            rows = np.isin(labels, np.flatnonzero(parents == number))
            made.append(self._topic(known_groups.get(number), None, words, names, None, rows))
        for label, words in enumerate(self._keyphrases(said, grouped.middles)):
            parent = int(parents[label]) if parents[label] >= 0 else None
            middle = grouped.middles[label]
            made.append(self._topic(known.get(label), parent, words, names, middle, labels == label))
        first = len(made) - topics
        placed = tuple(
            Placed(int(key), None if label < 0 else first + int(label), float(fit), float(x), float(y))
            for key, label, fit, (x, y) in zip(self._held.ids, labels, grouped.fits, self._places, strict=True)
        )
        return Made(tuple(made), placed, grouped.method, grouped.least_fit)

    def parts(self, grouped: Grouped, whole: int) -> Made:
        """Of one topic that falls apart: the largest part keeps its id."""
        rows = [np.flatnonzero(grouped.labels == label) for label in range(len(grouped.middles))]
        names = [topic.title for topic in self._stored.values()]
        made = tuple(
            self._topic(
                whole if label == 0 else None, None, words, names, grouped.middles[label], grouped.labels == label
            )
            for label, words in enumerate(
                self._keyphrases([self._said(found, grouped.fits) for found in rows], grouped.middles)
            )
        )
        placed = tuple(
            Placed(int(key), int(label), float(fit), float(x), float(y))
            for key, label, fit, (x, y) in zip(self._held.ids, grouped.labels, grouped.fits, self._places, strict=True)
        )
        return Made(made, placed, grouped.method, grouped.least_fit)

    def _keyphrases(self, groups: Sequence[Said], middles: Vectors) -> list[Keyphrases]:
        """Of each group, by what it says and by what that means; `middles` (groups, d)."""
        found = candidates(groups)
        written = sorted({phrase for each in found for phrase in each.written})
        vectors = self._encode(written) if written else None
        if vectors is None:
            return [each.keyphrases() for each in found]
        rows = {phrase: row for row, phrase in enumerate(written)}
        about = unit_length(middles - self._held.vectors.mean(axis=0))  # what it has and the others have not
        return [
            each.nearest(vectors[[rows[phrase] for phrase in each.written]], middle).keyphrases()
            for each, middle in zip(found, about, strict=True)
        ]

    def _named(self, *, groups: bool) -> set[int]:
        return {key for key, topic in self._stored.items() if topic.held and (topic.centre is None) == groups}

    def _known_groups(self, parents: Labels, labels: Labels, last: keeping.Ids) -> dict[int, int]:
        above = {key: topic.parent_id or 0 for key, topic in self._stored.items()}
        before = np.array([above.get(int(key), 0) for key in last], np.int64)
        now = np.where(labels >= 0, parents[labels], -1) if len(parents) else np.full(len(labels), -1)
        return keeping.match(now, before, self._named(groups=True))

    def _said(self, rows: NDArray[np.int64], fit: NDArray[np.float32]) -> Said:
        best = rows[np.argsort(-fit[rows], kind="stable")][:_NAMED_BY]
        said = Said()
        for begins in self._store.beginnings([int(key) for key in self._held.ids[best]], _NAMED_BY_CHARACTERS):
            said.add(begins.text, begins.titles, begins.folders)
        said.forget_rare()
        return said

    def _topic(
        self,
        known: int | None,
        parent: int | None,
        words: Keyphrases,
        names: list[str],
        middle: NDArray[np.float32] | None,
        rows: NDArray[np.bool_],
    ) -> NewTopic:
        name = name_of(words, names)
        names.append(name)
        x, y = np.median(self._places[rows], axis=0) if rows.any() else (0.0, 0.0)
        return NewTopic(known, parent, name, words.words, middle, float(x), float(y))


def groups_of(middles: Vectors) -> Labels:
    """Topics → groups of two and more topics, (topics,), by Ward's linkage; -1: a topic that stands for itself."""
    count = len(middles)
    if count < _GROUPS_FROM:
        return np.full(count, -1, np.int64)
    wanted = int(np.clip(round(count**0.5), *_GROUP_COUNTS))
    groups = agglomerative(middles, wanted)
    return by_size(np.where(np.bincount(groups)[groups] > 1, groups, -1))


def _middles_of(middles: Vectors, parents: Labels) -> Vectors:
    """Of groups, by the middles of their topics."""
    return centres(middles, parents) if len(parents) else middles


def _joined(parts: Sequence[Said]) -> Said:
    whole = Said()
    for part in parts:
        whole.join(part)
    return whole


def part(
    library: Library, store: TopicStore, fingerprint: Fingerprint, topic_id: int, count: int, say: Say, encode: Encode
) -> Made:
    """One topic → two or more. The largest part stands first. Raises BadRequest where there is nothing to part."""
    stored = {topic.id: topic for topic in store.topics()}
    members = {row.document_id: row for row in store.placed() if row.topic == topic_id}
    held = documents(library, fingerprint, sorted(members), lambda done: say(40 * done // len(members), ""))
    if len(held.ids) < 2 * _SMALLEST_PART:
        raise BadRequest("cannot_split", "There are too few documents in this topic to part it.")
    near = nearest(held.vectors, _NEIGHBOURS)
    labels = cluster(held.vectors, near, Method.COMMUNITY if not count else Method.KMEANS, count).labels
    if labels.max(initial=-1) < 1:
        labels = by_size(kmeans(held.vectors, 2))
    middles = centres(held.vectors, labels)
    labels = np.where(labels < 0, (held.vectors @ middles.T).argmax(axis=1), labels)
    say(70, "Naming topics")
    places = np.array([(members[int(key)].x, members[int(key)].y) for key in held.ids], np.float32)
    others = {key: topic for key, topic in stored.items() if key != topic_id}
    grouped = Grouped(labels, fits(held.vectors, labels, middles), middles, Method.KMEANS, 0.0)
    return _Naming(store, held, places, others, encode).parts(grouped, topic_id)
