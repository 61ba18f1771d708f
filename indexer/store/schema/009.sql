-- What a picture shows, as a vector of a model that reads texts and pictures alike; an empty one where it could not be
-- looked at. Pictures of the chosen model that have no row are the durable work list.
CREATE TABLE picture_vectors (
    document_id INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
    model       TEXT NOT NULL,
    revision    TEXT NOT NULL,
    vector      BLOB NOT NULL               -- float16
) STRICT;
