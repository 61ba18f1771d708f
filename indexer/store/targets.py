"""Tags and rules, the marks that documents carry (see `marks`), and how well documents fit what they do not carry."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from indexer.errors import BadRequest
from indexer.store.database import Database
from indexer.store.marks import Mark, decide

TAG, RULE = "tag", "rule"
_LONGEST_NAME = 60
_TARGET = "id, kind, name, description, tag_id, folder, notify, quiet, least, pending_from"
_ASSESSMENT = 'document_id, target_id, confidence, unshifted, entailed, start, "end", made'
_CARRIER = "coalesce(f.document_id, -f.id)"  # files of one content count once
# What nobody has decided yet, of documents that files hold. A rule says nothing of what is where it leads to already.
# The `place` of a suggestion counts for targets that few decisions have taught: those come a few at a time.
_OPEN = """
    WITH ranked AS (
        SELECT a.*, row_number() OVER (PARTITION BY a.target_id ORDER BY a.document_id DESC) AS place,
            (SELECT count(*) FROM content_marks c WHERE c.target_id = a.target_id) AS taught
        FROM assessments a JOIN targets t ON t.id = a.target_id
        WHERE t.removed IS NULL AND NOT t.quiet AND a.confidence >= coalesce(t.least, :least)
            AND EXISTS (SELECT 1 FROM files f WHERE f.document_id = a.document_id)
            AND NOT EXISTS (SELECT 1 FROM files f JOIN marks m ON m.file_id = f.id WHERE f.document_id = a.document_id
                AND (m.target_id = a.target_id OR (m.target_id = t.tag_id AND m.carried)))
            AND NOT EXISTS (SELECT 1 FROM files f WHERE f.document_id = a.document_id AND f.parent = t.folder)
    ), open AS (SELECT * FROM ranked WHERE place <= :few OR taught >= :enough)
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A row of `targets`. `least` is the confidence that a person asks for, None: as it was measured."""

    id: int
    kind: str
    name: str
    description: str = ""
    tag_id: int | None = None
    folder: bytes | None = None
    notify: bool = False
    quiet: bool = False
    least: float | None = None
    pending_from: int | None = 0

    @property
    def text(self) -> str:
        """What such documents are about, in plain words."""
        return self.description or self.name


@dataclass(frozen=True, slots=True)
class Assessment:
    """`start` and `end` are the sentence that speaks for the target, in the document's text. `confidence` is 0 to 1,
    `unshifted` what it was before a person's verdicts moved it. `entailed` None: the passage was not read together with
    the target."""

    document_id: int
    target_id: int
    confidence: float
    unshifted: float
    entailed: float | None
    start: int
    end: int
    made: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What is suggested: what is at least so sure (where a target has no limit of its own), and only a `few` for a
    target before `enough` decisions were made about it."""

    least: float
    few: int
    enough: int

    def values(self) -> dict[str, Any]:
        return {"least": self.least, "few": self.few, "enough": self.enough}


class Targets:
    """Any thread may ask; each change is one transaction. `clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    # --- tags and rules --------------------------------------------------------------------------------------------

    def all(self, kind: str | None = None) -> list[Target]:
        rows = self._all(
            f"SELECT {_TARGET} FROM targets WHERE removed IS NULL AND (?1 IS NULL OR kind = ?1) ORDER BY kind, name",
            kind,
        )
        return [_target(row) for row in rows]

    def find(self, kind: str, name: str) -> Target | None:
        rows = self._all(f"SELECT {_TARGET} FROM targets WHERE removed IS NULL AND kind = ? AND name = ?",
                         kind, clean_name(name))  # fmt: skip
        return _target(rows[0]) if rows else None

    def need(self, kind: str, name: str) -> Target:
        """Raises BadRequest for one that does not exist."""
        found = self.find(kind, name)
        if found is None:
            raise BadRequest(f"no_such_{kind}", f"There is no {kind} “{name}”.")
        return found

    def create(self, kind: str, name: str, description: str = "") -> Target:
        """Raises BadRequest for a name that exists, or cannot be one."""
        name = _valid_name(kind, name)
        with self._database.write() as db:
            if db.execute("SELECT 1 FROM targets WHERE kind = ? AND name = ? AND removed IS NULL", (kind, name)).get:
                raise BadRequest(f"{kind}_exists", f"There is a {kind} “{name}” already.")
            db.execute(
                "INSERT INTO targets (kind, name, description, added) VALUES (?, ?, ?, ?)",
                (kind, name, _one_line(description), self._clock()),
            )
            return Target(db.last_insert_rowid(), kind, name, _one_line(description))

    def rename(self, target: Target, name: str) -> None:
        """Raises BadRequest for a name that another one has, or that cannot be one."""
        name = _valid_name(target.kind, name)
        with self._database.write() as db:
            try:
                db.execute("UPDATE targets SET name = ? WHERE id = ?", (name, target.id))
            except apsw.ConstraintError as error:
                raise BadRequest(f"{target.kind}_exists", f"There is a {target.kind} “{name}” already.") from error
            if not target.description:
                _assess_anew(db, [target.id], forget=True)

    def describe(self, target: Target, description: str) -> None:
        """In other words: what was found out about it is found out again."""
        with self._database.write() as db:
            db.execute("UPDATE targets SET description = ? WHERE id = ?", (_one_line(description), target.id))
            _assess_anew(db, [target.id], forget=True)

    def lead(self, rule: Target, tag_id: int | None, folder: bytes | None, notify: bool) -> None:
        """What a rule suggests."""
        with self._database.write() as db:
            db.execute(
                "UPDATE targets SET tag_id = ?, folder = ?, notify = ? WHERE id = ?",
                (tag_id, folder, notify, rule.id),
            )

    def set_suggesting(self, target: Target, quiet: bool, least: float | None) -> None:
        with self._database.write() as db:
            db.execute("UPDATE targets SET quiet = ?, least = ? WHERE id = ?", (quiet, least, target.id))

    def remove(self, target: Target) -> None:
        """It is kept for a day with all its marks, so that `restore` brings it back."""
        with self._database.write() as db:
            db.execute("UPDATE targets SET removed = ? WHERE id = ?", (self._clock(), target.id))

    def restore(self, kind: str, name: str) -> None:
        """Raises BadRequest where no such one was removed, or the name is in use again."""
        with self._database.write() as db:
            last = db.execute(
                "SELECT id FROM targets WHERE kind = ? AND name = ? AND removed IS NOT NULL ORDER BY removed DESC",
                (kind, clean_name(name)),
            ).get
            if last is None:
                raise BadRequest(f"no_such_{kind}", f"No {kind} “{name}” was removed in the last day.")
            try:
                db.execute("UPDATE targets SET removed = NULL WHERE id = ?", (last,))
            except apsw.ConstraintError as error:
                raise BadRequest(f"{kind}_exists", f"There is a {kind} “{name}” again.") from error

    def purge_removed(self, older_than: float) -> None:
        with self._database.write() as db:
            db.execute("DELETE FROM targets WHERE removed <= ?", (self._clock() - older_than,))

    # --- marks -----------------------------------------------------------------------------------------------------

    def counts(self) -> dict[int, int]:
        """How many documents carry each target that any carries."""
        return dict(
            self._all(
                f"SELECT m.target_id, count(DISTINCT {_CARRIER}) FROM marks m JOIN files f ON f.id = m.file_id "
                "WHERE m.carried GROUP BY 1"
            )
        )

    def marks_of(self, file_ids: Sequence[int]) -> list[Mark]:
        marks = f"SELECT file_id, target_id, carried FROM marks WHERE file_id IN ({_marks(file_ids)})"
        return [Mark(row[0], row[1], bool(row[2])) for row in self._all(marks, *file_ids)]

    def decisions(self) -> dict[int, int]:
        """About how many contents a person has decided, by target."""
        return dict(self._all("SELECT target_id, count(*) FROM content_marks GROUP BY 1"))

    def decided(self, target_id: int) -> dict[int, bool]:
        """The documents that a person has decided about, and how."""
        rows = self._all(
            "SELECT f.document_id, m.carried FROM marks m JOIN files f ON f.id = m.file_id "
            "WHERE m.target_id = ? AND f.document_id IS NOT NULL",
            target_id,
        )
        return {row[0]: bool(row[1]) for row in rows}

    def in_folder(self, folder: bytes, limit: int) -> list[int]:
        """Documents that lie directly in a folder, the newest first."""
        rows = self._all(
            "SELECT document_id FROM files WHERE parent = ? AND document_id IS NOT NULL "
            "GROUP BY document_id ORDER BY max(mtime_ns) DESC LIMIT ?",
            folder, limit,
        )  # fmt: skip
        return [row[0] for row in rows]

    def mark(self, marks: Iterable[Mark]) -> list[Mark]:
        """Carries out decisions, each for all files of the same content. Returns what they replace, for undo."""
        before = []
        now = self._clock()
        with self._database.write() as db:
            for mark in marks:
                was = db.execute(
                    "SELECT carried FROM marks WHERE file_id = ? AND target_id = ?", (mark.file_id, mark.target_id)
                ).get
                before.append(Mark(mark.file_id, mark.target_id, None if was is None else bool(was)))
                decide(db, mark, now)
        return before

    # --- assessments -----------------------------------------------------------------------------------------------

    def suggestions(
        self, limits: Limits, limit: int, target_id: int | None = None, document_id: int | None = None
    ) -> tuple[list[Assessment], int]:
        """What is open, the newest documents first, and how many there are: by how sure they are would show, and teach,
        nothing but the obvious."""
        where = (
            "FROM open WHERE (:target IS NULL OR target_id = :target) "
            "AND (:document IS NULL OR document_id = :document)"
        )
        values = {**limits.values(), "target": target_id, "document": document_id, "limit": limit}
        rows = self._named(
            f"{_OPEN} SELECT {_ASSESSMENT} {where} ORDER BY document_id DESC, confidence DESC, target_id LIMIT :limit",
            values,
        )
        return [Assessment(*row) for row in rows], int(self._named(f"{_OPEN} SELECT count(*) {where}", values)[0][0])

    def open_counts(self, limits: Limits) -> dict[int, int]:
        """How many suggestions wait, by target."""
        return dict(self._named(f"{_OPEN} SELECT target_id, count(*) FROM open GROUP BY 1", limits.values()))

    def newest(self, limits: Limits) -> dict[int, float]:
        """Since when the newest suggestion of each target waits that has any."""
        return dict(self._named(f"{_OPEN} SELECT target_id, max(made) FROM open GROUP BY 1", limits.values()))

    def verdicts(self, least: float) -> dict[int, list[tuple[float, bool]]]:
        """By target: the `unshifted` of each suggestion that a person has decided about, and whether it was right."""
        rows = self._all(
            "SELECT DISTINCT a.target_id, a.unshifted, m.carried, a.document_id FROM assessments a "
            "JOIN files f ON f.document_id = a.document_id JOIN marks m ON m.file_id = f.id "
            "AND m.target_id = a.target_id WHERE a.confidence >= ?",
            least,
        )
        found: dict[int, list[tuple[float, bool]]] = {}
        for target_id, unshifted, carried, _ in rows:
            found.setdefault(target_id, []).append((unshifted, bool(carried)))
        return found

    def assessments(self, document_ids: Sequence[int]) -> dict[tuple[int, int], Assessment]:
        rows = self._all(
            f"SELECT {_ASSESSMENT} FROM assessments WHERE document_id IN ({_marks(document_ids)})",
            *document_ids,
        )
        return {(row[0], row[1]): Assessment(*row) for row in rows}

    def unassessed(self, after: int, limit: int) -> list[int]:
        rows = self._all("SELECT document_id FROM unassessed WHERE document_id > ? ORDER BY 1 LIMIT ?", after, limit)
        return [row[0] for row in rows]

    def nothing_to_assess(self) -> None:
        """While there are no targets, no document is new."""
        if self.waiting():
            with self._database.write() as db:
                db.execute("DELETE FROM unassessed")

    def waiting(self) -> int:
        """How many documents are new to the assessor."""
        return int(self._all("SELECT count(*) FROM unassessed")[0][0])

    def document_ids(self, after: int, limit: int) -> list[int]:
        rows = self._all("SELECT id FROM documents WHERE id > ? AND orphaned IS NULL ORDER BY id LIMIT ?", after, limit)
        return [row[0] for row in rows]

    def count_through(self, document_id: int) -> int:
        """How many documents there are up to this id."""
        return int(self._all("SELECT count(*) FROM documents WHERE id <= ? AND orphaned IS NULL", document_id)[0][0])

    def assess(self, document_ids: Sequence[int], target_ids: Sequence[int], found: Iterable[Assessment]) -> None:
        """Replaces what is known of these documents and targets. Where a person has decided, it stays as it was."""
        now = self._clock()
        with self._database.write() as db:
            db.execute(
                f"DELETE FROM assessments WHERE document_id IN ({_marks(document_ids)}) "
                f"AND target_id IN ({_marks(target_ids)}) AND NOT EXISTS (SELECT 1 FROM files f JOIN marks m "
                "ON m.file_id = f.id WHERE f.document_id = assessments.document_id "
                "AND m.target_id = assessments.target_id)",
                (*document_ids, *target_ids),
            )
            db.executemany(
                f"INSERT OR IGNORE INTO assessments ({_ASSESSMENT}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 "
                "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?1) AND EXISTS (SELECT 1 FROM targets WHERE id = ?2)",
                [
                    (a.document_id, a.target_id, a.confidence, a.unshifted, a.entailed, a.start, a.end, a.made or now)
                    for a in found
                ],
            )

    def assessed(self, document_ids: Sequence[int]) -> None:
        """Takes documents off the work list."""
        with self._database.write() as db:
            db.execute(f"DELETE FROM unassessed WHERE document_id IN ({_marks(document_ids)})", tuple(document_ids))

    def begin(self) -> None:
        """What is asked for from now on is not yet what is under way; see `progressed`."""
        with self._database.write() as db:
            db.execute("UPDATE targets SET pending_from = 0 WHERE pending_from < 0")

    def progressed(self, target_ids: Sequence[int], through: int | None) -> None:
        """All documents up to this id were assessed for these targets, as they were at `begin`; None: all there are."""
        with self._database.write() as db:
            db.execute(
                f"UPDATE targets SET pending_from = ? WHERE pending_from >= 0 AND id IN ({_marks(target_ids)})",
                (through, *target_ids),
            )

    def assess_anew(self, target_ids: Sequence[int]) -> None:
        """A person's decisions have taught something: all documents are looked at again, nothing is read again."""
        with self._database.write() as db:
            _assess_anew(db, target_ids, forget=False)

    def read_anew(self, target_ids: Sequence[int]) -> None:
        """Another model reads passages now: what the one before said is forgotten."""
        with self._database.write() as db:
            _assess_anew(db, target_ids, forget=True)

    def _all(self, sql: str, *values: Any) -> list[Any]:
        return self._named(sql, values)

    def _named(self, sql: str, values: Any) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()


def clean_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _valid_name(kind: str, name: str) -> str:
    name = clean_name(name)
    if not name or len(name) > _LONGEST_NAME:
        raise BadRequest("bad_name", f"A {kind} needs a name of at most {_LONGEST_NAME} characters.")
    if "," in name or '"' in name:
        raise BadRequest("bad_name", f"“{name}” cannot be the name of a {kind}.", "Leave out commas and quotes.")
    return name


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _assess_anew(db: apsw.Connection, target_ids: Sequence[int], *, forget: bool) -> None:
    marks = _marks(target_ids)
    db.execute(f"UPDATE targets SET pending_from = -1 WHERE id IN ({marks})", tuple(target_ids))
    if forget:
        db.execute(f"DELETE FROM assessments WHERE target_id IN ({marks})", tuple(target_ids))


def _marks(keys: Sequence[int]) -> str:
    return ",".join("?" * len(keys))


def _target(row: Sequence[Any]) -> Target:
    fields: list[Any] = [*row]
    fields[6], fields[7] = bool(row[6]), bool(row[7])
    return Target(*fields)


def by_id(targets: Iterable[Target]) -> Mapping[int, Target]:
    return {target.id: target for target in targets}
