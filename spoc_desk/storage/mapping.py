"""Which table keeps which record, and the one way between a row and a frozen record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Insert, Select, Table, Update, bindparam, insert, select, update

from spoc_desk.domain.backups import Backup
from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasefileIncident, CasePerson, Statement
from spoc_desk.domain.contacts import Advice, ContactPoint, HomeAddress, Person, PersonRole
from spoc_desk.domain.copy_results import PackCopyResult
from spoc_desk.domain.disposals import Disposal, ErasedFile
from spoc_desk.domain.engagement import Briefing, Measure
from spoc_desk.domain.exhibits import Exhibit, Movement
from spoc_desk.domain.filed_returns import FiledReturn
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack, PackCopy, PackFile, PackFinding, PackItem, PackRelease
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.redactions import Redaction, RedactionCheck
from spoc_desk.domain.referrals import Answer, AnswerLink, Referral
from spoc_desk.domain.reports import Report
from spoc_desk.domain.retention import CasefileRetention, LegalHold, RetentionPeriod, RetentionReview
from spoc_desk.domain.signatures import SigningCertificate
from spoc_desk.domain.suspected_offences import ChargeAnswer, OffenceDate, ProofLink, SuspectedOffence
from spoc_desk.storage import tables
from spoc_desk.storage.columns import moment_text, whole_text, words_text

TABLES: dict[type[Any], Table] = {
    Officer: tables.officer,
    Person: tables.person,
    PersonRole: tables.person_role,
    ContactPoint: tables.contact_point,
    HomeAddress: tables.home_address,
    Advice: tables.advice,
    Candidacy: tables.candidacy,
    Briefing: tables.briefing,
    Measure: tables.measure,
    Incident: tables.incident,
    Report: tables.report,
    Casefile: tables.casefile,
    CasefileIncident: tables.casefile_incident,
    CasePerson: tables.case_person,
    Exhibit: tables.exhibit,
    Movement: tables.movement,
    Statement: tables.statement,
    SuspectedOffence: tables.suspected_offence,
    OffenceDate: tables.offence_date,
    ChargeAnswer: tables.charge_answer,
    ProofLink: tables.proof_link,
    Referral: tables.referral,
    Answer: tables.answer,
    AnswerLink: tables.answer_link,
    Redaction: tables.redaction,
    RedactionCheck: tables.redaction_check,
    IssuedPack: tables.issued_pack,
    PackItem: tables.pack_item,
    PackFinding: tables.pack_finding,
    PackFile: tables.pack_file,
    KeptPart: tables.kept_part,
    PackRelease: tables.pack_release,
    PackCopy: tables.pack_copy,
    PackCopyResult: tables.pack_copy_result,
    FiledReturn: tables.filed_return,
    SigningCertificate: tables.signing_certificate,
    Backup: tables.backup,
    RetentionPeriod: tables.retention_period,
    CasefileRetention: tables.casefile_retention,
    RetentionReview: tables.retention_review,
    LegalHold: tables.legal_hold,
    Disposal: tables.disposal,
    ErasedFile: tables.erased_file,
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """A record type beside its table, with its statements; making one anew costs more than running it.

    updates: takes the record's columns, and its id as row_id.
    """

    kind: type[Any]
    table: Table
    names: tuple[str, ...]
    reads: Select[Any]
    inserts: Insert
    updates: Update
    values: Callable[[Any], tuple[Any, ...]]


def _mapped(kind: type[Any], table: Table) -> Mapped:
    names = tuple(field.name for field in fields(kind))
    return Mapped(
        kind=kind,
        table=table,
        names=names,
        reads=select(*(table.c[name] for name in names)),
        inserts=insert(table),
        updates=update(table).where(table.c.id == bindparam("row_id")),
        values=attrgetter(*names),
    )


MAPPED = {kind: _mapped(kind, table) for kind, table in TABLES.items()}


def stored_text(value: Any) -> str:
    """A value, neither a plain text nor empty, as the database keeps it and as text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return words_text(value) if isinstance(value, tuple) else str(int(value))


def values_of(record: Any) -> dict[str, Any]:
    """A record's columns, without its id."""
    mapped = MAPPED[type(record)]
    values = {
        name: whole_text(value) if isinstance(value, str) and not value.isascii() else value
        for name, value in zip(mapped.names, mapped.values(record), strict=True)
    }
    del values["id"]
    return values
