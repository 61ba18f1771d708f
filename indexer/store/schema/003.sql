-- Topics: documents that belong together, what they are called, and where they lie on the map.

CREATE TABLE topics (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id   INTEGER REFERENCES topics ON DELETE SET NULL,  -- the group of topics that it is in; groups have none
    name        TEXT NOT NULL,             -- made from what its documents say
    given       TEXT,                      -- the name that a person gave: it stays
    keywords    TEXT NOT NULL,             -- JSON list, the most telling first
    held        INTEGER NOT NULL DEFAULT 0, -- a person named, merged or split it: what is in it stays together
    centre      BLOB,                      -- unit length, float32 little-endian; null for a group
    x           REAL NOT NULL,             -- where its name stands on the map
    y           REAL NOT NULL
) STRICT;
CREATE INDEX topics_parent ON topics (parent_id);

CREATE TABLE topic_documents (
    document_id INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    topic_id    INTEGER REFERENCES topics ON DELETE SET NULL,  -- null: it fits none
    fit         REAL NOT NULL,             -- cosine with the topic's centre
    x           REAL NOT NULL,             -- its place on the map
    y           REAL NOT NULL
) STRICT;
CREATE INDEX topic_documents_topic ON topic_documents (topic_id);

-- One row: how the topics were made last.
CREATE TABLE topic_making (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    model_id    INTEGER NOT NULL REFERENCES models ON DELETE CASCADE, -- whose vectors the centres are made of
    method      TEXT NOT NULL,             -- the way that was taken
    wanted      TEXT NOT NULL,             -- the way that was asked for; 'auto': chosen by the library's size and shape
    count       INTEGER NOT NULL,          -- how many topics were asked for; 0: as many as there are
    least_fit   REAL NOT NULL,             -- below it a new document fits no topic
    documents   INTEGER NOT NULL,          -- how many documents there were
    made        REAL NOT NULL              -- seconds since the epoch
) STRICT;
