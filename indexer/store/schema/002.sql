-- What contents have in common, and what a person decided about it.

-- What a content looks like to a comparison. One that is missing, or that something else made, is work to be done.
CREATE TABLE signatures (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    kind        TEXT NOT NULL,             -- 'text', 'image' or 'meaning'
    version     TEXT NOT NULL,             -- what made it, and what it was made from
    value       BLOB NOT NULL,             -- empty: nothing to compare
    PRIMARY KEY (document_id, kind)
) STRICT, WITHOUT ROWID;

-- Two contents that were compared, and are alike. The lower id first.
CREATE TABLE likenesses (
    kind        TEXT NOT NULL,             -- as above
    first       INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    second      INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    score       REAL NOT NULL,             -- 0 to 1
    detail      BLOB NOT NULL,             -- msgpack: what else the comparison told
    PRIMARY KEY (kind, first, second)
) STRICT, WITHOUT ROWID;
CREATE INDEX likenesses_first ON likenesses (first);
CREATE INDEX likenesses_second ON likenesses (second);

-- BLAKE3 of files that have no document (nobody can read them) but as many bytes as another one.
CREATE TABLE hashes (
    file_id     INTEGER PRIMARY KEY REFERENCES files ON DELETE CASCADE,
    size        INTEGER NOT NULL,          -- as the file was when it was hashed
    mtime_ns    INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    hash        BLOB NOT NULL
) STRICT;

-- Contents of which a person said that they are not the same, by hash: said once, it holds for ever.
CREATE TABLE set_apart (
    first       BLOB NOT NULL,
    second      BLOB NOT NULL,
    PRIMARY KEY (first, second)
) STRICT, WITHOUT ROWID;

-- The journal of what went to the trash. Written before the file moves, so that a kill in between is seen.
CREATE TABLE removals (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    batch       INTEGER NOT NULL,          -- what was asked for at once, and is undone at once
    kind        TEXT NOT NULL,             -- 'exact', 'near' or 'image': how it was like its reference
    path        BLOB NOT NULL,
    reference   BLOB NOT NULL,             -- the file that stays
    size        INTEGER NOT NULL,
    mtime_ns    INTEGER NOT NULL,
    inode       INTEGER NOT NULL,
    hash        BLOB NOT NULL,             -- BLAKE3 of what went
    kept        BLOB NOT NULL,             -- BLAKE3 of what stays for it
    state       TEXT NOT NULL,             -- 'begun', 'trashed', 'restored' or 'given up'
    place       BLOB,                      -- where it lies in the trash, where that is known
    at          REAL NOT NULL
) STRICT;
CREATE INDEX removals_batch ON removals (batch);
CREATE INDEX removals_kept ON removals (kept) WHERE state = 'trashed';
