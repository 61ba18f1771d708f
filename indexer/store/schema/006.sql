-- What a person did with what was found, and the searches that a person keeps. All of it can be erased.

CREATE TABLE feedback (                     -- see feedback.py
    id          INTEGER PRIMARY KEY,
    at          REAL NOT NULL,
    query       TEXT NOT NULL,             -- the words of the query, without its operators
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    start       INTEGER NOT NULL,          -- the passage that was shown: text[start:end] of the document
    "end"       INTEGER NOT NULL,
    verdict     TEXT NOT NULL,             -- 'opened', 'accepted', 'rejected' or 'skipped'
    UNIQUE (query, document_id, verdict)
) STRICT;
CREATE INDEX feedback_document ON feedback (document_id);

CREATE TABLE saved_searches (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL,
    search      TEXT NOT NULL,             -- JSON of protocol.Search: what is asked
    shown       TEXT NOT NULL UNIQUE,      -- how the client that kept it shows it; nobody else's business
    tells       INTEGER NOT NULL,          -- whether it says when a new document matches
    checked     INTEGER NOT NULL,          -- documents up to this id were compared with it
    added       REAL NOT NULL
) STRICT;

CREATE TABLE saved_matches (
    search_id   INTEGER NOT NULL REFERENCES saved_searches ON DELETE CASCADE,
    file_id     INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,
    seen        INTEGER NOT NULL,
    PRIMARY KEY (search_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_matches_file ON saved_matches (file_id);
