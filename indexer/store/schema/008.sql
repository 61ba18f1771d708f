-- What a person's verdicts are measured against: how sure a suggestion was before any verdict shifted it.
ALTER TABLE assessments ADD COLUMN unshifted REAL NOT NULL DEFAULT 0;
