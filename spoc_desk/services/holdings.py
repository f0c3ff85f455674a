"""Everything that hangs on a casefile, an incident or a contact, for a destruction that forgets nothing.

Each line names a parent, a kind of record under it and the field that ties them. A parent stands before
its children, so the lines read backwards are an order in which nothing refers to what is gone. A test
holds the lines to every foreign key of the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spoc_desk.domain.candidacies import Candidacy
from spoc_desk.domain.casefiles import Casefile, CasefileIncident, CasePerson, Statement
from spoc_desk.domain.contacts import Advice, ContactPoint, HomeAddress, Person, PersonRole
from spoc_desk.domain.copy_results import PackCopyResult
from spoc_desk.domain.engagement import Briefing, Measure
from spoc_desk.domain.exhibits import Exhibit, Movement
from spoc_desk.domain.incidents import Incident
from spoc_desk.domain.issues import IssuedPack, PackCopy, PackFile, PackFinding, PackItem, PackRelease
from spoc_desk.domain.kept_parts import KeptPart
from spoc_desk.domain.redactions import Redaction, RedactionCheck
from spoc_desk.domain.referrals import Answer, AnswerLink, Referral
from spoc_desk.domain.reports import Report
from spoc_desk.domain.retention import CasefileRetention, LegalHold, RetentionReview
from spoc_desk.domain.suspected_offences import ChargeAnswer, OffenceDate, ProofLink, SuspectedOffence
from spoc_desk.services.ports import Reader

Kind = type[Any]
Tie = tuple[Kind, Kind, str]

UNDER_CASEFILE: tuple[Tie, ...] = (
    (Casefile, CasefileIncident, "casefile_id"),
    (Casefile, CasefileRetention, "casefile_id"),
    (Casefile, RetentionReview, "casefile_id"),
    (Casefile, LegalHold, "casefile_id"),
    (Casefile, CasePerson, "casefile_id"),
    (Casefile, ChargeAnswer, "casefile_id"),
    (Casefile, SuspectedOffence, "casefile_id"),
    (SuspectedOffence, OffenceDate, "offence_id"),
    (Casefile, Exhibit, "casefile_id"),
    (Exhibit, Movement, "exhibit_id"),
    (Exhibit, KeptPart, "exhibit_id"),
    (Exhibit, Redaction, "exhibit_id"),
    (Exhibit, RedactionCheck, "exhibit_id"),
    (Casefile, Statement, "casefile_id"),
    (SuspectedOffence, ProofLink, "offence_id"),
    (Casefile, Referral, "casefile_id"),
    (Referral, Answer, "referral_id"),
    (Answer, AnswerLink, "answer_id"),
    (Casefile, IssuedPack, "casefile_id"),
    (IssuedPack, PackItem, "pack_id"),
    (IssuedPack, PackFinding, "pack_id"),
    (IssuedPack, PackFile, "pack_id"),
    (IssuedPack, PackRelease, "pack_id"),
    (IssuedPack, PackCopy, "pack_id"),
    (PackCopy, PackCopyResult, "copy_id"),
)
UNDER_INCIDENT: tuple[Tie, ...] = ((Incident, Report, "incident_id"),)
UNDER_PERSON: tuple[Tie, ...] = (
    (Person, PersonRole, "person_id"),
    (Person, ContactPoint, "person_id"),
    (Person, HomeAddress, "person_id"),
    (Person, Advice, "person_id"),
    (Person, Candidacy, "person_id"),
    (Person, Briefing, "person_id"),
    (Person, Measure, "person_id"),
    (Person, RetentionReview, "person_id"),
    (Person, LegalHold, "person_id"),
)
SUBJECTS: Mapping[Kind, tuple[str, ...]] = {
    Casefile: ("casefile", "pack"),
    CasePerson: ("case_person",),
    Statement: ("statement",),
    SuspectedOffence: ("offence",),
    Exhibit: ("exhibit",),
    Redaction: ("redaction",),
    Referral: ("referral",),
    IssuedPack: ("pack",),
    Incident: ("incident", "report"),
    Person: ("contact",),
}
"""What forms call a record in the key of its draft."""

ABOUT_ANYBODY = ("return", "incident.new", "contact.new")
"""Drafts of forms whose free text may be about any casework: returns, and records not made yet."""

CALLED: Mapping[Kind, str] = {
    CasefileIncident: "link to an incident",
    CasefileRetention: "retention facts",
    ChargeAnswer: "charging answer",
    CasePerson: "person in the case",
    ProofLink: "link to evidence",
    KeptPart: "kept pages",
    Answer: "checklist answer",
    AnswerLink: "link from an answer",
    IssuedPack: "pack",
    PackCopy: "numbered copy",
    PackCopyResult: "result of a copy",
    PersonRole: "role",
    ContactPoint: "telephone or e-mail",
    Measure: "protective measure",
}
"""What the preview and the register call the kinds whose own names say too little."""

Found = dict[Kind, tuple[Any, ...]]


def holdings(reader: Reader, roots: Sequence[Any], under: Sequence[Tie]) -> Found:
    """The roots, all of one kind, and everything under them, parents first; kinds with nothing left out."""
    found: Found = {type(roots[0]): tuple(roots)} if roots else {}
    for parent, kind, tie in under:
        ids = tuple(record.id for record in found.get(parent, ()))
        records = reader.find(kind, **{tie: ids}) if ids else ()
        if records:
            found[kind] = records
    return found


def children_first(found: Found) -> tuple[Any, ...]:
    """The same in an order in which they can be removed."""
    return tuple(record for kind in reversed(found) for record in found[kind])


def drafts_of(found: Found) -> tuple[str, ...]:
    """The subjects of unsaved text about these records."""
    return tuple(
        f"{name}.{record.id}" for kind, names in SUBJECTS.items() for record in found.get(kind, ())
        for name in names
    )  # fmt: skip


def files_of(found: Found) -> tuple[str, ...]:
    """The random names of the sealed files that these records hold the keys of."""
    kinds = (Exhibit, KeptPart, IssuedPack, PackFile)
    return tuple(record.file_name for kind in kinds for record in found.get(kind, ()))
