-- Where each line of the text on a page stands (JSON: left, top, right, bottom as shares); empty where it is not known.
ALTER TABLE scan_pages ADD COLUMN boxes TEXT NOT NULL DEFAULT '';
