"""A document's passages take the place of those of an earlier reading; what a model was shown before keeps its vectors.

So a file that is read by a newer reader, or was edited in one place, costs the model only what is new in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apsw
import msgspec

from indexer.chunk import passage_input
from indexer.store.steps import note, restate
from indexer.types import Chunk, Extracted

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read before: `chunk_ids` by what a model was shown of each chunk."""

    document_id: int
    title: str
    text: str
    language: str
    spans: tuple[Span, ...]
    chunk_ids: dict[str, int]


def reading(db: apsw.Connection, document_id: int | None) -> Reading | None:
    row: Any = db.execute("SELECT title, text, language FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        return None
    title, text, language = row
    chunks: list[Any] = db.execute(
        'SELECT id, start, "end" FROM chunks WHERE document_id = ? ORDER BY ordinal', (document_id,)
    ).fetchall()
    shown = {passage_input(title, text[start:end]): chunk_id for chunk_id, start, end in chunks}
    return Reading(document_id or 0, title, text, language, tuple((start, end) for _, start, end in chunks), shown)


def language_of(whole: Extracted, chunks: Sequence[Chunk], earlier: Sequence[Reading]) -> str:
    """What the document says itself, or what was recognised in an earlier reading where this one adds nothing."""
    if whole.language:
        return whole.language
    shown = {_shown(whole, chunk) for chunk in chunks}
    return next((one.language for one in earlier if shown and shown <= one.chunk_ids.keys()), "")


def replace_text(
    db: apsw.Connection, document_id: int, whole: Extracted, chunks: Sequence[Chunk], also_by: str
) -> None:
    """More was found in a document, `also_by` another reader."""
    before = reading(db, document_id)
    failure = whole.failure
    db.execute(
        "UPDATE documents SET extractor = extractor || ?, text = ?, places = ?, code = ?, detail = ? WHERE id = ?",
        (
            f"+{also_by}",
            whole.text,
            msgspec.msgpack.encode(whole.places),
            failure.code if failure else None,
            failure.detail if failure else None,
            document_id,
        ),
    )
    replace_chunks(db, document_id, whole, chunks, [before] if before else [])
    restate(db, document_id, failure)


def replace_chunks(
    db: apsw.Connection, document_id: int, whole: Extracted, chunks: Sequence[Chunk], earlier: Sequence[Reading]
) -> None:
    """`earlier` are readings of this document, or of what its file held before."""
    note(db, "words", "add", document_id)
    as_it_is = document_id, whole.title, whole.text, tuple((chunk.start, chunk.end) for chunk in chunks)
    if any((one.document_id, one.title, one.text, one.spans) == as_it_is for one in earlier):
        return
    db.execute("UPDATE chunks SET ordinal = -1 - ordinal WHERE document_id = ?", (document_id,))
    for chunk in chunks:
        db.execute(
            'INSERT INTO chunks (document_id, ordinal, start, "end") VALUES (?, ?, ?, ?)',
            (document_id, chunk.ordinal, chunk.start, chunk.end),
        )
        shown = _shown(whole, chunk)
        known = next((one.chunk_ids[shown] for one in earlier if shown in one.chunk_ids), None)
        if known is not None:
            db.execute(
                "INSERT INTO vectors (model_id, chunk_id, vector) "
                "SELECT model_id, ?, vector FROM vectors WHERE chunk_id = ?",
                (db.last_insert_rowid(), known),
            )
    db.execute("DELETE FROM chunks WHERE document_id = ? AND ordinal < 0", (document_id,))
    _list_work(db, document_id)


def _list_work(db: apsw.Connection, document_id: int) -> None:
    """What is left to be done for a document whose passages changed."""
    db.execute("DELETE FROM assessments WHERE document_id = ?", (document_id,))  # they cite the text of before
    db.execute("DELETE FROM unembedded WHERE document_id = ?", (document_id,))
    db.execute(
        "INSERT INTO unembedded SELECT g.model_id, ?1 FROM generations g WHERE g.role != 'kept' AND EXISTS "
        "(SELECT 1 FROM chunks c WHERE c.document_id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM vectors v WHERE v.model_id = g.model_id AND v.chunk_id = c.id))",
        (document_id,),
    )
    db.execute(
        "INSERT OR IGNORE INTO unassessed SELECT ?1 FROM generations g WHERE g.role = 'in use' "
        "AND EXISTS (SELECT 1 FROM chunks WHERE document_id = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM unembedded u WHERE (u.model_id, u.document_id) = (g.model_id, ?1))",
        (document_id,),
    )
    note(db, "vectors", "add", document_id)  # with what it keeps, the document is found by meaning meanwhile


def _shown(whole: Extracted, chunk: Chunk) -> str:
    return passage_input(whole.title, whole.text[chunk.start : chunk.end])
