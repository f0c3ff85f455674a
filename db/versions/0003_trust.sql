-- What officers, keys, backups and retention need on top of the second schema.

CREATE TABLE backup (
    id INTEGER NOT NULL,
    stamp TEXT DEFAULT '' NOT NULL,
    folder TEXT DEFAULT '' NOT NULL,
    made_at TEXT NOT NULL,
    sequence INTEGER DEFAULT '0' NOT NULL,
    head TEXT DEFAULT '' NOT NULL,
    files INTEGER DEFAULT '0' NOT NULL,
    missing INTEGER DEFAULT '0' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    state TEXT NOT NULL,
    proved_at TEXT,
    checked INTEGER DEFAULT '0' NOT NULL,
    fault TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_backup PRIMARY KEY (id)
);

ALTER TABLE officer ADD COLUMN left_at TEXT;
ALTER TABLE officer ADD COLUMN opened_at TEXT;
