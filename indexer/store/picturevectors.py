"""What pictures show, as vectors of one model at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.store.coding import decode, encode
from indexer.store.database import Database
from indexer.types import Fingerprint


@dataclass(frozen=True, slots=True)
class Unseen:
    """A picture to look at, and a file that holds it."""

    document_id: int
    path: bytes
    extension: str


class PictureVectors:
    """Each method that changes something is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unseen(self, fingerprint: Fingerprint, limit: int) -> list[Unseen]:
        """Pictures that this model has not looked at and whose file can be read now, newest first."""
        with self._database.read() as db:
            rows: list[Any] = db.execute(
                "SELECT f.document_id, f.path, f.extension, max(f.mtime_ns) FROM files f "
                "LEFT JOIN picture_vectors v ON v.document_id = f.document_id AND v.model = ? AND v.revision = ? "
                "WHERE f.kind = 'image' AND f.document_id IS NOT NULL AND v.document_id IS NULL "
                "AND f.folder_id IN (SELECT id FROM folders WHERE NOT paused AND state = 'online') "
                "GROUP BY f.document_id ORDER BY 4 DESC LIMIT ?",
                (fingerprint.model, fingerprint.revision, limit),
            ).fetchall()
        return [Unseen(*row[:3]) for row in rows]

    def keep(self, fingerprint: Fingerprint, found: Mapping[int, npt.NDArray[np.float32] | None]) -> None:
        """None for a picture that cannot be looked at. What another model saw is replaced."""
        values = [
            (key, fingerprint.model, fingerprint.revision, b"" if row is None else encode(row[None], "float16")[0])
            for key, row in found.items()
        ]
        with self._database.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO picture_vectors SELECT ?1, ?2, ?3, ?4 "
                "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
                values,
            )

    def models(self) -> list[Fingerprint]:
        """Of all vectors that there are: one, or two while another one was chosen a moment ago."""
        with self._database.read() as db:
            rows: list[Any] = db.execute(
                "SELECT DISTINCT model, revision, length(vector) / 2 FROM picture_vectors WHERE vector != x''"
            ).fetchall()
        return [Fingerprint(*row) for row in rows]

    def all(self, fingerprint: Fingerprint) -> tuple[list[int], npt.NDArray[np.float32]]:
        """Document ids (n) and unit vectors (n, dimension)."""
        with self._database.read() as db:
            rows: list[Any] = db.execute(
                "SELECT document_id, vector FROM picture_vectors WHERE model = ? AND revision = ? AND vector != x''",
                (fingerprint.model, fingerprint.revision),
            ).fetchall()
        if not rows:
            return [], np.empty((0, fingerprint.dimension), np.float32)
        return [row[0] for row in rows], decode([row[1] for row in rows], fingerprint).astype(np.float32)
