"""A person's decisions that a document has a tag, or shall never get it.

A mark belongs to a file, so that it goes where the file goes and stays when the file is edited. It is remembered by
content as well: a file that was moved in two steps, or whose folder was away, finds its marks again; and all files of
one content carry the same.
"""

from dataclasses import dataclass
from typing import Any

import apsw


@dataclass(frozen=True, slots=True)
class Mark:
    """A decision about a file and a target: it has it (True), shall never get it (False), or is open (None)."""

    file_id: int
    target_id: int
    carried: bool | None


def spread_marks(db: apsw.Connection, file_id: int, document_id: int) -> None:
    """A file has a content, for the first time or a new one: it brings its marks, and takes those that the content has.
    Of two decisions about one target the later one counts."""
    content = db.execute("SELECT hash FROM documents WHERE id = ?", (document_id,)).get
    db.execute(
        "INSERT INTO content_marks SELECT ?, target_id, carried, decided FROM marks WHERE file_id = ? "
        "ON CONFLICT DO UPDATE SET carried = excluded.carried, decided = excluded.decided "
        "WHERE excluded.decided > decided",
        (content, file_id),
    )
    db.execute(
        "INSERT INTO marks SELECT f.id, c.target_id, c.carried, c.decided FROM content_marks c, files f "
        "WHERE c.hash = ? AND (f.document_id = ? OR f.id = ?) "
        "ON CONFLICT DO UPDATE SET carried = excluded.carried, decided = excluded.decided "
        "WHERE excluded.decided > decided",
        (content, document_id, file_id),
    )


def decide(db: apsw.Connection, mark: Mark, now: float) -> None:
    """Carries out a decision, for all files of the same content."""
    row: Any = db.execute(
        "SELECT f.document_id, d.hash FROM files f LEFT JOIN documents d ON d.id = f.document_id WHERE f.id = ?",
        (mark.file_id,),
    ).fetchone()
    if row is None:
        return  # gone meanwhile
    document_id, content = row
    files = [mark.file_id]
    if document_id is not None:
        files = [key for (key,) in db.execute("SELECT id FROM files WHERE document_id = ?", (document_id,))]
    if mark.carried is None:
        db.executemany("DELETE FROM marks WHERE file_id = ? AND target_id = ?", [(f, mark.target_id) for f in files])
        db.execute("DELETE FROM content_marks WHERE hash = ? AND target_id = ?", (content, mark.target_id))
        return
    decided = (mark.target_id, mark.carried, now)
    db.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", [(file_id, *decided) for file_id in files])
    if content is not None:
        db.execute("INSERT OR REPLACE INTO content_marks VALUES (?, ?, ?, ?)", (content, *decided))
