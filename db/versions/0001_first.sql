-- The schema as first shipped. Later revisions alter it; this file never changes.

CREATE TABLE audit_checkpoint (
    seq INTEGER NOT NULL,
    head TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    signature TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_audit_checkpoint PRIMARY KEY (seq)
);

CREATE TABLE audit_entry (
    seq INTEGER NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    payload TEXT DEFAULT '' NOT NULL,
    salt TEXT DEFAULT '' NOT NULL,
    "commit" TEXT DEFAULT '' NOT NULL,
    prev TEXT DEFAULT '' NOT NULL,
    hash TEXT DEFAULT '' NOT NULL,
    casefile_id INTEGER,
    CONSTRAINT pk_audit_entry PRIMARY KEY (seq)
);
CREATE INDEX ix_audit_entry_casefile_id ON audit_entry (casefile_id) WHERE casefile_id IS NOT NULL;

CREATE TABLE casefile (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    opened_at TEXT NOT NULL,
    status TEXT NOT NULL,
    officer_in_case TEXT DEFAULT '' NOT NULL,
    supervisor TEXT DEFAULT '' NOT NULL,
    urn TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    outcome_at TEXT,
    summary TEXT DEFAULT '' NOT NULL,
    limit_on TEXT,
    early_advice_on TEXT,
    CONSTRAINT pk_casefile PRIMARY KEY (id),
    CONSTRAINT uq_casefile_uid UNIQUE (uid),
    CONSTRAINT uq_casefile_reference UNIQUE (reference)
);
CREATE INDEX ix_casefile_status ON casefile (status);

CREATE TABLE draft (
    "key" TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    saved_at TEXT NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY ("key")
);

CREATE TABLE filed_return (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    cadence TEXT DEFAULT '' NOT NULL,
    nil BOOLEAN DEFAULT '0' NOT NULL,
    state TEXT NOT NULL,
    snapshot TEXT DEFAULT '' NOT NULL,
    payload_sha256 TEXT DEFAULT '' NOT NULL,
    frozen_at TEXT NOT NULL,
    frozen_by TEXT DEFAULT '' NOT NULL,
    anchor_sequence INTEGER DEFAULT '0' NOT NULL,
    anchor_head TEXT DEFAULT '' NOT NULL,
    supersedes_id INTEGER,
    correction_reason TEXT DEFAULT '' NOT NULL,
    authorised_by TEXT DEFAULT '' NOT NULL,
    authorised_at TEXT,
    self_authorised BOOLEAN DEFAULT '0' NOT NULL,
    exported_at TEXT,
    CONSTRAINT pk_filed_return PRIMARY KEY (id),
    CONSTRAINT uq_filed_return_uid UNIQUE (uid),
    CONSTRAINT uq_filed_return_reference UNIQUE (reference),
    CONSTRAINT fk_filed_return_supersedes_id_filed_return FOREIGN KEY(supersedes_id) REFERENCES filed_return (id)
);
CREATE INDEX ix_filed_return_period_start ON filed_return (period_start);
CREATE INDEX ix_filed_return_supersedes_id ON filed_return (supersedes_id);

CREATE TABLE officer (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    initials TEXT DEFAULT '' NOT NULL,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_officer PRIMARY KEY (id),
    CONSTRAINT uq_officer_uid UNIQUE (uid)
);

CREATE TABLE person (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    created_at TEXT NOT NULL,
    known_as TEXT DEFAULT '' NOT NULL,
    pronouns TEXT DEFAULT '' NOT NULL,
    date_of_birth TEXT,
    sex TEXT DEFAULT '' NOT NULL,
    organisation TEXT DEFAULT '' NOT NULL,
    campaign_base TEXT DEFAULT '' NOT NULL,
    handles TEXT DEFAULT '[]' NOT NULL,
    code_word TEXT DEFAULT '' NOT NULL,
    accessibility TEXT DEFAULT '' NOT NULL,
    prior_threat BOOLEAN DEFAULT '0' NOT NULL,
    address_withheld BOOLEAN DEFAULT '0' NOT NULL,
    own_agent BOOLEAN DEFAULT '0' NOT NULL,
    democracy_club_id TEXT DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_uid UNIQUE (uid),
    CONSTRAINT uq_person_reference UNIQUE (reference)
);
CREATE INDEX ix_person_democracy_club_id ON person (democracy_club_id);
CREATE INDEX ix_person_list ON person (id, prior_threat, address_withheld);

CREATE TABLE series (
    name TEXT NOT NULL,
    last INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_series PRIMARY KEY (name)
);

CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (name)
);

CREATE TABLE advice (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    given_at TEXT NOT NULL,
    given_local TEXT DEFAULT '' NOT NULL,
    channel TEXT NOT NULL,
    officer TEXT DEFAULT '' NOT NULL,
    asked TEXT DEFAULT '' NOT NULL,
    advice TEXT DEFAULT '' NOT NULL,
    rationale TEXT DEFAULT '' NOT NULL,
    follow_up_on TEXT,
    recorded_at TEXT,
    CONSTRAINT pk_advice PRIMARY KEY (id),
    CONSTRAINT fk_advice_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_advice_follow_up_on ON advice (follow_up_on);
CREATE INDEX ix_advice_person_id ON advice (person_id);

CREATE TABLE briefing (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    officer TEXT DEFAULT '' NOT NULL,
    method TEXT DEFAULT '' NOT NULL,
    version TEXT DEFAULT '' NOT NULL,
    declined_reason TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_briefing PRIMARY KEY (id),
    CONSTRAINT fk_briefing_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_briefing_person_id ON briefing (person_id);

CREATE TABLE candidacy (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    election_id TEXT DEFAULT '' NOT NULL,
    ballot_paper_id TEXT DEFAULT '' NOT NULL,
    poll_on TEXT NOT NULL,
    election_type TEXT DEFAULT '' NOT NULL,
    area_name TEXT DEFAULT '' NOT NULL,
    area_gss TEXT DEFAULT '' NOT NULL,
    party_name TEXT DEFAULT '' NOT NULL,
    party_id TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    agent_id INTEGER,
    standing TEXT NOT NULL,
    regime TEXT NOT NULL,
    CONSTRAINT pk_candidacy PRIMARY KEY (id),
    CONSTRAINT uq_candidacy_person_id_ballot_paper_id UNIQUE (person_id, ballot_paper_id),
    CONSTRAINT fk_candidacy_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_candidacy_agent_id_person FOREIGN KEY(agent_id) REFERENCES person (id)
);
CREATE INDEX ix_candidacy_agent_id ON candidacy (agent_id);
CREATE INDEX ix_candidacy_person_id ON candidacy (person_id);

CREATE TABLE case_person (
    id INTEGER NOT NULL,
    casefile_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    person_id INTEGER,
    phone TEXT DEFAULT '' NOT NULL,
    special_measures TEXT DEFAULT '' NOT NULL,
    vps TEXT DEFAULT '' NOT NULL,
    identified_by TEXT DEFAULT '' NOT NULL,
    custody TEXT DEFAULT '' NOT NULL,
    arrested_at TEXT,
    interviewed_at TEXT,
    notes TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_case_person PRIMARY KEY (id),
    CONSTRAINT fk_case_person_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT fk_case_person_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_case_person_casefile_id ON case_person (casefile_id);
CREATE INDEX ix_case_person_person_id ON case_person (person_id);

CREATE TABLE charge_answer (
    id INTEGER NOT NULL,
    casefile_id INTEGER NOT NULL,
    fact TEXT DEFAULT '' NOT NULL,
    holds BOOLEAN DEFAULT '0' NOT NULL,
    "by" TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_charge_answer PRIMARY KEY (id),
    CONSTRAINT uq_charge_answer_casefile_id_fact UNIQUE (casefile_id, fact),
    CONSTRAINT fk_charge_answer_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id)
);
CREATE INDEX ix_charge_answer_casefile_id ON charge_answer (casefile_id);

CREATE TABLE contact_point (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT DEFAULT '' NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    safe_to_leave_message BOOLEAN DEFAULT '0' NOT NULL,
    do_not_use BOOLEAN DEFAULT '0' NOT NULL,
    preferred_window TEXT DEFAULT '' NOT NULL,
    verified BOOLEAN DEFAULT '0' NOT NULL,
    CONSTRAINT pk_contact_point PRIMARY KEY (id),
    CONSTRAINT fk_contact_point_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_contact_point_person_id ON contact_point (person_id);

CREATE TABLE exhibit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT DEFAULT '' NOT NULL,
    casefile_id INTEGER NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    filename TEXT DEFAULT '' NOT NULL,
    media_type TEXT DEFAULT '' NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    file_identity TEXT DEFAULT '' NOT NULL,
    state TEXT NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    found_by TEXT DEFAULT '' NOT NULL,
    found_at TEXT NOT NULL,
    found_local TEXT DEFAULT '' NOT NULL,
    found_where TEXT DEFAULT '' NOT NULL,
    recorded_at TEXT NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    seal_number TEXT DEFAULT '' NOT NULL,
    storage TEXT DEFAULT '' NOT NULL,
    verified_at TEXT,
    CONSTRAINT uq_exhibit_casefile_id_reference UNIQUE (casefile_id, reference),
    CONSTRAINT uq_exhibit_uid UNIQUE (uid),
    CONSTRAINT fk_exhibit_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT uq_exhibit_file_name UNIQUE (file_name)
);
CREATE INDEX ix_exhibit_casefile_id ON exhibit (casefile_id);

CREATE TABLE home_address (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    address TEXT DEFAULT '' NOT NULL,
    postcode TEXT DEFAULT '' NOT NULL,
    public_source TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_home_address PRIMARY KEY (id),
    CONSTRAINT uq_home_address_person_id UNIQUE (person_id),
    CONSTRAINT fk_home_address_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);

CREATE TABLE incident (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    crime_reference TEXT DEFAULT '' NOT NULL,
    happened_from TEXT NOT NULL,
    happened_local TEXT DEFAULT '' NOT NULL,
    reported_at TEXT NOT NULL,
    reported_local TEXT DEFAULT '' NOT NULL,
    recorded_at TEXT NOT NULL,
    category TEXT DEFAULT '' NOT NULL,
    channel TEXT NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    contact_id INTEGER,
    happened_to TEXT,
    happened_to_local TEXT DEFAULT '' NOT NULL,
    happened_estimated BOOLEAN DEFAULT '0' NOT NULL,
    log_number TEXT DEFAULT '' NOT NULL,
    not_crimed_reason TEXT DEFAULT '' NOT NULL,
    regime TEXT NOT NULL,
    regime_reason TEXT DEFAULT '' NOT NULL,
    location TEXT DEFAULT '' NOT NULL,
    platform TEXT DEFAULT '' NOT NULL,
    post_url TEXT DEFAULT '' NOT NULL,
    account TEXT DEFAULT '' NOT NULL,
    verbatim TEXT DEFAULT '' NOT NULL,
    hostility TEXT DEFAULT '' NOT NULL,
    hate_strands TEXT DEFAULT '[]' NOT NULL,
    offence_codes TEXT DEFAULT '[]' NOT NULL,
    risk TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    outcome_at TEXT,
    officer_in_case TEXT DEFAULT '' NOT NULL,
    notable BOOLEAN DEFAULT '0' NOT NULL,
    notable_summary TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (id),
    CONSTRAINT uq_incident_uid UNIQUE (uid),
    CONSTRAINT uq_incident_reference UNIQUE (reference),
    CONSTRAINT fk_incident_contact_id_person FOREIGN KEY(contact_id) REFERENCES person (id)
);
CREATE INDEX ix_incident_contact_id ON incident (contact_id);
CREATE INDEX ix_incident_list ON incident (id, status, risk, notable);
CREATE INDEX ix_incident_recorded_at ON incident (recorded_at);

CREATE TABLE issued_pack (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    casefile_id INTEGER NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    recipient TEXT DEFAULT '' NOT NULL,
    served BOOLEAN DEFAULT '0' NOT NULL,
    issued_at TEXT NOT NULL,
    issued_by TEXT DEFAULT '' NOT NULL,
    pages INTEGER DEFAULT '0' NOT NULL,
    size INTEGER DEFAULT '0' NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    file_name TEXT DEFAULT '' NOT NULL,
    file_identity TEXT DEFAULT '' NOT NULL,
    exhibits TEXT DEFAULT '[]' NOT NULL,
    faults TEXT DEFAULT '[]' NOT NULL,
    anchor_sequence INTEGER DEFAULT '0' NOT NULL,
    anchor_head TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_issued_pack PRIMARY KEY (id),
    CONSTRAINT uq_issued_pack_uid UNIQUE (uid),
    CONSTRAINT fk_issued_pack_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT uq_issued_pack_reference UNIQUE (reference),
    CONSTRAINT uq_issued_pack_file_name UNIQUE (file_name)
);
CREATE INDEX ix_issued_pack_casefile_id ON issued_pack (casefile_id);

CREATE TABLE measure (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    provider TEXT DEFAULT '' NOT NULL,
    requested_on TEXT,
    fitted_on TEXT,
    returned_on TEXT,
    review_on TEXT,
    CONSTRAINT pk_measure PRIMARY KEY (id),
    CONSTRAINT fk_measure_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_measure_person_id ON measure (person_id);

CREATE TABLE person_role (
    id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    from_on TEXT,
    to_on TEXT,
    CONSTRAINT pk_person_role PRIMARY KEY (id),
    CONSTRAINT fk_person_role_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_person_role_person_id ON person_role (person_id);

CREATE TABLE referral (
    id INTEGER NOT NULL,
    uid TEXT DEFAULT '' NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    casefile_id INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    opened_by TEXT DEFAULT '' NOT NULL,
    checklist TEXT DEFAULT '' NOT NULL,
    state TEXT NOT NULL,
    hostility TEXT NOT NULL,
    hostility_note TEXT DEFAULT '' NOT NULL,
    sent_at TEXT,
    sent_by TEXT DEFAULT '' NOT NULL,
    recipient TEXT DEFAULT '' NOT NULL,
    method TEXT DEFAULT '' NOT NULL,
    pack_sha256 TEXT DEFAULT '' NOT NULL,
    decision TEXT DEFAULT '' NOT NULL,
    decision_reason TEXT DEFAULT '' NOT NULL,
    decided_at TEXT,
    victim_told_at TEXT,
    CONSTRAINT pk_referral PRIMARY KEY (id),
    CONSTRAINT uq_referral_uid UNIQUE (uid),
    CONSTRAINT uq_referral_reference UNIQUE (reference),
    CONSTRAINT fk_referral_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id)
);
CREATE INDEX ix_referral_casefile_id ON referral (casefile_id);

CREATE TABLE suspected_offence (
    id INTEGER NOT NULL,
    casefile_id INTEGER NOT NULL,
    code TEXT DEFAULT '' NOT NULL,
    lawpack TEXT DEFAULT '' NOT NULL,
    suspect TEXT DEFAULT '' NOT NULL,
    limit_on TEXT,
    outer_on TEXT,
    override_on TEXT,
    override_reason TEXT DEFAULT '' NOT NULL,
    override_by TEXT DEFAULT '' NOT NULL,
    checked_by TEXT DEFAULT '' NOT NULL,
    checked_at TEXT,
    entered_by TEXT DEFAULT '' NOT NULL,
    exceptions TEXT DEFAULT '[]' NOT NULL,
    exception_reason TEXT DEFAULT '' NOT NULL,
    withdrawn TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_suspected_offence PRIMARY KEY (id),
    CONSTRAINT fk_suspected_offence_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id)
);
CREATE INDEX ix_suspected_offence_casefile_id ON suspected_offence (casefile_id);

CREATE TABLE answer (
    id INTEGER NOT NULL,
    referral_id INTEGER NOT NULL,
    item INTEGER DEFAULT '0' NOT NULL,
    state TEXT NOT NULL,
    "by" TEXT DEFAULT '' NOT NULL,
    at TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    "on" TEXT,
    name TEXT DEFAULT '' NOT NULL,
    second TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (id),
    CONSTRAINT uq_answer_referral_id_item UNIQUE (referral_id, item),
    CONSTRAINT fk_answer_referral_id_referral FOREIGN KEY(referral_id) REFERENCES referral (id)
);
CREATE INDEX ix_answer_referral_id ON answer (referral_id);

CREATE TABLE casefile_incident (
    id INTEGER NOT NULL,
    casefile_id INTEGER NOT NULL,
    incident_id INTEGER NOT NULL,
    CONSTRAINT pk_casefile_incident PRIMARY KEY (id),
    CONSTRAINT uq_casefile_incident_casefile_id_incident_id UNIQUE (casefile_id, incident_id),
    CONSTRAINT fk_casefile_incident_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT fk_casefile_incident_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE INDEX ix_casefile_incident_casefile_id ON casefile_incident (casefile_id);
CREATE INDEX ix_casefile_incident_incident_id ON casefile_incident (incident_id);

CREATE TABLE movement (
    id INTEGER NOT NULL,
    exhibit_id INTEGER NOT NULL,
    moved_at TEXT NOT NULL,
    moved_local TEXT DEFAULT '' NOT NULL,
    from_holder TEXT DEFAULT '' NOT NULL,
    to_holder TEXT DEFAULT '' NOT NULL,
    purpose TEXT DEFAULT '' NOT NULL,
    seals TEXT DEFAULT '' NOT NULL,
    officer TEXT DEFAULT '' NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_movement PRIMARY KEY (id),
    CONSTRAINT fk_movement_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id)
);
CREATE INDEX ix_movement_exhibit_id ON movement (exhibit_id);

CREATE TABLE offence_date (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    offence_id INTEGER NOT NULL,
    event TEXT NOT NULL,
    "on" TEXT NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_offence_date_offence_id_suspected_offence FOREIGN KEY(offence_id) REFERENCES suspected_offence (id)
);
CREATE INDEX ix_offence_date_offence_id ON offence_date (offence_id);

CREATE TABLE pack_copy (
    id INTEGER NOT NULL,
    pack_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    officer TEXT DEFAULT '' NOT NULL,
    how TEXT DEFAULT '' NOT NULL,
    recipient TEXT DEFAULT '' NOT NULL,
    copies INTEGER DEFAULT '0' NOT NULL,
    printer TEXT DEFAULT '' NOT NULL,
    page_range TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_pack_copy PRIMARY KEY (id),
    CONSTRAINT fk_pack_copy_pack_id_issued_pack FOREIGN KEY(pack_id) REFERENCES issued_pack (id)
);
CREATE INDEX ix_pack_copy_pack_id ON pack_copy (pack_id);

CREATE TABLE report (
    id INTEGER NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    incident_id INTEGER,
    person_id INTEGER,
    reporter TEXT DEFAULT '' NOT NULL,
    received_at TEXT NOT NULL,
    received_local TEXT DEFAULT '' NOT NULL,
    channel TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    taken_by TEXT DEFAULT '' NOT NULL,
    recorded_at TEXT NOT NULL,
    CONSTRAINT pk_report PRIMARY KEY (id),
    CONSTRAINT uq_report_reference UNIQUE (reference),
    CONSTRAINT fk_report_incident_id_incident FOREIGN KEY(incident_id) REFERENCES incident (id),
    CONSTRAINT fk_report_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE INDEX ix_report_incident_id ON report (incident_id);
CREATE INDEX ix_report_person_id ON report (person_id);

CREATE TABLE statement (
    id INTEGER NOT NULL,
    casefile_id INTEGER NOT NULL,
    reference TEXT DEFAULT '' NOT NULL,
    witness TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    signed_on TEXT,
    address_absent BOOLEAN DEFAULT '0' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    exhibit_id INTEGER,
    CONSTRAINT pk_statement PRIMARY KEY (id),
    CONSTRAINT uq_statement_casefile_id_reference UNIQUE (casefile_id, reference),
    CONSTRAINT fk_statement_casefile_id_casefile FOREIGN KEY(casefile_id) REFERENCES casefile (id),
    CONSTRAINT fk_statement_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id)
);
CREATE INDEX ix_statement_casefile_id ON statement (casefile_id);
CREATE INDEX ix_statement_exhibit_id ON statement (exhibit_id);

CREATE TABLE answer_link (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    answer_id INTEGER NOT NULL,
    exhibit_id INTEGER,
    statement_id INTEGER,
    CONSTRAINT fk_answer_link_answer_id_answer FOREIGN KEY(answer_id) REFERENCES answer (id),
    CONSTRAINT fk_answer_link_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id),
    CONSTRAINT fk_answer_link_statement_id_statement FOREIGN KEY(statement_id) REFERENCES statement (id)
);
CREATE INDEX ix_answer_link_answer_id ON answer_link (answer_id);
CREATE INDEX ix_answer_link_exhibit_id ON answer_link (exhibit_id);
CREATE INDEX ix_answer_link_statement_id ON answer_link (statement_id);

CREATE TABLE proof_link (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    offence_id INTEGER NOT NULL,
    point TEXT DEFAULT '' NOT NULL,
    exhibit_id INTEGER,
    statement_id INTEGER,
    CONSTRAINT fk_proof_link_offence_id_suspected_offence FOREIGN KEY(offence_id) REFERENCES suspected_offence (id),
    CONSTRAINT fk_proof_link_exhibit_id_exhibit FOREIGN KEY(exhibit_id) REFERENCES exhibit (id),
    CONSTRAINT fk_proof_link_statement_id_statement FOREIGN KEY(statement_id) REFERENCES statement (id)
);
CREATE INDEX ix_proof_link_exhibit_id ON proof_link (exhibit_id);
CREATE INDEX ix_proof_link_offence_id ON proof_link (offence_id);
CREATE INDEX ix_proof_link_statement_id ON proof_link (statement_id);

-- Full-text indexes: contentless, the words stay in the tables.
CREATE VIRTUAL TABLE person_search USING fts5(words, content='', contentless_delete=1, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE incident_search USING fts5(words, content='', contentless_delete=1, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE casefile_search USING fts5(words, content='', contentless_delete=1, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE exhibit_search USING fts5(words, content='', contentless_delete=1, prefix='1 2 3', tokenize="unicode61 remove_diacritics 2");

-- Rows that nothing may alter or remove, not even this program by mistake.
CREATE TRIGGER advice_no_update BEFORE UPDATE ON advice BEGIN SELECT RAISE(ABORT, 'advice is append only'); END;
CREATE TRIGGER advice_no_delete BEFORE DELETE ON advice BEGIN SELECT RAISE(ABORT, 'advice is append only'); END;
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement BEGIN SELECT RAISE(ABORT, 'movement is append only'); END;
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement BEGIN SELECT RAISE(ABORT, 'movement is append only'); END;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'audit_entry is append only'); END;
CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append only'); END;
CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint BEGIN SELECT RAISE(ABORT, 'audit_checkpoint is append only'); END;
CREATE TRIGGER pack_copy_no_update BEFORE UPDATE ON pack_copy BEGIN SELECT RAISE(ABORT, 'pack_copy is append only'); END;
CREATE TRIGGER pack_copy_no_delete BEFORE DELETE ON pack_copy BEGIN SELECT RAISE(ABORT, 'pack_copy is append only'); END;
