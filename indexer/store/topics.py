"""Topics in the library: which there are, what belongs to them, and where that lies on the map.

Documents that no file holds any more count nowhere; they may come back, and are forgotten with their documents.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.errors import BadRequest
from indexer.store.coding import MODEL_ID, UNDERSTOOD, fingerprint_from, key_of
from indexer.store.database import Database
from indexer.store.library import display
from indexer.types import Fingerprint

_TOPIC = "id, parent_id, name, given, keywords, held, centre, x, y"
_UNPLACED = (
    f"orphaned IS NULL AND NOT EXISTS (SELECT 1 FROM topic_documents t WHERE t.document_id = d.id) AND {UNDERSTOOD}"
)
_LIVING = "JOIN documents d ON d.id = t.document_id AND d.orphaned IS NULL"


@dataclass(frozen=True, slots=True)
class StoredTopic:
    """`given` is what a person calls it. A group of topics has no centre and no documents of its own."""

    id: int
    parent_id: int | None
    name: str
    given: str | None
    keywords: tuple[str, ...]
    held: bool
    centre: NDArray[np.float32] | None
    x: float
    y: float

    @property
    def title(self) -> str:
        return self.given or self.name


@dataclass(frozen=True, slots=True)
class Beginning:
    """Of a document: its first characters, what it and its files are called, and the folders that they lie in."""

    text: str
    titles: tuple[str, ...]
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """How the topics were made last; see `topic_making` in the schema."""

    fingerprint: Fingerprint
    method: str
    wanted: str
    count: int
    least_fit: float
    documents: int
    made: float


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic or group to be stored. `id` is the one that it was known by, None where it is new. `parent` is the index
    of its group among those stored with it."""

    id: int | None
    parent: int | None
    name: str
    keywords: tuple[str, ...]
    centre: NDArray[np.float32] | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document belongs: `topic` is an id, or (while topics are made) an index; None: it fits nowhere."""

    document_id: int
    topic: int | None
    fit: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """A document on the map, by its newest file."""

    topic_id: int | None
    fit: float
    x: float
    y: float
    path: bytes
    kind: str


class TopicStore:
    """Any thread may ask."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- reading ---------------------------------------------------------------------------------------------------

    def making(self) -> Making | None:
        rows = self._all(
            "SELECT model, revision, dimension, method, wanted, count, least_fit, documents, made FROM topic_making "
            "JOIN models ON models.id = model_id"
        )
        return Making(fingerprint_from(*rows[0][:3]), *rows[0][3:]) if rows else None

    def topics(self) -> list[StoredTopic]:
        """Topics and groups, in the order in which they were first made."""
        return [_topic(row) for row in self._all(f"SELECT {_TOPIC} FROM topics ORDER BY id")]

    def sizes(self) -> dict[int | None, int]:
        """How many documents each topic holds; None: how many fit nowhere."""
        return dict(self._all(f"SELECT topic_id, count(*) FROM topic_documents t {_LIVING} GROUP BY topic_id"))

    def size(self) -> int:
        """How many documents have a place."""
        return int(self._all(f"SELECT count(*) FROM topic_documents t {_LIVING}")[0][0])

    def placed(self) -> list[Placed]:
        rows = self._all(f"SELECT t.document_id, t.topic_id, t.fit, t.x, t.y FROM topic_documents t {_LIVING}")
        return [Placed(*row) for row in rows]

    def files(self, topics: Sequence[int | None] | None = None) -> list[PlacedFile]:
        """What lies on the map, best fits first; `topics` are those asked for (None among them: what fits nowhere)."""
        wanted, values = "", []
        if topics is not None:
            values = [topic for topic in topics if topic is not None]
            wanted = f"WHERE topic_id IN ({','.join('?' * len(values))})"
            wanted += " OR topic_id IS NULL" if None in topics else ""
        rows = self._all(
            "SELECT topic_id, fit, x, y, path, kind, max(mtime_ns) FROM topic_documents t "
            f"JOIN files f ON f.document_id = t.document_id {wanted} GROUP BY t.document_id ORDER BY fit DESC, path",
            *values,
        )
        return [PlacedFile(*row[:-1]) for row in rows]

    def places(self, document_ids: Sequence[int]) -> dict[int, tuple[float, float]]:
        marks = ",".join("?" * len(document_ids))
        rows = self._all(f"SELECT document_id, x, y FROM topic_documents WHERE document_id IN ({marks})", *document_ids)
        return {row[0]: (row[1], row[2]) for row in rows}

    def titles(self, document_ids: Sequence[int]) -> dict[int, str]:
        """What the topic of each document is called; documents without one are left out."""
        found: dict[int, str] = {}
        for at in range(0, len(document_ids), 500):
            batch = document_ids[at : at + 500]
            found |= dict(
                self._all(
                    "SELECT document_id, coalesce(given, name) FROM topic_documents "
                    f"JOIN topics ON topics.id = topic_id WHERE document_id IN ({','.join('?' * len(batch))})",
                    *batch,
                )
            )
        return found

    def waiting(self, fingerprint: Fingerprint) -> int:
        """How many documents have vectors of this model and no place yet."""
        return int(self._all(f"SELECT count(*) FROM documents d WHERE {_UNPLACED}", *key_of(fingerprint) * 2)[0][0])

    def unplaced(self, fingerprint: Fingerprint, limit: int) -> list[int]:
        """Documents that have vectors of this model and no place yet."""
        rows = self._all(f"SELECT d.id FROM documents d WHERE {_UNPLACED} LIMIT ?", *key_of(fingerprint) * 2, limit)
        return [row[0] for row in rows]

    def beginnings(self, document_ids: Sequence[int], characters: int) -> list[Beginning]:
        """What each document is called, and its first characters."""
        marks = ",".join("?" * len(document_ids))
        rows = self._all(
            f"SELECT id, title, substr(text, 1, ?) FROM documents WHERE id IN ({marks})", characters, *document_ids
        )
        titles: dict[int, set[str]] = {key: {title} if title else set() for key, title, _ in rows}
        folders: dict[int, set[str]] = {key: set() for key, _, _ in rows}
        files = f"SELECT document_id, name, parent FROM files WHERE document_id IN ({marks})"
        for key, name, parent in self._all(files, *document_ids):
            titles[key].add(os.path.splitext(name)[0].replace("_", " "))
            folders[key].add(display(os.path.basename(parent)).replace("_", " "))
        return [Beginning(text, tuple(sorted(titles[key])), tuple(sorted(folders[key]))) for key, _, text in rows]

    # --- writing ---------------------------------------------------------------------------------------------------

    def replace(self, topics: Sequence[NewTopic], placed: Iterable[Placed], making: Making) -> None:
        """New topics in the place of the old ones, all or nothing. Those that were known keep their id, the name that
        was given them, and whether they are held. Groups stand before their topics."""
        with self._database.write() as db:
            kept = {row[0] for row in db.execute("SELECT id FROM topics")}
            ids: list[int] = []
            for topic in topics:
                parent = ids[topic.parent] if topic.parent is not None else None
                ids.append(_put(db, topic, topic.id if topic.id in kept else None, parent))
            db.execute("DELETE FROM topic_documents")
            db.executemany(
                "INSERT INTO topic_documents SELECT ?1, ?2, ?3, ?4, ?5 "
                "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
                (
                    (row.document_id, None if row.topic is None else ids[row.topic], row.fit, row.x, row.y)
                    for row in placed
                ),
            )
            for gone in kept - set(ids):
                db.execute("DELETE FROM topics WHERE id = ?", (gone,))
            db.execute(
                f"INSERT OR REPLACE INTO topic_making VALUES (1, ({MODEL_ID}), ?, ?, ?, ?, ?, ?)",
                (
                    *key_of(making.fingerprint),
                    making.method,
                    making.wanted,
                    making.count,
                    making.least_fit,
                    making.documents,
                    making.made,
                ),
            )

    def place(self, placed: Iterable[Placed]) -> None:
        """Puts new documents into topics that there are."""
        with self._database.write() as db:
            for row in placed:
                db.execute(
                    "INSERT OR REPLACE INTO topic_documents SELECT ?1, (SELECT id FROM topics WHERE id = ?2), ?3, ?4, "
                    "?5 WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
                    (row.document_id, row.topic, row.fit, row.x, row.y),
                )

    def rename(self, topic_id: int, name: str) -> None:
        """An empty name: the one that was made for it again, and it is free to change."""
        with self._database.write() as db:
            _known(db, topic_id)
            given = name.strip() or None
            db.execute("UPDATE topics SET given = ?, held = ? WHERE id = ?", (given, given is not None, topic_id))

    def merge(self, topic_ids: Sequence[int]) -> int:
        """Makes one topic of several: it keeps the id and the name of the one that a person named, or else of the
        largest. Returns its id. Raises BadRequest for groups, and for fewer than two topics."""
        with self._database.write() as db:
            topics = [_known(db, topic_id) for topic_id in dict.fromkeys(topic_ids)]
            if len(topics) < 2 or any(topic.centre is None for topic in topics):
                raise BadRequest("cannot_merge", "Two topics or more can be made one; groups cannot.")
            sizes = self.sizes()
            topics.sort(key=lambda topic: (topic.given is None, -sizes.get(topic.id, 0), topic.id))
            first, others = topics[0], topics[1:]
            weights = [max(1, sizes.get(topic.id, 0)) for topic in topics]
            middle = np.average([topic.centre for topic in topics if topic.centre is not None], axis=0, weights=weights)
            x, y = np.average([(topic.x, topic.y) for topic in topics], axis=0, weights=weights)
            db.execute(
                "UPDATE topics SET held = 1, keywords = ?, centre = ?, x = ?, y = ? WHERE id = ?",
                (
                    msgspec.json.encode(_in_turn([topic.keywords for topic in topics])).decode(),
                    _blob(middle / max(float(np.linalg.norm(middle)), 1e-12)),
                    float(x),
                    float(y),
                    first.id,
                ),
            )
            for topic in others:
                db.execute("UPDATE topic_documents SET topic_id = ? WHERE topic_id = ?", (first.id, topic.id))
                db.execute("DELETE FROM topics WHERE id = ?", (topic.id,))
            _drop_empty_groups(db)
            return first.id

    def split(self, topic_id: int, parts: Sequence[NewTopic], placed: Iterable[Placed]) -> list[int]:
        """Takes documents out of a topic into new ones beside it. The first part is what stays of it, and its name."""
        with self._database.write() as db:
            whole = _known(db, topic_id)
            ids = [
                _put(db, part, topic_id if number == 0 else None, whole.parent_id) for number, part in enumerate(parts)
            ]
            db.executemany("UPDATE topics SET held = 1 WHERE id = ?", [(key,) for key in ids])
            db.executemany(
                "UPDATE topic_documents SET topic_id = ?, fit = ? WHERE document_id = ? AND topic_id = ?",
                [(None if row.topic is None else ids[row.topic], row.fit, row.document_id, topic_id) for row in placed],
            )
            return ids

    # --- plumbing --------------------------------------------------------------------------------------------------

    def _all(self, sql: str, *values: int | float | str | None) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()


def _put(db: apsw.Connection, topic: NewTopic, topic_id: int | None, parent: int | None) -> int:
    values = (
        parent,
        topic.name,
        msgspec.json.encode(topic.keywords).decode(),
        None if topic.centre is None else _blob(topic.centre),
        topic.x,
        topic.y,
    )
    if topic_id is None:
        db.execute("INSERT INTO topics (parent_id, name, keywords, centre, x, y) VALUES (?, ?, ?, ?, ?, ?)", values)
        return db.last_insert_rowid()
    db.execute(
        "UPDATE topics SET parent_id = ?, name = ?, keywords = ?, centre = ?, x = ?, y = ? WHERE id = ?",
        (*values, topic_id),
    )
    return topic_id


def _known(db: apsw.Connection, topic_id: int) -> StoredTopic:
    row: Any = db.execute(f"SELECT {_TOPIC} FROM topics WHERE id = ?", (topic_id,)).fetchone()
    if row is None:
        raise BadRequest("no_such_topic", "This topic is not there any more.", "The list has changed: look again.")
    return _topic(row)


def _drop_empty_groups(db: apsw.Connection) -> None:
    db.execute(
        "DELETE FROM topics WHERE centre IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM topics child WHERE child.parent_id = topics.id)"
    )


def _topic(row: Sequence[Any]) -> StoredTopic:
    key, parent, name, given, keywords, held, centre, x, y = row
    vector = None if centre is None else np.frombuffer(centre, "<f4").astype(np.float32)
    return StoredTopic(
        key, parent, name, given, msgspec.json.decode(keywords, type=tuple[str, ...]), bool(held), vector, x, y
    )


def _blob(vector: NDArray[np.floating]) -> bytes:
    return vector.astype("<f4").tobytes()


def _in_turn(lists: Sequence[Sequence[str]]) -> list[str]:
    """The first of each, then the second of each, … without repeats."""
    longest = max(map(len, lists), default=0)
    turns = [keywords[at] for at in range(longest) for keywords in lists if at < len(keywords)]
    return list(dict.fromkeys(turns))[:10]
