-- The truth. A file is a path; a document is a content. Paths are bytes.

CREATE TABLE folders (
    id      INTEGER PRIMARY KEY,
    path    BLOB NOT NULL UNIQUE,
    device  INTEGER NOT NULL,              -- identity of the root: rows are purged only while it is the same
    inode   INTEGER NOT NULL,
    paused  INTEGER NOT NULL DEFAULT 0,
    state   TEXT NOT NULL DEFAULT 'online',
    added   REAL NOT NULL
) STRICT;

CREATE TABLE documents (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    hash        BLOB NOT NULL,             -- BLAKE3 of the bytes
    format      TEXT NOT NULL,             -- the same bytes read as another format are another document
    extractor   TEXT NOT NULL,             -- what made the text; when it changes, the row is stale
    chunker     TEXT NOT NULL,
    places      BLOB NOT NULL,             -- msgpack of tuple[Place, ...]
    title       TEXT NOT NULL,
    author      TEXT NOT NULL,
    created     REAL,
    language    TEXT NOT NULL,
    page_count  INTEGER NOT NULL,
    code        TEXT,                      -- why only a part could be read
    detail      TEXT,
    orphaned    REAL,                      -- since when no file holds it; kept a while, a move may bring it back
    text        TEXT NOT NULL,             -- last: reading the columns before it skips its pages
    UNIQUE (hash, format)
) STRICT;
CREATE INDEX documents_orphaned ON documents (orphaned) WHERE orphaned IS NOT NULL;

CREATE TABLE files (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id   INTEGER NOT NULL REFERENCES folders ON DELETE CASCADE,
    path        BLOB NOT NULL UNIQUE,
    parent      BLOB NOT NULL,             -- its directory, without the closing slash
    name        TEXT NOT NULL,             -- for people and for search: clean Unicode, NFC
    kind        TEXT NOT NULL,
    extension   TEXT NOT NULL,
    size        INTEGER NOT NULL,
    mtime_ns    INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    device      INTEGER NOT NULL,
    status      TEXT NOT NULL DEFAULT 'pending',
    code        TEXT,
    detail      TEXT,
    attempts    INTEGER NOT NULL DEFAULT 0, -- counted before an extraction starts: a crash cannot forget it
    retry_at    REAL,                       -- when to try a failed file again; null: parked
    document_id INTEGER REFERENCES documents
) STRICT;
CREATE INDEX files_parent ON files (parent);
CREATE INDEX files_folder ON files (folder_id, status);
CREATE INDEX files_document ON files (document_id);
CREATE INDEX files_inode ON files (inode, device);
CREATE INDEX files_pending ON files (mtime_ns DESC) WHERE status = 'pending';
CREATE INDEX files_retry ON files (retry_at) WHERE retry_at IS NOT NULL;

CREATE TABLE chunks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    UNIQUE (document_id, ordinal)
) STRICT;

CREATE TABLE models (
    id          INTEGER PRIMARY KEY,
    model       TEXT NOT NULL,
    revision    TEXT NOT NULL,
    dimension   INTEGER NOT NULL,
    UNIQUE (model, revision, dimension)
) STRICT;

CREATE TABLE vectors (                      -- unit length, float16 little-endian
    model_id    INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
    chunk_id    INTEGER NOT NULL REFERENCES chunks ON DELETE CASCADE,
    vector      BLOB NOT NULL,
    PRIMARY KEY (model_id, chunk_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX vectors_chunk ON vectors (chunk_id);

-- Documents whose vectors are missing for the model in use: the durable work list of the model worker.
CREATE TABLE unembedded (
    document_id INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE
) STRICT;

-- What the caches must do to catch up. Rows behind both caches are deleted.
CREATE TABLE changes (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    cache       TEXT NOT NULL,              -- 'words', 'names' or 'vectors'
    action      TEXT NOT NULL,              -- 'add' or 'remove'
    key         INTEGER NOT NULL            -- a document ("words", "vectors") or a file ("names")
) STRICT;

CREATE TABLE settings (
    name        TEXT PRIMARY KEY,
    value       TEXT NOT NULL               -- JSON
) STRICT;

CREATE TABLE caches (
    cache       TEXT PRIMARY KEY,
    trimmed     INTEGER NOT NULL            -- changes up to here are gone: a cache that is behind must be rebuilt
) STRICT;
