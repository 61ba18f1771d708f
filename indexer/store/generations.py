"""The models whose vectors the library holds: one is searched, another may be built beside it, old ones are kept a
while. Each of them has a work list of its own, so that a kill at any moment costs one batch."""

from collections.abc import Callable
from typing import Any

import apsw

from indexer.store.coding import MODEL_ID, fingerprint_from, key_of
from indexer.store.database import Database
from indexer.types import Fingerprint

_BATCH = 2000  # vectors removed in one transaction: a search or a reader waits for no longer one


class Generations:
    """`clock` gives seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    # --- what there is ---------------------------------------------------------------------------------------------

    @property
    def in_use(self) -> Fingerprint | None:
        """None in a new library."""
        return self._with_role("in use")

    @property
    def building(self) -> Fingerprint | None:
        return self._with_role("building")

    def kept(self) -> dict[Fingerprint, int]:
        """How many vectors there are of each model that is neither searched nor built."""
        rows = self._all(
            "SELECT m.model, m.revision, m.dimension, (SELECT count(*) FROM vectors WHERE model_id = m.id) "
            "FROM models m WHERE id NOT IN (SELECT model_id FROM generations WHERE role != 'kept')"
        )
        return {fingerprint_from(*row[:3]): row[3] for row in rows if row[3]}

    def unembedded(self, fingerprint: Fingerprint, limit: int) -> list[int]:
        """Documents whose vectors of this model are missing, those of the newest files first."""
        rows = self._all(
            "SELECT u.document_id FROM unembedded u JOIN files f ON f.document_id = u.document_id "
            f"WHERE u.model_id = ({MODEL_ID}) "
            "GROUP BY u.document_id ORDER BY max(f.mtime_ns) DESC LIMIT ?",
            *key_of(fingerprint),
            limit,
        )
        return [row[0] for row in rows]

    def waiting(self, fingerprint: Fingerprint) -> int:
        """How many passages still lack their vector of this model."""
        return int(
            self._all(
                "SELECT count(*) FROM chunks c JOIN unembedded u ON u.document_id = c.document_id "
                "JOIN documents d ON d.id = c.document_id WHERE d.orphaned IS NULL AND u.model_id = "
                f"({MODEL_ID})",
                *key_of(fingerprint),
            )[0][0]
        )

    # --- what becomes of it ----------------------------------------------------------------------------------------

    def use(self, fingerprint: Fingerprint) -> None:
        """Search this model's vectors from now on, whole or not; vectors that nobody knows of are given up."""
        with self._database.write() as db:
            self._give(db, fingerprint, "in use")
            db.execute("INSERT OR IGNORE INTO generations SELECT id, 'kept', ? FROM models", (self._clock(),))

    def build(self, fingerprint: Fingerprint) -> None:
        """Make this model's vectors beside those in use."""
        with self._database.write() as db:
            self._give(db, fingerprint, "building")

    def abandon(self) -> None:
        """Build nothing beside; what was made is kept a while, should somebody want it after all."""
        with self._database.write() as db:
            self._retire(db, "building")

    def promote(self, fingerprint: Fingerprint) -> bool:
        """Use what was built, if it still is the one and is whole; the old one is kept a while."""
        with self._database.write() as db:
            waits = db.execute(
                "SELECT 1 FROM generations g WHERE g.role = 'building' AND g.model_id = ? AND NOT EXISTS "
                "(SELECT 1 FROM unembedded u JOIN documents d ON d.id = u.document_id "
                "WHERE u.model_id = g.model_id AND d.orphaned IS NULL)",
                (model_id(db, fingerprint),),
            ).get
            if waits is None:
                return False
            self._give(db, fingerprint, "in use")
            return True

    def forget_kept(self, older_than: float) -> None:
        """Remove the vectors of models that were given up so many seconds ago, a little at a time."""
        while True:
            with self._database.write() as db:
                old = db.execute(
                    "SELECT model_id FROM generations WHERE role = 'kept' AND since <= ? LIMIT 1",
                    (self._clock() - older_than,),
                ).get
                if old is None:
                    return
                db.execute(
                    "DELETE FROM vectors WHERE model_id = ?1 AND chunk_id IN "
                    "(SELECT chunk_id FROM vectors WHERE model_id = ?1 LIMIT ?2)",
                    (old, _BATCH),
                )
                if not db.changes():
                    db.execute("DELETE FROM models WHERE id = ?", (old,))

    def _give(self, db: apsw.Connection, fingerprint: Fingerprint, role: str) -> None:
        key = model_id(db, fingerprint)
        if db.execute("SELECT role FROM generations WHERE model_id = ?", (key,)).get != role:
            self._retire(db, role)
            db.execute(
                "INSERT INTO generations VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET role = ?2, since = ?3",
                (key, role, self._clock()),
            )
        db.execute("DELETE FROM unembedded WHERE model_id = ?", (key,))
        db.execute(
            "INSERT INTO unembedded SELECT DISTINCT ?1, document_id FROM chunks c WHERE NOT EXISTS "
            "(SELECT 1 FROM vectors v WHERE v.model_id = ?1 AND v.chunk_id = c.id)",
            (key,),
        )

    def _retire(self, db: apsw.Connection, role: str) -> None:
        db.execute(
            "DELETE FROM unembedded WHERE model_id IN (SELECT model_id FROM generations WHERE role = ?)", (role,)
        )
        db.execute("UPDATE generations SET role = 'kept', since = ? WHERE role = ?", (self._clock(), role))

    def _with_role(self, role: str) -> Fingerprint | None:
        rows = self._all(
            "SELECT model, revision, dimension FROM models JOIN generations ON model_id = id WHERE role = ?", role
        )
        return fingerprint_from(*rows[0]) if rows else None

    def _all(self, sql: str, *values: str | int | float) -> list[Any]:
        with self._database.read() as connection:
            return connection.execute(sql, values).fetchall()


def model_id(db: apsw.Connection, fingerprint: Fingerprint) -> int:
    """The row of a model, made where it is missing."""
    key = key_of(fingerprint)
    db.execute("INSERT OR IGNORE INTO models (model, revision, dimension) VALUES (?, ?, ?)", key)
    return int(db.execute(MODEL_ID, key).get)
