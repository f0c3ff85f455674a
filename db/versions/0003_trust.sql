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

CREATE TABLE disposal (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    at TEXT NOT NULL,
    group_code TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    policy_reference TEXT DEFAULT '' NOT NULL,
    officer TEXT DEFAULT '' NOT NULL,
    second_officer TEXT DEFAULT '' NOT NULL,
    counts TEXT DEFAULT '[]' NOT NULL,
    files INTEGER DEFAULT '0' NOT NULL,
    anchor_sequence INTEGER DEFAULT '0' NOT NULL,
    anchor_head TEXT DEFAULT '' NOT NULL,
    second_enrolled_alone_at TEXT,
    CONSTRAINT pk_disposal PRIMARY KEY (id),
    CONSTRAINT uq_disposal_uid UNIQUE (uid),
    CONSTRAINT uq_disposal_reference UNIQUE (reference)
);

ALTER TABLE officer ADD COLUMN left_at TEXT;
ALTER TABLE officer ADD COLUMN opened_at TEXT;

CREATE TABLE retention_period (
    id INTEGER NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    first_years INTEGER DEFAULT '0' NOT NULL,
    further_years INTEGER DEFAULT '0' NOT NULL,
    after_poll_days INTEGER DEFAULT '0' NOT NULL,
    policy_reference TEXT DEFAULT '' NOT NULL,
    entered_by TEXT DEFAULT '' NOT NULL,
    entered_at TEXT NOT NULL,
    CONSTRAINT pk_retention_period PRIMARY KEY (id)
);

CREATE TABLE casefile_retention (
    id INTEGER NOT NULL,
    casefile_id INTEGER NOT NULL,
    group_code TEXT DEFAULT '' NOT NULL,
    charging TEXT NOT NULL,
    charge_decided_on TEXT,
    ending TEXT NOT NULL,
    ended_on TEXT,
    sentence TEXT NOT NULL,
    released_on TEXT,
    appeal TEXT NOT NULL,
    appeal_ended_on TEXT,
    reopened_at TEXT,
    CONSTRAINT pk_casefile_retention PRIMARY KEY (id),
    CONSTRAINT uq_casefile_retention_casefile_id UNIQUE (casefile_id),
    CONSTRAINT fk_casefile_retention_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id)
);

CREATE TABLE erased_file (
    id INTEGER NOT NULL,
    disposal_id INTEGER NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_erased_file PRIMARY KEY (id),
    CONSTRAINT fk_erased_file_disposal_id_disposal FOREIGN KEY(disposal_id) REFERENCES disposal (id),
    CONSTRAINT uq_erased_file_file_name UNIQUE (file_name)
);
CREATE INDEX ix_erased_file_disposal_id ON erased_file (disposal_id);

CREATE TABLE legal_hold (
    id INTEGER NOT NULL,
    casefile_id INTEGER,
    person_id INTEGER,
    placed_at TEXT NOT NULL,
    placed_by TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    lifted_at TEXT,
    lifted_by TEXT DEFAULT '' NOT NULL,
    lift_reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_legal_hold PRIMARY KEY (id),
    CONSTRAINT fk_legal_hold_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT fk_legal_hold_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_legal_hold_casefile_id ON legal_hold (casefile_id);
CREATE INDEX ix_legal_hold_person_id ON legal_hold (person_id);

CREATE TABLE retention_review (
    id INTEGER NOT NULL,
    casefile_id INTEGER,
    person_id INTEGER,
    at TEXT NOT NULL,
    "by" TEXT DEFAULT '' NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    next_on TEXT,
    CONSTRAINT pk_retention_review PRIMARY KEY (id),
    CONSTRAINT fk_retention_review_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT fk_retention_review_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_retention_review_casefile_id ON retention_review (casefile_id);
CREATE INDEX ix_retention_review_person_id ON retention_review (person_id);

DROP TRIGGER advice_no_delete;
CREATE TRIGGER advice_no_delete BEFORE DELETE ON advice WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'advice is append only'); END;
DROP TRIGGER movement_no_delete;
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'movement is append only'); END;
DROP TRIGGER redaction_check_no_delete;
CREATE TRIGGER redaction_check_no_delete BEFORE DELETE ON redaction_check WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'redaction_check is append only'); END;
CREATE TRIGGER retention_review_no_update BEFORE UPDATE ON retention_review BEGIN SELECT RAISE(ABORT, 'retention_review is append only'); END;
CREATE TRIGGER retention_review_no_delete BEFORE DELETE ON retention_review WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'retention_review is append only'); END;
DROP TRIGGER pack_copy_no_delete;
CREATE TRIGGER pack_copy_no_delete BEFORE DELETE ON pack_copy WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'pack_copy is append only'); END;
DROP TRIGGER pack_copy_result_no_delete;
CREATE TRIGGER pack_copy_result_no_delete BEFORE DELETE ON pack_copy_result WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'pack_copy_result is append only'); END;
DROP TRIGGER pack_item_no_delete;
CREATE TRIGGER pack_item_no_delete BEFORE DELETE ON pack_item WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'pack_item is append only'); END;
DROP TRIGGER pack_finding_no_delete;
CREATE TRIGGER pack_finding_no_delete BEFORE DELETE ON pack_finding WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'pack_finding is append only'); END;
DROP TRIGGER pack_file_no_delete;
CREATE TRIGGER pack_file_no_delete BEFORE DELETE ON pack_file WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'pack_file is append only'); END;
DROP TRIGGER pack_release_no_delete;
CREATE TRIGGER pack_release_no_delete BEFORE DELETE ON pack_release WHEN NOT EXISTS (SELECT 1 FROM setting WHERE name = 'destroying') BEGIN SELECT RAISE(ABORT, 'pack_release is append only'); END;
CREATE TRIGGER retention_period_no_update BEFORE UPDATE ON retention_period BEGIN SELECT RAISE(ABORT, 'retention_period is append only'); END;
CREATE TRIGGER retention_period_no_delete BEFORE DELETE ON retention_period BEGIN SELECT RAISE(ABORT, 'retention_period is append only'); END;
CREATE TRIGGER disposal_no_update BEFORE UPDATE ON disposal BEGIN SELECT RAISE(ABORT, 'disposal is append only'); END;
CREATE TRIGGER disposal_no_delete BEFORE DELETE ON disposal BEGIN SELECT RAISE(ABORT, 'disposal is append only'); END;
CREATE TRIGGER erased_file_no_update BEFORE UPDATE ON erased_file BEGIN SELECT RAISE(ABORT, 'erased_file is append only'); END;
CREATE TRIGGER erased_file_no_delete BEFORE DELETE ON erased_file BEGIN SELECT RAISE(ABORT, 'erased_file is append only'); END;
