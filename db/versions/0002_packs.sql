-- What packs with sections, redactions, releases and numbered copies need on top of the first schema.

CREATE TABLE signing_certificate (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    issuer TEXT DEFAULT '' NOT NULL,
    serial TEXT DEFAULT '' NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    trial BOOLEAN DEFAULT '0' NOT NULL,
    pkcs12 TEXT DEFAULT '' NOT NULL,
    added_at TEXT NOT NULL,
    added_by TEXT DEFAULT '' NOT NULL,
    removed_at TEXT,
    CONSTRAINT pk_signing_certificate PRIMARY KEY (id),
    CONSTRAINT uq_signing_certificate_uid UNIQUE (uid)
);

ALTER TABLE exhibit ADD COLUMN disclosure TEXT DEFAULT '' NOT NULL;
ALTER TABLE exhibit ADD COLUMN disclosure_reason TEXT DEFAULT '' NOT NULL;
ALTER TABLE exhibit ADD COLUMN opening_password TEXT DEFAULT '' NOT NULL;

ALTER TABLE issued_pack ADD COLUMN template TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN audience TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN profile TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN purpose TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN supersedes TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN continues TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN change_note TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN authorised_by TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN proof TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN handling TEXT DEFAULT '' NOT NULL;
ALTER TABLE issued_pack ADD COLUMN choices TEXT DEFAULT '[]' NOT NULL;

CREATE TABLE kept_part (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT DEFAULT '' NOT NULL,
    exhibit_id INTEGER NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    file_identity TEXT DEFAULT '' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    pages INTEGER DEFAULT '0' NOT NULL,
    how TEXT DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '[]' NOT NULL,
    made_at TEXT NOT NULL,
    program TEXT DEFAULT '' NOT NULL,
    CONSTRAINT uq_kept_part_key UNIQUE ("key"),
    CONSTRAINT fk_kept_part_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id),
    CONSTRAINT uq_kept_part_file_name UNIQUE (file_name)
);
CREATE INDEX ix_kept_part_exhibit_id ON kept_part (exhibit_id);

ALTER TABLE pack_copy ADD COLUMN first_number INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE pack_copy ADD COLUMN "of" INTEGER DEFAULT '0' NOT NULL;
ALTER TABLE pack_copy ADD COLUMN duplex TEXT DEFAULT '' NOT NULL;
ALTER TABLE pack_copy ADD COLUMN superseded BOOLEAN DEFAULT '0' NOT NULL;

CREATE TABLE pack_file (
    id INTEGER NOT NULL,
    pack_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    volume INTEGER DEFAULT '0' NOT NULL,
    pages INTEGER DEFAULT '0' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    file_identity TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_pack_file PRIMARY KEY (id),
    CONSTRAINT uq_pack_file_pack_id_role_volume UNIQUE (pack_id, role, volume),
    CONSTRAINT fk_pack_file_pack_id_issued_pack FOREIGN KEY(pack_id) REFERENCES issued_pack (id),
    CONSTRAINT uq_pack_file_file_name UNIQUE (file_name)
);
CREATE INDEX ix_pack_file_pack_id ON pack_file (pack_id);

CREATE TABLE pack_finding (
    id INTEGER NOT NULL,
    pack_id INTEGER NOT NULL,
    exhibit_id INTEGER NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    volume INTEGER DEFAULT '0' NOT NULL,
    pages TEXT DEFAULT '' NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_pack_finding PRIMARY KEY (id),
    CONSTRAINT fk_pack_finding_pack_id_issued_pack FOREIGN KEY(pack_id) REFERENCES issued_pack (id),
    CONSTRAINT fk_pack_finding_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id)
);
CREATE INDEX ix_pack_finding_exhibit_id ON pack_finding (exhibit_id);
CREATE INDEX ix_pack_finding_pack_id ON pack_finding (pack_id);

CREATE TABLE pack_item (
    id INTEGER NOT NULL,
    pack_id INTEGER NOT NULL,
    exhibit_id INTEGER NOT NULL,
    place INTEGER DEFAULT '0' NOT NULL,
    section TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    rendition TEXT DEFAULT '' NOT NULL,
    volume INTEGER DEFAULT '0' NOT NULL,
    first_page INTEGER DEFAULT '0' NOT NULL,
    last_page INTEGER DEFAULT '0' NOT NULL,
    redactions INTEGER DEFAULT '0' NOT NULL,
    redacted_sha256 TEXT DEFAULT '' NOT NULL,
    drawn_sha256 TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_pack_item PRIMARY KEY (id),
    CONSTRAINT fk_pack_item_pack_id_issued_pack FOREIGN KEY(pack_id) REFERENCES issued_pack (id),
    CONSTRAINT fk_pack_item_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id)
);
CREATE INDEX ix_pack_item_exhibit_id ON pack_item (exhibit_id);
CREATE INDEX ix_pack_item_pack_id ON pack_item (pack_id);

CREATE TABLE pack_release (
    id INTEGER NOT NULL,
    pack_id INTEGER NOT NULL,
    released_at TEXT NOT NULL,
    released_by TEXT DEFAULT '' NOT NULL,
    authorised_by TEXT DEFAULT '' NOT NULL,
    self_authorised BOOLEAN DEFAULT '0' NOT NULL,
    manifest_sha256 TEXT DEFAULT '' NOT NULL,
    certificate TEXT DEFAULT '' NOT NULL,
    certificate_sha256 TEXT DEFAULT '' NOT NULL,
    trial BOOLEAN DEFAULT '0' NOT NULL,
    time_stamp TEXT DEFAULT '' NOT NULL,
    accepted TEXT DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_pack_release PRIMARY KEY (id),
    CONSTRAINT uq_pack_release_pack_id UNIQUE (pack_id),
    CONSTRAINT fk_pack_release_pack_id_issued_pack FOREIGN KEY(pack_id) REFERENCES issued_pack (id)
);

CREATE TABLE redaction (
    id INTEGER NOT NULL,
    exhibit_id INTEGER NOT NULL,
    page INTEGER DEFAULT '0' NOT NULL,
    "left" INTEGER DEFAULT '0' NOT NULL,
    bottom INTEGER DEFAULT '0' NOT NULL,
    "right" INTEGER DEFAULT '0' NOT NULL,
    top INTEGER DEFAULT '0' NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    term TEXT DEFAULT '' NOT NULL,
    everywhere BOOLEAN DEFAULT '0' NOT NULL,
    made_by TEXT DEFAULT '' NOT NULL,
    made_at TEXT NOT NULL,
    part_sha256 TEXT DEFAULT '' NOT NULL,
    withdrawn_by TEXT DEFAULT '' NOT NULL,
    withdrawn_at TEXT,
    CONSTRAINT pk_redaction PRIMARY KEY (id),
    CONSTRAINT fk_redaction_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id)
);
CREATE INDEX ix_redaction_exhibit_id ON redaction (exhibit_id);

CREATE TABLE redaction_check (
    id INTEGER NOT NULL,
    exhibit_id INTEGER NOT NULL,
    digest TEXT DEFAULT '' NOT NULL,
    checked_by TEXT DEFAULT '' NOT NULL,
    recorded_by TEXT DEFAULT '' NOT NULL,
    at TEXT NOT NULL,
    remark TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_redaction_check PRIMARY KEY (id),
    CONSTRAINT fk_redaction_check_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id)
);
CREATE INDEX ix_redaction_check_exhibit_id ON redaction_check (exhibit_id);

CREATE TABLE pack_copy_result (
    id INTEGER NOT NULL,
    copy_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    officer TEXT DEFAULT '' NOT NULL,
    state TEXT NOT NULL,
    sheets INTEGER DEFAULT '0' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_pack_copy_result PRIMARY KEY (id),
    CONSTRAINT fk_pack_copy_result_copy_id_pack_copy FOREIGN KEY(copy_id) REFERENCES pack_copy (id)
);
CREATE INDEX ix_pack_copy_result_copy_id ON pack_copy_result (copy_id);

CREATE TRIGGER redaction_check_no_update BEFORE UPDATE ON redaction_check BEGIN SELECT RAISE(ABORT, 'redaction_check is append only'); END;
CREATE TRIGGER redaction_check_no_delete BEFORE DELETE ON redaction_check BEGIN SELECT RAISE(ABORT, 'redaction_check is append only'); END;
CREATE TRIGGER pack_copy_result_no_update BEFORE UPDATE ON pack_copy_result BEGIN SELECT RAISE(ABORT, 'pack_copy_result is append only'); END;
CREATE TRIGGER pack_copy_result_no_delete BEFORE DELETE ON pack_copy_result BEGIN SELECT RAISE(ABORT, 'pack_copy_result is append only'); END;
CREATE TRIGGER pack_item_no_update BEFORE UPDATE ON pack_item BEGIN SELECT RAISE(ABORT, 'pack_item is append only'); END;
CREATE TRIGGER pack_item_no_delete BEFORE DELETE ON pack_item BEGIN SELECT RAISE(ABORT, 'pack_item is append only'); END;
CREATE TRIGGER pack_finding_no_update BEFORE UPDATE ON pack_finding BEGIN SELECT RAISE(ABORT, 'pack_finding is append only'); END;
CREATE TRIGGER pack_finding_no_delete BEFORE DELETE ON pack_finding BEGIN SELECT RAISE(ABORT, 'pack_finding is append only'); END;
CREATE TRIGGER pack_file_no_update BEFORE UPDATE ON pack_file BEGIN SELECT RAISE(ABORT, 'pack_file is append only'); END;
CREATE TRIGGER pack_file_no_delete BEFORE DELETE ON pack_file BEGIN SELECT RAISE(ABORT, 'pack_file is append only'); END;
CREATE TRIGGER pack_release_no_update BEFORE UPDATE ON pack_release BEGIN SELECT RAISE(ABORT, 'pack_release is append only'); END;
CREATE TRIGGER pack_release_no_delete BEFORE DELETE ON pack_release BEGIN SELECT RAISE(ABORT, 'pack_release is append only'); END;
