-- What a person sorts documents by. A target is what a document can belong to: a tag, or what a rule leads to (a tag, a
-- folder, a notice). A mark is a decision about one file and one target; it goes wherever the file goes.

CREATE TABLE targets (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,                  -- 'tag' or 'rule'
    name         TEXT NOT NULL COLLATE NOCASE,
    description  TEXT NOT NULL DEFAULT '',       -- in plain words: what such documents are about
    tag_id       INTEGER REFERENCES targets ON DELETE SET NULL,  -- rules: the tag that they suggest
    folder       BLOB,                           -- rules: the folder that they suggest
    notify       INTEGER NOT NULL DEFAULT 0,     -- rules: tell when a new document is like this
    quiet        INTEGER NOT NULL DEFAULT 0,     -- never suggested, only given by hand
    least        REAL,                           -- confidence below which nothing happens; null: as it was measured
    pending_from INTEGER DEFAULT 0,              -- documents after this id wait to be assessed anew; null: none does
    removed      REAL,                           -- since when a person wants it no more; kept a day, for undo
    added        REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX targets_name ON targets (kind, name) WHERE removed IS NULL;

CREATE TABLE marks (
    file_id      INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    target_id    INTEGER NOT NULL REFERENCES targets ON DELETE CASCADE,
    carried      INTEGER NOT NULL,               -- 1: it has it. 0: it was taken off or refused, never to be suggested again
    decided      REAL NOT NULL,                  -- of two decisions about the same content the later one counts
    PRIMARY KEY (file_id, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_target ON marks (target_id, carried);

-- The same decisions by content: a file that comes back under another path and inode finds them again. Neither a
-- text nor a name is in here, so they outlive the file.
CREATE TABLE content_marks (
    hash         BLOB NOT NULL,
    target_id    INTEGER NOT NULL REFERENCES targets ON DELETE CASCADE,
    carried      INTEGER NOT NULL,
    decided      REAL NOT NULL,
    PRIMARY KEY (hash, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX content_marks_target ON content_marks (target_id);

CREATE VIEW tags AS SELECT id, name, description FROM targets WHERE kind = 'tag' AND removed IS NULL;
CREATE VIEW file_tags AS SELECT m.file_id, m.target_id AS tag_id FROM marks m JOIN tags t ON t.id = m.target_id
    WHERE m.carried;

-- How well a document fits a target. Only pairs that were worth a closer look have a row.
CREATE TABLE assessments (
    document_id  INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    target_id    INTEGER NOT NULL REFERENCES targets ON DELETE CASCADE,
    confidence   REAL NOT NULL,                  -- 0 to 1, calibrated
    entailed     REAL,                           -- how likely the sentence is about it; null: not asked
    start        INTEGER NOT NULL,               -- the sentence that speaks for it, in the document's text
    "end"        INTEGER NOT NULL,
    made         REAL NOT NULL,
    PRIMARY KEY (document_id, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessments_target ON assessments (target_id, confidence DESC);

-- Documents whose meaning is new: the durable work list of the assessor.
CREATE TABLE unassessed (
    document_id  INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE
) STRICT;
