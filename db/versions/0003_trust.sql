-- What officers, keys, backups and retention need on top of the second schema.

ALTER TABLE officer ADD COLUMN left_at TEXT;
ALTER TABLE officer ADD COLUMN opened_at TEXT;
