-- Documents that are wholly or partly pictures, and what looked for text in them. Those that another recogniser than the
-- one in use has looked at are the durable work list of the recognising loop.
CREATE TABLE scans (
    document_id INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    recogniser  TEXT NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0, -- since the last page that was done; counted before each
    code        TEXT,                       -- why a page could not be looked at
    detail      TEXT
) STRICT;
CREATE INDEX scans_recogniser ON scans (recogniser);

-- What was found on each page, kept by content: a move, a copy or a better reader of the rest costs no second look.
CREATE TABLE scan_pages (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    page        INTEGER NOT NULL,           -- from 1; a picture is one page
    recogniser  TEXT NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (document_id, page)
) STRICT, WITHOUT ROWID;

-- Newest first; but those on which the service came to grief before come after all others.
DROP INDEX files_pending;
CREATE INDEX files_pending ON files (attempts, mtime_ns DESC) WHERE status = 'pending';
