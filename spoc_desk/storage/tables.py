"""The tables of the vault. Column names are the field names of the records they keep."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from spoc_desk.domain.backups import BackupState
from spoc_desk.domain.candidacies import Regime, Standing
from spoc_desk.domain.casefiles import CasefileStatus, CaseRole
from spoc_desk.domain.contacts import Channel, ContactRole, ReachKind
from spoc_desk.domain.copy_results import CopyState
from spoc_desk.domain.engagement import BriefingState
from spoc_desk.domain.exhibits import Disclosure, ExhibitState
from spoc_desk.domain.filed_returns import FiledState
from spoc_desk.domain.incidents import IncidentStatus, Mode, Risk
from spoc_desk.domain.issues import FileRole
from spoc_desk.domain.officers import Role
from spoc_desk.domain.referrals import AnswerState, Hostility, ReferralState
from spoc_desk.domain.suspected_offences import OffenceEvent
from spoc_desk.storage import retention_tables, table_parts
from spoc_desk.storage.columns import Choice, Day, Moment
from spoc_desk.storage.table_parts import choice as _choice
from spoc_desk.storage.table_parts import day as _day
from spoc_desk.storage.table_parts import flag as _flag
from spoc_desk.storage.table_parts import moment as _moment
from spoc_desk.storage.table_parts import number as _id
from spoc_desk.storage.table_parts import of as _of
from spoc_desk.storage.table_parts import text as _text
from spoc_desk.storage.table_parts import texts as _texts
from spoc_desk.storage.table_parts import whole as _whole
from spoc_desk.storage.table_parts import words as _words

metadata = table_parts.metadata

officer = Table(
    "officer", metadata, _id(), _text("uid", unique=True), *_texts("name", "initials"),
    _choice("role", Role), _moment("created_at"), _moment("left_at", optional=True),
    _moment("opened_at", optional=True),
)  # fmt: skip

person = Table(
    "person", metadata, _id(), _text("uid", unique=True), _text("reference", unique=True), _text("name"),
    _moment("created_at"), *_texts("known_as", "pronouns"), _day("date_of_birth"),
    *_texts("sex", "organisation", "campaign_base"), _words("handles"), *_texts("code_word", "accessibility"),
    _flag("prior_threat"), _flag("address_withheld"), _flag("own_agent"),
    _text("democracy_club_id", index=True), _text("notes"),
    Index("ix_person_list", "id", "prior_threat", "address_withheld"),
)  # fmt: skip

person_role = Table(
    "person_role", metadata, _id(), _of("person"), _choice("role", ContactRole), _day("from_on"),
    _day("to_on"),
)  # fmt: skip

contact_point = Table(
    "contact_point", metadata, _id(), _of("person"), _choice("kind", ReachKind), *_texts("value", "label"),
    _flag("safe_to_leave_message"), _flag("do_not_use"), _text("preferred_window"), _flag("verified"),
)  # fmt: skip

home_address = Table(
    "home_address", metadata, _id(),
    Column("person_id", ForeignKey("person.id"), nullable=False, unique=True),
    *_texts("address", "postcode", "public_source"),
)  # fmt: skip

advice = Table(
    "advice", metadata, _id(), _of("person"), _moment("given_at"), _text("given_local"),
    _choice("channel", Channel),
    *_texts("officer", "asked", "advice", "rationale"), _day("follow_up_on", index=True),
    _moment("recorded_at", optional=True),
)  # fmt: skip

candidacy = Table(
    "candidacy", metadata, _id(), _of("person"), *_texts("election_id", "ballot_paper_id"),
    Column("poll_on", Day, nullable=False),
    *_texts("election_type", "area_name", "area_gss", "party_name", "party_id", "description"),
    _of("person", optional=True, name="agent_id"), _choice("standing", Standing), _choice("regime", Regime),
    UniqueConstraint("person_id", "ballot_paper_id"),
)  # fmt: skip

briefing = Table(
    "briefing", metadata, _id(), _of("person"), _text("title"), _choice("state", BriefingState),
    _moment("at"),
    *_texts("officer", "method", "version", "declined_reason"),
)  # fmt: skip

measure = Table(
    "measure", metadata, _id(), _of("person"), *_texts("kind", "provider"),
    _day("requested_on"), _day("fitted_on"), _day("returned_on"), _day("review_on"),
)  # fmt: skip

incident = Table(
    "incident", metadata, _id(), _text("uid", unique=True), _text("reference", unique=True),
    *_texts("title", "crime_reference"), _moment("happened_from"), _text("happened_local"),
    _moment("reported_at"), _text("reported_local"),
    Column("recorded_at", Moment, nullable=False, index=True), _text("category"), _choice("channel", Mode),
    _text("description"), _of("person", optional=True, name="contact_id"),
    _moment("happened_to", optional=True),
    _text("happened_to_local"), _flag("happened_estimated"), *_texts("log_number", "not_crimed_reason"),
    _choice("regime", Regime), *_texts("regime_reason", "location", "platform", "post_url", "account"),
    *_texts("verbatim", "hostility"), _words("hate_strands"), _words("offence_codes"), _choice("risk", Risk),
    _choice("status", IncidentStatus), _text("outcome"),
    _moment("outcome_at", optional=True), _text("officer_in_case"), _flag("notable"),
    _text("notable_summary"),
    Index("ix_incident_list", "id", "status", "risk", "notable"),
)  # fmt: skip

report = Table(
    "report", metadata, _id(), _text("reference", unique=True), _of("incident", optional=True),
    _of("person", optional=True), _text("reporter"), _moment("received_at"), _text("received_local"),
    _choice("channel", Channel), *_texts("text", "taken_by"), _moment("recorded_at"),
)  # fmt: skip

casefile = Table(
    "casefile", metadata, _id(), _text("uid", unique=True), _text("reference", unique=True), _text("title"),
    _moment("opened_at"), Column("status", Choice(CasefileStatus), nullable=False, index=True),
    *_texts("officer_in_case", "supervisor", "urn", "outcome"), _moment("outcome_at", optional=True),
    _text("summary"), _day("limit_on"), _day("early_advice_on"),
)  # fmt: skip

casefile_incident = Table(
    "casefile_incident", metadata, _id(), _of("casefile"), _of("incident"),
    UniqueConstraint("casefile_id", "incident_id"),
)  # fmt: skip

case_person = Table(
    "case_person", metadata, _id(), _of("casefile"), _choice("role", CaseRole), _text("name"),
    _of("person", optional=True), *_texts("phone", "special_measures", "vps", "identified_by", "custody"),
    _moment("arrested_at", optional=True), _moment("interviewed_at", optional=True), _text("notes"),
)  # fmt: skip

exhibit = Table(
    "exhibit", metadata, _id(), _text("uid", unique=True), _of("casefile"),
    *_texts("reference", "description", "filename", "media_type"),
    _text("file_name", unique=True), _text("file_identity"), _choice("state", ExhibitState), _whole("size"),
    *_texts("sha256", "found_by"), _moment("found_at"), *_texts("found_local", "found_where"),
    _moment("recorded_at"), *_texts("source", "seal_number", "storage"),
    _moment("verified_at", optional=True),
    Column("disclosure", Choice(Disclosure), nullable=False, server_default=""), _text("disclosure_reason"),
    _text("opening_password"),
    UniqueConstraint("casefile_id", "reference"),
    sqlite_autoincrement=True,
)  # fmt: skip

movement = Table(
    "movement", metadata, _id(), _of("exhibit"), _moment("moved_at"),
    *_texts("moved_local", "from_holder", "to_holder", "purpose", "seals", "officer"), _moment("recorded_at"),
)  # fmt: skip

statement = Table(
    "statement", metadata, _id(), _of("casefile"), *_texts("reference", "witness", "kind"), _day("signed_on"),
    _flag("address_absent"), _text("text"), _of("exhibit", optional=True),
    UniqueConstraint("casefile_id", "reference"),
)  # fmt: skip

suspected_offence = Table(
    "suspected_offence", metadata, _id(), _of("casefile"), *_texts("code", "lawpack", "suspect"),
    _day("limit_on"), _day("outer_on"), _day("override_on"),
    *_texts("override_reason", "override_by", "checked_by"),
    _moment("checked_at", optional=True), _text("entered_by"), _words("exceptions"),
    *_texts("exception_reason", "withdrawn"),
)  # fmt: skip

offence_date = Table(
    "offence_date", metadata, _id(), _of("suspected_offence", name="offence_id"),
    _choice("event", OffenceEvent),
    Column("on", Day, nullable=False), _text("note"),
    sqlite_autoincrement=True,
)  # fmt: skip

charge_answer = Table(
    "charge_answer", metadata, _id(), _of("casefile"), _text("fact"), _flag("holds"), _text("by"),
    UniqueConstraint("casefile_id", "fact"),
)  # fmt: skip

proof_link = Table(
    "proof_link", metadata, _id(), _of("suspected_offence", name="offence_id"), _text("point"),
    _of("exhibit", optional=True), _of("statement", optional=True),
    sqlite_autoincrement=True,
)  # fmt: skip

referral = Table(
    "referral", metadata, _id(), _text("uid", unique=True), _text("reference", unique=True), _of("casefile"),
    _moment("opened_at"), *_texts("opened_by", "checklist"), _choice("state", ReferralState),
    _choice("hostility", Hostility), _text("hostility_note"), _moment("sent_at", optional=True),
    *_texts("sent_by", "recipient", "method", "pack_sha256", "decision", "decision_reason"),
    _moment("decided_at", optional=True), _moment("victim_told_at", optional=True),
)  # fmt: skip

answer = Table(
    "answer", metadata, _id(), _of("referral"), _whole("item"), _choice("state", AnswerState), _text("by"),
    _moment("at"), *_texts("note", "reason"), _day("on"), *_texts("name", "second"),
    UniqueConstraint("referral_id", "item"),
)  # fmt: skip

answer_link = Table(
    "answer_link", metadata, _id(), _of("answer"), _of("exhibit", optional=True),
    _of("statement", optional=True),
    sqlite_autoincrement=True,
)  # fmt: skip

issued_pack = Table(
    "issued_pack", metadata, _id(), _text("uid", unique=True), _of("casefile"),
    _text("reference", unique=True),
    *_texts("title", "recipient"), _flag("served"), _moment("issued_at"), _text("issued_by"), _whole("pages"),
    _whole("size"), _text("sha256"), _text("file_name", unique=True), _text("file_identity"),
    _words("exhibits"),
    _words("faults"), _whole("anchor_sequence"), _text("anchor_head"),
    *_texts("template", "audience", "profile", "purpose", "supersedes", "continues", "change_note"),
    *_texts("authorised_by", "proof", "handling"), _words("choices"),
)  # fmt: skip

pack_item = Table(
    "pack_item", metadata, _id(), _of("issued_pack", name="pack_id"), _of("exhibit"), _whole("place"),
    *_texts("section", "reference", "description", "sha256"), _whole("size"), _text("rendition"),
    _whole("volume"), _whole("first_page"), _whole("last_page"), _whole("redactions"),
    *_texts("redacted_sha256", "drawn_sha256"),
)  # fmt: skip

pack_finding = Table(
    "pack_finding", metadata, _id(), _of("issued_pack", name="pack_id"), _of("exhibit"),
    *_texts("reference", "code"), _whole("volume"), *_texts("pages", "number"),
)  # fmt: skip

pack_file = Table(
    "pack_file", metadata, _id(), _of("issued_pack", name="pack_id"), _choice("role", FileRole),
    _whole("volume"), _whole("pages"), _whole("size"), _text("sha256"), _text("file_name", unique=True),
    _text("file_identity"), UniqueConstraint("pack_id", "role", "volume"),
)  # fmt: skip

pack_release = Table(
    "pack_release", metadata, _id(),
    Column("pack_id", ForeignKey("issued_pack.id"), nullable=False, unique=True), _moment("released_at"),
    *_texts("released_by", "authorised_by"), _flag("self_authorised"), _text("manifest_sha256"),
    *_texts("certificate", "certificate_sha256"), _flag("trial"), _text("time_stamp"), _words("accepted"),
)  # fmt: skip

kept_part = Table(
    "kept_part", metadata, _id(), _text("key", unique=True), _of("exhibit"),
    _text("file_name", unique=True), _text("file_identity"), _whole("size"), _text("sha256"),
    _whole("pages"), _text("how"), _words("notes"), _moment("made_at"), _text("program"),
    sqlite_autoincrement=True,
)  # fmt: skip

pack_copy = Table(
    "pack_copy", metadata, _id(), _of("issued_pack", name="pack_id"), _moment("at"),
    *_texts("officer", "how", "recipient"), _whole("copies"), *_texts("printer", "page_range"),
    _whole("first_number"), _whole("of"), _text("duplex"), _flag("superseded"),
)  # fmt: skip

pack_copy_result = Table(
    "pack_copy_result", metadata, _id(), _of("pack_copy", name="copy_id"), _moment("at"), _text("officer"),
    _choice("state", CopyState), _whole("sheets"), _text("note"),
)  # fmt: skip

filed_return = Table(
    "filed_return", metadata, _id(), _text("uid", unique=True), _text("reference", unique=True),
    Column("period_start", Day, nullable=False, index=True), Column("period_end", Day, nullable=False),
    _text("cadence"), _flag("nil"), _choice("state", FiledState), *_texts("snapshot", "payload_sha256"),
    _moment("frozen_at"), _text("frozen_by"), _whole("anchor_sequence"), _text("anchor_head"),
    _of("filed_return", optional=True, name="supersedes_id"), *_texts("correction_reason", "authorised_by"),
    _moment("authorised_at", optional=True), _flag("self_authorised"), _moment("exported_at", optional=True),
)  # fmt: skip

redaction = Table(
    "redaction", metadata, _id(), _of("exhibit"), _whole("page"), _whole("left"), _whole("bottom"),
    _whole("right"), _whole("top"), *_texts("code", "note", "term"), _flag("everywhere"), _text("made_by"),
    _moment("made_at"), *_texts("part_sha256", "withdrawn_by"), _moment("withdrawn_at", optional=True),
)  # fmt: skip

redaction_check = Table(
    "redaction_check", metadata, _id(), _of("exhibit"), *_texts("digest", "checked_by", "recorded_by"),
    _moment("at"), _text("remark"),
)  # fmt: skip

signing_certificate = Table(
    "signing_certificate", metadata, _id(), _text("uid", unique=True), *_texts("subject", "issuer", "serial"),
    _moment("valid_from"), _moment("valid_to"), *_texts("sha256", "key"), _flag("trial"), _text("pkcs12"),
    _moment("added_at"), _text("added_by"), _moment("removed_at", optional=True),
)  # fmt: skip

backup = Table(
    "backup", metadata, _id(), *_texts("stamp", "folder"), _moment("made_at"), _whole("sequence"),
    _text("head"), _whole("files"), _whole("missing"), _whole("size"), _choice("state", BackupState),
    _moment("proved_at", optional=True), _whole("checked"), _text("fault"),
)  # fmt: skip
retention_period = retention_tables.retention_period
casefile_retention = retention_tables.casefile_retention
retention_review = retention_tables.retention_review
legal_hold = retention_tables.legal_hold
disposal = retention_tables.disposal
erased_file = retention_tables.erased_file

setting = Table("setting", metadata, Column("name", Text, primary_key=True), _text("value"))

series = Table("series", metadata, Column("name", Text, primary_key=True), _whole("last"))

draft = Table("draft", metadata, Column("key", Text, primary_key=True), _text("value"), _moment("saved_at"))

audit_entry = Table(
    "audit_entry", metadata, Column("seq", Integer, primary_key=True, autoincrement=False),
    *_texts("at", "payload", "salt", "commit", "prev", "hash"), Column("casefile_id", Integer, nullable=True),
)  # fmt: skip

Index(
    "ix_audit_entry_casefile_id", audit_entry.c.casefile_id,
    sqlite_where=audit_entry.c.casefile_id.is_not(None),
)  # fmt: skip

audit_checkpoint = Table(
    "audit_checkpoint", metadata, Column("seq", Integer, primary_key=True, autoincrement=False),
    *_texts("head", "at", "reason", "signature"),
)  # fmt: skip

# Never altered; destroyed only with the casefile or contact they belong to, by storage.erasing.
ERASABLE = (
    *("advice", "movement", "redaction_check", "retention_review"),
    *("pack_copy", "pack_copy_result", "pack_item", "pack_finding", "pack_file", "pack_release"),
)
# The condition on their triggers; the setting is there within one destruction's transaction alone.
ERASING = "destroying"
WHILE_ERASING = f"NOT EXISTS (SELECT 1 FROM setting WHERE name = '{ERASING}')"  # noqa: S608 ours
APPEND_ONLY = (
    *ERASABLE,
    *("audit_entry", "audit_checkpoint", "retention_period", "disposal", "erased_file"),
)
SEARCHED = ("person", "incident", "casefile", "exhibit")
