-- Several models' vectors may stand side by side: one of them is searched, another may be built beside it, and those
-- that were searched before are kept a while, so that going back costs nothing.

CREATE TABLE generations (
    model_id    INTEGER PRIMARY KEY REFERENCES models ON DELETE CASCADE,
    role        TEXT NOT NULL,              -- 'in use', 'building' or 'kept'
    since       REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX generations_role ON generations (role) WHERE role != 'kept';

-- Documents whose vectors are missing, for the model in use and the one that is built. It is planned anew at each start.
DROP TABLE unembedded;
CREATE TABLE unembedded (
    model_id    INTEGER NOT NULL REFERENCES models ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (model_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unembedded_document ON unembedded (document_id);
